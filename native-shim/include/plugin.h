/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The ABI that each plugin format implements: one shared library per format (libmaolan-lv2.so, -vst3, -clap, -null)
 * with the same functions. Plain C, without JavaScript, and without knowledge of the segment.
 *
 * There is one object per plugin instance. The main thread calls all functions; the audio thread calls only
 * plugin->process. How a format synchronizes the two is up to the format; the caller guarantees only that process never
 * runs at the same time as plugin_bind, plugin_activate, plugin_deactivate, plugin_state_restore, plugin_parameter_set
 * or plugin_close.
 */
#ifndef MAOLAN_PLUGIN_H
#define MAOLAN_PLUGIN_H

#include <stdint.h>

#include "block.h"

struct window_api;

#define PLUGIN_ABI 7
#define PLUGIN_API __attribute__((visibility("default")))

/* Status of functions that return int32_t: >= 0 is success. */
enum plugin_status {
	PLUGIN_OK = 0,
	PLUGIN_HEARD = 1,          /* process only: the plugin reports a failure, but its outputs are usable */
	PLUGIN_ERROR = -1,         /* the plugin refused or failed */
	PLUGIN_NOT_SUPPORTED = -2, /* the plugin does not support this */
};

/* The head of every format's instance: the part that the audio thread may use. */
struct plugin {
	/* [audio-thread] Run one block: apply the events at their offsets, store each applied value in the parameter table,
	   write every output plane in full (block->frames frames), update block->latency_samples. Returns PLUGIN_OK,
	   PLUGIN_HEARD, or PLUGIN_ERROR if the outputs are not usable (the caller clears them). Called with FTZ and DAZ
	   set. */
	int32_t (*process)(struct plugin *plugin);
	/* [audio-thread] No block will follow for a while, or before the next plugin_activate: do what the format requires
	   of the audio thread before deactivation. May be NULL. The next process call resumes. */
	void (*rest)(struct plugin *plugin);
	/* [audio-thread] 1 if the plugin has pending changes, such as edits in its editor, which the next process call will
	   apply: a state that is saved now has to include them. May be NULL. */
	int32_t (*has_changes)(const struct plugin *plugin);
	/* 1: process leaves the outputs uncleared before the plugin writes them, so that a test can see which ones it
	   skips, and inputs and outputs may share their planes. 0: for a DAW. Set before plugin_activate, then constant. */
	uint32_t keeps_outputs;
	/* [audio-thread] If keeps_outputs: how often an output channel was not silent (VST3) or not constant (CLAP)
	   although the plugin said so. Frames that it left unwritten do not count. */
	uint32_t false_claims;
};

struct plugin_options {
	double sample_rate;       /* Hz, > 0 */
	uint32_t frames_max;      /* the DAW's buffer size, 1..BLOCK_FRAMES_MAX; longer blocks are split */
	uint32_t input_channels;  /* requested by the DAW, a hint */
	uint32_t output_channels; /* requested by the DAW, a hint */
	const char *instance_id;  /* the DAW's name for this instance, for messages and file names */
	uint32_t offline;         /* 1: renders to a file, faster than real time (see offline.c); 0: in a DAW, real time */
};

struct plugin_description {
	char name[256];     /* UTF-8 */
	char vendor[256];   /* UTF-8; empty if unknown, like the next two */
	char category[256]; /* in the format's own notation: "Fx|Reverb", "audio-effect|reverb|stereo", "Reverb" */
	char version[64];
	char id[512];   /* LV2: URI; VST3: class id, 32 hexadecimal digits; CLAP: id. Unique in its file at least */
	uint32_t flags; /* enum plugin_description_flag */
	uint32_t parameter_count;
	uint32_t audio_inputs; /* channels of all ports, not clamped */
	uint32_t audio_outputs;
	uint32_t latency_samples;
	uint32_t midi_inputs; /* note or event ports */
	uint32_t midi_outputs;
};

