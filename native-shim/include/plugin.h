/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The ABI that each plugin format implements: one shared library per format (libmaolan-lv2.so, -vst3, -clap, -null),
 * the same functions in each. Plain C, no JavaScript, no knowledge of the segment.
 *
 * One object per plugin instance. The main thread calls the functions; the audio thread calls only plugin->process.
 * What the two share inside a format is that format's business; the caller guarantees only this: process never runs at
 * the same time as plugin_bind, plugin_activate, plugin_deactivate, plugin_state_restore, plugin_parameter_set or
 * plugin_close.
 */
#ifndef MAOLAN_PLUGIN_H
#define MAOLAN_PLUGIN_H

#include <stdint.h>

#include "block.h"

struct window_api;

#define PLUGIN_ABI 7
#define PLUGIN_API __attribute__((visibility("default")))

/* Status of the functions that return int32_t: >= 0 is success. */
enum plugin_status {
	PLUGIN_OK = 0,
	PLUGIN_HEARD = 1,          /* process only: the plugin reports a failure, but its outputs are usable */
	PLUGIN_ERROR = -1,         /* the plugin refused or failed */
	PLUGIN_NOT_SUPPORTED = -2, /* the plugin has no such thing */
};

/* Head of every format's instance: all that the audio thread may see. */
struct plugin {
	/* [audio-thread] Run one block: apply the events at their offsets, store each applied value in the parameter table,
	   write every output plane in full (block->frames frames), refresh block->latency_samples. Returns PLUGIN_OK,
	   PLUGIN_HEARD, or PLUGIN_ERROR if the outputs are not usable (the caller clears them). Called with FTZ and DAZ
	   set. */
	int32_t (*process)(struct plugin *plugin);
	/* [audio-thread] No block will come before the next plugin_activate, or for a while: what the format demands of the
	   audio thread before it may be deactivated. May be NULL. The next process takes it up again. */
	void (*rest)(struct plugin *plugin);
	/* [audio-thread] 1 if the plugin's side has changes that the next process will apply, like edits in its editor:
	   they belong into a state that is saved now. May be NULL. */
	int32_t (*has_changes)(const struct plugin *plugin);
	/* 1: process does not clear the outputs before the plugin writes them, so that a test sees which it leaves alone,
	   and inputs and outputs may share their planes. 0: a DAW's host. Set before plugin_activate, then constant. */
	uint32_t keeps_outputs;
};

struct plugin_options {
	double sample_rate;       /* Hz, > 0 */
	uint32_t frames_max;      /* the DAW's buffer size, 1..BLOCK_FRAMES_MAX; blocks may be longer and are then split */
	uint32_t input_channels;  /* wanted by the DAW, a hint */
	uint32_t output_channels; /* wanted by the DAW, a hint */
	const char *instance_id;  /* the DAW's name for this instance, for messages and file names */
	uint32_t offline;         /* 1: faster than real time, to a file (see offline.c); 0: a DAW, real time */
};

struct plugin_description {
	char name[256];     /* UTF-8 */
	char vendor[256];   /* UTF-8; empty if it does not say; so are the next two */
	char category[256]; /* as the format has it: "Fx|Reverb", "audio-effect|reverb|stereo", "Reverb" */
	char version[64];
	uint32_t flags; /* enum plugin_description_flag */
	uint32_t parameter_count;
	uint32_t audio_inputs; /* channels, all ports together, not clamped */
	uint32_t audio_outputs;
	uint32_t latency_samples;
	uint32_t midi_inputs; /* note / event ports */
	uint32_t midi_outputs;
};

enum plugin_parameter_flag {
	PLUGIN_PARAMETER_INTEGER = 1,
	PLUGIN_PARAMETER_TOGGLED = 2,
	PLUGIN_PARAMETER_ENUMERATION = 4,
	PLUGIN_PARAMETER_LOGARITHMIC = 8, /* equal steps of a knob are equal factors; the range is all above 0, or below */
	PLUGIN_PARAMETER_TRIGGER = 16,    /* the value counts once, then it is the default again; never part of a state */
	PLUGIN_PARAMETER_READ_ONLY = 32,  /* only the plugin sets it: a meter */
	PLUGIN_PARAMETER_BYPASS = 64,     /* the plugin's own bypass: 1 passes the input through */
	PLUGIN_PARAMETER_HIDDEN = 128,    /* of no use to people: the plugin does not want it listed */
	PLUGIN_PARAMETER_NOT_AUTOMATABLE = 256,
	PLUGIN_PARAMETER_STEPPED = 512, /* takes certain values only, though none of the first three is set (VST3: k / n) */
	PLUGIN_PARAMETER_PROGRAM = 1024, /* chooses a program, of those that plugin_program lists */
};

