/* SPDX-License-Identifier: BSD-2-Clause */
/* What the host reports about the plugin without a request: before ready, and when it changes. Main thread. */
#include "core.h"
#include "ports.h"
#include "state.h"
#include "utf8.h"
#include "window.h"

/* The name must end before the ports start. */
#define NAME_BYTES_MAX 1016u
static_assert(sizeof(uint32_t) + NAME_BYTES_MAX <= PROTOCOL_SCRATCH_PORTS, "length and name");

/* Hz. Values outside this range are not plausible sample rates. */
#define SAMPLE_RATE_MIN 1000.0
#define SAMPLE_RATE_MAX 10000000.0

uint32_t host_announces(void)
{
	return window_layout->announces;
}

/* A name that is too long is truncated between two characters. */
static void store_name(uint32_t name_bytes)
{
	uint32_t bytes = utf8_prefix(staging_bytes, minimum(name_bytes, NAME_BYTES_MAX));
	struct cursor scratch = cursor_over(window_bytes + window_layout->scratch, PROTOCOL_SCRATCH_PORTS);
	cursor_write_piece(&scratch, staging_bytes, bytes);
}

static void store_if_there(uint32_t offset, uint32_t value)
{
	if (offset != 0)
		word_store(offset, value);
}

void host_announce(uint32_t name_bytes, uint32_t audio_inputs, uint32_t audio_outputs, uint32_t midi_inputs,
    uint32_t midi_outputs, uint32_t latency_samples, uint32_t header_channels)
{
	if (!window_layout->announces)
		return;
	struct protocol_ports ports = ports_record(audio_inputs, audio_outputs, midi_inputs, midi_outputs);
	store_name(name_bytes);
	memcpy(window_bytes + window_layout->scratch + PROTOCOL_SCRATCH_PORTS, &ports, sizeof ports);
	host_announce_midi_ports(midi_inputs, midi_outputs);
	store_if_there(window_layout->latency_samples, latency_samples);
	if (header_channels) {
		word_store(PROTOCOL_HEADER_NUM_INPUT_CHANNELS, ports.audio_inputs);
		word_store(PROTOCOL_HEADER_NUM_OUTPUT_CHANNELS, ports.audio_outputs);
	}
}

void host_announce_midi_ports(uint32_t midi_inputs, uint32_t midi_outputs)
{
	store_if_there(window_layout->midi_in_port_count, minimum(midi_inputs, PROTOCOL_MIDI_PORTS_MAX));
	store_if_there(window_layout->midi_out_port_count, minimum(midi_outputs, PROTOCOL_MIDI_PORTS_MAX));
}

void host_set_state_dirty(void)
{
	store_if_there(window_layout->state_dirty, 1);
}

double host_transport_sample_rate(void)
{
	struct protocol_transport transport;
	memcpy(&transport, window_bytes + window_layout->transport, sizeof transport);
	double rate = transport.sample_rate_hz;
	return rate >= SAMPLE_RATE_MIN && rate <= SAMPLE_RATE_MAX ? rate : 0;
}
