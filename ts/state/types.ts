// SPDX-License-Identifier: BSD-2-Clause
/** The contents of a plugin's state in each format. Data that only the plugin understands stays binary. */

/** A plugin format whose states this module reads and writes. */
export type StateFormat = 'lv2' | 'vst3' | 'clap';

/** The value of an LV2 control input. */
export interface Lv2Port {
  /** Port index, 0 to 2^32 - 1. */
  readonly index: number;
  /** Rounded to 32 bits when it is written. */
  readonly value: number;
}

/** What an LV2 plugin stored through `state:interface`. */
export interface Lv2Property {
  /** URI. */
  readonly key: string;
  /** URI of the value's type. */
  readonly type: string;
  /** `LV2_State_Flags`, 0 to 2^32 - 1. */
  readonly flags: number;
  /** As stored by the plugin; URIDs in it are those of the saving host. */
  readonly value: Uint8Array;
}

/** The state of an LV2 plugin. */
export interface Lv2State {
  /** Discriminates the formats. */
  readonly format: 'lv2';
  /** Control inputs, in any order. */
  readonly ports: readonly Lv2Port[];
  /** At most 16 384. */
  readonly properties: readonly Lv2Property[];
}

/** The state of a VST3 plugin. */
export interface Vst3State {
  /** Discriminates the formats. */
  readonly format: 'vst3';
  /** The plugin's class id as written in the state: `[6E, 33, ...]`, see `vst3Id` and `classIdOf`. */
  readonly id: string;
  /** What `IComponent::getState` wrote. */
  readonly component: Uint8Array;
  /** What `IEditController::getState` wrote; may be empty. */
  readonly controller: Uint8Array;
}

/** The state of a CLAP plugin: what `clap_plugin_state.save` wrote. */
export interface ClapStreamState {
  /** Discriminates the formats. */
  readonly format: 'clap';
  /** The plugin's own bytes. */
  readonly stream: Uint8Array;
}

/** The value of a CLAP parameter. */
export interface ClapParameter {
  /** `clap_id`, 0 to 2^32 - 1. */
  readonly id: number;
  /** Plain value. */
  readonly value: number;
}

/** The state of a CLAP plugin without `clap.state`: the values of its parameters, which the host saves for it. */
export interface ClapParameterState {
  /** Discriminates the formats. */
  readonly format: 'clap';
  /** In any order. */
  readonly parameters: readonly ClapParameter[];
}

/** The state of a plugin. `format` discriminates LV2 and VST3; a CLAP state has either `stream` or `parameters`. */
export type State = Lv2State | Vst3State | ClapStreamState | ClapParameterState;

/** A container in the host's own format for a state that does not fit the 64 KiB that DAWs accept. */
export interface StateContainer {
  /** `deflated`: the state is in the container; `file`: it is in a file named by `hash`. */
  readonly kind: 'deflated' | 'file';
  /** Size of the state in bytes. */
  readonly rawBytes: number;
  /** SHA-256 of the state, 64 hexadecimal digits in lower case. */
  readonly hash: string;
  /** Size of the gzip stream in the container; 0 for `file`. */
  readonly deflatedBytes: number;
}

/** The plugin that a state belongs to. */
export interface StateOwner {
  /** LV2: URI; VST3: class id; CLAP: id. */
  readonly id: string;
  /** The plugin's name, for display. */
  readonly name: string;
}

/** The result of `inspectState`. */
export interface StateInspection {
  /** The decoded state. */
  readonly state: State;
  /**
   * What contained the state: `blob` as on the wire, `vstpreset` a VST3 preset, `state-file` a file of
   * `maolan-plugin-host state save`, `gzip` a file of the host's store of large states.
   */
  readonly file: 'blob' | 'vstpreset' | 'state-file' | 'gzip';
  /** Size of the state itself, without any file or container around it. */
  readonly rawBytes: number;
  /** Bytes after the end of an LV2 or VST3 state, which hosts ignore. */
  readonly ignoredBytes: number;
  /** The container that held the state. */
  readonly container?: StateContainer;
  /** The plugin that it belongs to, if the file names it (`state-file`). */
  readonly plugin?: StateOwner;
  /** The preset's XML description (`vstpreset`); empty if there is none. */
  readonly info?: string;
}

/** The required part of a `Blob`, `File` or `Response`. */
export interface StateBlob {
  /** Size in bytes, if known. */
  readonly size?: number;
  /** All bytes. */
  arrayBuffer(): Promise<ArrayBuffer>;
}

/** The required part of a `ReadableStream`. */
export interface StateStream {
  /** Locks the stream. */
  getReader(): StateReader;
}

/**
 * A source of bytes: bytes, a `Blob`, `File` or `Response`, a `ReadableStream`, a Node stream, any iterable of chunks.
 */
export type StateSource = Uint8Array | ArrayBuffer | AsyncIterable<Uint8Array> | StateBlob | StateStream;

/** Result of reading from a `ReadableStream`. */
export interface StateChunk {
  /** The stream has ended. */
  readonly done: boolean;
  /** Bytes, unless it has ended. */
  readonly value?: Uint8Array | undefined;
}

/** The required part of a `ReadableStreamDefaultReader`. */
export interface StateReader {
  /** The next chunk. */
  read(): Promise<StateChunk>;
  /** Stop reading. */
  cancel(reason?: unknown): Promise<void>;
}

/** Options for decoding. */
export interface DecodeOptions {
  /**
   * The plugin's format. By default it is detected, which works for everything except CLAP streams: these are whatever
   * the plugin writes.
   */
  readonly format?: StateFormat | undefined;
  /**
   * Returns the file (a gzip stream) of a state that is too large for a DAW's project, named by the state's hash. Hosts
   * keep these files in `~/.local/state/maolan-plugin-host/states`.
   */
  readonly file?: ((hash: string) => Promise<Uint8Array | undefined>) | undefined;
}

/** Options for encoding. */
export interface EncodeOptions {
  /**
   * `blob` (default): the state itself, up to 64 MiB. `packed`: as a DAW accepts it, at most 65 536 bytes; a larger
   * state is deflated into a container. `vstpreset`: a preset file; VST3 only.
   */
  readonly as?: 'blob' | 'packed' | 'vstpreset' | undefined;
  /** XML for the preset file. */
  readonly info?: string | undefined;
}

/** The part of a state that differs. */
export type StatePart =
  | 'format'
  | 'plugin'
  | 'port'
  | 'property'
  | 'parameter'
  | 'component'
  | 'controller'
  | 'stream'
  | 'content';

/** A value in which two states differ. */
export type StateValue = number | string | Uint8Array | Lv2Property;

/** A difference between byte sequences. */
export interface ByteDifference {
  /** Offset of the first differing byte. */
  readonly first: number;
  /** Number of differing bytes, including those that only the longer one has. */
  readonly count: number;
}

/** One difference between two states. */
export interface StateDifference {
  /** Relative to the first state. */
  readonly kind: 'added' | 'removed' | 'changed';
  /** The part that differs. */
  readonly part: StatePart;
  /** Port index, parameter id, or the property's key. */
  readonly key?: number | string;
  /** The value in the first state; absent if `added`. */
  readonly before?: StateValue;
  /** The value in the second state; absent if `removed`. */
  readonly after?: StateValue;
  /** For changed bytes. */
  readonly bytes?: ByteDifference;
}