enum plugin_parameter_flag {
	PLUGIN_PARAMETER_INTEGER = 1,
	PLUGIN_PARAMETER_TOGGLED = 2,
	PLUGIN_PARAMETER_ENUMERATION = 4,
	PLUGIN_PARAMETER_LOGARITHMIC =
	    8, /* equal steps of a knob are equal factors; the whole range is above 0, or below */
	PLUGIN_PARAMETER_TRIGGER =
	    16, /* the value takes effect once and then returns to the default; not part of the state */
	PLUGIN_PARAMETER_READ_ONLY = 32, /* only the plugin sets it: a meter */
	PLUGIN_PARAMETER_BYPASS = 64,    /* the plugin's own bypass: 1 passes the input through */
	PLUGIN_PARAMETER_HIDDEN = 128,   /* the plugin does not want it listed */
	PLUGIN_PARAMETER_NOT_AUTOMATABLE = 256,
	PLUGIN_PARAMETER_STEPPED =
	    512, /* takes discrete values, though none of the first three flags is set (VST3: k / n) */
	PLUGIN_PARAMETER_PROGRAM = 1024, /* selects one of the programs that plugin_program lists */
};

/* Values of plugin_description.flags. */
enum plugin_description_flag {
	PLUGIN_IS_INSTRUMENT = 1,
};

struct plugin_parameter {
	uint32_t id; /* as on the wire: LV2 port index, VST3 ParamID, CLAP clap_id */
	uint32_t flags;
	double minimum;
	double maximum;
	double default_value;
	double value;
	char name[256];    /* UTF-8 */
	char module[1024]; /* group of the parameter, such as "oscillators/1" (CLAP: module, VST3: unit); else empty */
	char unit[32];     /* UTF-8, as written after the value, such as "dB"; empty if none */
	char symbol[128];  /* LV2: the port's symbol, unique within the plugin; else empty */
};

/* One of the plugin's built-in programs (VST3: IUnitInfo). */
struct plugin_program {
	char name[256]; /* UTF-8 */
	char list[256]; /* the list's name, UTF-8; may be empty */
};

/* The purpose of a state, which may affect how a plugin saves and restores it (CLAP: clap.state-context, VST3:
   IStreamAttributes). */
enum plugin_state_context {
	PLUGIN_STATE_FOR_PROJECT = 0,
	PLUGIN_STATE_FOR_PRESET = 1,
};

/* A setting whose value is not a number (LV2: patch:writable and patch:readable of type Path, String, URI). */
struct plugin_property {
	uint32_t flags;   /* PLUGIN_PARAMETER_READ_ONLY or 0 */
	char name[256];   /* UTF-8 */
	char uri[512];    /* unique within the plugin */
	char type[16];    /* "Path", "String", "URI" */
	char value[4096]; /* UTF-8; empty: none, or unknown */
};

struct plugin_note_name {
	uint32_t note;  /* 0..127 */
	char name[256]; /* UTF-8 */
};

enum plugin_note_expression_flag {
	PLUGIN_NOTE_EXPRESSION_BIPOLAR = 1,   /* has a centre */
	PLUGIN_NOTE_EXPRESSION_ONE_SHOT = 2,  /* counts once, where the note begins */
	PLUGIN_NOTE_EXPRESSION_ABSOLUTE = 4,  /* is the value itself, not an offset to it */
	PLUGIN_NOTE_EXPRESSION_PARAMETER = 8, /* parameter_id is the same for all notes */
};

/* What a note can do while it sounds (VST3: INoteExpressionController). Values are in the units of
   EVENT_NOTE_EXPRESSION; those of the plugin's own kinds are 0..1. */
struct plugin_note_expression {
	uint32_t id; /* enum note_expression, but for EXPRESSION_PRESSURE; or a number of the plugin's own */
	uint32_t flags;
	uint32_t steps; /* 0: continuous; n: n + 1 values */
	uint32_t parameter_id;
	double minimum;
	double maximum;
	double default_value;
	char name[256]; /* UTF-8; so are the following, which may be empty */
	char short_name[256];
	char unit[256];
	char minimum_text[256]; /* as the plugin writes it */
	char maximum_text[256];
	char default_text[256];
};

/* Which output an input leads to (VST3: IComponent::getRoutingInfo). */
struct plugin_route {
	uint32_t from_is_midi; /* 1: a note / event port; 0: an audio port */
	uint32_t from_port;    /* audio: the plugin's bus */
	int32_t from_channel;  /* MIDI: 0..15; -1: all */
	uint32_t from_plane;   /* audio: the first of its channels, as the wire counts them; MIDI: 0 */
	uint32_t from_planes;  /* how many */
	uint32_t to_is_midi;
	uint32_t to_port;
	int32_t to_channel;
	uint32_t to_plane;
	uint32_t to_planes;
};

