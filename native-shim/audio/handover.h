/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The agreement between main and audio thread: whether the audio thread waits for its plugin, and whether it leaves it
 * alone.
 */
#ifndef MAOLAN_AUDIO_HANDOVER_H
#define MAOLAN_AUDIO_HANDOVER_H

#include <stdbool.h>
#include <stdint.h>

/* [main-thread] Call this before the thread runs. */
void handover_init(void);
/* [audio-thread] */
void handover_wait_for_plugin(void);
/* [audio-thread] Suspended: this thread leaves the plugin alone. */
void handover_set_suspended(bool suspended);
/* [audio-thread] The cycle begins. */
void handover_set_begun(void);

/* [main-thread] Wait until then. */
void handover_wait_until_begun(void);
/* [main-thread] The plugin is loaded. Returns false if one was loaded before. */
bool handover_give_plugin(void);
/* [main-thread] Returns 0 or -ETIMEDOUT. */
int32_t handover_wait_until_suspended(int32_t timeout_ms);

#endif
