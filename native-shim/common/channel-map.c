/* SPDX-License-Identifier: BSD-2-Clause */
/* The channels of one direction. */
#include "channel-map.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define PORT_POINTERS_MIN 64u
#define CACHE_LINE 64u

uint32_t channel_map_pointers(uint32_t channels)
{
	return channels > PORT_POINTERS_MIN ? channels : PORT_POINTERS_MIN;
}

bool channel_map_allocate(struct channel_map *map, uint32_t channels, uint32_t pointers)
{
	*map = (struct channel_map){.count = channels, .spare_used = channels > 0};
	map->pointers = calloc(pointers + 1, sizeof(*map->pointers));
	map->channels = calloc(channels + 1, sizeof(*map->channels));
	map->spare = aligned_alloc(CACHE_LINE, BLOCK_PLANE_FRAMES * sizeof(float));
	if (!map->pointers || !map->channels || !map->spare)
		return false;
	memset(map->spare, 0, BLOCK_PLANE_FRAMES * sizeof(float));
	for (uint32_t i = 0; i < pointers; i++)
		map->pointers[i] = map->spare;
	for (uint32_t i = 0; i < channels; i++)
		map->channels[i].samples = map->spare;
	return true;
}

void channel_map_free(struct channel_map *map)
{
	free(map->pointers);
	free(map->channels);
	free(map->spare);
	*map = (struct channel_map){0};
}

uint32_t channel_map_bind(struct channel_map *map, uint8_t *base, const uint32_t *planes_at)
{
	const uint32_t planes = map->count < BLOCK_CHANNELS_MAX ? map->count : BLOCK_CHANNELS_MAX;
	for (uint32_t i = 0; i < planes; i++)
		map->channels[i].samples = (float *)(base + planes_at[i]);
	map->spare_used = map->count > planes;
	return planes;
}

void channel_map_point(const struct channel_map *map, uint32_t start)
{
	for (uint32_t i = 0; i < map->count; i++)
		*map->channels[i].slot = map->channels[i].samples + start;
}

void channel_map_clear(const struct channel_map *map, uint32_t frames)
{
	for (uint32_t i = 0; i < map->count; i++)
		memset(map->channels[i].samples, 0, frames * sizeof(float));
}

void channel_map_clear_spare(const struct channel_map *map)
{
	if (map->spare_used)
		memset(map->spare, 0, BLOCK_FRAMES_MAX * sizeof(float));
}

/* Returns the memory behind them. */
static float *point_to(const struct channel_map *map, float *plane, uint32_t frames, float value)
{
	for (uint32_t i = 0; i < map->count; i++, plane += frames) {
		*map->channels[i].slot = plane;
		for (uint32_t frame = 0; frame < frames; frame++)
			plane[frame] = value;
	}
	return plane;
}

float *channel_map_point_apart(
    const struct channel_map *inputs, const struct channel_map *outputs, uint32_t frames, float mark)
{
	float *planes = calloc((size_t)(inputs->count + outputs->count + 1) * frames, sizeof(float));
	if (planes)
		point_to(outputs, point_to(inputs, planes, frames, 0), frames, mark);
	return planes;
}

int32_t channel_map_not_finite(const struct channel_map *map, uint32_t frames)
{
	for (uint32_t i = 0; i < map->count; i++)
		for (uint32_t frame = 0; frame < frames; frame++)
			if (!isfinite((*map->channels[i].slot)[frame]))
				return (int32_t)i;
	return -1;
}
