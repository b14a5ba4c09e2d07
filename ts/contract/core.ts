// SPDX-License-Identifier: BSD-2-Clause
// Generated from wasm/include/core.h by `npm run contract`; do not edit.
import type { Frames, Milliseconds, Offset, U32 } from '../contract-types.ts';

export const STATE_BYTES_MAX = 67108864;

// enum core_attach_error
export const CORE_BAD_MAGIC = -1;
export const CORE_UNKNOWN_VERSION = -2;

// enum host_action: What to do after a wake; see host_wake.
/** keep waiting; write host_replies() bytes first */
export const HOST_NOTHING = 0;
/** the block is prepared: run the plugin, then host_block_end */
export const HOST_BLOCK = 1;
export const HOST_REQUEST = 2;
/** exit; no reply */
export const HOST_SHUTDOWN = 3;

// enum host_client: How the client uses replies.
/** as defined by the version's layout */
export const HOST_CLIENT_OF_VERSION = 0;
/**
 * It accepts any byte as the answer to its request, whatever the version says (all current VST3 clients):
 * its blocks are deferred for longer, see PROTOCOL_PUT_OFF_MS_MAX.
 */
export const HOST_CLIENT_TAKES_ANY = 1;
/** A flag: the client polls the segment for what it waits for. */
export const HOST_CLIENT_LOOKS = 2;

// enum host_mode: Whether there is a plugin to run.
export const HOST_RUN = 0;
/** the DAW's input channel c becomes its output channel c; further outputs are silent */
export const HOST_PASS_THROUGH = 1;
export const HOST_HOLD = 2;

// enum state_format
export const STATE_FORMAT_LV2 = 1;
export const STATE_FORMAT_VST3 = 2;
export const STATE_FORMAT_CLAP = 3;

// enum state_container
export const STATE_CONTAINER_DEFLATED = 1;
export const STATE_CONTAINER_FILE = 2;

// enum state_fault
export const STATE_FAULT_NONE = 0;
export const STATE_FAULT_CUT = 1;
/** value = a count that the remaining bytes cannot hold, or above the limit */
export const STATE_FAULT_COUNT = 2;
/** not UTF-8 (class id: not a hexadecimal digit); offset and value of the first such byte */
export const STATE_FAULT_TEXT = 3;
/** not the bytes that it must start with */
export const STATE_FAULT_MARK = 4;
/** value = a number that is not allowed here */
export const STATE_FAULT_VALUE = 5;
/** more bytes than the fields account for; value = number of extra bytes */
export const STATE_FAULT_LENGTH = 6;
/** a required chunk is missing */
export const STATE_FAULT_MISSING = 7;
export const STATE_FAULT_OUTSIDE = 8;
/** more than STATE_BYTES_MAX; value = number of bytes */
export const STATE_FAULT_TOO_LARGE = 9;

// enum state_field
export const STATE_FIELD_NONE = 0;
export const STATE_FIELD_PORT_COUNT = 1;
export const STATE_FIELD_PORTS = 2;
export const STATE_FIELD_PROPERTY_COUNT = 3;
export const STATE_FIELD_KEY = 4;
export const STATE_FIELD_TYPE = 5;
export const STATE_FIELD_FLAGS = 6;
export const STATE_FIELD_PROPERTY_VALUE = 7;
/** the plugin's or class's */
export const STATE_FIELD_ID = 8;
export const STATE_FIELD_COMPONENT = 9;
export const STATE_FIELD_CONTROLLER = 10;
export const STATE_FIELD_MARK = 11;
export const STATE_FIELD_VERSION = 12;
export const STATE_FIELD_PARAMETER_COUNT = 13;
export const STATE_FIELD_PARAMETERS = 14;
export const STATE_FIELD_KIND = 15;
export const STATE_FIELD_RAW_BYTES = 16;
export const STATE_FIELD_HASH = 17;
export const STATE_FIELD_DEFLATED = 18;
/** what surrounds a container */
export const STATE_FIELD_FRAME = 19;
export const STATE_FIELD_LIST_OFFSET = 20;
export const STATE_FIELD_LIST = 21;
export const STATE_FIELD_INFO = 22;

