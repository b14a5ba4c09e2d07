/* SPDX-License-Identifier: BSD-2-Clause */
/* Helper threads, apart from the main thread and the audio thread. */
#ifndef MAOLAN_OS_SMALL_THREAD_H
#define MAOLAN_OS_SMALL_THREAD_H

#include <stdint.h>

/* [any-thread] Start a detached thread with a small stack and all signals blocked. Returns 0 or -errno. */
int32_t small_thread_start(void *(*run)(void *), void *argument);

#endif
