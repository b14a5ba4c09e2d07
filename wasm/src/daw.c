/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The DAW's side of the protocol, for the client library and for tests. Stores the same words in the same order as the
 * original DAW's client.
 */
#include "core.h"
#include "long-midi.h"
#include "ring.h"
#include "state.h"

int32_t daw_initialize(uint32_t version)
{
	const struct protocol_layout *layout = protocol_layout_of(version);
	if (layout == NULL)
		return CORE_UNKNOWN_VERSION;
	window_layout = layout;
	memset(window_bytes, 0, sizeof window_bytes);
	word_store(PROTOCOL_HEADER_VERSION, version);
	word_store(PROTOCOL_HEADER_MAGIC, PROTOCOL_MAGIC);
	return 0;
}

uint32_t daw_ready(void)
{
	return word_load(PROTOCOL_HEADER_READY);
}

uint32_t daw_error_code(void)
{
	return word_load(PROTOCOL_HEADER_ERROR_CODE);
}

uint32_t daw_heartbeat(void)
{
	return word_load(PROTOCOL_HEADER_HEARTBEAT);
}

void daw_shut_down(void)
{
	word_store(PROTOCOL_HEADER_SHUTDOWN_REQUEST, 1);
}

void *daw_plane(uint32_t channel, uint32_t direction)
{
	if (channel >= PROTOCOL_CHANNELS_MAX || direction > PROTOCOL_HOST_TO_DAW)
		return NULL;
	return window_bytes + protocol_plane(channel, (enum protocol_direction)direction);
}

void daw_set_block(uint32_t frames, uint32_t input_channels, uint32_t output_channels)
{
	word_store(PROTOCOL_HEADER_BLOCK_SIZE, frames);
	word_store(PROTOCOL_HEADER_NUM_INPUT_CHANNELS, input_channels);
	word_store(PROTOCOL_HEADER_NUM_OUTPUT_CHANNELS, output_channels);
}

/* JavaScript passes sample positions as doubles; invalid ones are clamped. */
static uint64_t sample_position(double samples)
{
	if (!(samples >= 0))
		return 0;
	return samples < 18446744073709551616.0 ? (uint64_t)samples : UINT64_MAX;
}

void daw_set_transport(double playhead_sample, double tempo, uint32_t numerator, uint32_t denominator, uint32_t playing,
    double sample_rate_hz)
{
	struct protocol_transport transport = {
	    .playhead_sample = sample_position(playhead_sample),
	    .tempo = tempo,
	    .numerator = numerator,
	    .denominator = denominator,
	    .flags = playing ? PROTOCOL_TRANSPORT_PLAYING : 0,
	    .sample_rate_hz = sample_rate_hz,
	};
	memcpy(window_bytes + window_layout->transport, &transport, sizeof transport);
}

int32_t daw_push_parameter(uint32_t id, float value, uint32_t sample_offset, uint32_t kind)
{
	struct ring ring = ring_of_parameters();
	struct protocol_parameter_event event = {id, value, sample_offset, kind};
	return ring_push(&ring, &event);
}

static struct protocol_parameter_event echo;

int32_t daw_pop_echo(void)
{
	struct ring ring = ring_of_echo();
	return ring_pop(&ring, &echo);
}

uint32_t daw_echo_id(void)
{
	return echo.param_index;
}

float daw_echo_value(void)
{
	return echo.value;
}

uint32_t daw_echo_kind(void)
{
	return echo.event_kind;
}

uint32_t daw_echo_sample_offset(void)
{
	return echo.sample_offset;
}

int32_t daw_push_midi(uint32_t port, uint32_t sample_offset, uint32_t byte0, uint32_t byte1, uint32_t byte2)
{
	if (port >= window_layout->midi_in_ports)
		return 0;
	struct ring ring = ring_of_midi_in(port);
	struct protocol_midi_event event = {
	    .sample_offset = sample_offset,
	    .data = {(uint8_t)byte0, (uint8_t)byte1, (uint8_t)byte2},
	    .channel = byte0 & 0x0F,
	};
	return ring_push(&ring, &event);
}

/* ---- system exclusive messages (protocol.h, PROTOCOL_MIDI_LONG) ---- */

static struct long_midi_writer pushed;

void daw_offer_sysex(void)
{
	pushed = (struct long_midi_writer){0};
	if (window_layout->long_midi != 0)
		word_store(window_layout->long_midi, PROTOCOL_LONG_MIDI_OFFERED);
	if (window_layout->long_midi != 0)
		word_store(window_layout->long_midi + PROTOCOL_NOTES_OFFERED_AT, 1);
}

int32_t daw_notes_are_taken(void)
{
	return long_midi_is_offered() && word_load(window_layout->long_midi + PROTOCOL_NOTES_TAKEN_AT) == 1;
}

int32_t daw_sysex_is_taken(void)
{
	return long_midi_is_offered() && word_load(window_layout->long_midi + 4) == PROTOCOL_LONG_MIDI_TAKEN;
}

void *daw_sysex_room(uint32_t bytes)
{
	return daw_sysex_is_taken() ? long_midi_room(&pushed, PROTOCOL_DAW_TO_HOST, bytes) : NULL;
}

int32_t daw_push_sysex(uint32_t port, uint32_t sample_offset, uint32_t bytes)
{
	if (port >= window_layout->midi_in_ports || bytes == 0 || daw_sysex_room(bytes) == NULL)
		return 0;
	struct protocol_midi_event event = {.sample_offset = sample_offset};
	return long_midi_push(&pushed, PROTOCOL_DAW_TO_HOST, port, event, bytes);
}

static struct protocol_note note;

