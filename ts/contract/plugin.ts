// SPDX-License-Identifier: BSD-2-Clause
// Generated from native-shim/include/plugin.h by `npm run contract`; do not edit.
import type { Fd, Frames, Milliseconds, Pointer } from '../contract-types.ts';

export const PLUGIN_ABI = 7;

// enum plugin_status: Status of functions that return int32_t: >= 0 is success.
export const PLUGIN_OK = 0;
/** process only: the plugin reports a failure, but its outputs are usable */
export const PLUGIN_HEARD = 1;
/** the plugin refused or failed */
export const PLUGIN_ERROR = -1;
/** the plugin does not support this */
export const PLUGIN_NOT_SUPPORTED = -2;

// enum plugin_parameter_flag
export const PLUGIN_PARAMETER_INTEGER = 1;
export const PLUGIN_PARAMETER_TOGGLED = 2;
export const PLUGIN_PARAMETER_ENUMERATION = 4;
export const PLUGIN_PARAMETER_LOGARITHMIC = 8;
export const PLUGIN_PARAMETER_TRIGGER = 16;
/** only the plugin sets it: a meter */
export const PLUGIN_PARAMETER_READ_ONLY = 32;
/** the plugin's own bypass: 1 passes the input through */
export const PLUGIN_PARAMETER_BYPASS = 64;
/** the plugin does not want it listed */
export const PLUGIN_PARAMETER_HIDDEN = 128;
export const PLUGIN_PARAMETER_NOT_AUTOMATABLE = 256;
export const PLUGIN_PARAMETER_STEPPED = 512;
/** selects one of the programs that plugin_program lists */
export const PLUGIN_PARAMETER_PROGRAM = 1024;

// enum plugin_description_flag: Values of plugin_description.flags.
export const PLUGIN_IS_INSTRUMENT = 1;

// enum plugin_state_context
export const PLUGIN_STATE_FOR_PROJECT = 0;
export const PLUGIN_STATE_FOR_PRESET = 1;

// enum plugin_note_expression_flag
/** has a centre */
export const PLUGIN_NOTE_EXPRESSION_BIPOLAR = 1;
/** counts once, where the note begins */
export const PLUGIN_NOTE_EXPRESSION_ONE_SHOT = 2;
/** is the value itself, not an offset to it */
export const PLUGIN_NOTE_EXPRESSION_ABSOLUTE = 4;
/** parameter_id is the same for all notes */
export const PLUGIN_NOTE_EXPRESSION_PARAMETER = 8;

// enum plugin_request: Actions that plugin_idle requests from its caller.
/** call plugin_restart while the audio thread does not run the plugin */
export const PLUGIN_REQUEST_RESTART = 1;
export const PLUGIN_REQUEST_FLUSH = 2;
/** the state has changed since the last save */
export const PLUGIN_REQUEST_SAVE = 4;
/** plugin_describe returns something new (ports, name) */
export const PLUGIN_REQUEST_DESCRIBE = 8;

// enum plugin_activity: Activity of an offline plugin since the last plugin_settle.
/** a block queued work for other threads: a worker's job, a callback, a message */
export const PLUGIN_ACTIVITY_WORK = 256;
/** it reports that it is not ready, or has pending timers */
export const PLUGIN_ACTIVITY_LOADING = 512;
/** it requires real-time blocks, even offline */
export const PLUGIN_ACTIVITY_REALTIME = 1024;
/** it has a worker (LV2) that may be loading */
export const PLUGIN_ACTIVITY_WORKER = 2048;