/* A file that the plugin's state refers to but does not contain. */
struct plugin_file {
	uint32_t index; /* the plugin's index for it */
	char path[4096];
};

/* One item of a plugin's state. LV2: a property (key and type are URIs). VST3: "id", "component", "controller". CLAP:
   "state", the plugin's own stream. The memory belongs to the plugin object and is valid until the next plugin_state_*
   call. */
struct plugin_state_item {
	const char *key; /* NUL-terminated UTF-8 */
	const char *type;
	const void *value;  /* value_bytes may be 0 */
	uint32_t key_bytes; /* without the NUL */
	uint32_t type_bytes;
	uint32_t value_bytes;
	uint32_t flags;
};

/* [any-thread] The library's PLUGIN_ABI. */
PLUGIN_API int32_t plugin_abi(void);

/* [main-thread] Load and instantiate the plugin named by spec, without activating it. On failure returns NULL and
   writes one sentence into error (what, where, what to do; no newline, no full stop required). */
PLUGIN_API struct plugin *plugin_open(
    const char *spec, const struct plugin_options *options, char *error, uint32_t error_bytes);

/* [main-thread] */
PLUGIN_API void plugin_describe(struct plugin *plugin, struct plugin_description *description);

/* [main-thread] Parameter index, 0..parameter_count-1, in the order of the wire's parameter echo. Returns PLUGIN_OK or
   PLUGIN_ERROR. */
PLUGIN_API int32_t plugin_parameter(struct plugin *plugin, uint32_t index, struct plugin_parameter *parameter);

/* [main-thread] Set a parameter while the audio thread is not in process. The value is clamped to the range and rounded
   according to the parameter's flags; the table is updated, so that the change is reported to the DAW. */
PLUGIN_API int32_t plugin_parameter_set(struct plugin *plugin, uint32_t index, double value);

/* [main-thread] The plugin's text for a value, such as "-6.0 dB" or "Sawtooth". index: the parameter's position in the
   table; value: in the table's units. Returns the number of bytes written to text, at most capacity, without a NUL;
   UTF-8, as valid as the plugin's own text. Returns -1 if the plugin has no text for it. */
PLUGIN_API int32_t plugin_parameter_text(
    struct plugin *plugin, uint32_t index, double value, char *text, uint32_t capacity);
/* [main-thread] Parse such a text into a value. Returns 0, or -1 if it cannot be parsed. */
PLUGIN_API int32_t plugin_parameter_parse(struct plugin *plugin, uint32_t index, const char *text, double *value);
/* [main-thread] Named value number number of a parameter, ascending (LV2: scale points; VST3 and CLAP: the steps of a
   list); plugin_parameter_text returns its name. Returns PLUGIN_OK, or PLUGIN_ERROR past the last one. */
PLUGIN_API int32_t plugin_parameter_choice(struct plugin *plugin, uint32_t index, uint32_t number, double *value);

/* [main-thread] Property index. Returns PLUGIN_OK; PLUGIN_ERROR past the last one; PLUGIN_NOT_SUPPORTED if the format
   has no properties. */
PLUGIN_API int32_t plugin_property(struct plugin *plugin, uint32_t index, struct plugin_property *property);
/* [main-thread] Set a property; the plugin receives the value with the next block. Paths must be absolute. index: its
   position, or the id of a parameter that is one (LV2: from 2^31 on), for a number with more digits than a float has.
 */
PLUGIN_API int32_t plugin_property_set(struct plugin *plugin, uint32_t index, const char *value);

/* [main-thread] Connect the plugin to the core's memory and fill in the block record's parameter table. Returns
   PLUGIN_ERROR if record_bytes does not match. */
PLUGIN_API int32_t plugin_bind(struct plugin *plugin, void *base, struct block *block);

/* [main-thread] */
PLUGIN_API int32_t plugin_activate(struct plugin *plugin);
PLUGIN_API void plugin_deactivate(struct plugin *plugin);

/* [main-thread] Ask the plugin for its state. Returns the number of items (>= 0) or a negative status. */
PLUGIN_API int32_t plugin_state_save(struct plugin *plugin);
/* [main-thread] Item index of the last save. */
PLUGIN_API int32_t plugin_state_item(struct plugin *plugin, uint32_t index, struct plugin_state_item *item);
/* [main-thread] plugin_state_put adds an item (copied; key and type need no NUL); plugin_state_restore hands all items
   to the plugin and empties the collection. Returns PLUGIN_NOT_SUPPORTED if the plugin does not save a state, which
   is not an error. */
