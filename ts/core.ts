/**
 * The core's door: the only file that loads WebAssembly.
 *
 * The contract of each function (thread, units, ranges, errors) is in wasm/include/core.h; here stand the signatures only.
 * One instance per thread. No import is given to the module, and its memory never grows: a view or an offset taken once
 * stays good as long as the instance lives.
 */

/** Byte offset into the core's linear memory. */
export type Offset = number;

/**
 * A 32-bit unsigned result as WebAssembly hands it over: signed. Compare with 0 as it is; for anything else use `unsigned`.
 */
export type U32 = number;

/** The core's functions, in the order of core.h. */
export interface CoreExports {
  core_window(): Offset;
  core_attach(): number;
  core_header_magic(): U32;
  core_header_version(): U32;

  host_block(): Offset;
  host_wake(): number;
  host_wait_us(): number;
  host_time(): number;
  host_set_client(kind: number): void;
  host_request_type(): U32;
  host_request_is_answered(): number;
  host_request_wake_ms(): U32;
  host_block_end(status: number): void;
  host_holds_reply(): number;
  host_request_announced(): number;
  host_release(): void;
  host_request_done(reply: number): number;
  host_request_give_up(withMain: number): number;
  host_request_settled(): void;
  host_suspend(mode: number): void;
  host_tell_all(): void;
  host_flush(): number;
  host_hand_over(): number;
  host_flush_end(): void;
  host_lost_blocks(): number;
  host_wakes_given_up(unread: number): U32;
  host_counts_wakes(): number;
  host_replies(): number;
  host_replies_before_block(): number;
  host_replies_pending(): number;
  host_needs_replies(): number;
  host_set_sees_replies(sees: number): void;
  host_doubts(): number;
  host_watches_replies(): number;
  host_replies_taken(): void;
  host_doubt(): void;
  host_owe_replies(count: number): void;
  host_refused_parameters(): U32;
  host_refused_parameter_id(): U32;
  host_invalid_block_size(): U32;

  host_set_ready(): void;
  host_set_answers_show(answers: number): void;
  host_announces(): U32;
  host_announce(
    nameBytes: number,
    audioInputs: number,
    audioOutputs: number,
    midiInputs: number,
    midiOutputs: number,
    latencySamples: number,
    headerChannels: number,
  ): void;
  host_editor_parent(): U32;
  host_announce_midi_ports(midiInputs: number, midiOutputs: number): void;
  host_set_state_dirty(): void;
  host_transport_sample_rate(): number;
  host_shutdown_requested(): U32;
  host_ready_word(): Offset;
  host_error_word(): Offset;
  host_shutdown_word(): Offset;
  host_heartbeat_word(): Offset;
  host_write_test_mark(): void;
  host_request_read(): number;
  host_request_finish(type: number, status: number, size: number, ageMs: number): number;

  state_buffer(): Offset;
  state_staging(): Offset;
  state_lv2_begin(portCount: number): void;
  state_lv2_port(portIndex: number, value: number): void;
  state_lv2_properties(propertyCount: number): void;
  state_lv2_property(keyBytes: number, typeBytes: number, flags: number, valueBytes: number): void;
  state_lv2_end(): number;
  state_lv2_read(bytes: number): number;
  state_lv2_port_count(): U32;
  state_lv2_port_index(i: number): U32;
  state_lv2_port_value(i: number): number;
  state_lv2_property_count(): U32;
  state_lv2_next_property(): number;
  state_lv2_key(): Offset;
  state_lv2_key_bytes(): U32;
  state_lv2_type(): Offset;
  state_lv2_type_bytes(): U32;
  state_lv2_flags(): U32;
  state_lv2_value(): Offset;
  state_lv2_value_bytes(): U32;

  state_vst3_write(idBytes: number, componentBytes: number, controllerBytes: number): number;
  state_vst3_read(bytes: number): number;
  state_vst3_id(): Offset;
  state_vst3_id_bytes(): U32;
  state_vst3_component(): Offset;
  state_vst3_component_bytes(): U32;
  state_vst3_controller(): Offset;
  state_vst3_controller_bytes(): U32;

  state_parameters_begin(count: number): void;
  state_parameters_put(id: number, value: number): void;
  state_parameters_end(): number;
  state_parameters_read(bytes: number): number;
  state_parameters_id(i: number): U32;
  state_parameters_value(i: number): number;

  state_container_read(format: number, bytes: number): number;
  state_container_raw_bytes(): U32;
  state_container_hash(): Offset;
  state_container_deflated(): Offset;
  state_container_deflated_bytes(): U32;
  state_container_write(format: number, kind: number, rawBytes: number, deflatedBytes: number): number;

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
  answer_text(key: number, textBytes: number): void;
  answer_end(): number;
  answer_audio_ports(audioInputs: number, audioOutputs: number, midiInputs: number, midiOutputs: number): number;
  request_read_path(request: number): number;
  request_path_shared(): U32;
  request_file_index(): U32;
  request_file_list(): U32;