// enum plugin_trial
/** queries for ids that do not exist */
export const PLUGIN_TRIAL_UNKNOWN_IDS = 1;
/** parameter values without audio */
export const PLUGIN_TRIAL_FLUSH = 2;
/** parameter values without the plugin's own cookies */
export const PLUGIN_TRIAL_COOKIES = 3;
/** events from an unknown namespace */
export const PLUGIN_TRIAL_NAMESPACES = 4;
/** a block of 0 frames */
export const PLUGIN_TRIAL_NO_FRAMES = 5;
/** other bus and port arrangements */
export const PLUGIN_TRIAL_LAYOUTS = 6;
export const PLUGIN_TRIAL_NO_TRANSPORT = 7;
/** states read and written in small pieces */
export const PLUGIN_TRIAL_SHORT_STREAMS = 8;
/** the editor at other scale factors */
export const PLUGIN_TRIAL_SCALE = 9;
export const PLUGIN_TRIAL_OPTIONAL_PORTS = 10;
/** what it says that it has, against what it gives */
export const PLUGIN_TRIAL_EXTENSION_DATA = 14;
/** states for presets, duplicates and projects */
export const PLUGIN_TRIAL_STATE_CONTEXTS = 13;
/** parameter values beyond their ranges, infinite ones and NaN */
export const PLUGIN_TRIAL_WILD_VALUES = 15;
/** calls in orders that DAWs rarely use */
export const PLUGIN_TRIAL_ORDER = 16;
/** the processing state cleared while it is active */
export const PLUGIN_TRIAL_RESET = 17;
/** samples of 64 bits */
export const PLUGIN_TRIAL_DOUBLE = 18;
/** an editor with a window of its own */
export const PLUGIN_TRIAL_FLOATING = 19;
/** buses and ports that are switched off */
export const PLUGIN_TRIAL_INACTIVE_BUSES = 20;
export const PLUGIN_TRIAL_DOUBLE_IN_PLACE = 21;
/** frames of tail after the input ends; INT32_MAX or more: endless */
export const PLUGIN_TRIAL_TAIL = 11;
/** 1: outputs may share the memory of the inputs */
export const PLUGIN_TRIAL_IN_PLACE = 12;

export interface PluginOptionsStruct {
  /** Hz, > 0 */
  sample_rate: number;
  /** the DAW's buffer size, 1..BLOCK_FRAMES_MAX; longer blocks are split */
  frames_max: Frames;
  /** requested by the DAW, a hint */
  input_channels: number;
  /** requested by the DAW, a hint */
  output_channels: number;
  /** the DAW's name for this instance, for messages and file names */
  instance_id: string;
  /** 1: renders to a file, faster than real time (see offline.c); 0: in a DAW, real time */
  offline: number;
}

export interface PluginDescriptionStruct {
  /** UTF-8 */
  name: string;
  /** UTF-8; empty if unknown, like the next two */
  vendor: string;
  /** in the format's own notation: "Fx|Reverb", "audio-effect|reverb|stereo", "Reverb" */
  category: string;
  version: string;
  /** LV2: URI; VST3: class id, 32 hexadecimal digits; CLAP: id. Unique in its file at least */
  id: string;
  /** enum plugin_description_flag */
  flags: number;
  parameter_count: number;
  /** channels of all ports, not clamped */
  audio_inputs: number;
  audio_outputs: number;
  latency_samples: Frames;
  /** note or event ports */
  midi_inputs: number;
  midi_outputs: number;
}

export interface PluginParameterStruct {
  /** as on the wire: LV2 port index, VST3 ParamID, CLAP clap_id */
  id: number;
  flags: number;
  minimum: number;
  maximum: number;
  default_value: number;
  value: number;
  /** UTF-8 */
  name: string;
  /** group of the parameter, such as "oscillators/1" (CLAP: module, VST3: unit); else empty */
  module: string;
  /** UTF-8, as written after the value, such as "dB"; empty if none */
  unit: string;
  /** LV2: the port's symbol, unique within the plugin; else empty */
  symbol: string;
}

/** One of the plugin's built-in programs (VST3: IUnitInfo). */
export interface PluginProgramStruct {
  /** UTF-8 */
  name: string;
  /** the list's name, UTF-8; may be empty */
  list: string;
}

/** A setting whose value is not a number (LV2: patch:writable and patch:readable of type Path, String, URI). */
export interface PluginPropertyStruct {
  /** PLUGIN_PARAMETER_READ_ONLY or 0 */
  flags: number;
  /** UTF-8 */
  name: string;
  /** unique within the plugin */
  uri: string;
  /** "Path", "String", "URI" */
  type: string;
  /** UTF-8; empty: none, or unknown */
  value: string;
}