/* The plugin tells what it is by plugin_description.flags. */
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
	char module[1024]; /* where the parameter belongs, like "oscillators/1" (CLAP: module, VST3: unit); else empty */
	char unit[32];     /* UTF-8, as a person would write it behind the value, like "dB"; empty if there is none */
	char symbol[128];  /* LV2: the port's symbol, unique in the plugin; else empty */
};

/* A program of the plugin's own (VST3: IUnitInfo): a setting that it keeps inside. */
struct plugin_program {
	char name[256]; /* UTF-8 */
	char list[256]; /* the list's name, UTF-8; may be empty */
};

/* What a state is for, which a plugin may save and take differently (CLAP: clap.state-context, VST3:
 * IStreamAttributes). */
enum plugin_state_context {
	PLUGIN_STATE_FOR_PROJECT = 0,
	PLUGIN_STATE_FOR_PRESET = 1,
};

/* A setting whose values are not numbers (LV2: patch:writable and patch:readable of type Path, String, URI). */
struct plugin_property {
	uint32_t flags;   /* PLUGIN_PARAMETER_READ_ONLY or 0 */
	char name[256];   /* UTF-8 */
	char uri[512];    /* unique in the plugin */
	char type[16];    /* "Path", "String", "URI" */
	char value[4096]; /* UTF-8; empty: none, or not known */
};

struct plugin_note_name {
	uint32_t note;  /* 0..127 */
	char name[256]; /* UTF-8 */
};

/* A file that the plugin's state refers to and does not contain. */
struct plugin_file {
	uint32_t index; /* the plugin's number for it */
	char path[4096];
};

/* One piece of a plugin's state. LV2: a property (key and type are URIs). VST3: "id", "component", "controller". CLAP:
   "state", the plugin's own stream. Memory belongs to the plugin object and lives
   until the next call of a plugin_state_* function. */
struct plugin_state_item {
	const char *key; /* NUL-terminated UTF-8 */
	const char *type;
	const void *value;  /* value_bytes may be 0 */
	uint32_t key_bytes; /* without the NUL */
	uint32_t type_bytes;
	uint32_t value_bytes;
	uint32_t flags;
};

/* [any-thread] PLUGIN_ABI of the library. */
PLUGIN_API int32_t plugin_abi(void);

/* [main-thread] Load and instantiate the plugin named by spec. Not yet active. On failure returns NULL and puts one
   sentence (what, where, what to do; no full stop needed, no newline) into error. */
PLUGIN_API struct plugin *plugin_open(
    const char *spec, const struct plugin_options *options, char *error, uint32_t error_bytes);

/* [main-thread] */
PLUGIN_API void plugin_describe(struct plugin *plugin, struct plugin_description *description);

/* [main-thread] Parameter number index, 0..parameter_count-1, in the order of the wire echo. PLUGIN_OK or PLUGIN_ERROR.
 */
PLUGIN_API int32_t plugin_parameter(struct plugin *plugin, uint32_t index, struct plugin_parameter *parameter);

/* [main-thread] Set a parameter while the audio thread is not in process. Clamped to the range and rounded as the
   parameter's flags demand; the table is updated, so the DAW hears of it. */
PLUGIN_API int32_t plugin_parameter_set(struct plugin *plugin, uint32_t index, double value);

/* [main-thread] How the plugin writes a value of the parameter at that position in the table, like "-6.0 dB" or
   "Sawtooth"; value in the units of the table. Returns the bytes written to text, at most capacity, UTF-8 without a
   NUL (which need not be valid if the plugin's is not), or -1: the plugin has no text for it. */
PLUGIN_API int32_t plugin_parameter_text(
    struct plugin *plugin, uint32_t index, double value, char *text, uint32_t capacity);
