/* SPDX-License-Identifier: BSD-2-Clause */
/* Skips X ids that windows of an earlier connection may have used. */
#include "ids.h"

#include <stdint.h>
#include <time.h>
/* for extension libraries; included last, since it defines macros such as min */
#include <X11/Xlibint.h>

#define CHUNK 64    /* ids: more than the windows and graphics contexts of one connection */
#define CHUNKS 128u /* out of the two million ids of a connection */

/* Never 0. An earlier connection may have belonged to another process, so the turn comes from the clock, in tenths of a
   second. */
static uint32_t first_turn(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint32_t)(now.tv_sec * 10 + now.tv_nsec / 100000000 + 1);
}

void ids_begin_elsewhere(Display *dpy)
{
	static uint32_t turn;
	XID skipped[CHUNK];
	if (turn == 0)
		turn = first_turn();
	LockDisplay(dpy);
	for (uint32_t i = turn++ % CHUNKS; i > 0; i--)
		XAllocIDs(dpy, skipped, CHUNK);
	(void)XAllocID(dpy); /* takes the id that was kept ready */
	UnlockDisplay(dpy);
	SyncHandle(); /* prepares the next one */
}
