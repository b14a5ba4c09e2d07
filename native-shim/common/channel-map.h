/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The channels of all ports (CLAP) or buses (VST3) of one direction, and the planes of the block that they use.
 * Channels beyond the planes use the spare buffer: inputs read silence there, and what outputs write is discarded.
 */
#ifndef MAOLAN_COMMON_CHANNEL_MAP_H
#define MAOLAN_COMMON_CHANNEL_MAP_H

#include <stdbool.h>
#include <stdint.h>

#include "block.h"

struct channel {
	float **slot;    /* the plugin's pointer to the channel */
	float *samples;  /* BLOCK_FRAMES_MAX: a plane of the block, or the spare buffer */
	uint32_t port;   /* or bus: its index */
	uint32_t number; /* within the port */
	float last;      /* CLAP input: last sample of the last block that the plugin received */
};

struct channel_map {
	struct channel *channels;
	uint32_t count;
	float **pointers; /* of all ports; the plugin's pointers to channels are among them */
	float *spare;     /* BLOCK_FRAMES_MAX */
	bool spare_used;  /* by any channel */
};

/* How many pointers a port with so many channels gets: some extra ones, so that a plugin that writes more channels than
   it has does not corrupt memory. */
uint32_t channel_map_pointers(uint32_t channels);

/* [main-thread] Allocate the channels, pointers and the spare buffer; all pointers and samples are the spare buffer.
   The caller sets slot, port and number of each channel. False: out of memory; channel_map_free is due all the same. */
bool channel_map_allocate(struct channel_map *map, uint32_t channels, uint32_t pointers);

/* [main-thread] */
void channel_map_free(struct channel_map *map);

/* [main-thread] Use the planes at base + planes_at[]; at most BLOCK_CHANNELS_MAX. Returns their number. */
uint32_t channel_map_bind(struct channel_map *map, uint8_t *base, const uint32_t *planes_at);

/* [audio-thread] Point the plugin at frame `start` of each channel. */
void channel_map_point(const struct channel_map *map, uint32_t start);

/* [audio-thread] If a plugin does not write an output, the DAW must not get the previous block again. */
void channel_map_clear(const struct channel_map *map, uint32_t frames);

/* [audio-thread] Silence the spare buffer again: plugins must not write to inputs, but some process in place. */
void channel_map_clear_spare(const struct channel_map *map);

/* For trials: point the plugin at memory of its own for each channel of both directions, `frames` long; outputs are
   filled with `mark`. Returns that memory, to be freed; NULL: out of memory. */
float *channel_map_point_apart(
    const struct channel_map *inputs, const struct channel_map *outputs, uint32_t frames, float mark);

/* The first channel with a NaN or an infinity in these frames, or -1. */
int32_t channel_map_not_finite(const struct channel_map *map, uint32_t frames);

#endif
