/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The data that the core (wasm32 or native) and the shim (native) exchange for one block: the block record and its
 * events.
 *
 * The record is in the core's linear memory; the shim gets the address of that memory ("base") once. Fields named *_at
 * are byte offsets from base. All fields are fixed-width integers or floats without implicit padding, so that both
 * sides see the same bytes: this header is compiled by both, and asserts it.
 */
#ifndef MAOLAN_BLOCK_H
#define MAOLAN_BLOCK_H

#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#define BLOCK_CHANNELS_MAX 32u
#define BLOCK_FRAMES_MAX 4096u
/* Frames of room in a plane: a plugin that writes a few too many does not damage another channel. */
#define BLOCK_PLANE_FRAMES (BLOCK_FRAMES_MAX + 16u)
#define BLOCK_PARAMETERS_MAX 16384u /* further parameters are not reported to the DAW */
#define BLOCK_EVENTS_MAX 8192u
#define BLOCK_DATA_BYTES 393216u /* for all system exclusive messages of a block, in each direction */
#define BLOCK_MIDI_MAX 4095u     /* messages from the DAW for one port in one block: the capacity of the port's ring */

/* Kinds of event. */
enum event_kind {
	EVENT_PARAMETER = 1, /* index = position in the parameter table, value = new value, already clamped to its range */
	EVENT_MIDI = 2,      /* port = note / event port, index = number of bytes (1..3), bytes = the message */
	EVENT_GESTURE_BEGIN = 3, /* index = position in the parameter table */
	EVENT_GESTURE_END = 4,
	EVENT_MODULATION = 5, /* index = position in the parameter table, value = offset to the parameter's value; CLAP */
	EVENT_SYSEX = 6,      /* port = note / event port, index = number of bytes, data_at = the message: 0xF0 .. 0xF7 */
	/* Notes with ids, and events for them: port, index = note id (-1: none, or any), key, channel, value = velocity.
	   The plugin sends them only if wants_notes is set; notes are also sent as EVENT_MIDI. */
	EVENT_NOTE_ON = 7,
	EVENT_NOTE_OFF = 8,
	EVENT_NOTE_CHOKE = 9,
	EVENT_NOTE_END = 10,        /* from the plugin */
	EVENT_NOTE_EXPRESSION = 11, /* expression, value */
};

/* Numbers and ranges as in CLAP (clap/events.h). */
enum note_expression {
	EXPRESSION_VOLUME = 0,  /* 0..4, linear */
	EXPRESSION_PAN = 1,     /* 0..1, left to right */
	EXPRESSION_TUNING = 2,  /* -120..120 semitones */
	EXPRESSION_VIBRATO = 3, /* 0..1, as the following ones */
	EXPRESSION_EXPRESSION = 4,
	EXPRESSION_BRIGHTNESS = 5,
	EXPRESSION_PRESSURE = 6,
};

#define EVENT_DONT_RECORD 1u /* from the plugin: the DAW must not record it */

/* One event, to or from the plugin. Sorted by sample_offset, stable. */
struct event {
	uint32_t sample_offset; /* frames from the start of the block, < frames */
	uint8_t kind;           /* enum event_kind */
	uint8_t flags;          /* EVENT_DONT_RECORD, or 0 */
	uint16_t port;
	uint32_t index;
	int16_t key;        /* notes: 0..127; -1: any */
	int8_t channel;     /* notes: 0..15; -1: any */
	uint8_t expression; /* enum note_expression */
	union {
		double value;
		uint8_t bytes[8];
		uint32_t data_at; /* offset in the record's data_at (to the plugin) or output_data_at (from it) */
	};
};
static_assert(sizeof(struct event) == 24, "no implicit padding");
static_assert(offsetof(struct event, value) == 16, "same on wasm32 and 64-bit CPUs");

