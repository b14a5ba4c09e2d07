/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The length of blocks. Some plugins work on blocks of exactly the announced length only, and today's DAW does not say
 * how long its blocks will be. So its first block is held on the audio thread until the main thread has activated the
 * plugin anew, for that length: nothing has been played yet that a restart could cut off. Multiples of the length are
 * cut in pieces; for another length the plugin is restarted while nothing is to be heard, or when it has come often.
 *
 * It is the one time that the audio thread waits for the main thread: no plugin can be activated elsewhere. A DAW waits
 * 100 ms; before they are over, and as long as the restart lasts, blocks are answered with their input.
 */
#ifndef MAOLAN_CLAP_BLOCK_LENGTH_H
#define MAOLAN_CLAP_BLOCK_LENGTH_H

#include "audio.h"

enum hold {
	HOLD_NONE = 0,  /* the audio thread has the plugin */
	HOLD_ASKED = 1, /* it wants wanted_frames, and leaves the plugin alone until then */
	HOLD_TAKEN = 2, /* the main thread is about it */
};

/* [audio-thread] Whether the main thread has the plugin still: nothing of it may be touched, and the block's outputs
   are written. */
bool length_is_held(struct clap_audio *audio);
/* [audio-thread] A block comes. False: it came to that (see length_is_held). */
bool length_admit(struct clap_audio *audio);
/* [audio-thread] The block was run: was there anything to be heard? */
void length_remember(struct clap_audio *audio);

/* [main-thread] Whether the audio thread waits; then the plugin is the caller's until length_done. */
bool length_take(struct clap_audio *audio);
void length_done(struct clap_audio *audio);

#endif
