/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the main and the audio thread agree on: whether the thread waits for its plugin, and whether it leaves it alone.
 */
#ifndef MAOLAN_AUDIO_HANDOVER_H
#define MAOLAN_AUDIO_HANDOVER_H

#include <stdbool.h>
#include <stdint.h>

/* [main-thread] Before the thread runs. */
void handover_init(void);
/* [audio-thread] */
void handover_wait_for_plugin(void);
/* [audio-thread] Suspended: it leaves the plugin alone. */
void handover_set_suspended(bool suspended);
/* [audio-thread] Its cycle begins. */
void handover_set_begun(void);

/* [main-thread] Until then. */
void handover_wait_until_begun(void);
/* [main-thread] The plugin is there. Returns false if one was there before. */
bool handover_give_plugin(void);
/* [main-thread] Returns 0 or -ETIMEDOUT. */
int32_t handover_wait_until_suspended(int32_t timeout_ms);

#endif