/* The DAW's transport, sanitized: never NaN or infinite. */
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
	uint32_t record_bytes;          /* sizeof(struct block): the shim rejects a core from another build */
	uint32_t events_at;             /* struct event[BLOCK_EVENTS_MAX] */
	uint32_t parameter_ids_at;      /* u32[BLOCK_PARAMETERS_MAX], ids as on the wire */
	uint32_t parameter_minimums_at; /* f32[BLOCK_PARAMETERS_MAX] */
	uint32_t parameter_maximums_at; /* f32[BLOCK_PARAMETERS_MAX] */
	uint32_t parameter_values_at;   /* f32[BLOCK_PARAMETERS_MAX], the plugin's current values */

	/* Set by plugin_bind, main thread, before the first block. */
	uint32_t parameter_count;
	uint32_t input_channels;  /* planes that the plugin reads: <= BLOCK_CHANNELS_MAX */
	uint32_t output_channels; /* planes that the plugin writes: <= BLOCK_CHANNELS_MAX */

	/* Set by the core for each block. */
	uint32_t frames; /* 1..BLOCK_FRAMES_MAX; 0: no audio, only deliver parameter changes (a flush) */
	uint32_t event_count;

	/* Set by the shim. Clock: milliseconds, monotonic, wrapping at 2^32. */
	uint32_t wake_ms; /* when the wake byte arrived */
	uint32_t done_ms; /* when the plugin returned */
	uint32_t latency_samples;

	/* From the plugin: MIDI, gestures, modulation, and values whose offset or order relative to gestures matters. Other
	   values need no event: the core detects changes in the parameter table. A value sent as an event is in the table,
	   too. */
	uint32_t output_events_at;   /* struct event[BLOCK_EVENTS_MAX]; set by the core once */
	uint32_t output_event_count; /* 0 before the plugin runs; plugins add at most BLOCK_EVENTS_MAX */
	struct block_transport transport;

	uint32_t inputs_at[BLOCK_CHANNELS_MAX];  /* f32[BLOCK_PLANE_FRAMES], 16-aligned */
	uint32_t outputs_at[BLOCK_CHANNELS_MAX]; /* f32[BLOCK_PLANE_FRAMES], 16-aligned, never cleared: the plugin writes
	                                            all of it */

	/* Set by plugin_bind: note / event ports whose rings are read and written, at most 16 in each direction. */
	uint32_t midi_inputs;
	uint32_t midi_outputs;

	/* Counted by the core: parameter changes from the DAW, and values and gestures sent to it; wraps. A change means
	   that a saved state is outdated. */
	uint32_t edits;

	/* Set by the shim: when the wake byte was read. Later than wake_ms if the byte had to wait for this process. */
	uint32_t read_ms;

	/* Set by the shim for the reply rules (host-replies.c). Clock: microseconds, monotonic, wrapping at 2^32. */
	uint32_t now_us;       /* time of the last event: a wake byte was read, the plugin returned, or time passed */
	uint32_t wakes_unread; /* wake bytes that have arrived and were not handled, at that time */
	/* Reply bytes that the client had not read when it wrote the wake byte, as far as the shim can tell: at least those
	   unread now; see host_counts_replies. */
	uint32_t replies_unread;
	uint32_t wake_waited; /* 1: the wake byte had arrived before the thread started waiting */

	/* Bytes that events refer to (EVENT_SYSEX); from the plugin, the first output_data_bytes, which is 0 before it
	   runs. */
	uint32_t data_at;        /* u8[BLOCK_DATA_BYTES]; set by the core once */
	uint32_t output_data_at; /* u8[BLOCK_DATA_BYTES]; set by the core once */
	uint32_t output_data_bytes;
	uint32_t wants_notes; /* set by the core for each block: 1: the client receives EVENT_NOTE_... from the plugin */

	/* Set by the shim when a wake byte was read. 1: the main thread is answering the outstanding request, so the client
	   may already have the answer and have sent another request. */
	uint32_t is_being_answered;
	uint32_t
	    wake_is_known; /* set to 0 by the shim with each wake byte, to 1 by the core when it has taken note of it */
};
static_assert(offsetof(struct block, transport) == 64, "no implicit padding");
static_assert(sizeof(struct block) == 64 + 32 + 2 * 128 + 56, "same on wasm32 and 64-bit CPUs");

#endif