/* [main-thread] The value that such a text means. 0, or -1: not understood. */
PLUGIN_API int32_t plugin_parameter_parse(struct plugin *plugin, uint32_t index, const char *text, double *value);
/* [main-thread] One of the values that have names of their own, ascending (LV2: scale points; VST3 and CLAP: the steps
   of a list); plugin_parameter_text has the name. PLUGIN_OK; PLUGIN_ERROR: there are no more. */
PLUGIN_API int32_t plugin_parameter_choice(struct plugin *plugin, uint32_t index, uint32_t number, double *value);

/* [main-thread] Setting number index. PLUGIN_OK; PLUGIN_ERROR: there are no more; PLUGIN_NOT_SUPPORTED: the format has
   no such thing. */
PLUGIN_API int32_t plugin_property(struct plugin *plugin, uint32_t index, struct plugin_property *property);
/* [main-thread] Give the plugin a new value for it, which it gets with the next block. Paths are absolute. */
PLUGIN_API int32_t plugin_property_set(struct plugin *plugin, uint32_t index, const char *value);

/* [main-thread] Connect the plugin to the core's memory and fill in the parameter table of the block record. Refused
   (PLUGIN_ERROR) if record_bytes is not ours. */
PLUGIN_API int32_t plugin_bind(struct plugin *plugin, void *base, struct block *block);

/* [main-thread] */
PLUGIN_API int32_t plugin_activate(struct plugin *plugin);
PLUGIN_API void plugin_deactivate(struct plugin *plugin);

/* [main-thread] Ask the plugin for its state. Returns the number of items (>= 0) or a negative status. */
PLUGIN_API int32_t plugin_state_save(struct plugin *plugin);
/* [main-thread] Item number index of the last save. */
PLUGIN_API int32_t plugin_state_item(struct plugin *plugin, uint32_t index, struct plugin_state_item *item);
/* [main-thread] Collect an item for a restore (copied; key and type need no NUL), then hand all of them to the plugin.
   The collection is empty again after plugin_state_restore. PLUGIN_NOT_SUPPORTED: the plugin keeps no state of its own,
   which is not an error. */
PLUGIN_API int32_t plugin_state_put(struct plugin *plugin, const char *key, uint32_t key_bytes, const char *type,
    uint32_t type_bytes, const void *value, uint32_t value_bytes, uint32_t flags);
PLUGIN_API int32_t plugin_state_restore(struct plugin *plugin);

/* [main-thread] What the states are for that are saved and restored from now on (enum plugin_state_context); at first:
   projects. */
PLUGIN_API void plugin_state_context(struct plugin *plugin, uint32_t context);

/* ---- presets.c of each format (LV2: presets-save.c) ---- */

/* [main-thread] Programs of the plugin's own: their number, or PLUGIN_NOT_SUPPORTED; then one of them. */
PLUGIN_API int32_t plugin_programs(struct plugin *plugin);
PLUGIN_API int32_t plugin_program(struct plugin *plugin, uint32_t index, struct plugin_program *program);
/* [main-thread] Choose one, while the audio thread is not in process. PLUGIN_OK, or PLUGIN_ERROR: nothing chooses it.
 */
PLUGIN_API int32_t plugin_program_choose(struct plugin *plugin, uint32_t index);

/* [main-thread] Have the plugin load a preset from where its provider said that it is (CLAP preset-load). is_file: 1 if
   location is a path, 0 if the preset is inside the plugin (location is ignored). load_key: which of several; may be
   empty. PLUGIN_OK, PLUGIN_ERROR and a sentence in error, or PLUGIN_NOT_SUPPORTED. */
PLUGIN_API int32_t plugin_preset_load(struct plugin *plugin, uint32_t is_file, const char *location,
    const char *load_key, char *error, uint32_t error_bytes);
/* [main-thread] Write the plugin's settings as a preset of the format's own (LV2: a bundle; path is its folder, which
   is made). PLUGIN_OK, PLUGIN_ERROR and a sentence in error, or PLUGIN_NOT_SUPPORTED. */
PLUGIN_API int32_t plugin_preset_save(
    struct plugin *plugin, const char *path, const char *name, char *error, uint32_t error_bytes);

