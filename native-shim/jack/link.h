/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The link to one plugin's host, used by JACK's thread: the DAW's side of protocol version 7. It waits only for the
 * host, and no longer than the cycle allows.
 */
#ifndef MAOLAN_JACK_LINK_H
#define MAOLAN_JACK_LINK_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "jack-player.h"
#include "protocol.h"

struct link {
	/* Set by jack_player_add. */
	uint32_t inputs, outputs; /* at most PROTOCOL_CHANNELS_MAX */
	bool takes_midi, sends_midi;
	uint32_t frames_max;
	/* Set by link_attach. */
	uint8_t *segment;
	int wake_fd, reply_fd;
	_Atomic bool attached;
	/* [audio-thread] The last block was sent and not answered yet. */
	bool awaited;
	uint64_t sent_us;
	uint32_t answers_before;
	_Atomic uint32_t *mark;
	_Atomic uint32_t bypassed;
};

/* The position in the piece. */
struct link_transport {
	uint64_t frame;
	double tempo; /* beats per minute */
	uint32_t numerator, denominator;
	bool playing;
};

/* [any-thread] Microseconds, monotonic. */
uint64_t link_now_us(void);
/* [main-thread] */
void link_attach(struct link *link, uint8_t *segment, int wake_fd, int reply_fd);
/* [audio-thread] Add a message of 1 to 3 bytes to the next block. */
void link_midi(const struct link *link, uint32_t frame, const uint8_t *bytes, uint32_t count);
/* [audio-thread] Take the next message from the plugin's first MIDI output: its bytes (at most 3) and its frame in the
   block. Returns the number of bytes; 0: none. */
uint32_t link_take_midi(const struct link *link, uint8_t *bytes, uint32_t *frame);
/* [audio-thread] Run a block of at most frames_max frames, waiting until deadline_us at the latest. A single input
   feeds all inputs of the plugin. Returns false if the block was passed through. */
bool link_play(struct link *link, const float *const *inputs, uint32_t input_count, float *const *outputs,
    uint32_t frames, const struct link_transport *transport, uint64_t deadline_us);

#endif
