/* SPDX-License-Identifier: BSD-2-Clause */
/* Rings between the editor and the audio thread. */
#include "exchange.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "ring.h"

/* A sequence's ring holds several runs full of events: the main thread reads it 40 times a second, while runs may come
   1000 times. */
#define RUNS 8u
#define RING_BYTES_MIN (128u << 10)
#define RING_BYTES_MAX (4u << 20)
#define GESTURE_BYTES 16384u

struct gesture {
	uint32_t kind;
	uint32_t index;
};

struct passage {
	struct ring *ring; /* of an input: main thread -> audio thread; of an output: the other way */
	uint32_t capacity; /* bytes available to messages in the sequence's body */
	atomic_bool wanted;
};

struct exchange {
	struct ring *gestures;
	void *to_plugin; /* the audio thread's copy of a message */
	void *to_editor; /* the main thread's */
	_Atomic uint32_t dropped;
	uint32_t count;
	struct passage passages[];
};

static uint32_t ring_bytes(const struct passage *passage)
{
	uint32_t bytes = RING_BYTES_MIN;
	while (bytes < RING_BYTES_MAX && bytes / RUNS < passage->capacity)
		bytes *= 2;
	return bytes;
}

static void *buffer_new(uint32_t bytes)
{
	volatile uint8_t *buffer = malloc(bytes + 1);
	for (uint32_t at = 0; buffer && at <= bytes; at += 4096)
		buffer[at] = 0;
	return (void *)buffer;
}

static bool init(struct exchange *exchange, const struct lv2_audio *audio)
{
	uint32_t largest_input = 0, largest_output = 0;
	for (uint32_t i = 0; i < audio->sequence_count; i++) {
		const struct lv2_sequence *sequence = &audio->sequences[i];
		struct passage *passage = &exchange->passages[exchange->count++];
		passage->capacity = sequence->capacity - SEQUENCE_MIDI_BYTES;
		const uint32_t bytes = ring_bytes(passage);
		uint32_t *largest = sequence->input ? &largest_input : &largest_output;
		if (bytes > *largest)
			*largest = bytes;
		passage->ring = ring_new(bytes);
		if (!passage->ring)
			return false;
	}
	exchange->gestures = ring_new(GESTURE_BYTES);
	exchange->to_plugin = buffer_new(largest_input);
	exchange->to_editor = buffer_new(largest_output);
	return exchange->gestures && exchange->to_plugin && exchange->to_editor;
}

struct exchange *exchange_new(const struct lv2_audio *audio)
{
	struct exchange *exchange = calloc(1, sizeof(*exchange) + audio->sequence_count * sizeof(struct passage));
	if (!exchange || init(exchange, audio))
		return exchange;
	exchange_free(exchange);
	return NULL;
}

void exchange_free(struct exchange *exchange)
{
	if (!exchange)
		return;
	for (uint32_t i = 0; i < exchange->count; i++)
		ring_free(exchange->passages[i].ring);
	ring_free(exchange->gestures);
	free(exchange->to_plugin);
	free(exchange->to_editor);
	free(exchange);
}

/* ---- main thread ---- */

/* Size of an event with this atom in a sequence. */
static uint32_t event_bytes(uint32_t atom_bytes)
{
	return (uint32_t)(sizeof(LV2_Atom_Event) - sizeof(LV2_Atom)) + ((atom_bytes + 7) & ~7u);
}

enum exchange_result exchange_send(struct exchange *exchange, uint32_t sequence, const LV2_Atom *atom)
{
	struct passage *passage = &exchange->passages[sequence];
	const uint32_t room = passage->capacity - (uint32_t)sizeof(LV2_Atom_Sequence_Body);
	const uint32_t bytes = (uint32_t)sizeof(LV2_Atom) + atom->size;
	if (atom->size > room || event_bytes(bytes) > room)
		return EXCHANGE_TOO_LARGE;
	return ring_write(passage->ring, atom, bytes) ? EXCHANGE_OK : EXCHANGE_FULL;
}

enum exchange_result exchange_send_gesture(struct exchange *exchange, uint16_t kind, uint32_t index)
{
	const struct gesture gesture = {kind, index};
	return ring_write(exchange->gestures, &gesture, sizeof(gesture)) ? EXCHANGE_OK : EXCHANGE_FULL;
}

void exchange_listen(struct exchange *exchange, uint32_t sequence, bool on)
{
	struct passage *passage = &exchange->passages[sequence];
	atomic_store_explicit(&passage->wanted, false, memory_order_relaxed);
	while (exchange_receive(exchange, sequence))
		;
	atomic_store_explicit(&passage->wanted, on, memory_order_relaxed);
}

const LV2_Atom *exchange_receive(struct exchange *exchange, uint32_t sequence)
{
	uint32_t bytes;
	return ring_read(exchange->passages[sequence].ring, exchange->to_editor, &bytes) ? exchange->to_editor : NULL;
}

uint32_t exchange_waiting(const struct exchange *exchange, uint32_t sequence)
{
	return ring_waiting(exchange->passages[sequence].ring);
}

uint32_t exchange_take_dropped(struct exchange *exchange)
{
	return atomic_exchange_explicit(&exchange->dropped, 0, memory_order_relaxed);
}

/* ---- audio thread ---- */

void exchange_forge(struct exchange *exchange, uint32_t sequence, LV2_Atom_Forge *forge)
{
	struct ring *ring = exchange->passages[sequence].ring;
	const uint32_t end = forge->size - SEQUENCE_MIDI_BYTES; /* the rest is reserved for MIDI */
	uint32_t bytes;
	while (ring_peek(ring, &bytes) && forge->offset + event_bytes(bytes) <= end) {
		ring_read(ring, exchange->to_plugin, &bytes);
		lv2_atom_forge_frame_time(forge, 0);
		lv2_atom_forge_write(forge, exchange->to_plugin, bytes);
	}
}

bool exchange_is_wanted(const struct exchange *exchange, uint32_t sequence)
{
	return atomic_load_explicit(&exchange->passages[sequence].wanted, memory_order_relaxed);
}

void exchange_report(struct exchange *exchange, uint32_t sequence, const LV2_Atom *atom)
{
	if (!ring_write(exchange->passages[sequence].ring, atom, (uint32_t)sizeof(LV2_Atom) + atom->size))
		atomic_fetch_add_explicit(&exchange->dropped, 1, memory_order_relaxed);
}

bool exchange_take_gesture(struct exchange *exchange, struct event *event)
{
	struct gesture gesture;
	uint32_t bytes;
	if (!ring_read(exchange->gestures, &gesture, &bytes))
		return false;
	*event = (struct event){.kind = (uint8_t)gesture.kind, .index = gesture.index};
	return true;
}