/* [main-thread] Names of notes (drum kits, key switches): their number, or PLUGIN_NOT_SUPPORTED; then one of them. */
PLUGIN_API int32_t plugin_note_names(struct plugin *plugin);
PLUGIN_API int32_t plugin_note_name(struct plugin *plugin, uint32_t index, struct plugin_note_name *name);

/* [main-thread] The folder where the plugin's files are to be kept from now on (absolute, NUL-terminated UTF-8).
   is_shared: 1 if other plugins keep theirs there, too. PLUGIN_NOT_SUPPORTED if the format has no such thing. */
PLUGIN_API int32_t plugin_set_resource_directory(struct plugin *plugin, const char *path, uint32_t is_shared);
/* [main-thread] Have the plugin copy the files that it needs into that folder. PLUGIN_NOT_SUPPORTED if it cannot. */
PLUGIN_API int32_t plugin_collect_resources(struct plugin *plugin);
/* [main-thread] Files that the plugin keeps there: their number, or PLUGIN_NOT_SUPPORTED; then one of them, with a path
   relative to the folder, or PLUGIN_ERROR if it has none. */
PLUGIN_API int32_t plugin_resource_files(struct plugin *plugin);
PLUGIN_API int32_t plugin_resource_file(struct plugin *plugin, uint32_t number, struct plugin_file *file);

/* [main-thread] Files that the plugin refers to: their number, or PLUGIN_NOT_SUPPORTED; then one of them; and a new
   place for the file with that index (PLUGIN_ERROR if there is none such). */
PLUGIN_API int32_t plugin_files(struct plugin *plugin);
PLUGIN_API int32_t plugin_file(struct plugin *plugin, uint32_t number, struct plugin_file *file);
PLUGIN_API int32_t plugin_file_set(struct plugin *plugin, uint32_t index, const char *path);

/* [main-thread] List all plugins of a file or bundle, without opening any as far as the format can tell otherwise: a
   JSON object per line to fd, with the keys that a scan of this format has (common/json.h writes it). details: also
   what only an opened plugin tells (CLAP: parameters, audio ports, editor; VST3: editor, side-chain inputs). LV2 with
   details: path is the URI of one plugin; then also its library, editor, side-chain inputs and presets. Returns the
   number of plugins, or PLUGIN_ERROR and a sentence in error. Called in a process of its own, which the plugin may
   crash. */
PLUGIN_API int32_t plugin_scan(const char *path, uint32_t details, int32_t fd, char *error, uint32_t error_bytes);

struct plugin_editor_options {
	const struct window_api *windows; /* window.h; never NULL */
	uint64_t parent_window;           /* X11 window of the DAW to embed it in; 0: a top-level window */
	const char *title;                /* UTF-8, of a top-level window */
};

/* [main-thread] Show the plugin's editor: open it, or bring the one that is open to the front. Whatever the user edits
   there reaches the plugin and the parameter table (with gestures as events), and what the DAW changes is shown.
   PLUGIN_NOT_SUPPORTED: there is none that can be shown here; PLUGIN_ERROR: it failed to open. A sentence in error
   then. The options matter when it is opened; another parent_window than the one it lives in opens it anew. */
PLUGIN_API int32_t plugin_editor_show(
    struct plugin *plugin, const struct plugin_editor_options *options, char *error, uint32_t error_bytes);
/* [main-thread] 1: the plugin has an editor that could be shown; 0: none. */
PLUGIN_API int32_t plugin_has_editor(struct plugin *plugin);
/* [main-thread] Take it off the screen; it stays as it is. Nothing happens if there is none. */
PLUGIN_API void plugin_editor_hide(struct plugin *plugin);
/* [main-thread] 1: on the screen; 0: never shown, or hidden by plugin_editor_hide, by the user or by itself. */
PLUGIN_API int32_t plugin_editor_is_shown(const struct plugin *plugin);
/* [main-thread] Close and destroy it. plugin_close does so, too. */
PLUGIN_API void plugin_editor_close(struct plugin *plugin);

/* What plugin_idle asks of its caller. */
enum plugin_wish {
	PLUGIN_WISH_RESTART = 1, /* call plugin_restart, while the audio thread does not run the plugin */
	PLUGIN_WISH_FLUSH =
	    2, /* parameter changes wait for the audio thread: if no block comes, run process with 0 frames there */
	PLUGIN_WISH_SAVE = 4,     /* the state has changed since the last save */
	PLUGIN_WISH_DESCRIBE = 8, /* plugin_describe says something else now (ports, name) */
};