export interface PluginNoteNameStruct {
  /** 0..127 */
  note: number;
  /** UTF-8 */
  name: string;
}

/** What a note can do while it sounds (VST3: INoteExpressionController). */
export interface PluginNoteExpressionStruct {
  /** enum note_expression, but for EXPRESSION_PRESSURE; or a number of the plugin's own */
  id: number;
  flags: number;
  /** 0: continuous; n: n + 1 values */
  steps: number;
  parameter_id: number;
  minimum: number;
  maximum: number;
  default_value: number;
  /** UTF-8; so are the following, which may be empty */
  name: string;
  short_name: string;
  unit: string;
  /** as the plugin writes it */
  minimum_text: string;
  maximum_text: string;
  default_text: string;
}

/** Which output an input leads to (VST3: IComponent::getRoutingInfo). */
export interface PluginRouteStruct {
  /** 1: a note / event port; 0: an audio port */
  from_is_midi: number;
  /** audio: the plugin's bus */
  from_port: number;
  /** MIDI: 0..15; -1: all */
  from_channel: number;
  /** audio: the first of its channels, as the wire counts them; MIDI: 0 */
  from_plane: number;
  /** how many */
  from_planes: number;
  to_is_midi: number;
  to_port: number;
  to_channel: number;
  to_plane: number;
  to_planes: number;
}

/** A file that the plugin's state refers to but does not contain. */
export interface PluginFileStruct {
  /** the plugin's index for it */
  index: number;
  path: string;
}

/** One item of a plugin's state. LV2: a property (key and type are URIs). */
export interface PluginStateItemStruct {
  /** NUL-terminated UTF-8 */
  key: unknown;
  type: unknown;
  /** value_bytes may be 0 */
  value: unknown;
  /** without the NUL */
  key_bytes: number;
  type_bytes: number;
  value_bytes: number;
  flags: number;
}

export interface PluginEditorOptionsStruct {
  /** window.h; never NULL */
  windows: Pointer<'window_api'>;
  /** X11 window of the DAW to embed it in; 0: a top-level window */
  parent_window: number;
  /** UTF-8, of a top-level window */
  title: string;
}

/** Types of the fields, in their order, for koffi. */
export const pluginStructs = {
  plugin_options: {
    sample_rate: 'double',
    frames_max: 'uint32_t',
    input_channels: 'uint32_t',
    output_channels: 'uint32_t',
    instance_id: 'const char *',
    offline: 'uint32_t',
  },
  plugin_description: {
    name: 'char[256]',
    vendor: 'char[256]',
    category: 'char[256]',
    version: 'char[64]',
    id: 'char[512]',
    flags: 'uint32_t',
    parameter_count: 'uint32_t',
    audio_inputs: 'uint32_t',
    audio_outputs: 'uint32_t',
    latency_samples: 'uint32_t',
    midi_inputs: 'uint32_t',
    midi_outputs: 'uint32_t',
  },
  plugin_parameter: {
    id: 'uint32_t',
    flags: 'uint32_t',
    minimum: 'double',
    maximum: 'double',
    default_value: 'double',
    value: 'double',
    name: 'char[256]',
    module: 'char[1024]',
    unit: 'char[32]',
    symbol: 'char[128]',
  },
  plugin_program: {
    name: 'char[256]',
    list: 'char[256]',
  },
  plugin_property: {
    flags: 'uint32_t',
    name: 'char[256]',
    uri: 'char[512]',
    type: 'char[16]',
    value: 'char[4096]',
  },
  plugin_note_name: {
    note: 'uint32_t',
    name: 'char[256]',
  },
  plugin_note_expression: {
    id: 'uint32_t',
    flags: 'uint32_t',
    steps: 'uint32_t',
    parameter_id: 'uint32_t',
    minimum: 'double',
    maximum: 'double',
    default_value: 'double',
    name: 'char[256]',
    short_name: 'char[256]',
    unit: 'char[256]',
    minimum_text: 'char[256]',
    maximum_text: 'char[256]',
    default_text: 'char[256]',
  },
  plugin_route: {
    from_is_midi: 'uint32_t',
    from_port: 'uint32_t',
    from_channel: 'int32_t',
    from_plane: 'uint32_t',
    from_planes: 'uint32_t',
    to_is_midi: 'uint32_t',
    to_port: 'uint32_t',
    to_channel: 'int32_t',
    to_plane: 'uint32_t',
    to_planes: 'uint32_t',
  },
  plugin_file: {
    index: 'uint32_t',
    path: 'char[4096]',
  },
  plugin_state_item: {
    key: 'const void *',
    type: 'const void *',
    value: 'const void *',
    key_bytes: 'uint32_t',
    type_bytes: 'uint32_t',
    value_bytes: 'uint32_t',
    flags: 'uint32_t',
  },
  plugin_editor_options: {
    windows: 'void *',
    parent_window: 'uint64_t',
    title: 'const char *',
  },
} as const;

