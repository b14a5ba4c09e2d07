/* SPDX-License-Identifier: BSD-2-Clause */
/* The player's main-thread side: the client, its ports and its plugins. */
#include "player.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static void say_nothing(const char *text)
{
	(void)text;
}

static void note_end(void *unused)
{
	(void)unused;
	atomic_store(&player.ended, true);
}

static int note_late(void *unused)
{
	(void)unused;
	atomic_fetch_add(&player.late, 1);
	return 0;
}

/* Output is later than input by the capture latency plus the plugins' own; and vice versa for playback. */
static void report_latency(int mode, void *unused)
{
	(void)unused;
	const bool capture = mode == JACK_CAPTURE_LATENCY;
	struct jack_port *const *from = capture ? player.inputs : player.outputs;
	struct jack_port *const *to = capture ? player.outputs : player.inputs;
	const uint32_t from_count = capture ? player.input_count : player.output_count;
	const uint32_t to_count = capture ? player.output_count : player.input_count;
	struct jack_latency_range all = {.min = from_count == 0 ? 0 : UINT32_MAX};
	for (uint32_t i = 0; i < from_count; i++) {
		struct jack_latency_range one = {0};
		player.api->port_get_latency_range(from[i], mode, &one);
		all.min = one.min < all.min ? one.min : all.min;
		all.max = one.max > all.max ? one.max : all.max;
	}
	const uint32_t own = atomic_load(&player.latency);
	all.min += own;
	all.max += own;
	for (uint32_t i = 0; i < to_count; i++)
		player.api->port_set_latency_range(to[i], mode, &all);
}

void jack_player_set_latency(uint32_t frames)
{
	if (player.client == NULL || atomic_load(&player.ended) || atomic_exchange(&player.latency, frames) == frames)
		return;
	player.api->recompute_total_latencies(player.client);
}

int32_t jack_player_open(const char *name)
{
	player.api = jack_api_load();
	if (player.api == NULL)
		return JACK_PLAYER_NO_LIBRARY;
	player.api->set_error_function(say_nothing);
	player.api->set_info_function(say_nothing);
	int status = 0;
	player.client = player.api->client_open(name, JACK_NO_START_SERVER, &status);
	if (player.client == NULL)
		return JACK_PLAYER_NO_SERVER;
	player.rate = player.api->get_sample_rate(player.client);
	player.api->on_shutdown(player.client, note_end, NULL);
	player.api->set_xrun_callback(player.client, note_late, NULL);
	player.api->set_process_callback(player.client, player_cycle, NULL);
	player.api->set_latency_callback(player.client, report_latency, NULL);
	return 0;
}

const char *jack_player_name(void)
{
	return player.client == NULL ? "" : player.api->get_client_name(player.client);
}

uint32_t jack_player_rate(void)
{
	return player.rate;
}

uint32_t jack_player_frames(void)
{
	return player.api->get_buffer_size(player.client);
}

static uint32_t channels(uint32_t wanted)
{
	return wanted < PROTOCOL_CHANNELS_MAX ? wanted : PROTOCOL_CHANNELS_MAX;
}

int32_t jack_player_add(
    uint32_t inputs, uint32_t outputs, uint32_t takes_midi, uint32_t sends_midi, uint32_t frames_max)
{
	if (player.link_count == JACK_PLAYER_PLUGINS_MAX)
		return JACK_PLAYER_TOO_MANY;
	struct link *link = &player.links[player.link_count];
	link->inputs = channels(inputs);
	link->outputs = channels(outputs);
	link->takes_midi = takes_midi != 0;
	link->sends_midi = sends_midi != 0;
	link->frames_max = frames_max;
	return (int32_t)player.link_count++;
}

/* ---- ports ---- */

static struct jack_port *new_port(const char *kind, uint32_t number, const char *type, unsigned long flags)
{
	char name[32];
	if (number == 0)
		snprintf(name, sizeof name, "%s", kind);
	else
		snprintf(name, sizeof name, "%s_%u", kind, number);
	return player.api->port_register(player.client, name, type, flags, 0);
}

