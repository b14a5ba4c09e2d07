/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The part of a VST3 instance that the audio thread may use. process.c and what it calls include this header but never
 * instance.h: the include graph separates the threads. The main thread fills in this struct while the audio thread is
 * not in process; data that both access at any time is atomic or in a lock-free queue.
 */
#ifndef MAOLAN_VST3_AUDIO_H
#define MAOLAN_VST3_AUDIO_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "api.h"
#include "changes.h"
#include "channel-map.h"
#include "directory.h"
#include "gestures.h"
#include "mailbox.h"
#include "offline.h"
#include "plugin.h"
#include "sysex.h"

#define EVENT_BUSES_MAX 16u /* per direction: the block record's limit */
#define MIDI_CHANNELS 16u
#define MIDI_KEYS 128u

/* All audio buses of one direction. */
struct vst3_side {
	struct v3_audio_bus_buffers *buses;
	uint32_t bus_count;
	struct channel_map map;
};

/* Which parameter each MIDI controller of an event bus changes. Written by the main thread at any time. */
struct vst3_midi_map {
	_Atomic v3_param_id controllers[MIDI_CHANNELS][VST3_MAPPED_CONTROLLERS]; /* or VST3_NO_PARAMETER */
	/* The parameter that selects the program of the channel's unit, if program changes are not mapped. */
	_Atomic v3_param_id program_parameters[MIDI_CHANNELS];
	_Atomic int32_t program_steps[MIDI_CHANNELS]; /* number of programs - 1 */
};

/* IEventList. */
/* A block's events, and the end of every note of a port. */
#define EVENT_ITEMS_MAX (BLOCK_EVENTS_MAX + MIDI_CHANNELS * MIDI_KEYS)

struct vst3_events {
	const struct v3_event_list *table; /* must be first: the plugin's pointer to the object */
	struct v3_event *items;            /* EVENT_ITEMS_MAX */
	uint8_t *bytes;                    /* BLOCK_DATA_BYTES: of data events added by the plugin */
	uint32_t count;
	uint32_t byte_count;
};

struct vst3_audio {
	struct plugin head; /* must be first: the caller casts between the two */
	bool ready;         /* bound and active */
	bool processing;    /* setProcessing(1) has been called */

	struct v3_audio_processor **processor;
	struct block *block;
	const struct event *events;
	struct event *output_events;
	struct sysex sysex;
	double sample_rate;  /* Hz */
	uint32_t frames_max; /* maxSamplesPerBlock as passed to the plugin */

	struct vst3_side inputs;
	struct vst3_side outputs;
	struct v3_process_data data;
	struct v3_process_context context;
	int64_t continuous_samples; /* processed since activation */
	_Atomic uint32_t latency_samples;

	float *values;      /* own memory, or the block's once bound */
	v3_param_id *ids;   /* position in the table -> id */
	bool *is_read_only; /* by position in the table */
	struct directory *directory;
	uint32_t parameter_count;
	struct changes *input_changes;
	struct changes *output_changes;

	struct vst3_events input_events;
	struct vst3_events output_list;
	uint32_t event_input_count;
	uint8_t event_channels[EVENT_BUSES_MAX];                       /* of each event input, 1..16 */
	uint64_t held[EVENT_BUSES_MAX][MIDI_CHANNELS][MIDI_KEYS / 64]; /* keys that are pressed, by MIDI channel */
	struct vst3_midi_map *midi_maps;
	uint32_t midi_map_count;

	/* Shared between threads. */
	struct directory_access access; /* access to the directory, for edits */
	struct mailbox *unsent_values;  /* audio -> main: values from the DAW that the controller does not have yet */
	struct mailbox *reported;       /* audio -> main: values that the processor sends to the controller */
	struct gestures gestures;       /* any thread -> audio */
	atomic_bool edits_waiting;      /* there have been edits or gestures since the last block */
	struct offline offline;
};

/* [audio-thread] struct plugin's process and has_changes. */
int32_t vst3_process(struct plugin *plugin);
int32_t vst3_has_changes(const struct plugin *plugin);

/* [audio-thread, or any other thread while it is stopped] A flush without a block from the DAW, for states and values
   that the processor has not received. Its MIDI and gestures stay queued. */
void vst3_settle(struct vst3_audio *audio);

/* [any-thread] Store a value in the table. */
static inline void vst3_store_value(struct vst3_audio *audio, uint32_t index, double value)
{
	const float narrow = (float)value;
	__atomic_store(&audio->values[index], &narrow, __ATOMIC_RELAXED);
}

#endif
