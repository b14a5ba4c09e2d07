/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What passes between the core (wasm32 or native) and the shim (native) for one block: the block record and its events.
 *
 * The record is in the core's linear memory; the shim gets the address of that memory ("base") once. Fields named
 * *_at are byte offsets from base. Fixed-width integers, no implicit padding, so that both sides see the same bytes:
 * asserted here, and this header is compiled by both.
 */
#ifndef MAOLAN_BLOCK_H
#define MAOLAN_BLOCK_H

#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#define BLOCK_CHANNELS_MAX 32u
#define BLOCK_FRAMES_MAX 4096u
/* Frames that a plane has room for: a plugin that writes one too many harms no other channel. */
#define BLOCK_PLANE_FRAMES (BLOCK_FRAMES_MAX + 16u)
#define BLOCK_PARAMETERS_MAX 16384u /* parameters beyond are not reported to the DAW */
#define BLOCK_EVENTS_MAX 8192u
#define BLOCK_DATA_BYTES 393216u /* of all system exclusive messages of a block, each way */
#define BLOCK_MIDI_MAX 4095u     /* messages from the DAW for one port in one block: what the port's ring holds */

/* Kinds of event. */
enum event_kind {
	EVENT_PARAMETER = 1, /* index = position in the parameter table, value = new value, already clamped to its range */
	EVENT_MIDI = 2,      /* port = note / event port, index = number of bytes (1..3), bytes = the message */
	EVENT_GESTURE_BEGIN = 3, /* index = position in the parameter table */
	EVENT_GESTURE_END = 4,
	EVENT_MODULATION = 5, /* index = position in the parameter table, value = offset to the parameter's value; CLAP */
	EVENT_SYSEX = 6,      /* port = note / event port, index = number of bytes, data_at = the message: 0xF0 .. 0xF7 */
	/* Notes with ids, and events about them: port, index = note id (-1: none, or any), key, channel, value =
	   velocity. From the plugin only if wants_notes; the notes are told as EVENT_MIDI, too. */
	EVENT_NOTE_ON = 7,
	EVENT_NOTE_OFF = 8,
	EVENT_NOTE_CHOKE = 9,
	EVENT_NOTE_END = 10,        /* from the plugin */
	EVENT_NOTE_EXPRESSION = 11, /* expression, value */
};

/* As CLAP numbers them (clap/events.h), with its ranges. */
enum note_expression {
	EXPRESSION_VOLUME = 0,  /* 0..4, linear */
	EXPRESSION_PAN = 1,     /* 0..1, left to right */
	EXPRESSION_TUNING = 2,  /* -120..120 semitones */
	EXPRESSION_VIBRATO = 3, /* 0..1, and so are the following */
	EXPRESSION_EXPRESSION = 4,
	EXPRESSION_BRIGHTNESS = 5,
	EXPRESSION_PRESSURE = 6,
};

/* One event, on its way to the plugin or back. Sorted by sample_offset, stable. */
struct event {
	uint32_t sample_offset; /* frames from the start of the block, < frames */
	uint16_t kind;          /* enum event_kind */
	uint16_t port;
	uint32_t index;
	int16_t key;        /* notes: 0..127; -1: any */
	int8_t channel;     /* notes: 0..15; -1: any */
	uint8_t expression; /* enum note_expression */
	union {
		double value;
		uint8_t bytes[8];
		uint32_t data_at; /* in the record's data_at, for the plugin, or output_data_at, from it */
	};
};
static_assert(sizeof(struct event) == 24, "no implicit padding");
static_assert(offsetof(struct event, value) == 16, "same on wasm32 and 64-bit CPUs");

/* The DAW's transport, cleaned: never NaN or infinite. */
struct block_transport {
	uint64_t playhead_sample; /* samples */
	double tempo;             /* beats per minute; 0 = unknown */
	uint32_t numerator;       /* 0 = unknown */
	uint32_t denominator;     /* 0 = unknown */
	uint32_t playing;         /* 0 or 1 */
	uint32_t reserved;
};
static_assert(sizeof(struct block_transport) == 32, "no implicit padding");

