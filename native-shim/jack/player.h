/* SPDX-License-Identifier: BSD-2-Clause */
/* The player's state. What JACK's thread reads of it is set before the start, or atomic. */
#ifndef MAOLAN_JACK_PLAYER_STATE_H
#define MAOLAN_JACK_PLAYER_STATE_H

#include "api.h"
#include "link.h"

struct player {
	const struct jack_api *api;
	struct jack_client *client;
	uint32_t rate;
	struct link links[JACK_PLAYER_PLUGINS_MAX];
	uint32_t link_count;
	struct jack_port *inputs[PROTOCOL_CHANNELS_MAX];
	struct jack_port *outputs[PROTOCOL_CHANNELS_MAX];
	struct jack_port *midi_in, *midi_out; /* or NULL */
	uint32_t input_count, output_count;
	/* Odd while a cycle is running. */
	_Atomic uint32_t cycles;
	_Atomic uint32_t late;
	_Atomic uint32_t latency; /* of all plugins, in frames */
	_Atomic bool ended;
	/* Bit patterns of non-negative floats, which compare like the numbers. */
	_Atomic uint32_t peaks[PROTOCOL_CHANNELS_MAX];
};

extern struct player player;

/* [audio-thread] JACK's process callback. */
int player_cycle(uint32_t frames, void *unused);

#endif
