/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The part of a CLAP instance that the audio thread may use. process.c and what it calls include this header but never
 * instance.h: the include graph separates the threads. The main thread fills in this struct while the audio thread is
 * not in process; data that both access at any time is atomic or in a lock-free queue.
 */
#ifndef MAOLAN_CLAP_AUDIO_H
#define MAOLAN_CLAP_AUDIO_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "api.h"
#include "channel-map.h"
#include "mailbox.h"
#include "offline.h"
#include "parameter-index.h"
#include "plugin.h"
#include "sysex.h"

#define NOTES_KEPT_MAX 512u
#define NOTE_PORTS_MAX 16u /* per direction: the block record's limit */

/* All audio ports of one direction. */
struct clap_side {
	clap_audio_buffer_t *ports;
	uint32_t port_count;
	struct channel_map map;
};

#define NOTE_CHANNELS 16u
#define NOTE_KEYS 128u

/* A MIDI channel of a note input port with CLAP note events. */
struct clap_note_channel {
	uint64_t held[NOTE_KEYS / 64]; /* keys that are pressed */
	double tuning;                 /* pitch bend, in semitones */
	double bend_range;             /* of the pitch wheel, in semitones in each direction */
	double pressure;               /* of the channel, 0..1 */
	uint16_t parameter;            /* registered parameter number selected for data entry; 0: bend_range */
};

/* The dialects in use for a note input port. Notes are sent in one of them only. */
struct clap_note_input {
	bool clap_notes; /* notes as CLAP events */
	bool midi_notes; /* notes as MIDI */
	bool midi;       /* everything else as MIDI */
	struct clap_note_channel channels[NOTE_CHANNELS];
};

/* One position of the parameter table. */
struct clap_parameter {
	clap_id id;
	uint32_t flags; /* CLAP_PARAM_* */
	void *cookie;
	double minimum;
	double maximum;
	bool gesture;      /* audio thread: the DAW is inside a gesture */
	bool gesture_sent; /* audio thread: as sent to the plugin */
};

/* Any event for the plugin. */
union clap_item {
	clap_event_header_t header;
	clap_event_note_t note;
	clap_event_note_expression_t expression;
	clap_event_midi_t midi;
	clap_event_midi_sysex_t sysex;
	clap_event_param_value_t value;
	clap_event_param_mod_t modulation;
	clap_event_param_gesture_t gesture;
};

struct clap_audio {
	struct plugin head;                      /* must be first: the caller casts between the two */
	bool ready;                              /* bound and active */
	bool processing;                         /* start_processing has been called */
	bool asleep;                             /* the plugin is silent, and needs no blocks until something happens */
	bool running;                            /* inside the plugin's process */
	bool gestures_due;                       /* some parameter's gesture may differ from gesture_sent */
	bool requires_process;                   /* the items include a change that must not be sent by a flush */
	struct block_transport transport_before; /* of the last block, and its length */
	uint32_t frames_before;

	const clap_plugin_t *plugin;
	const clap_plugin_params_t *params;         /* or NULL */
	const struct clap_plugin_thread_pool *pool; /* or NULL */
	struct block *block;
	const struct event *events;
	struct event *output_events;
	struct sysex sysex;
	double sample_rate;        /* Hz */
	uint32_t frames_max;       /* as passed to the plugin */
	bool frames_are_announced; /* by the DAW, permanently */
	bool frames_are_known;     /* a block has arrived, so the usual length is known */
	uint32_t last_frames;      /* of the last block, and how many blocks before it had the same length */
	uint32_t same_frames;
	double quiet_frames; /* duration of silence, both in and out */

	struct clap_side inputs;
	struct clap_side outputs;
	clap_process_t process;
	clap_event_transport_t transport;
	_Atomic uint32_t latency_samples;

	float *values; /* the parameter table's values: own memory, or the block's once bound */
	struct clap_parameter *parameters;
	struct parameter_key *keys; /* sorted */
	uint32_t parameter_count;