/* [main-thread] Do the work that the plugin left for the main thread: callbacks from other threads, timers, file
   descriptors. Called whenever the shim woke the main thread (notify_main). Returns a set of enum plugin_wish. */
PLUGIN_API int32_t plugin_idle(struct plugin *plugin);

/* What a plugin that runs offline has been about since plugin_settle was called last. */
enum plugin_activity {
	PLUGIN_ACTIVITY_WORK = 256,      /* a block left work for other threads: a worker's job, a callback, a message */
	PLUGIN_ACTIVITY_LOADING = 512,   /* it says that it is not ready, or has timers that are not through yet */
	PLUGIN_ACTIVITY_REALTIME = 1024, /* it demands that blocks come in real time, offline too */
	PLUGIN_ACTIVITY_WORKER = 2048    /* it has a worker (LV2) that loads for it */
};

/* ---- offline.c of each format: a plugin that renders to a file ----

   Opened with options->offline, a plugin is told so in its format's way, and everything that a block leaves for other
   threads of the host is done before process returns: process waits for the LV2 worker, and for the main thread where
   a VST3 or CLAP plugin has left something there. Timers follow the sound, not the clock. */

/* [main-thread] Between two blocks, none of which comes before it returns: do what is left, with timers as if up to ms
   more milliseconds of sound had passed; what takes longer than 200 ms is left for the next call. Returns a set of enum
   plugin_wish and enum plugin_activity; 0 if the plugin was not opened offline. */
PLUGIN_API int32_t plugin_settle(struct plugin *plugin, uint32_t ms);

/* [main-thread] Deactivate and activate again, re-reading what may have changed (latency, buses, parameters). The table
   of the block record may be rewritten. PLUGIN_OK or PLUGIN_ERROR: then the plugin is not active. */
PLUGIN_API int32_t plugin_restart(struct plugin *plugin);

/* ---- trial.c of each format: what a DAW hardly does, for `maolan-plugin-host test` ---- */

enum plugin_trial {
	PLUGIN_TRIAL_UNKNOWN_IDS = 1, /* the file is asked for what it does not have */
	PLUGIN_TRIAL_FLUSH = 2,       /* values without sound */
	PLUGIN_TRIAL_COOKIES = 3,     /* values without the plugin's own pointers */
	PLUGIN_TRIAL_NAMESPACES = 4,  /* events of another namespace */
	PLUGIN_TRIAL_NO_FRAMES = 5,   /* a block of 0 frames */
	PLUGIN_TRIAL_LAYOUTS = 6,     /* other arrangements of buses and ports */
	PLUGIN_TRIAL_NO_TRANSPORT = 7,
	PLUGIN_TRIAL_SHORT_STREAMS = 8, /* states that are read and written in small pieces */
	PLUGIN_TRIAL_SCALE = 9,         /* the editor on screens of other resolutions */
	PLUGIN_TRIAL_OPTIONAL_PORTS = 10,
	PLUGIN_TRIAL_EXTENSION_DATA = 14, /* what it says that it has, against what it gives */
	PLUGIN_TRIAL_STATE_CONTEXTS = 13, /* states for presets, duplicates and projects */
	/* What it claims, as a number in answer. */
	PLUGIN_TRIAL_TAIL = 11,     /* frames that sound on after the input; INT32_MAX or more: for ever */
	PLUGIN_TRIAL_IN_PLACE = 12, /* 1: outputs may share the memory of the inputs */
};

/* [main-thread] Try one thing with a plugin that was neither bound nor activated; afterwards it can only be closed.
   PLUGIN_OK: it is as it should be. PLUGIN_ERROR: it is not, PLUGIN_NOT_SUPPORTED: there is nothing to try; then a
   sentence in answer. */
PLUGIN_API int32_t plugin_try(struct plugin *plugin, uint32_t trial, char *answer, uint32_t answer_bytes);

/* [main-thread] Deactivate if active, release everything. NULL is allowed. */
PLUGIN_API void plugin_close(struct plugin *plugin);

#endif