PLUGIN_API int32_t plugin_state_put(struct plugin *plugin, const char *key, uint32_t key_bytes, const char *type,
    uint32_t type_bytes, const void *value, uint32_t value_bytes, uint32_t flags);
PLUGIN_API int32_t plugin_state_restore(struct plugin *plugin);

/* [main-thread] Set the purpose (enum plugin_state_context) of the states that are saved and restored from now on;
   initially: project. */
PLUGIN_API void plugin_state_context(struct plugin *plugin, uint32_t context);

/* ---- presets.c of each format (LV2: presets-save.c) ---- */

/* [main-thread] Built-in programs: their number, or PLUGIN_NOT_SUPPORTED; then one of them. */
PLUGIN_API int32_t plugin_programs(struct plugin *plugin);
PLUGIN_API int32_t plugin_program(struct plugin *plugin, uint32_t index, struct plugin_program *program);
/* [main-thread] Select a program while the audio thread is not in process. Returns PLUGIN_OK, or PLUGIN_ERROR if no
   parameter selects it. */
PLUGIN_API int32_t plugin_program_choose(struct plugin *plugin, uint32_t index);

/* [main-thread] Load a preset from the location that its provider reported (CLAP preset-load). is_file: 1 if location
   is a path, 0 if the preset is inside the plugin (location is ignored). load_key: selects one of several; may be
   empty. Returns PLUGIN_OK, PLUGIN_ERROR with a sentence in error, or PLUGIN_NOT_SUPPORTED. */
PLUGIN_API int32_t plugin_preset_load(struct plugin *plugin, uint32_t is_file, const char *location,
    const char *load_key, char *error, uint32_t error_bytes);
/* [main-thread] Write the plugin's settings as a preset in the format's own form (LV2: a bundle; path is its folder,
   which is created). Returns PLUGIN_OK, PLUGIN_ERROR with a sentence in error, or PLUGIN_NOT_SUPPORTED. */
PLUGIN_API int32_t plugin_preset_save(
    struct plugin *plugin, const char *path, const char *name, char *error, uint32_t error_bytes);

/* [main-thread] Note names (drum kits, key switches): their number, or PLUGIN_NOT_SUPPORTED; then one of them. */
PLUGIN_API int32_t plugin_note_names(struct plugin *plugin);
PLUGIN_API int32_t plugin_note_name(struct plugin *plugin, uint32_t index, struct plugin_note_name *name);

/* [main-thread] What the notes of a port and channel can do while they sound: how many such things, or
   PLUGIN_NOT_SUPPORTED (CLAP's notes can do all of enum note_expression, LV2's nothing); then one of them. */
PLUGIN_API int32_t plugin_note_expressions(struct plugin *plugin, uint32_t port, uint32_t channel);
PLUGIN_API int32_t plugin_note_expression(
    struct plugin *plugin, uint32_t port, uint32_t channel, uint32_t index, struct plugin_note_expression *expression);

/* [main-thread] Route number index. PLUGIN_OK; PLUGIN_ERROR: there are no more; PLUGIN_NOT_SUPPORTED. */
PLUGIN_API int32_t plugin_route(struct plugin *plugin, uint32_t index, struct plugin_route *route);

/* [main-thread] 1: this plugin takes the states of the one with that id (VST3: moved classes); 0: it does not. */
PLUGIN_API int32_t plugin_replaces(struct plugin *plugin, const char *id);
/* [main-thread] Which parameter corresponds to one of the plugin that it replaces (VST3: IRemapParamID): its position
   in the table, or PLUGIN_ERROR: none. */
PLUGIN_API int32_t plugin_remap_parameter(struct plugin *plugin, const char *id, uint32_t parameter_id);

/* [main-thread] Set the folder for the plugin's resource files (NUL-terminated UTF-8; LV2: absolute). is_shared: 1 if
   other plugins use it, too. Returns PLUGIN_NOT_SUPPORTED if the format has no such feature. */
