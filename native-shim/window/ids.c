/* SPDX-License-Identifier: BSD-2-Clause */
/* Skips X ids that windows of an earlier connection may have had. */
#include "ids.h"

#include <stdint.h>
#include <time.h>
/* for extension libraries; last, since it defines words such as min */
#include <X11/Xlibint.h>

#define CHUNK 64    /* ids: more than all windows and graphics contexts of a connection are */
#define CHUNKS 128u /* of the two million ids that a connection has */

/* Not 0. Another process of ours may have had the last connection, so it goes by the time: in tenths of a second. */
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
	(void)XAllocID(dpy); /* the next one, which was kept ready */
	UnlockDisplay(dpy);
	SyncHandle(); /* gets another one ready */
}