/** Functions of plugin.h. */
export interface PluginFunctions {
  /** [any-thread] The library's PLUGIN_ABI. */
  plugin_abi(): number;
  /** [main-thread] Load and instantiate the plugin named by spec, without activating it. */
  plugin_open(spec: string, options: PluginOptionsStruct, error: Uint8Array, errorBytes: number): Pointer<'plugin'>;
  /** [main-thread] */
  plugin_describe(plugin: Pointer<'plugin'>, description: PluginDescriptionStruct): void;
  /** [main-thread] Parameter index, 0..parameter_count-1, in the order of the wire's parameter echo. */
  plugin_parameter(plugin: Pointer<'plugin'>, index: number, parameter: PluginParameterStruct): number;
  /** [main-thread] Set a parameter while the audio thread is not in process. */
  plugin_parameter_set(plugin: Pointer<'plugin'>, index: number, value: number): number;
  /**
   * [main-thread] The plugin's text for a value, such as "-6.0 dB" or "Sawtooth". index: the parameter's
   * position in the table; value: in the table's units.
   */
  plugin_parameter_text(
    plugin: Pointer<'plugin'>,
    index: number,
    value: number,
    text: Uint8Array,
    capacity: number,
  ): number;
  /** [main-thread] Parse such a text into a value. Returns 0, or -1 if it cannot be parsed. */
  plugin_parameter_parse(plugin: Pointer<'plugin'>, index: number, text: string, value: Float64Array): number;
  /**
   * [main-thread] Named value number number of a parameter, ascending (LV2: scale points; VST3 and CLAP: the
   * steps of a list); plugin_parameter_text returns its name.
   */
  plugin_parameter_choice(plugin: Pointer<'plugin'>, index: number, number: number, value: Float64Array): number;
  /** [main-thread] Property index. */
  plugin_property(plugin: Pointer<'plugin'>, index: number, property: PluginPropertyStruct): number;
  /** [main-thread] Set a property; the plugin receives the value with the next block. */
  plugin_property_set(plugin: Pointer<'plugin'>, index: number, value: string): number;
  /** [main-thread] Connect the plugin to the core's memory and fill in the block record's parameter table. */
  plugin_bind(
    plugin: Pointer<'plugin'>,
    base: Pointer<'base'> | Uint8Array,
    block: Pointer<'block'> | Uint8Array,
  ): number;
  /** [main-thread] */
  plugin_activate(plugin: Pointer<'plugin'>): number;
  plugin_deactivate(plugin: Pointer<'plugin'>): void;
  /** [main-thread] Ask the plugin for its state. Returns the number of items (>= 0) or a negative status. */
  plugin_state_save(plugin: Pointer<'plugin'>): number;
  /** [main-thread] Item index of the last save. */
  plugin_state_item(plugin: Pointer<'plugin'>, index: number, item: PluginStateItemStruct): number;
  /**
   * [main-thread] plugin_state_put adds an item (copied; key and type need no NUL); plugin_state_restore hands
   * all items to the plugin and empties the collection.
   */
  plugin_state_put(
    plugin: Pointer<'plugin'>,
    key: Uint8Array,
    keyBytes: number,
    type: Uint8Array,
    typeBytes: number,
    value: Uint8Array,
    valueBytes: number,
    flags: number,
  ): number;
  plugin_state_restore(plugin: Pointer<'plugin'>): number;
  /**
   * [main-thread] Set the purpose (enum plugin_state_context) of the states that are saved and restored from
   * now on; initially: project.
   */
  plugin_state_context(plugin: Pointer<'plugin'>, context: number): void;
  /** [main-thread] Built-in programs: their number, or PLUGIN_NOT_SUPPORTED; then one of them. */
  plugin_programs(plugin: Pointer<'plugin'>): number;
  plugin_program(plugin: Pointer<'plugin'>, index: number, program: PluginProgramStruct): number;
  /** [main-thread] Select a program while the audio thread is not in process. */
  plugin_program_choose(plugin: Pointer<'plugin'>, index: number): number;
  /**
   * [main-thread] Load a preset from the location that its provider reported (CLAP preset-load). is_file: 1 if
   * location is a path, 0 if the preset is inside the plugin (location is ignored). load_key: selects one of
   * several; may be empty.
   */
  plugin_preset_load(
    plugin: Pointer<'plugin'>,
    isFile: number,
    location: string,
    loadKey: string,
    error: Uint8Array,
    errorBytes: number,
  ): number;
  /**
   * [main-thread] Write the plugin's settings as a preset in the format's own form (LV2: a bundle; path is its
   * folder, which is created).
   */
  plugin_preset_save(
    plugin: Pointer<'plugin'>,
    path: string,
    name: string,
    error: Uint8Array,
    errorBytes: number,
  ): number;
  /**
   * [main-thread] Note names (drum kits, key switches): their number, or PLUGIN_NOT_SUPPORTED; then one of
   * them.
   */
  plugin_note_names(plugin: Pointer<'plugin'>): number;
  plugin_note_name(plugin: Pointer<'plugin'>, index: number, name: PluginNoteNameStruct): number;
  /**
   * [main-thread] What the notes of a port and channel can do while they sound: how many such things, or
   * PLUGIN_NOT_SUPPORTED (CLAP's notes can do all of enum note_expression, LV2's nothing); then one of them.
   */
  plugin_note_expressions(plugin: Pointer<'plugin'>, port: number, channel: number): number;
  plugin_note_expression(
    plugin: Pointer<'plugin'>,
    port: number,
    channel: number,
    index: number,
    expression: PluginNoteExpressionStruct,
  ): number;
  /** [main-thread] Route number index. PLUGIN_OK; PLUGIN_ERROR: there are no more; PLUGIN_NOT_SUPPORTED. */
  plugin_route(plugin: Pointer<'plugin'>, index: number, route: PluginRouteStruct): number;
  /**
   * [main-thread] 1: this plugin takes the states of the one with that id (VST3: moved classes); 0: it does
   * not.
   */
  plugin_replaces(plugin: Pointer<'plugin'>, id: string): number;
  /**
   * [main-thread] Which parameter corresponds to one of the plugin that it replaces (VST3: IRemapParamID): its
   * position in the table, or PLUGIN_ERROR: none.
   */
  plugin_remap_parameter(plugin: Pointer<'plugin'>, id: string, parameterId: number): number;
  /**
   * [main-thread] Set the folder for the plugin's resource files (NUL-terminated UTF-8; LV2: absolute).
   * is_shared: 1 if other plugins use it, too.
   */
  plugin_set_resource_directory(plugin: Pointer<'plugin'>, path: string, isShared: number): number;
  /** [main-thread] Have the plugin copy the files that it needs into that folder. */
  plugin_collect_resources(plugin: Pointer<'plugin'>): number;
  /**
   * [main-thread] Files that the plugin keeps in that folder: their number, or PLUGIN_NOT_SUPPORTED; then one
   * of them, with a path relative to the folder, or PLUGIN_ERROR if it has none.
   */
  plugin_resource_files(plugin: Pointer<'plugin'>): number;
  plugin_resource_file(plugin: Pointer<'plugin'>, number: number, file: PluginFileStruct): number;
  /**
   * [main-thread] Files that the plugin refers to: their number, or PLUGIN_NOT_SUPPORTED; then one of them;
   * then a new path for the file with that index (PLUGIN_ERROR if there is none).
   */
  plugin_files(plugin: Pointer<'plugin'>): number;
  plugin_file(plugin: Pointer<'plugin'>, number: number, file: PluginFileStruct): number;
  plugin_file_set(plugin: Pointer<'plugin'>, index: number, path: string): number;
  /** [main-thread] List all plugins of a file or bundle, opening none where the format allows it. */
  plugin_scan(path: string, details: number, fd: Fd, error: Uint8Array, errorBytes: number): number;
  /** [main-thread] Show the plugin's editor: open it, or bring an open one to the front. */
  plugin_editor_show(
    plugin: Pointer<'plugin'>,
    options: PluginEditorOptionsStruct,
    error: Uint8Array,
    errorBytes: number,
  ): number;
  /** [main-thread] 1 if the plugin has an editor that can be shown, else 0. */
  plugin_has_editor(plugin: Pointer<'plugin'>): number;
  /** [main-thread] Hide the editor without closing it. Does nothing if there is none. */
  plugin_editor_hide(plugin: Pointer<'plugin'>): void;
  /**
   * [main-thread] 1 while visible; 0 if never shown, or hidden by plugin_editor_hide, by the user or by the
   * editor itself.
   */
  plugin_editor_is_shown(plugin: Pointer<'plugin'>): number;
  /** [main-thread] Close and destroy the editor. plugin_close does the same. */
  plugin_editor_close(plugin: Pointer<'plugin'>): void;
  /**
   * [main-thread] Do the work that the plugin has queued for the main thread: callbacks from other threads,
   * timers, file descriptors.
   */
  plugin_idle(plugin: Pointer<'plugin'>): number;
  /** [main-thread] Called between two blocks; the next block must wait until it returns. */
  plugin_settle(plugin: Pointer<'plugin'>, ms: Milliseconds): number;
  /** [main-thread] Deactivate and reactivate, and re-read what may have changed (latency, buses, parameters). */
  plugin_restart(plugin: Pointer<'plugin'>): number;
  /**
   * [main-thread] Run one trial on a plugin that was neither bound nor activated; afterwards it can only be
   * closed.
   */
  plugin_try(plugin: Pointer<'plugin'>, trial: number, answer: Uint8Array, answerBytes: number): number;
  /** [main-thread] Deactivate if active, and release everything. NULL is allowed. */
  plugin_close(plugin: Pointer<'plugin'>): void;
}