  daw_initialize(version: number): number;
  daw_ready(): U32;
  daw_error_code(): U32;
  daw_heartbeat(): U32;
  daw_shut_down(): void;
  daw_plane(channel: number, direction: number): Offset;
  daw_set_block(frames: number, inputChannels: number, outputChannels: number): void;
  daw_set_transport(
    playheadSample: number,
    tempo: number,
    numerator: number,
    denominator: number,
    playing: number,
    sampleRateHz: number,
  ): void;
  daw_push_parameter(id: number, value: number, sampleOffset: number, kind: number): number;
  daw_pop_echo(): number;
  daw_echo_id(): U32;
  daw_echo_value(): number;
  daw_echo_kind(): U32;
  daw_echo_sample_offset(): U32;
  daw_push_midi(port: number, sampleOffset: number, byte0: number, byte1: number, byte2: number): number;
  daw_pop_midi(port: number): number;
  daw_midi_sample_offset(): U32;
  daw_midi_byte(i: number): U32;
  daw_midi_inputs(): U32;
  daw_midi_outputs(): U32;
  daw_latency(): U32;
  daw_take_state_dirty(): U32;
  daw_set_editor(parent: number, floating: number): void;
  daw_request_type(): U32;
  daw_request(type: number, size: number): void;
  daw_request_status(): U32;
  daw_read_scratch(): U32;
  daw_response_counter(): U32;
  daw_answer_by_counter(): void;
  daw_cancel_request(): void;
}

/** One instance of the core. */
export interface Core {
  readonly exports: CoreExports;
  /** The whole linear memory; the views below show the same bytes. */
  readonly memory: ArrayBuffer;
  readonly u8: Uint8Array;
  readonly u32: Uint32Array;
  readonly f32: Float32Array;
  readonly f64: Float64Array;
}

/** How many parameters each function takes: what tells a core of another contract from ours. */
const parameterCounts: { readonly [name in keyof CoreExports]: Parameters<CoreExports[name]>['length'] } = {
  core_window: 0,
  core_attach: 0,
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
  host_request_announced: 0,
  host_release: 0,
  host_request_done: 1,
  host_request_give_up: 1,
  host_request_settled: 0,
  host_suspend: 1,
  host_tell_all: 0,
  host_flush: 0,
  host_hand_over: 0,
  host_flush_end: 0,
  host_lost_blocks: 0,
  host_wakes_given_up: 1,
  host_counts_wakes: 0,
  host_replies: 0,
  host_replies_before_block: 0,
  host_replies_pending: 0,
  host_needs_replies: 0,
  host_set_sees_replies: 1,
  host_doubts: 0,
  host_watches_replies: 0,
  host_replies_taken: 0,
  host_doubt: 0,
  host_owe_replies: 1,
  host_refused_parameters: 0,
  host_refused_parameter_id: 0,
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

/** Names of the core's functions. */
export const coreFunctions = Object.keys(parameterCounts) as readonly (keyof CoreExports)[];

/* The parts of the WebAssembly API used here; Node's type package has none and the browser's library brings the whole DOM. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: Readonly<Record<string, unknown>> };
  readonly Memory: new () => { readonly buffer: ArrayBuffer };
};

/** The unsigned value of a 32-bit result. */
export function unsigned(result: U32): number {
  return result >>> 0;
}

function otherBuild(difference: string): string {
  return `core.wasm is of another build than this program: ${difference}; build both again`;
}

/**
 * Make an instance of the core, at once.
 *
 * @param bytes the contents of core.wasm
 * @throws WebAssembly.CompileError if they are no WebAssembly; Error if they are not the core that this file knows
 */
export function instantiateCore(bytes: Uint8Array): Core {
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes));
  for (const name of coreFunctions) {
    const found = exports[name];
    const expected = parameterCounts[name];
    if (typeof found !== 'function') {
      throw new Error(otherBuild(`it does not export ${name}`));
    }
    if (found.length !== expected) {
      throw new Error(otherBuild(`its ${name} takes ${found.length} parameters instead of ${expected}`));
    }
  }
  const { memory } = exports;
  if (!(memory instanceof WebAssembly.Memory)) {
    throw new Error(otherBuild('it exports no memory'));
  }
  const { buffer } = memory;
  return {
    exports: exports as unknown as CoreExports,
    memory: buffer,
    u8: new Uint8Array(buffer),
    u32: new Uint32Array(buffer),
    f32: new Float32Array(buffer),
    f64: new Float64Array(buffer),
  };
}