/** The core's functions. */
export interface CoreExports {
  /** Offset of the window: PROTOCOL_SEGMENT_BYTES bytes, aligned to 64 KiB, where the shim maps the segment. */
  core_window(): Offset;
  /** Read the header in the window and select the protocol version's layout. */
  core_attach(): number;
  /** The same for a segment whose version is already known: its header may have been overwritten since. */
  core_attach_as(version: number): number;
  /** The raw header words, magic and version, for messages. */
  core_header_magic(): U32;
  core_header_version(): U32;
  /** Offset of the block record. */
  host_block(): Offset;
  /** One byte was read from the wake pipe, where it arrived at block->wake_ms. */
  host_wake(): number;
  /**
   * Microseconds after block->now_us at which to call host_time if nothing else has happened; -1: not needed.
   * block->wake_ms is the time of the last event.
   */
  host_wait_us(): number;
  /** That time has passed; block->wake_ms and block->now_us hold the current time. */
  host_time(): number;
  host_set_client(kind: number): void;
  /** The type of the request that the last HOST_REQUEST reported. */
  host_request_type(): U32;
  /** 1 if that request needs an answer; 0 if it was cleared at once. */
  host_request_is_answered(): number;
  /** When the byte of the outstanding request was read. */
  host_request_wake_ms(): Milliseconds;
  /**
   * The plugin has run (status >= 0) or failed (status < 0: outputs are cleared). block->done_ms and now_us
   * must be set, and block->wakes_unread updated.
   */
  host_block_end(status: number): void;
  /**
   * 1 if host_block_end holds the block's reply back because the header contains a request whose byte has not
   * been read, and which another client thread is about to wait for.
   */
  host_holds_reply(): number;
  host_release(): void;
  /** 1 if the header contains a request whose byte has not been read. */
  host_request_announced(): number;
  /**
   * The main thread has finished the outstanding request (there is at most one); reply = the result of
   * host_request_finish. block->wake_ms holds the current time.
   */
  host_request_done(reply: number): number;
  /**
   * The main thread takes too long for the outstanding request: answer it with an error. block->wake_ms holds
   * the current time. with_main: 1 if the main thread has the request and may still be working on it; if it is
   * a restore, the plugin is then not run until host_request_settled.
   */
  host_request_give_up(withMain: number): number;
  /** The main thread has finished a request that was given up (the oldest of them). */
  host_request_settled(): void;
  /**
   * Returns HOST_BLOCK if a deferred block is now prepared, else HOST_NOTHING. block->wake_ms holds the
   * current time.
   */
  host_suspend(mode: number): number;
  /**
   * The process that ran the plugin has ended, and this instance continues with its memory: the current block
   * is answered with its input, and so are the following ones (HOST_PASS_THROUGH).
   */
  host_take_over(): number;
  /** The type of the request that the main thread has; 0: none. */
  host_request_outstanding(): U32;
  /**
   * Echo every parameter again, starting with the next block: what the DAW knows came from an earlier process
   * (before the previous one).
   */
  host_report_all(): void;
  /** Deliver the plugin's own parameter changes although no block comes. */
  host_flush(): number;
  /** Call this after HOST_REQUEST, before the main thread receives a save or restore. */
  host_flush_begin(hasChanges: number): number;
  host_flush_end(): void;
  /** 1 if blocks were given up unanswered since the last host_wakes_given_up. */
  host_lost_blocks(): number;
  /** How many of the unread wake bytes to ignore, because their blocks were given up. */
  host_wakes_given_up(unread: number): U32;
  /** 1 if the counter alone currently answers blocks. */
  host_answers_by_counter(): number;
  /** 1 if block->wakes_unread must be updated before host_block_end. */
  host_counts_wakes(): number;
  /** Number of reply bytes to write now, which is then reset. At most PROTOCOL_REPLIES_MAX. */
  host_replies(): number;
  /**
   * The same for requests, when a wake byte has been read, before host_wake: at that time no other client
   * thread is reading the pipe.
   */
  host_replies_at_wake(): number;
  /** Then: microseconds for which the block waits until the client has read all replies; 0: no wait. */
  host_reader_us(): number;
  /** After that wait: 1 if the client has read them. */
  host_reader_came(came: number): void;
  /** 1 if replies are being held back. */
  host_replies_pending(): number;
  /**
   * 0 if failing to write a reply does not matter, because only end of file on the wake pipe counts (from
   * version 7 on).
   */
  host_needs_replies(): number;
  /** Call this once: 1 if the shim can detect that the client has read all replies (below). */
  host_set_sees_replies(sees: number): void;
  /** 1 if it is uncertain whether the client reads its replies. */
  host_expects_unread(): number;
  /** 1 if block->replies_unread must be updated now that a wake byte has been read. */
  host_counts_replies(): number;
  /**
   * While unread replies are expected: the client has read all of them, and had written no other wake byte
   * before it read the last of them.
   */
  host_replies_taken(): void;
  /**
   * Replies may be left unread from now on: this process was stopped for a while, or has just taken over from
   * another one.
   */
  host_expect_unread(): void;
  /**
   * Number of additional replies to give: their wake bytes were read by the previous process, which has
   * crashed.
   */
  host_add_replies(count: number): void;
  /** Parameter events with unknown ids or NaN values since the last call; and the last such id. For messages. */
  host_refused_parameters(): U32;
  host_refused_parameter_id(): U32;
  /** 1 if a parameter with that id exists, so that its value was invalid. */
  host_refused_parameter_is_known(): number;
  /**
   * Size of the last block rejected for its size since the last call; 1, which is never rejected, if there was
   * none.
   */
  host_invalid_block_size(): U32;
  /** Zero the window and write the header of a version. Returns 0, or CORE_UNKNOWN_VERSION. */
  daw_initialize(version: number): number;
  daw_ready(): U32;
  daw_error_code(): U32;
  daw_heartbeat(): U32;
  daw_shut_down(): void;
  /** Offset of a plane in the window: channel < 32, direction an enum protocol_direction; 0 for any other. */
  daw_plane(channel: number, direction: number): Offset;
  daw_set_block(frames: Frames, inputChannels: number, outputChannels: number): void;
  daw_set_transport(
    playheadSample: number,
    tempo: number,
    numerator: number,
    denominator: number,
    playing: number,
    sampleRateHz: number,
  ): void;
  /** 1, or 0 if the ring is full. */
  daw_push_parameter(id: number, value: number, sampleOffset: Frames, kind: number): number;
  /** Take one echo event: 1, or 0 if there is none; its fields are then available below. */
  daw_pop_echo(): number;
  daw_echo_id(): U32;
  daw_echo_value(): number;
  /** enum protocol_event_kind, perhaps with PROTOCOL_EVENT_DONT_RECORD */
  daw_echo_kind(): U32;
  daw_echo_sample_offset(): Frames;
  /**
   * MIDI: port < 16. push: 1, or 0 if the ring is full or the version has no such port. bytes: length of the
   * message, 1..3.
   */
  daw_push_midi(port: number, sampleOffset: Frames, byte0: number, byte1: number, byte2: number): number;
  /** Take one message from a port: 1, or 0 if there is none; its fields are then available below. */
  daw_pop_midi(port: number): number;
  daw_midi_sample_offset(): Frames;
  /** PROTOCOL_MIDI_DONT_RECORD among others. */
  daw_midi_flags(): U32;
  /** i: 0..2 */
  daw_midi_byte(i: number): U32;
  /**
   * System exclusive messages, for hosts that support them (protocol.h, PROTOCOL_MIDI_LONG). offer: call it
   * after daw_initialize, before the host is started; is_taken: after the host has attached, 1 if it supports
   * them.
   */
  daw_offer_sysex(): void;
  daw_sysex_is_taken(): number;
  daw_sysex_room(bytes: number): Offset;
  daw_push_sysex(port: number, sampleOffset: Frames, bytes: number): number;
  /** If daw_pop_midi took such a message, its length, else 0; and its bytes. */
  daw_midi_sysex_bytes(): U32;
  daw_midi_sysex(): Offset;
  /**
   * Notes with ids and note expressions (protocol.h, PROTOCOL_MIDI_NOTE), offered and supported together with
   * system exclusive messages. is_taken: 1 if the host supports them.
   */
  daw_notes_are_taken(): number;
  daw_set_note(kind: number, noteId: number, channel: number, key: number, expression: number, value: number): void;
  daw_push_note(port: number, sampleOffset: Frames): number;
  /** If daw_pop_midi took a note, its enum protocol_note_kind, else 0; and its fields. */
  daw_note_kind(): U32;
  daw_note_port(): U32;
  daw_note_id(): number;
  daw_note_key(): number;
  daw_note_channel(): number;
  daw_note_expression(): U32;
  daw_note_value(): number;
  /** What the host announced; 0 where the version has no such word. */
  daw_midi_inputs(): U32;
  daw_midi_outputs(): U32;
  daw_latency(): Frames;
  /** Reads and clears the word. */
  daw_take_state_dirty(): U32;
  /**
   * Where the next editor request shows it: embedded in an X11 window, or floating (parent 0, or floating
   * set).
   */
  daw_set_editor(parent: number, floating: number): void;
  /** The request in the header; 0: none, or the host has cleared it. */
  daw_request_type(): U32;
  /** Store a request (type, then status 0). */
  daw_request(type: number, size: number): void;
  daw_request_status(): U32;
  /** Copy scratch into the state buffer; returns its size (truncated to PROTOCOL_SCRATCH_BYTES). */
  daw_read_scratch(): U32;
  /** Blocks answered so far; 0 where the version has no counter. */
  daw_response_counter(): U32;
  /** Declare that the counter alone answers blocks (version 7 on; call this before the host is started). */
  daw_answer_by_counter(): void;
  /** Clear the request (after a timeout, or after its answer). */
  daw_cancel_request(): void;
  host_set_ready(): void;
  /**
   * Both threads: 1 if clients of this plugin format wait for an answer when they show an editor, in versions
   * where any client does (VST3 and LV2 do, CLAP does not).
   */
  host_set_answers_show(answers: number): void;
  /** 1 if this version announces the plugin before ready, and signals a failed load by ready staying 0. */
  host_announces(): U32;
  /**
   * Announce the plugin: its name (name_bytes of UTF-8 in the staging area, truncated to 1016) and ports in
   * scratch, MIDI port counts and latency in the header; audio channels in the header, too, if header_channels
   * is set (where LV2 clients read them).
   */
  host_announce(
    nameBytes: number,
    audioInputs: number,
    audioOutputs: number,
    midiInputs: number,
    midiOutputs: number,
    latencySamples: Frames,
    headerChannels: number,
  ): void;
  /**
   * X11 window of the DAW in which to embed the editor, as currently in the header; 0: none, or the version,
   * mode or window system does not support it.
   */
  host_editor_parent(): U32;
  /** Update the MIDI port counts in the header after they have changed. */
  host_announce_midi_ports(midiInputs: number, midiOutputs: number): void;
  /**
   * The plugin's state differs from the saved one: the DAW marks its project as modified and resets the word
   * to 0.
   */
  host_set_state_dirty(): void;
  /** The transport's sample rate in Hz, or 0 if the DAW wrote none or an implausible one. */
  host_transport_sample_rate(): number;
  host_shutdown_requested(): U32;
  /**
   * Offsets of the header words that the shim uses: it reports a crash before ready (ready, error_code),
   * watches shutdown, and advances the heartbeat.
   */
  host_ready_word(): Offset;
  host_error_word(): Offset;
  host_shutdown_word(): Offset;
  host_heartbeat_word(): Offset;
  /** `__test__`: write the marker that the DAW's tests expect, bytes EF BE AD DE at the start of scratch. */
  host_write_test_mark(): void;
  /** Copy the scratch area into the state buffer (the DAW may overwrite scratch while it is read). */
  host_request_read(): number;
  /** Answer a request. */
  host_request_finish(type: number, status: number, size: number, ageMs: Milliseconds): number;
  /** A list as the answer to requests 6 or 7 (request_file_list) and 8 to 11: begin, entries, end. */
  answer_begin(request: number): void;
  answer_control_port(portIndex: number, nameBytes: number, minimum: number, maximum: number, value: number): void;
  answer_parameter(
    id: number,
    nameBytes: number,
    moduleBytes: number,
    minimum: number,
    maximum: number,
    defaultValue: number,
  ): void;
  /** Note names (10, 11): key = note 0..127. Files (request_file_list): key = index. */
  answer_text(key: number, textBytes: number): void;
  answer_end(): number;
  /** 12: the complete answer. Returns its size. */
  answer_audio_ports(audioInputs: number, audioOutputs: number, midiInputs: number, midiOutputs: number): number;
  /** Input of requests 5 and, up to version 6, 7. */
  request_read_path(request: number): number;
  /**
   * 5, after request_read_path: 1 if all plugins of a project share the directory, or may share it (up to
   * version 6).
   */
  request_path_shared(): U32;
  /** 7, up to version 6: index of the file reference. */
  request_file_index(): U32;
  /** The request for a list of files: 6 up to version 6, 7 from version 7 on. */
  request_file_list(): U32;
  /**
   * Offset of the state buffer, STATE_BYTES_MAX bytes, aligned to 64 KiB: blobs are written and read here,
   * never in the segment.
   */
  state_buffer(): Offset;
  /**
   * Offset of the staging area, STATE_BYTES_MAX bytes, aligned to 64 KiB, free for the caller's use between
   * calls.
   */
  state_staging(): Offset;
  /** LV2 writer: begin, nports ports, properties, nprops properties, end. */
  state_lv2_begin(portCount: number): void;
  state_lv2_port(portIndex: number, value: number): void;
  state_lv2_properties(propertyCount: number): void;
  /** key, type and value follow one another in the staging area. */
  state_lv2_property(keyBytes: number, typeBytes: number, flags: number, valueBytes: number): void;
  /**
   * Returns the blob's size, or -1 if it does not fit STATE_BYTES_MAX, does not have the announced counts, has
   * more than 16 384 properties, or has a key or type that is not UTF-8 (the reader would reject it).
   */
  state_lv2_end(): number;
  /** LV2 reader: validate the whole blob first, then step through it. */
  state_lv2_read(bytes: number): number;
  state_lv2_port_count(): U32;
  state_lv2_port_index(i: number): U32;
  state_lv2_port_value(i: number): number;
  state_lv2_property_count(): U32;
  /** Step to the next property: 1, or 0 at the end. The first call after state_lv2_read steps to the first. */
  state_lv2_next_property(): number;
  /** Fields of the current property; offsets into linear memory. */
  state_lv2_key(): Offset;
  state_lv2_key_bytes(): U32;
  state_lv2_type(): Offset;
  state_lv2_type_bytes(): U32;
  state_lv2_flags(): U32;
  state_lv2_value(): Offset;
  state_lv2_value_bytes(): U32;
  /**
   * VST3: plugin id text, component state, controller state. write takes the three pieces from the staging
   * area, one after the other, and returns the blob's size, or -1 (does not fit, or the id is not UTF-8). read
   * returns 0 or -1, as for LV2.
   */
  state_vst3_write(idBytes: number, componentBytes: number, controllerBytes: number): number;
  state_vst3_read(bytes: number): number;
  state_vst3_id(): Offset;
  state_vst3_id_bytes(): U32;
  state_vst3_component(): Offset;
  state_vst3_component_bytes(): U32;
  state_vst3_controller(): Offset;
  state_vst3_controller_bytes(): U32;
  /**
   * CLAP: the settings of a plugin that saves no state of its own are kept in a container created by the host,
   * with the parameters' values.
   */
  state_parameters_begin(count: number): void;
  state_parameters_put(id: number, value: number): void;
  state_parameters_end(): number;
  state_parameters_read(bytes: number): number;
  state_parameters_id(i: number): U32;
  state_parameters_value(i: number): number;
  /** Check whether the state in the first bytes of the state buffer is a container. 0: no. */
  state_container_read(format: number, bytes: number): number;
  /** 1..STATE_BYTES_MAX */
  state_container_raw_bytes(): U32;
  /** SHA-256 of the raw bytes: 32 bytes. */
  state_container_hash(): Offset;
  /** STATE_CONTAINER_DEFLATED: a gzip stream. STATE_CONTAINER_FILE: 0 bytes. */
  state_container_deflated(): Offset;
  state_container_deflated_bytes(): U32;
  /** Replace the raw state in the first raw_bytes of the state buffer by its container. */
  state_container_write(format: number, kind: number, rawBytes: number, deflatedBytes: number): number;
  /**
   * A .vstpreset file, as described by the VST 3 developer portal ("Preset Format"). read returns 0 or -1, as
   * for LV2; chunks other than "Comp" (required), "Cont" and "Info" are ignored, and of several chunks with
   * the same name the last one counts.
   */
  state_vstpreset_write(componentBytes: number, controllerBytes: number, infoBytes: number): number;
  state_vstpreset_read(bytes: number): number;
  state_vstpreset_class_id(): Offset;
  state_vstpreset_component(): Offset;
  state_vstpreset_component_bytes(): U32;
  state_vstpreset_controller(): Offset;
  state_vstpreset_controller_bytes(): U32;
  state_vstpreset_info(): Offset;
  state_vstpreset_info_bytes(): U32;
  state_fault(): U32;
  state_fault_field(): U32;
  state_fault_offset(): U32;
  state_fault_value(): U32;
}