PLUGIN_API int32_t plugin_set_resource_directory(struct plugin *plugin, const char *path, uint32_t is_shared);
/* [main-thread] Have the plugin copy the files that it needs into that folder. Returns PLUGIN_NOT_SUPPORTED if it
   cannot. */
PLUGIN_API int32_t plugin_collect_resources(struct plugin *plugin);
/* [main-thread] Files that the plugin keeps in that folder: their number, or PLUGIN_NOT_SUPPORTED; then one of them,
   with a path relative to the folder, or PLUGIN_ERROR if it has none. */
PLUGIN_API int32_t plugin_resource_files(struct plugin *plugin);
PLUGIN_API int32_t plugin_resource_file(struct plugin *plugin, uint32_t number, struct plugin_file *file);

/* [main-thread] Files that the plugin refers to: their number, or PLUGIN_NOT_SUPPORTED; then one of them; then a new
   path for the file with that index (PLUGIN_ERROR if there is none). */
PLUGIN_API int32_t plugin_files(struct plugin *plugin);
PLUGIN_API int32_t plugin_file(struct plugin *plugin, uint32_t number, struct plugin_file *file);
PLUGIN_API int32_t plugin_file_set(struct plugin *plugin, uint32_t index, const char *path);

/* [main-thread] List all plugins of a file or bundle, opening none where the format allows it. Writes one JSON object
   per line to fd, with the format's scan keys (see common/json.h). details: also list what only an opened plugin can
   report (CLAP: parameters, audio ports, editor; VST3: editor, side-chain inputs). LV2 with details: path is the URI of
   one plugin, and its library, editor, side-chain inputs and presets are listed as well. Returns the number of plugins,
   or PLUGIN_ERROR with a sentence in error. Called in a separate process, which the plugin may crash. */
PLUGIN_API int32_t plugin_scan(const char *path, uint32_t details, int32_t fd, char *error, uint32_t error_bytes);

struct plugin_editor_options {
	const struct window_api *windows; /* window.h; never NULL */
	uint64_t parent_window;           /* X11 window of the DAW to embed it in; 0: a top-level window */
	const char *title;                /* UTF-8, of a top-level window */
};

/* [main-thread] Show the plugin's editor: open it, or bring an open one to the front. The user's edits reach the plugin
   and the parameter table (with gestures as events), and changes by the DAW are shown in the editor. options apply when
   the editor is opened; a different parent_window reopens it. Returns PLUGIN_NOT_SUPPORTED if there is no editor that
   can be shown here, or PLUGIN_ERROR if it failed to open, each with a sentence in error. */
PLUGIN_API int32_t plugin_editor_show(
    struct plugin *plugin, const struct plugin_editor_options *options, char *error, uint32_t error_bytes);
/* [main-thread] 1 if the plugin has an editor that can be shown, else 0. */
PLUGIN_API int32_t plugin_has_editor(struct plugin *plugin);
/* [main-thread] Hide the editor without closing it. Does nothing if there is none. */
PLUGIN_API void plugin_editor_hide(struct plugin *plugin);
/* [main-thread] 1 while visible; 0 if never shown, or hidden by plugin_editor_hide, by the user or by the editor
   itself. */
PLUGIN_API int32_t plugin_editor_is_shown(const struct plugin *plugin);
/* [main-thread] Close and destroy the editor. plugin_close does the same. */
PLUGIN_API void plugin_editor_close(struct plugin *plugin);

/* Actions that plugin_idle requests from its caller. */
enum plugin_request {
	PLUGIN_REQUEST_RESTART = 1, /* call plugin_restart while the audio thread does not run the plugin */
	PLUGIN_REQUEST_FLUSH =
	    2, /* parameter changes are pending: if no block comes, run process with 0 frames on the audio thread */
	PLUGIN_REQUEST_SAVE = 4,     /* the state has changed since the last save */
	PLUGIN_REQUEST_DESCRIBE = 8, /* plugin_describe returns something new (ports, name) */
};

/* [main-thread] Do the work that the plugin has queued for the main thread: callbacks from other threads, timers, file
   descriptors. Called whenever the shim has woken the main thread (notify_main). Returns a set of enum plugin_request.
 */
PLUGIN_API int32_t plugin_idle(struct plugin *plugin);