void daw_set_note(uint32_t kind, int32_t note_id, int32_t channel, int32_t key, uint32_t expression, double value)
{
	note = (struct protocol_note){
	    .kind = (uint16_t)kind,
	    .note_id = note_id,
	    .key = (int16_t)key,
	    .channel = (int8_t)channel,
	    .expression = (uint8_t)expression,
	    .value = value,
	};
}

int32_t daw_push_note(uint32_t port, uint32_t sample_offset)
{
	void *to = daw_notes_are_taken() && port < window_layout->midi_in_ports ? daw_sysex_room(sizeof note) : NULL;
	if (to == NULL)
		return 0;
	note.port = (uint16_t)port;
	memcpy(to, &note, sizeof note);
	struct protocol_midi_event event = {.sample_offset = sample_offset, .flags = PROTOCOL_MIDI_NOTE};
	return long_midi_push(&pushed, PROTOCOL_DAW_TO_HOST, port, event, sizeof note);
}

static struct protocol_midi_event midi;
static uint8_t popped[PROTOCOL_LONG_MIDI_BYTES];
static uint32_t popped_bytes; /* 0: a short message */

/* Copy it before its slot is freed, because the host may overwrite it then. */
static void copy_long(void)
{
	uint32_t bytes;
	const uint8_t *message =
	    midi.flags & PROTOCOL_MIDI_LONG ? long_midi_at(PROTOCOL_HOST_TO_DAW, midi.tail, &bytes) : NULL;
	const int is_note = midi.flags & PROTOCOL_MIDI_NOTE && message != NULL && bytes == sizeof note;
	note = (struct protocol_note){0};
	popped_bytes = message != NULL && !is_note ? bytes : 0;
	if (is_note)
		memcpy(&note, message, sizeof note);
	else if (message != NULL)
		memcpy(popped, message, popped_bytes);
}

uint32_t daw_note_kind(void)
{
	return note.kind;
}

uint32_t daw_note_port(void)
{
	return note.port;
}

int32_t daw_note_id(void)
{
	return note.note_id;
}

int32_t daw_note_key(void)
{
	return note.key;
}

int32_t daw_note_channel(void)
{
	return note.channel;
}

uint32_t daw_note_expression(void)
{
	return note.expression;
}

double daw_note_value(void)
{
	return note.value;
}

int32_t daw_pop_midi(uint32_t port)
{
	if (port >= window_layout->midi_out_ports)
		return 0;
	struct ring ring = ring_of_midi_out(port);
	uint32_t index;
	if (ring_used(&ring, &index) == 0)
		return 0;
	ring_read(&ring, index, &midi);
	copy_long();
	ring_consumed(&ring, index + 1);
	return 1;
}

uint32_t daw_midi_sysex_bytes(void)
{
	return popped_bytes;
}

const void *daw_midi_sysex(void)
{
	return popped;
}

uint32_t daw_midi_sample_offset(void)
{
	return midi.sample_offset;
}

uint32_t daw_midi_flags(void)
{
	return midi.flags;
}

uint32_t daw_midi_byte(uint32_t i)
{
	return i < sizeof midi.data ? midi.data[i] : 0;
}

static uint32_t word_if_there(uint32_t offset)
{
	return offset != 0 ? word_load(offset) : 0;
}

uint32_t daw_midi_inputs(void)
{
	return word_if_there(window_layout->midi_in_port_count);
}

uint32_t daw_midi_outputs(void)
{
	return word_if_there(window_layout->midi_out_port_count);
}

uint32_t daw_latency(void)
{
	return word_if_there(window_layout->latency_samples);
}

uint32_t daw_take_state_dirty(void)
{
	uint32_t offset = window_layout->state_dirty;
	return offset != 0 ? atomic_exchange_explicit(window_word(offset), 0, memory_order_acq_rel) : 0;
}

void daw_set_editor(uint32_t parent, uint32_t floating)
{
	const struct protocol_layout *layout = window_layout;
	const int embedded = parent != 0 && !floating;
	if (layout->gui_mode != 0)
		word_store(layout->gui_mode, embedded ? 0 : PROTOCOL_GUI_FLOATING);
	if (layout->gui_parent_api != 0)
		word_store(layout->gui_parent_api, embedded ? PROTOCOL_GUI_PARENT_X11 : 0);
	word_store(layout->parent_window, embedded ? parent : 0);
	if (layout->parent_window_bytes > sizeof(uint32_t))
		word_store(layout->parent_window + sizeof(uint32_t), 0);
}

uint32_t daw_request_type(void)
{
	return word_load(window_layout->request_type);
}

void daw_request(uint32_t type, int32_t size)
{
	if (size >= 0) {
		uint32_t bytes = minimum((uint32_t)size, PROTOCOL_SCRATCH_BYTES);
		memcpy(window_bytes + window_layout->scratch, state_bytes, bytes);
		word_store(window_layout->scratch_size, bytes);
	}
	word_store(window_layout->request_type, type);
	word_store(window_layout->request_status, PROTOCOL_STATUS_PENDING);
}

uint32_t daw_request_status(void)
{
	return word_load(window_layout->request_status);
}

uint32_t daw_read_scratch(void)
{
	uint32_t bytes = minimum(word_load(window_layout->scratch_size), PROTOCOL_SCRATCH_BYTES);
	memcpy(state_bytes, window_bytes + window_layout->scratch, bytes);
	return bytes;
}

uint32_t daw_response_counter(void)
{
	return word_if_there(window_layout->response_counter);
}

void daw_answer_by_counter(void)
{
	if (window_layout->block_response_eventless != 0)
		word_store(window_layout->block_response_eventless, 1);
}

void daw_cancel_request(void)
{
	word_store(window_layout->request_type, PROTOCOL_REQUEST_NONE);
}
