/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The length of blocks. Some plugins work only on blocks of exactly the announced length, and current DAWs do not
 * announce theirs. So the first block is held on the audio thread until the main thread has reactivated the plugin for
 * its length: nothing has been played yet that a restart could interrupt. Multiples of the length are split into
 * pieces; for another length the plugin is restarted during silence, or once that length has occurred often.
 *
 * This is the only time that the audio thread waits for the main thread, because a plugin cannot be activated
 * elsewhere. A DAW waits 100 ms; before that time is over, and as long as the restart lasts, blocks are answered with
 * their input.
 */
#ifndef MAOLAN_CLAP_BLOCK_LENGTH_H
#define MAOLAN_CLAP_BLOCK_LENGTH_H

#include "audio.h"

enum hold {
	HOLD_NONE = 0,  /* the audio thread has the plugin */
	HOLD_ASKED = 1, /* it requests wanted_frames, and does not use the plugin until then */
	HOLD_TAKEN = 2, /* the main thread is restarting it */
};

/* [audio-thread] Whether the main thread still has the plugin: then it must not be used, and the block's outputs have
   been written. */
bool length_is_held(struct clap_audio *audio);
/* [audio-thread] A block arrives. False: the main thread has the plugin (see length_is_held). */
bool length_admit(struct clap_audio *audio);
/* [audio-thread] The block was run: record whether it was silent. */
void length_remember(struct clap_audio *audio);

/* [main-thread] Whether the audio thread is waiting; then the caller has the plugin until length_done. */
bool length_take(struct clap_audio *audio);
void length_done(struct clap_audio *audio);

#endif
