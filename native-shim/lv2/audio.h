/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The part of an LV2 instance that the audio thread may use. process.c and what it calls include this header but never
 * instance.h: the include graph separates the threads. The main thread fills in this struct while the audio thread is
 * not in process.
 */
#ifndef MAOLAN_LV2_AUDIO_H
#define MAOLAN_LV2_AUDIO_H

#include <lv2/atom/atom.h>
#include <lv2/atom/forge.h>
#include <lv2/core/lv2.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "control.h"
#include "plugin.h"
#include "properties.h"
#include "sysex.h"
#include "worker.h"

struct exchange;

/* An audio port connected to a plane of the block. */
struct lv2_plane {
	uint32_t port;
	float *samples; /* BLOCK_FRAMES_MAX */
};

/* Part of each sequence reserved for the MIDI of one block, which always fits, whatever an editor sends. */
#define SEQUENCE_MIDI_BYTES (BLOCK_MIDI_MAX * (uint32_t)(sizeof(LV2_Atom_Event) + 8) + BLOCK_DATA_BYTES)

/* An atom port. */
struct lv2_sequence {
	LV2_Atom_Sequence *atom; /* sizeof(LV2_Atom) + capacity bytes, 8-aligned */
	uint32_t capacity;       /* bytes after the atom's header: for MIDI (SEQUENCE_MIDI_BYTES), then for messages */
	uint16_t slot;           /* index among the atom ports of its direction: the port of a MIDI event */
	bool input;
	bool wants_position; /* an input that atom:supports time:Position */
};

/* A parameter whose value applies to one run (pprops:trigger). */
struct lv2_trigger {
	uint32_t number; /* of the parameter */
	float set;       /* its value when the run began */
};

struct lv2_position_urids {
	LV2_URID position, frame, speed, beats_per_minute, bar, bar_beat, beats_per_bar, beat_unit;
};

struct lv2_audio {
	struct plugin head; /* must be first: the caller casts between the two */
	bool ready;         /* bound and active */

	LV2_Handle handle;
	void (*run)(LV2_Handle handle, uint32_t sample_count);
	void (*connect_port)(LV2_Handle handle, uint32_t port, void *data);
	struct worker *worker; /* NULL: the plugin has no worker interface */

	struct block *block;
	const struct event *events; /* sorted by sample_offset */
	uint32_t event_count;
	struct event *output_events;
	struct sysex sysex;
	double sample_rate;  /* Hz */
	uint32_t frames_max; /* longest run that was announced to the plugin */
	bool coarse;         /* the plugin's blocks should not be split at events (bufsz:coarseBlockLength) */

	struct lv2_plane inputs[BLOCK_CHANNELS_MAX];
	struct lv2_plane outputs[BLOCK_CHANNELS_MAX];
	uint32_t input_count;
	uint32_t output_count;
	uint32_t connected_offset; /* offset in the planes to which the ports are currently connected, in frames */

	struct lv2_control *controls; /* parameter table */
	float *values;                /* of the controls; the plugin's ports are connected to them */
	uint32_t control_count;
	struct lv2_trigger *triggers;
	uint32_t trigger_count;
	struct lv2_properties properties;
	const float *latency; /* the plugin's latency port, or NULL; samples */

	struct lv2_sequence *sequences;
	uint32_t sequence_count;
	_Atomic(struct exchange *) exchange; /* with the editor; NULL until one is opened, then constant */
	LV2_Atom_Forge forge;
	struct lv2_position_urids urids;
	LV2_URID midi_event;
	bool position_wanted; /* by any sequence */
	bool position_known;  /* position was sent since activation; sent and expected_playhead are valid */
	bool position_due;    /* to be written in the next run */
	struct block_transport sent;
	uint64_t expected_playhead; /* samples */
};

/* [audio-thread] struct plugin's process. */
int32_t lv2_process(struct plugin *plugin);

/* [any-thread] The value of the plugin's latency port in samples; 0 without such a port. */
uint32_t lv2_latency(const struct lv2_audio *audio);

#endif
