// SPDX-License-Identifier: BSD-2-Clause
// Generated from wasm/include/core.h by `npm run contract`; do not edit.
import type { Frames, Milliseconds, Offset, U32 } from '../contract-types.ts';

export const STATE_BYTES_MAX = 67108864;

// enum core_attach_error
export const CORE_BAD_MAGIC = -1;
export const CORE_UNKNOWN_VERSION = -2;

// enum host_action: What to do after a wake; see host_wake.
/** go on waiting; write host_replies() bytes first */
export const HOST_NOTHING = 0;
/** the block is prepared: run the plugin, then host_block_end */
export const HOST_BLOCK = 1;
/**
 * give host_request_type() to the main thread; host_request_done when it has finished, except for editor
 * requests that are not answered (host_set_answers_show): these are taken back at once and never outstanding
 */
export const HOST_REQUEST = 2;
/** leave; no reply */
export const HOST_SHUTDOWN = 3;

// enum host_client: What replies are to the client.
/** what the version's layout says */
export const HOST_CLIENT_OF_VERSION = 0;
/**
 * It takes any byte for the answer to its request, whatever the version says (VST3 clients up to today): its
 * blocks are put off for longer, see PROTOCOL_PUT_OFF_MS_MAX.
 */
export const HOST_CLIENT_TAKES_ANY = 1;
/** Hints: it looks into the segment for what it waits for. */
export const HOST_CLIENT_LOOKS = 2;

// enum host_mode: Whether there is a plugin to run.
/** there is one; its parameter table may be another. */
export const HOST_RUN = 0;
/** the DAW's input channel c is its output channel c; further outputs are silent */
export const HOST_PASS_THROUGH = 1;
/** there will be one in a moment: blocks are deferred as during a restore, then passed through */
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
/** ends inside the field, which starts at the offset; value = bytes that it needs from there */
export const STATE_FAULT_CUT = 1;
/** value = a count that the bytes after it cannot hold, or more than is allowed */
export const STATE_FAULT_COUNT = 2;
export const STATE_FAULT_TEXT = 3;
/** not the bytes that it must start with */
export const STATE_FAULT_MARK = 4;
/** value = a number that is not allowed here */
export const STATE_FAULT_VALUE = 5;
/** the bytes are more than the fields say; value = bytes too many */
export const STATE_FAULT_LENGTH = 6;
/** a chunk that must be there is not */
export const STATE_FAULT_MISSING = 7;
export const STATE_FAULT_OUTSIDE = 8;
/** more than STATE_BYTES_MAX; value = how many */
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
/** what stands around a container */
export const STATE_FIELD_FRAME = 19;
export const STATE_FIELD_LIST_OFFSET = 20;
export const STATE_FIELD_LIST = 21;
export const STATE_FIELD_INFO = 22;

