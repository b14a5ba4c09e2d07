/* SPDX-License-Identifier: BSD-2-Clause */
/* One JACK cycle through the chain of plugins. */
#include <math.h>
#include <string.h>

#include "player.h"

struct player player;

/* Share of a cycle's time for the plugins; the rest is for JACK and other clients. */
#define SHARE_PERCENT 80u

/* Double buffer between plugins: one writes a half, the next one reads it and writes the other. */
static float between[2][PROTOCOL_CHANNELS_MAX][PROTOCOL_FRAMES_MAX];

static struct link_transport transport_now(void)
{
	struct jack_position at;
	memset(&at, 0, sizeof at);
	struct link_transport now = {.tempo = 120, .numerator = 4, .denominator = 4};
	now.playing = player.api->transport_query(player.client, &at) == JACK_TRANSPORT_ROLLING;
	now.frame = at.frame;
	if (at.valid & JACK_POSITION_BBT) {
		now.tempo = at.beats_per_minute;
		now.numerator = (uint32_t)at.beats_per_bar;
		now.denominator = (uint32_t)at.beat_type;
	}
	return now;
}

/* Pass on the messages whose frame is in this part of the cycle. */
static void read_midi(void *buffer, uint32_t from, uint32_t frames)
{
	const uint32_t count = buffer == NULL ? 0 : player.api->midi_get_event_count(buffer);
	for (uint32_t i = 0; i < count; i++) {
		struct jack_midi_event event;
		if (player.api->midi_event_get(&event, buffer, i) != 0 || event.time < from || event.time >= from + frames)
			continue;
		if (event.size >= 1 && event.size <= 3)
			link_midi(&player.links[0], event.time - from, event.buffer, (uint32_t)event.size);
	}
}

/* JACK's buffers, from the next frame to play. */
struct buffers {
	uint32_t input_count, output_count;
	const float *inputs[PROTOCOL_CHANNELS_MAX];
	float *outputs[PROTOCOL_CHANNELS_MAX];
	void *midi_out; /* or NULL */
};

static struct buffers buffers_now(uint32_t frames)
{
	struct buffers now = {.input_count = player.input_count, .output_count = player.output_count};
	for (uint32_t i = 0; i < now.input_count; i++)
		now.inputs[i] = player.api->port_get_buffer(player.inputs[i], frames);
	for (uint32_t i = 0; i < now.output_count; i++)
		now.outputs[i] = player.api->port_get_buffer(player.outputs[i], frames);
	if (player.midi_out != NULL) {
		now.midi_out = player.api->port_get_buffer(player.midi_out, frames);
		player.api->midi_clear_buffer(now.midi_out);
	}
	return now;
}

static void go_on(struct buffers *buffers, uint32_t frames)
{
	for (uint32_t i = 0; i < buffers->input_count; i++)
		buffers->inputs[i] += frames;
	for (uint32_t i = 0; i < buffers->output_count; i++)
		buffers->outputs[i] += frames;
}

static void note_peaks(const struct buffers *buffers, uint32_t frames)
{
	for (uint32_t i = 0; i < buffers->output_count; i++) {
		float peak = 0;
		for (uint32_t at = 0; at < frames; at++)
			peak = fmaxf(peak, fabsf(buffers->outputs[i][at]));
		uint32_t bits;
		memcpy(&bits, &peak, sizeof bits);
		uint32_t before = atomic_load_explicit(&player.peaks[i], memory_order_relaxed);
		while (bits > before && !atomic_compare_exchange_weak(&player.peaks[i], &before, bits))
			;
	}
}

/* To the next plugin, or to JACK after the last one. from: the frame of the cycle at which the block began. */
static void pass_midi_on(uint32_t number, uint32_t from, uint32_t frames, void *midi_out)
{
	uint8_t bytes[3];
	uint32_t frame;
	for (uint32_t count; (count = link_take_midi(&player.links[number], bytes, &frame)) > 0;) {
		frame = frame < frames ? frame : frames - 1;
		if (number + 1 < player.link_count)
			link_midi(&player.links[number + 1], frame, bytes, count);
		else if (midi_out != NULL)
			player.api->midi_event_write(midi_out, from + frame, bytes, count);
	}
}

/* Play a part of the cycle that fits every plugin's longest block. */
static void play(const struct buffers *buffers, uint32_t from, uint32_t frames, const struct link_transport *transport,
    uint64_t deadline_us)
{
	const float *heard[PROTOCOL_CHANNELS_MAX];
	float *made[PROTOCOL_CHANNELS_MAX];
	uint32_t heard_count = buffers->input_count;
	memcpy(heard, buffers->inputs, sizeof heard);
	for (uint32_t i = 0; i < player.link_count; i++) {
		struct link *link = &player.links[i];
		for (uint32_t channel = 0; channel < link->outputs; channel++)
			made[channel] = i + 1 == player.link_count ? buffers->outputs[channel] : between[i % 2][channel];
		link_play(link, heard, heard_count, made, frames, transport, deadline_us);
		pass_midi_on(i, from, frames, buffers->midi_out);
		heard_count = link->outputs;
		memcpy(heard, made, heard_count * sizeof *heard);
	}
	note_peaks(buffers, frames);
}

static uint32_t longest_block(void)
{
	uint32_t frames = PROTOCOL_FRAMES_MAX;
	for (uint32_t i = 0; i < player.link_count; i++)
		if (player.links[i].frames_max < frames)
			frames = player.links[i].frames_max;
	return frames;
}

int player_cycle(uint32_t frames, void *unused)
{
	(void)unused;
	atomic_fetch_add(&player.cycles, 1);
	const uint64_t deadline_us = link_now_us() + (uint64_t)frames * 10000u * SHARE_PERCENT / player.rate;
	struct buffers buffers = buffers_now(frames);
	void *midi = player.midi_in == NULL ? NULL : player.api->port_get_buffer(player.midi_in, frames);
	struct link_transport transport = transport_now();
	const uint32_t most = longest_block();
	for (uint32_t from = 0; from < frames; from += most) {
		const uint32_t part = frames - from < most ? frames - from : most;
		read_midi(midi, from, part);
		play(&buffers, from, part, &transport, deadline_us);
		go_on(&buffers, part);
		transport.frame += transport.playing ? part : 0;
	}
	atomic_fetch_add(&player.cycles, 1);
	return 0;
}