static bool register_ports(void)
{
	const struct link *first = &player.links[0];
	const struct link *last = &player.links[player.link_count - 1];
	const uint32_t outputs = last->outputs;
	for (; player.input_count < first->inputs; player.input_count++) {
		const uint32_t i = player.input_count;
		if ((player.inputs[i] = new_port("in", i + 1, JACK_AUDIO_TYPE, JACK_PORT_IS_INPUT)) == NULL)
			return false;
	}
	for (; player.output_count < outputs; player.output_count++) {
		const uint32_t i = player.output_count;
		if ((player.outputs[i] = new_port("out", i + 1, JACK_AUDIO_TYPE, JACK_PORT_IS_OUTPUT)) == NULL)
			return false;
	}
	if (first->takes_midi)
		player.midi_in = new_port("midi_in", 0, JACK_MIDI_TYPE, JACK_PORT_IS_INPUT);
	if (last->sends_midi)
		player.midi_out = new_port("midi_out", 0, JACK_MIDI_TYPE, JACK_PORT_IS_OUTPUT);
	return (!first->takes_midi || player.midi_in != NULL) && (!last->sends_midi || player.midi_out != NULL);
}

int32_t jack_player_start(void)
{
	const bool started = player.link_count > 0 && register_ports() && player.api->activate(player.client) == 0;
	return started ? 0 : JACK_PLAYER_REFUSED;
}

/* Connect our ports to the physical ones in order; a single port of ours is connected to the first two. */
static int32_t connect_to(struct jack_port *const *ports, uint32_t count, const char *type, unsigned long flags)
{
	const char **names = player.api->get_ports(player.client, NULL, type, flags | JACK_PORT_IS_PHYSICAL);
	const bool ours_first = flags == JACK_PORT_IS_INPUT;
	int32_t connections = 0;
	for (uint32_t i = 0; names != NULL && names[i] != NULL && count > 0; i++) {
		if (i >= count && !(count == 1 && (i == 1 || flags == JACK_PORT_IS_OUTPUT)))
			break;
		const char *ours = player.api->port_name(ports[count == 1 ? 0 : i]);
		if (player.api->connect(player.client, ours_first ? ours : names[i], ours_first ? names[i] : ours) == 0)
			connections++;
	}
	player.api->free((void *)names);
	return connections;
}

int32_t jack_player_connect(uint32_t inputs)
{
	int32_t connections = connect_to(player.outputs, player.output_count, JACK_AUDIO_TYPE, JACK_PORT_IS_INPUT);
	if (inputs != 0)
		connections += connect_to(player.inputs, player.input_count, JACK_AUDIO_TYPE, JACK_PORT_IS_OUTPUT);
	if (player.midi_in != NULL)
		connections += connect_to(&player.midi_in, 1, JACK_MIDI_TYPE, JACK_PORT_IS_OUTPUT);
	return connections;
}

/* ---- plugins ---- */

void jack_player_attach(uint32_t plugin, void *window, int32_t wake_fd, int32_t reply_fd)
{
	link_attach(&player.links[plugin], window, wake_fd, reply_fd);
}

void jack_player_detach(uint32_t plugin)
{
	atomic_store(&player.links[plugin].attached, false);
	/* The running cycle may use the host until it ends, at the latest when the next one begins. */
	const uint32_t cycle = atomic_load(&player.cycles);
	while (cycle % 2 == 1 && atomic_load(&player.cycles) == cycle && !atomic_load(&player.ended))
		usleep(100);
}

float jack_player_peak(uint32_t channel)
{
	if (channel >= PROTOCOL_CHANNELS_MAX)
		return 0;
	const uint32_t bits = atomic_exchange(&player.peaks[channel], 0);
	float peak;
	memcpy(&peak, &bits, sizeof peak);
	return peak;
}

uint32_t jack_player_bypassed(uint32_t plugin)
{
	return plugin < player.link_count ? atomic_load(&player.links[plugin].bypassed) : 0;
}

uint32_t jack_player_late(void)
{
	return atomic_load(&player.late);
}

int32_t jack_player_ended(void)
{
	return atomic_load(&player.ended);
}

void jack_player_close(void)
{
	if (player.client == NULL)
		return;
	if (!atomic_load(&player.ended))
		player.api->deactivate(player.client);
	player.api->client_close(player.client);
	memset(&player, 0, sizeof player);
}