/** The core's functions. */
export interface CoreExports {
  /** Offset of the window: PROTOCOL_SEGMENT_BYTES bytes, aligned to 64 KiB, where the shim maps the segment. */
  core_window(): Offset;
  /** Look at the header in the window and choose the protocol's row. */
  core_attach(): number;
  /** The same for a segment whose version is known from before: its header may have been scribbled over since. */
  core_attach_as(version: number): number;
  /** The raw header words, for messages: magic and version as they stand. */
  core_header_magic(): U32;
  core_header_version(): U32;
  /** Offset of the block record. */
  host_block(): Offset;
  /**
   * One byte was read from the wake pipe, into which it came at block->wake_ms: shutdown comes first, then a
   * request instead of a block, then a block.
   */
  host_wake(): number;
  /**
   * Microseconds from block->now_us on after which host_time is to be called if nothing else has happened; -1:
   * not at all. block->wake_ms is the time of the last event.
   */
  host_wait_us(): number;
  /** That time is over; block->wake_ms and block->now_us are the time now. */
  host_time(): number;
  host_set_client(kind: number): void;
  /** The type of the request that came with the last HOST_REQUEST. */
  host_request_type(): U32;
  /** 1 if that request is to be answered; 0 if it was taken back at once. */
  host_request_is_answered(): number;
  /** When the byte of the outstanding request was read. */
  host_request_wake_ms(): Milliseconds;
  /**
   * The plugin has run (status >= 0) or failed (status < 0: outputs are cleared); block->done_ms and now_us
   * are set, and block->wakes_unread is counted anew.
   */
  host_block_end(status: number): void;
  /**
   * 1 if host_block_end holds the block's reply back because a request stands in the header whose byte has not
   * been read, and which another thread of the client is about to wait for: if that byte is coming, go on
   * waiting, and host_request_done gives this reply too; else host_release.
   */
  host_holds_reply(): number;
  host_release(): void;
  /** 1 if a request stands in the header whose byte has not been read. */
  host_request_announced(): number;
  /**
   * The main thread has finished the outstanding request (there is never more than one); reply = what
   * host_request_finish returned. block->wake_ms is the time now.
   */
  host_request_done(reply: number): number;
  /**
   * The main thread is too long about the outstanding request: answer it with an error. block->wake_ms is the
   * time now. with_main: 1 if the main thread has the request, and may still be at work: until
   * host_request_settled the plugin is not run if the request is a restore.
   */
  host_request_give_up(withMain: number): number;
  /** The main thread has done with a request that was given up (the oldest of them). */
  host_request_settled(): void;
  /**
   * Returns HOST_BLOCK if a block that was put off is now prepared, else HOST_NOTHING. block->wake_ms is the
   * time now.
   */
  host_suspend(mode: number): number;
  /**
   * The process that ran the plugin is gone, and this instance goes on with its memory: the block under way is
   * answered with its input, as all are from now on (HOST_PASS_THROUGH).
   */
  host_take_over(): number;
  /** The type of the request that is with the main thread; 0: none. */
  host_request_outstanding(): U32;
  /**
   * Echo every parameter anew, from the next block on: what the DAW knows came from an earlier process (one
   * before this one).
   */
  host_tell_all(): void;
  /**
   * Hand over the plugin's own parameter changes although no block comes: HOST_BLOCK if the plugin may run now
   * (with 0 frames; then host_flush_end), else HOST_NOTHING.
   */
  host_flush(): number;
  /**
   * After HOST_REQUEST, before the main thread learns of a save or restore: the DAW's parameter changes that
   * stand in the ring were made before it asked, but a block that it gave up has left them there.
   */
  host_hand_over(hasChanges: number): number;
  host_flush_end(): void;
  /** 1 if blocks were given up that were not answered, since the last host_wakes_given_up. */
  host_lost_blocks(): number;
  /**
   * Of the wake bytes that have come and are unread so many are not to be acted upon: their blocks were given
   * up.
   */
  host_wakes_given_up(unread: number): U32;
  /** 1 if the counter alone answers blocks now. */
  host_answers_by_counter(): number;
  /** 1 if block->wakes_unread is to be counted before host_block_end. */
  host_counts_wakes(): number;
  /** Reply bytes to write now; forgets them. Never more than PROTOCOL_REPLIES_MAX. */
  host_replies(): number;
  /**
   * The same for requests, when a wake byte has been read, before host_wake: now no other thread of the client
   * looks at the pipe.
   */
  host_replies_at_wake(): number;
  /**
   * Then: microseconds for which the block waits until the client has read all replies; 0: it waits for
   * nothing.
   */
  host_reader_us(): number;
  /** After that wait: 1 if it has. */
  host_reader_came(came: number): void;
  /** 1 if replies are kept back. */
  host_replies_pending(): number;
  /**
   * 0 if a reply that cannot be written does not matter: the end of file on the wake pipe decides (version 7
   * on).
   */
  host_needs_replies(): number;
  /** Once: 1 if the shim can tell that the client has read all replies (below). Without that there is no doubt. */
  host_set_sees_replies(sees: number): void;
  /** 1 if it is not certain that the client takes its replies. */
  host_doubts(): number;
  /** 1 if block->replies_unread is to be counted now that a wake byte has been read. */
  host_counts_replies(): number;
  /**
   * 1 if, in doubt, a reply has been written: call host_replies_taken when the client has read all replies and
   * no wake byte is there.
   */
  host_watches_replies(): number;
  host_replies_taken(): void;
  /** Replies may be left unread from now on: this process has stood still, or has just taken over from another. */
  host_doubt(): void;
  /** Replies to give once more than bytes were read: the process before this one died with them. */
  host_owe_replies(count: number): void;
  /** Parameter events for unknown ids, and NaN values, since the last call; and the last such id. For messages. */
  host_refused_parameters(): U32;
  host_refused_parameter_id(): U32;
  /** 1 if there is a parameter of that id: it was the value that is none. */
  host_refused_parameter_is_known(): number;
  /**
   * Size of the last block that was refused for its size since the last call; 1 (never refused) if there was
   * none.
   */
  host_invalid_block_size(): U32;
  host_set_ready(): void;
  /**
   * Both threads: 1 if the client of this plugin format waits for the answer when it shows an editor, in
   * versions where any does (VST3 and LV2 do, CLAP does not).
   */
  host_set_answers_show(answers: number): void;
  /** 1 if this version announces the plugin before ready, and has a failed load known by ready staying 0. */
  host_announces(): U32;
  /**
   * Announce the plugin: its name (name_bytes of UTF-8 in the staging area; cut to 1016) and ports to scratch,
   * MIDI port counts and latency to the header; audio channels to the header too if header_channels (LV2: the
   * DAW learns them there).
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
   * X11 window of the DAW in which the editor is to be embedded, as the header has it now; 0: none, or the
   * version, the mode or the window system do not allow it.
   */
  host_editor_parent(): U32;
  /** MIDI port counts to the header after they changed. */
  host_announce_midi_ports(midiInputs: number, midiOutputs: number): void;
  /** The plugin's state differs from what was saved: the DAW sets its project to modified and the word to 0. */
  host_set_state_dirty(): void;
  /** Hz as the transport has it, or 0 if the DAW wrote none (or nonsense). */
  host_transport_sample_rate(): number;
  host_shutdown_requested(): U32;
  /**
   * Offsets of the header words that the shim works on: it tells of a death before ready (ready, error_code),
   * watches shutdown, advances the heartbeat.
   */
  host_ready_word(): Offset;
  host_error_word(): Offset;
  host_shutdown_word(): Offset;
  host_heartbeat_word(): Offset;
  /** `__test__`: the mark that the DAW's tests look for, bytes EF BE AD DE at the start of scratch. */
  host_write_test_mark(): void;
  /** Copy the scratch area into the state buffer (the DAW may scribble on scratch while we read). */
  host_request_read(): number;
  /**
   * Answer a request: if it is still type, copy the first size bytes of the state buffer to the request's
   * place in scratch (size >= 0 only) and store scratch_size (only for answers at the start of scratch), store
   * status, then CAS(request_type, type, 0); where a counter answers blocks, the audio thread does that when
   * the byte is written, or its client does (host-replies.c).
   */
  host_request_finish(type: number, status: number, size: number, ageMs: Milliseconds): number;
  /**
   * Offset of the state buffer, STATE_BYTES_MAX bytes, aligned to 64 KiB: blobs are built and read here, never
   * in the segment.
   */
  state_buffer(): Offset;
  /** Offset of the staging area, STATE_BYTES_MAX bytes, aligned to 64 KiB, yours between calls. */
  state_staging(): Offset;
  /** LV2 writer: begin, nports ports, properties, nprops properties, end. */
  state_lv2_begin(portCount: number): void;
  state_lv2_port(portIndex: number, value: number): void;
  state_lv2_properties(propertyCount: number): void;
  /** key, type and value lie one after the other in the staging area. */
  state_lv2_property(keyBytes: number, typeBytes: number, flags: number, valueBytes: number): void;
  /**
   * Returns the blob's size, or -1 if it does not fit STATE_BYTES_MAX, the counts announced were not kept,
   * there are more than 16 384 properties, or a key or type is not UTF-8 (the reader would refuse it).
   */
  state_lv2_end(): number;
  /** LV2 reader: check the whole blob first, then step through it. */
  state_lv2_read(bytes: number): number;
  state_lv2_port_count(): U32;
  state_lv2_port_index(i: number): U32;
  state_lv2_port_value(i: number): number;
  state_lv2_property_count(): U32;
  /** Step to the next property: 1, or 0 at the end. The first call after state_lv2_read steps to the first. */
  state_lv2_next_property(): number;
  /** Of the current property; offsets into linear memory. */
  state_lv2_key(): Offset;
  state_lv2_key_bytes(): U32;
  state_lv2_type(): Offset;
  state_lv2_type_bytes(): U32;
  state_lv2_flags(): U32;
  state_lv2_value(): Offset;
  state_lv2_value_bytes(): U32;
  /**
   * VST3: plugin id text, component state, controller state. write takes the three pieces one after the other
   * from the staging area and returns the blob's size or -1 (does not fit, or the id is not UTF-8). read
   * returns 0 or -1 as for LV2.
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
   * CLAP: a plugin that does not save its state keeps its settings all the same: a container made by the host
   * with the parameters' values.
   */
  state_parameters_begin(count: number): void;
  state_parameters_put(id: number, value: number): void;
  state_parameters_end(): number;
  state_parameters_read(bytes: number): number;
  state_parameters_id(i: number): U32;
  state_parameters_value(i: number): number;
  /** Is the state in the first bytes of the state buffer a container? 0: no. */
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
   * A .vstpreset file, as the VST 3 developer portal describes it ("Preset Format"). read returns 0 or -1 as
   * for LV2; chunks other than "Comp" (required), "Cont" and "Info" are ignored, and of several chunks of one
   * name the last one counts.
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
  /** A list as requests 6 or 7 (request_file_list) and 8 to 11 have it: begin, entries, end. */
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
  /** 12: the whole answer. Returns its size. */
  answer_audio_ports(audioInputs: number, audioOutputs: number, midiInputs: number, midiOutputs: number): number;
  /**
   * What requests 5 and, up to version 6, 7 bring, after host_request_read or not: they read scratch directly,
   * whatever scratch_size says.
   */
  request_read_path(request: number): number;
  /**
   * 5, after request_read_path: 1 if the directory is shared by all plugins of a project, or may be (up to
   * version 6).
   */
  request_path_shared(): U32;
  /** 7, up to version 6: index of the file reference. */
  request_file_index(): U32;
  /** The request that asks for a list of files: 6 up to version 6, 7 from version 7 on. */
  request_file_list(): U32;
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
  /** Take one echo event: 1, or 0 if there is none; then its fields. */
  daw_pop_echo(): number;
  daw_echo_id(): U32;
  daw_echo_value(): number;
  daw_echo_kind(): U32;
  daw_echo_sample_offset(): Frames;
  /**
   * MIDI: port < 16. push: 1, or 0 if the ring is full or the version has no such port. bytes: 1..3, of the
   * message.
   */
  daw_push_midi(port: number, sampleOffset: Frames, byte0: number, byte1: number, byte2: number): number;
  /** Take one message of a port: 1, or 0 if there is none; then its fields. */
  daw_pop_midi(port: number): number;
  daw_midi_sample_offset(): Frames;
  /** i: 0..2 */
  daw_midi_byte(i: number): U32;
  /**
   * System exclusive messages, with hosts that know how (protocol.h, PROTOCOL_MIDI_LONG). offer: after
   * daw_initialize, before the host is started; is_taken: once it has attached, 1 if it takes them.
   */
  daw_offer_sysex(): void;
  daw_sysex_is_taken(): number;
  daw_sysex_room(bytes: number): Offset;
  daw_push_sysex(port: number, sampleOffset: Frames, bytes: number): number;
  /** The message that daw_pop_midi took, if it is one of these: its length, else 0, and its bytes. */
  daw_midi_sysex_bytes(): U32;
  daw_midi_sysex(): Offset;
  /**
   * Notes with ids and note expressions (protocol.h, PROTOCOL_MIDI_NOTE), offered and taken with system
   * exclusive messages. is_taken: 1 if the host knows them.
   */
  daw_notes_are_taken(): number;
  daw_set_note(kind: number, noteId: number, channel: number, key: number, expression: number, value: number): void;
  daw_push_note(port: number, sampleOffset: Frames): number;
  /** What daw_pop_midi took, if it is one: enum protocol_note_kind, else 0; then its fields. */
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
   * Where the editor is to be shown by the next request for it: embedded in an X11 window, or on its own
   * (parent 0, or floating).
   */
  daw_set_editor(parent: number, floating: number): void;
  /** The request that stands in the header; 0: none, the host has taken it. */
  daw_request_type(): U32;
  /** Store a request (type, then status 0). */
  daw_request(type: number, size: number): void;
  daw_request_status(): U32;
  /** Copy scratch into the state buffer; returns its size (cut at PROTOCOL_SCRATCH_BYTES). */
  daw_read_scratch(): U32;
  /** Blocks answered so far; 0 where the version has no counter. */
  daw_response_counter(): U32;
  /** Tell the host that the counter alone answers blocks (version 7 on; before it is started). */
  daw_answer_by_counter(): void;
  /** Take the request back (after a time-out, or after its answer). */
  daw_cancel_request(): void;
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
  host_tell_all: 0,
  host_flush: 0,
  host_hand_over: 1,
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
  host_doubts: 0,
  host_counts_replies: 0,
  host_watches_replies: 0,
  host_replies_taken: 0,
  host_doubt: 0,
  host_owe_replies: 1,
  host_refused_parameters: 0,
  host_refused_parameter_id: 0,
  host_refused_parameter_is_known: 0,
  host_invalid_block_size: 0,
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
};
