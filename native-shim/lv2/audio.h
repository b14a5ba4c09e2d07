/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the audio thread may see of an LV2 instance, and nothing more. process.c and what it calls include this header
 * and never instance.h: the include graph is the thread border. The main thread fills this struct while the audio
 * thread is not in process.
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

/* An audio port that works on a plane of the block. */
struct lv2_plane {
	uint32_t port;
	float *samples; /* BLOCK_FRAMES_MAX */
};

/* Of each sequence, so much is kept for the MIDI of one block: it always fits, whatever an editor sends. */
#define SEQUENCE_MIDI_BYTES (BLOCK_MIDI_MAX * (uint32_t)(sizeof(LV2_Atom_Event) + 8) + BLOCK_DATA_BYTES)

/* An atom port. */
struct lv2_sequence {
	LV2_Atom_Sequence *atom; /* sizeof(LV2_Atom) + capacity bytes, 8-aligned */
	uint32_t capacity;       /* bytes after the atom's header: for MIDI (SEQUENCE_MIDI_BYTES), then for messages */
	uint16_t slot;           /* number among the atom ports of its direction: the port of a MIDI event */
	bool input;
	bool wants_position; /* an input that atom:supports time:Position */
};

/* A parameter whose value counts for one run (pprops:trigger). */
struct lv2_trigger {
	uint32_t number; /* of the parameter */
	float set;       /* its value when the run began */
};

struct lv2_position_urids {
	LV2_URID position, frame, speed, beats_per_minute, bar, bar_beat, beats_per_bar, beat_unit;
};

struct lv2_audio {
	struct plugin head; /* must be first: the caller has a pointer to it */
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
	bool coarse;         /* the plugin wants its blocks not split at events (bufsz:coarseBlockLength) */

	struct lv2_plane inputs[BLOCK_CHANNELS_MAX];
	struct lv2_plane outputs[BLOCK_CHANNELS_MAX];
	uint32_t input_count;
	uint32_t output_count;
	uint32_t connected_offset; /* frames into the planes where the ports are connected now */

	struct lv2_control *controls; /* parameter table */
	float *values;                /* of the controls; the plugin's ports are connected to them */
	uint32_t control_count;
	struct lv2_trigger *triggers;
	uint32_t trigger_count;
	struct lv2_properties properties;
	const float *latency; /* the plugin's latency port, or NULL; samples */

	struct lv2_sequence *sequences;
	uint32_t sequence_count;
	_Atomic(struct exchange *) exchange; /* with the editor; NULL until one was opened, then always the same */
	LV2_Atom_Forge forge;
	struct lv2_position_urids urids;
	LV2_URID midi_event;
	bool position_wanted; /* by any sequence */
	bool position_known;  /* position was sent since activation; sent and expected_playhead are valid */
	bool position_due;    /* to be written into the next piece */
	struct block_transport sent;
	uint64_t expected_playhead; /* samples */
};

/* [audio-thread] struct plugin's process. */
int32_t lv2_process(struct plugin *plugin);

/* [any-thread] What the plugin's latency port says; samples, 0 without such a port. */
uint32_t lv2_latency(const struct lv2_audio *audio);

#endif