/** The same for koffi. */
export const pluginPrototypes: { readonly [name in keyof PluginFunctions]: string } = {
  plugin_abi: 'int32_t plugin_abi()',
  plugin_open: 'void *plugin_open(const char *spec, plugin_options *options, void *error, uint32_t error_bytes)',
  plugin_describe: 'void plugin_describe(void *plugin, _Out_ plugin_description *description)',
  plugin_parameter: 'int32_t plugin_parameter(void *plugin, uint32_t index, _Out_ plugin_parameter *parameter)',
  plugin_parameter_set: 'int32_t plugin_parameter_set(void *plugin, uint32_t index, double value)',
  plugin_parameter_text:
    'int32_t plugin_parameter_text(void *plugin, uint32_t index, double value, void *text, uint32_t capacity)',
  plugin_parameter_parse:
    'int32_t plugin_parameter_parse(void *plugin, uint32_t index, const char *text, double *value)',
  plugin_parameter_choice:
    'int32_t plugin_parameter_choice(void *plugin, uint32_t index, uint32_t number, double *value)',
  plugin_property: 'int32_t plugin_property(void *plugin, uint32_t index, _Out_ plugin_property *property)',
  plugin_property_set: 'int32_t plugin_property_set(void *plugin, uint32_t index, const char *value)',
  plugin_bind: 'int32_t plugin_bind(void *plugin, void *base, void *block)',
  plugin_activate: 'int32_t plugin_activate(void *plugin)',
  plugin_deactivate: 'void plugin_deactivate(void *plugin)',
  plugin_state_save: 'int32_t plugin_state_save(void *plugin)',
  plugin_state_item: 'int32_t plugin_state_item(void *plugin, uint32_t index, _Out_ plugin_state_item *item)',
  plugin_state_put:
    'int32_t plugin_state_put(void *plugin, const void *key, uint32_t key_bytes, const void *type, uint32_t type_bytes, const void *value, uint32_t value_bytes, uint32_t flags)',
  plugin_state_restore: 'int32_t plugin_state_restore(void *plugin)',
  plugin_state_context: 'void plugin_state_context(void *plugin, uint32_t context)',
  plugin_programs: 'int32_t plugin_programs(void *plugin)',
  plugin_program: 'int32_t plugin_program(void *plugin, uint32_t index, _Out_ plugin_program *program)',
  plugin_program_choose: 'int32_t plugin_program_choose(void *plugin, uint32_t index)',
  plugin_preset_load:
    'int32_t plugin_preset_load(void *plugin, uint32_t is_file, const char *location, const char *load_key, void *error, uint32_t error_bytes)',
  plugin_preset_save:
    'int32_t plugin_preset_save(void *plugin, const char *path, const char *name, void *error, uint32_t error_bytes)',
  plugin_note_names: 'int32_t plugin_note_names(void *plugin)',
  plugin_note_name: 'int32_t plugin_note_name(void *plugin, uint32_t index, _Out_ plugin_note_name *name)',
  plugin_note_expressions: 'int32_t plugin_note_expressions(void *plugin, uint32_t port, uint32_t channel)',
  plugin_note_expression:
    'int32_t plugin_note_expression(void *plugin, uint32_t port, uint32_t channel, uint32_t index, _Out_ plugin_note_expression *expression)',
  plugin_route: 'int32_t plugin_route(void *plugin, uint32_t index, _Out_ plugin_route *route)',
  plugin_replaces: 'int32_t plugin_replaces(void *plugin, const char *id)',
  plugin_remap_parameter: 'int32_t plugin_remap_parameter(void *plugin, const char *id, uint32_t parameter_id)',
  plugin_set_resource_directory:
    'int32_t plugin_set_resource_directory(void *plugin, const char *path, uint32_t is_shared)',
  plugin_collect_resources: 'int32_t plugin_collect_resources(void *plugin)',
  plugin_resource_files: 'int32_t plugin_resource_files(void *plugin)',
  plugin_resource_file: 'int32_t plugin_resource_file(void *plugin, uint32_t number, _Out_ plugin_file *file)',
  plugin_files: 'int32_t plugin_files(void *plugin)',
  plugin_file: 'int32_t plugin_file(void *plugin, uint32_t number, _Out_ plugin_file *file)',
  plugin_file_set: 'int32_t plugin_file_set(void *plugin, uint32_t index, const char *path)',
  plugin_scan: 'int32_t plugin_scan(const char *path, uint32_t details, int32_t fd, void *error, uint32_t error_bytes)',
  plugin_editor_show:
    'int32_t plugin_editor_show(void *plugin, plugin_editor_options *options, void *error, uint32_t error_bytes)',
  plugin_has_editor: 'int32_t plugin_has_editor(void *plugin)',
  plugin_editor_hide: 'void plugin_editor_hide(void *plugin)',
  plugin_editor_is_shown: 'int32_t plugin_editor_is_shown(void *plugin)',
  plugin_editor_close: 'void plugin_editor_close(void *plugin)',
  plugin_idle: 'int32_t plugin_idle(void *plugin)',
  plugin_settle: 'int32_t plugin_settle(void *plugin, uint32_t ms)',
  plugin_restart: 'int32_t plugin_restart(void *plugin)',
  plugin_try: 'int32_t plugin_try(void *plugin, uint32_t trial, void *answer, uint32_t answer_bytes)',
  plugin_close: 'void plugin_close(void *plugin)',
};
