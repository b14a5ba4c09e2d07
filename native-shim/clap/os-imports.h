/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the CLAP library uses of the OS library (see os.h), which is loaded first and globally. The references are weak,
 * so that this library also loads without it: a test program then has no run loop.
 */
#ifndef MAOLAN_CLAP_OS_IMPORTS_H
#define MAOLAN_CLAP_OS_IMPORTS_H

#include "os.h"
#include "recovery.h"

#pragma weak recovery_set_phase
#pragma weak recovery_word
#pragma weak recovery_set_word
#pragma weak notify_main
#pragma weak run_loop_add_fd
#pragma weak run_loop_add_timer
#pragma weak run_loop_remove
#pragma weak run_loop_dispatch

/* [any-thread] */
static inline void wake_main(void)
{
	if (notify_main)
		notify_main();
}

/* [main-thread] Of the plugin's restart: one that does not return is a hang. Returns what the host was about before. */
static inline int32_t enter_restart(void)
{
	return recovery_set_phase ? recovery_set_phase(RECOVERY_RESTART) : 0;
}

static inline void leave_restart(int32_t before)
{
	if (recovery_set_phase)
		recovery_set_phase(before);
}

/* [main-thread] For how many frames the plugin was activated last, in this process or the one before; 0: not known. */
static inline uint32_t known_frames(void)
{
	return recovery_word ? (uint32_t)recovery_word(RECOVERY_FORMAT_WORD) : 0;
}

static inline void remember_frames(uint32_t frames)
{
	if (recovery_set_word)
		recovery_set_word(RECOVERY_FORMAT_WORD, (int32_t)frames);
}

#endif