/** How many parameters each takes: what tells a core of another contract from ours. */
export const coreParameterCounts: { readonly [name in keyof CoreExports]: Parameters<CoreExports[name]>['length'] } = {
  core_window: 0,
  core_attach: 0,
  core_attach_as: 1,
  core_header_magic: 0,
  core_header_version: 0,
  host_block: 0,
  host_wake: 0,
  host_wait_us: 0,
  host_time: 0,
  host_set_client: 1,
  host_request_type: 0,
  host_request_is_answered: 0,
  host_request_wake_ms: 0,
  host_block_end: 1,
  host_holds_reply: 0,
  host_release: 0,
  host_request_announced: 0,
  host_request_done: 1,
  host_request_give_up: 1,
  host_request_settled: 0,
  host_suspend: 1,
  host_take_over: 0,
  host_request_outstanding: 0,
  host_report_all: 0,
  host_flush: 0,
  host_flush_begin: 1,
  host_flush_end: 0,
  host_lost_blocks: 0,
  host_wakes_given_up: 1,
  host_answers_by_counter: 0,
  host_counts_wakes: 0,
  host_replies: 0,
  host_replies_at_wake: 0,
  host_reader_us: 0,
  host_reader_came: 1,
  host_replies_pending: 0,
  host_needs_replies: 0,
  host_set_sees_replies: 1,
  host_expects_unread: 0,
  host_counts_replies: 0,
  host_replies_taken: 0,
  host_expect_unread: 0,
  host_add_replies: 1,
  host_refused_parameters: 0,
  host_refused_parameter_id: 0,
  host_refused_parameter_is_known: 0,
  host_invalid_block_size: 0,
  daw_initialize: 1,
  daw_ready: 0,
  daw_error_code: 0,
  daw_heartbeat: 0,
  daw_shut_down: 0,
  daw_plane: 2,
  daw_set_block: 3,
  daw_set_transport: 6,
  daw_push_parameter: 4,
  daw_pop_echo: 0,
  daw_echo_id: 0,
  daw_echo_value: 0,
  daw_echo_kind: 0,
  daw_echo_sample_offset: 0,
  daw_push_midi: 5,
  daw_pop_midi: 1,
  daw_midi_sample_offset: 0,
  daw_midi_flags: 0,
  daw_midi_byte: 1,
  daw_offer_sysex: 0,
  daw_sysex_is_taken: 0,
  daw_sysex_room: 1,
  daw_push_sysex: 3,
  daw_midi_sysex_bytes: 0,
  daw_midi_sysex: 0,
  daw_notes_are_taken: 0,
  daw_set_note: 6,
  daw_push_note: 2,
  daw_note_kind: 0,
  daw_note_port: 0,
  daw_note_id: 0,
  daw_note_key: 0,
  daw_note_channel: 0,
  daw_note_expression: 0,
  daw_note_value: 0,
  daw_midi_inputs: 0,
  daw_midi_outputs: 0,
  daw_latency: 0,
  daw_take_state_dirty: 0,
  daw_set_editor: 2,
  daw_request_type: 0,
  daw_request: 2,
  daw_request_status: 0,
  daw_read_scratch: 0,
  daw_response_counter: 0,
  daw_answer_by_counter: 0,
  daw_cancel_request: 0,
  host_set_ready: 0,
  host_set_answers_show: 1,
  host_announces: 0,
  host_announce: 7,
  host_editor_parent: 0,
  host_announce_midi_ports: 2,
  host_set_state_dirty: 0,
  host_transport_sample_rate: 0,
  host_shutdown_requested: 0,
  host_ready_word: 0,
  host_error_word: 0,
  host_shutdown_word: 0,
  host_heartbeat_word: 0,
  host_write_test_mark: 0,
  host_request_read: 0,
  host_request_finish: 4,
  answer_begin: 1,
  answer_control_port: 5,
  answer_parameter: 6,
  answer_text: 2,
  answer_end: 0,
  answer_audio_ports: 4,
  request_read_path: 1,
  request_path_shared: 0,
  request_file_index: 0,
  request_file_list: 0,
  state_buffer: 0,
  state_staging: 0,
  state_lv2_begin: 1,
  state_lv2_port: 2,
  state_lv2_properties: 1,
  state_lv2_property: 4,
  state_lv2_end: 0,
  state_lv2_read: 1,
  state_lv2_port_count: 0,
  state_lv2_port_index: 1,
  state_lv2_port_value: 1,
  state_lv2_property_count: 0,
  state_lv2_next_property: 0,
  state_lv2_key: 0,
  state_lv2_key_bytes: 0,
  state_lv2_type: 0,
  state_lv2_type_bytes: 0,
  state_lv2_flags: 0,
  state_lv2_value: 0,
  state_lv2_value_bytes: 0,
  state_vst3_write: 3,
  state_vst3_read: 1,
  state_vst3_id: 0,
  state_vst3_id_bytes: 0,
  state_vst3_component: 0,
  state_vst3_component_bytes: 0,
  state_vst3_controller: 0,
  state_vst3_controller_bytes: 0,
  state_parameters_begin: 1,
  state_parameters_put: 2,
  state_parameters_end: 0,
  state_parameters_read: 1,
  state_parameters_id: 1,
  state_parameters_value: 1,
  state_container_read: 2,
  state_container_raw_bytes: 0,
  state_container_hash: 0,
  state_container_deflated: 0,
  state_container_deflated_bytes: 0,
  state_container_write: 4,
  state_vstpreset_write: 3,
  state_vstpreset_read: 1,
  state_vstpreset_class_id: 0,
  state_vstpreset_component: 0,
  state_vstpreset_component_bytes: 0,
  state_vstpreset_controller: 0,
  state_vstpreset_controller_bytes: 0,
  state_vstpreset_info: 0,
  state_vstpreset_info_bytes: 0,
  state_fault: 0,
  state_fault_field: 0,
  state_fault_offset: 0,
  state_fault_value: 0,
};