	/* Events of the current piece for the plugin, and whether it may send any. */
	clap_input_events_t input_events;
	clap_output_events_t output_list;
	union clap_item *items;
	uint32_t item_count;
	uint32_t item_room;
	bool collecting;      /* inside process or flush */
	bool changing;        /* values are changing, inside a block or a flush: changes is odd then */
	bool reporting;       /* inside a block: the plugin's events go to the block's output events */
	uint32_t piece_start; /* frame within the block */
	uint32_t piece_frames;
	struct clap_note_input note_inputs[NOTE_PORTS_MAX];
	uint32_t note_input_count;
	uint32_t note_output_count;

	/* Shared between threads. */
	struct event kept[NOTES_KEPT_MAX]; /* audio: from blocks that arrived while the main thread had the plugin */
	uint32_t kept_count;
	struct mailbox *edits;          /* main -> audio: values changed by plugin_parameter_set */
	atomic_bool flush_requested;    /* any thread -> audio */
	_Atomic uint32_t changes;       /* audio -> main: incremented at the start and end of blocks that change values */
	atomic_bool values_awaited;     /* main -> audio: wake the main thread after such a block */
	atomic_bool wake_requested;     /* any thread -> audio: do not skip the next block */
	_Atomic uint32_t hold;          /* both: enum hold of block-length.h */
	_Atomic uint32_t wanted_frames; /* audio -> main: block length for the restart that the block waits for */
	_Atomic uintptr_t role;         /* the thread that currently acts as the audio thread; 0: none */
	struct offline offline;
	_Atomic(const char *) complaint; /* any thread -> main: a function that was called on the wrong thread */
};

/* ---- process.c ---- */

/* [audio-thread] Call start_processing and stop_processing if necessary. process_start returns whether processing is
   on. */
bool process_start(struct clap_audio *audio);
void process_stop(struct clap_audio *audio);
/* [audio-thread, or main-thread for a flush of an inactive plugin] Begin a piece of the block: its only items are
   edits, which have no frames and so apply from the start of the block. frames 0: a flush. */
void process_begin_piece(struct clap_audio *audio, uint32_t start, uint32_t frames);
/* [audio-thread] Call the plugin's process with the piece's items and frames; the channels must point to their buffers.
   PLUGIN_OK or PLUGIN_ERROR. */
int32_t process_call(struct clap_audio *audio);

/* [audio-thread] Implement process, has_changes and rest of struct plugin. */
int32_t process_has_changes(const struct plugin *plugin);
int32_t process_block(struct plugin *plugin);
void process_rest(struct plugin *plugin);

/* ---- flush.c ---- */

/* [audio-thread if active, else main-thread] Exchange parameter changes with the plugin without a block (params.h:
   flush). Only while process does not run. An active plugin is stopped first, because while it processes, values go
   through process. A parameter that requires process gets one frame of silence, whose output is discarded; gestures
   wait. */
void process_flush(struct clap_audio *audio);

/* ---- sleep.c: [audio-thread] ---- */

/* The plugin has returned CLAP_PROCESS_SLEEP for the last piece: it sleeps if its output is silent, otherwise it must
   continue. */
void sleep_fall(struct clap_audio *audio);
/* Whether the block contains a reason to wake the plugin: an event, an input that varies, a changed transport, or a
   request_process since the last block. */
bool sleep_is_over(struct clap_audio *audio);
/* The block was run, or skipped. */
void sleep_remember(struct clap_audio *audio);

/* CLAP's audio thread is a role: a thread that takes it is not the main thread meanwhile. */
static inline void role_take(struct clap_audio *audio)
{
	atomic_store_explicit(&audio->role, (uintptr_t)pthread_self(), memory_order_relaxed);
}
static inline void role_leave(struct clap_audio *audio)
{
	atomic_store_explicit(&audio->role, 0, memory_order_relaxed);
}
/* [any-thread] */
static inline bool role_is_mine(const struct clap_audio *audio)
{
	return atomic_load_explicit(&audio->role, memory_order_relaxed) == (uintptr_t)pthread_self();
}

/* [thread of process or flush] Call these around changes of values. What the main thread reads in between may be
   outdated. */
void changes_begin(struct clap_audio *audio);
void changes_end(struct clap_audio *audio);

/* [any-thread] Store a value in the table. */
static inline void store_value(struct clap_audio *audio, uint32_t index, double value)
{
	const float narrow = (float)value;
	__atomic_store(&audio->values[index], &narrow, __ATOMIC_RELAXED);
}

#endif