/* Activity of an offline plugin since the last plugin_settle. */
enum plugin_activity {
	PLUGIN_ACTIVITY_WORK = 256,      /* a block queued work for other threads: a worker's job, a callback, a message */
	PLUGIN_ACTIVITY_LOADING = 512,   /* it reports that it is not ready, or has pending timers */
	PLUGIN_ACTIVITY_REALTIME = 1024, /* it requires real-time blocks, even offline */
	PLUGIN_ACTIVITY_WORKER = 2048    /* it has a worker (LV2) that may be loading */
};

/*
 * ---- offline.c of each format: a plugin that renders to a file ----
 *
 * A plugin opened with options->offline is notified in its format's way, and everything that a block queues for other
 * threads of the host is done before process returns: process waits for the LV2 worker, and for the main thread when a
 * VST3 or CLAP plugin has queued something there. Timers follow the rendered audio, not the clock.
 */

/* [main-thread] Called between two blocks; the next block must wait until it returns. Does the queued work, with timers
   as if up to ms more milliseconds of audio had passed; after 200 ms the rest is left for the next call. Returns a set
   of enum plugin_request and enum plugin_activity; 0 if the plugin was not opened offline. */
PLUGIN_API int32_t plugin_settle(struct plugin *plugin, uint32_t ms);

/* [main-thread] Deactivate and reactivate, and re-read what may have changed (latency, buses, parameters). The block
   record's table may be rewritten. Returns PLUGIN_OK, or PLUGIN_ERROR: then the plugin is not active. */
PLUGIN_API int32_t plugin_restart(struct plugin *plugin);

/* ---- trial.c of each format: unusual host behaviour, for `maolan-plugin-host test` ---- */

enum plugin_trial {
	PLUGIN_TRIAL_UNKNOWN_IDS = 1, /* queries for ids that do not exist */
	PLUGIN_TRIAL_FLUSH = 2,       /* parameter values without audio */
	PLUGIN_TRIAL_COOKIES = 3,     /* parameter values without the plugin's own cookies */
	PLUGIN_TRIAL_NAMESPACES = 4,  /* events from an unknown namespace */
	PLUGIN_TRIAL_NO_FRAMES = 5,   /* a block of 0 frames */
	PLUGIN_TRIAL_LAYOUTS = 6,     /* other bus and port arrangements */
	PLUGIN_TRIAL_NO_TRANSPORT = 7,
	PLUGIN_TRIAL_SHORT_STREAMS = 8, /* states read and written in small pieces */
	PLUGIN_TRIAL_SCALE = 9,         /* the editor at other scale factors */
	PLUGIN_TRIAL_OPTIONAL_PORTS = 10,
	PLUGIN_TRIAL_EXTENSION_DATA = 14, /* what it says that it has, against what it gives */
	PLUGIN_TRIAL_STATE_CONTEXTS = 13, /* states for presets, duplicates and projects */
	PLUGIN_TRIAL_WILD_VALUES = 15,    /* parameter values beyond their ranges, infinite ones and NaN */
	PLUGIN_TRIAL_ORDER = 16,          /* calls in orders that DAWs rarely use */
	PLUGIN_TRIAL_RESET = 17,          /* the processing state cleared while it is active */
	PLUGIN_TRIAL_DOUBLE = 18,         /* samples of 64 bits */
	PLUGIN_TRIAL_FLOATING = 19,       /* an editor with a window of its own */
	PLUGIN_TRIAL_INACTIVE_BUSES = 20, /* buses and ports that are switched off */
	PLUGIN_TRIAL_DOUBLE_IN_PLACE = 21,
	/* What the plugin declares, returned as a number in answer. */
	PLUGIN_TRIAL_TAIL = 11,     /* frames of tail after the input ends; INT32_MAX or more: endless */
	PLUGIN_TRIAL_IN_PLACE = 12, /* 1: outputs may share the memory of the inputs */
};

/* [main-thread] Run one trial on a plugin that was neither bound nor activated; afterwards it can only be closed.
   Returns PLUGIN_OK if it passes; PLUGIN_ERROR if it fails or PLUGIN_NOT_SUPPORTED if it does not apply, each with a
   sentence in answer. */
PLUGIN_API int32_t plugin_try(struct plugin *plugin, uint32_t trial, char *answer, uint32_t answer_bytes);

/* [main-thread] Deactivate if active, and release everything. NULL is allowed. */
PLUGIN_API void plugin_close(struct plugin *plugin);

#endif