struct block {
	/* Set by the core once. */
	uint32_t record_bytes;          /* sizeof(struct block): the shim refuses a core of another build */
	uint32_t events_at;             /* struct event[BLOCK_EVENTS_MAX] */
	uint32_t parameter_ids_at;      /* u32[BLOCK_PARAMETERS_MAX], ids as they stand on the wire */
	uint32_t parameter_minimums_at; /* f32[BLOCK_PARAMETERS_MAX] */
	uint32_t parameter_maximums_at; /* f32[BLOCK_PARAMETERS_MAX] */
	uint32_t parameter_values_at;   /* f32[BLOCK_PARAMETERS_MAX], the plugin's current values */

	/* Set by plugin_bind, main thread, before the first block. */
	uint32_t parameter_count;
	uint32_t input_channels;  /* planes that the plugin reads: <= BLOCK_CHANNELS_MAX */
	uint32_t output_channels; /* planes that the plugin writes: <= BLOCK_CHANNELS_MAX */

	/* Set by the core for each block. */
	uint32_t frames; /* 1..BLOCK_FRAMES_MAX; 0: no audio, only hand over parameter changes (a flush) */
	uint32_t event_count;

	/* Set by the shim. Clock: milliseconds, monotonic, wrapping at 2^32. */
	uint32_t wake_ms; /* when the wake byte came */
	uint32_t done_ms; /* when the plugin returned */
	uint32_t latency_samples;

	/* From the plugin: MIDI, gestures, modulation, and values whose offset or place among the gestures matters. Other
	   values need no event: the core sees by the table that they changed. A value told here stands in the table too. */
	uint32_t output_events_at;   /* struct event[BLOCK_EVENTS_MAX]; set by the core once */
	uint32_t output_event_count; /* 0 before the plugin runs; plugins add at most BLOCK_EVENTS_MAX */
	struct block_transport transport;

	uint32_t inputs_at[BLOCK_CHANNELS_MAX];  /* f32[BLOCK_PLANE_FRAMES], 16-aligned */
	uint32_t outputs_at[BLOCK_CHANNELS_MAX]; /* f32[BLOCK_PLANE_FRAMES], 16-aligned, never zeroed: the plugin writes
	                                            all of it */

	/* Set by plugin_bind: note / event ports whose rings are read and written, at most 16 each. */
	uint32_t midi_inputs;
	uint32_t midi_outputs;

	/* Counted by the core: parameter changes from the DAW, and values and gestures sent to it; wraps. The keeper of the
	   plugin's state sees that there is a newer one. */
	uint32_t edits;

	/* Set by the shim. When the wake byte was read: later than wake_ms if it had to wait for this process. */
	uint32_t read_ms;

	/* Set by the shim for the reply rules, see host-replies.c. Clock: microseconds, monotonic, wrapping at 2^32. */
	uint32_t now_us;       /* the last event: a wake byte was read, the plugin returned, time passed */
	uint32_t wakes_unread; /* wake bytes that have come and not been acted upon, then */
	/* Reply bytes that the client had not read when it wrote the wake byte, as far as the shim can tell: at least those
	   unread now; host_counts_replies. */
	uint32_t replies_unread;
	uint32_t wake_waited; /* 1: the wake byte had come before the thread waited for one */

	/* Bytes that events refer to (EVENT_SYSEX), from the plugin as many as output_data_bytes: 0 before it runs. */
	uint32_t data_at;        /* u8[BLOCK_DATA_BYTES]; set by the core once */
	uint32_t output_data_at; /* u8[BLOCK_DATA_BYTES]; set by the core once */
	uint32_t output_data_bytes;
	uint32_t wants_notes; /* set by the core for each block: 1: the client receives EVENT_NOTE_... from the plugin */

	/* Set by the shim when a wake byte was read. 1: the main thread is answering the outstanding request, so its client
	   may have the answer already and have asked anew. */
	uint32_t is_being_answered;
	uint32_t
	    wake_is_known; /* set to 0 by the shim with each wake byte, to 1 by the core when it has taken note of it */
};
static_assert(offsetof(struct block, transport) == 64, "no implicit padding");
static_assert(sizeof(struct block) == 64 + 32 + 2 * 128 + 56, "same on wasm32 and 64-bit CPUs");

#endif
