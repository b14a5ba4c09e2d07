// SPDX-License-Identifier: BSD-2-Clause
/**
 * What a plugin's state consists of, in each format. Bytes that only the plugin understands stay bytes.
 */

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
  /** As the plugin stored it; URIDs in it are the saving host's. */
  readonly value: Uint8Array;
}

/** The state of an LV2 plugin. */
export interface Lv2State {
  /** Tells the formats apart. */
  readonly format: 'lv2';
  /** Control inputs, in any order. */
  readonly ports: readonly Lv2Port[];
  /** At most 16 384. */
  readonly properties: readonly Lv2Property[];
}

/** The state of a VST3 plugin. */
export interface Vst3State {
  /** Tells the formats apart. */
  readonly format: 'vst3';
  /** The plugin's class id as it stands in the state: `[6E, 33, ...]`, see `vst3Id` and `classIdOf`. */
  readonly id: string;
  /** What `IComponent::getState` wrote. */
  readonly component: Uint8Array;
  /** What `IEditController::getState` wrote; may be empty. */
  readonly controller: Uint8Array;
}

/** The state of a CLAP plugin: what `clap_plugin_state.save` wrote. */
export interface ClapStreamState {
  /** Tells the formats apart. */
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

/** The state of a CLAP plugin without `clap.state`: the values of its parameters, which the host keeps for it. */
export interface ClapParameterState {
  /** Tells the formats apart. */
  readonly format: 'clap';
  /** In any order. */
  readonly parameters: readonly ClapParameter[];
}

/** The state of a plugin. `format` tells LV2 and VST3 apart; a CLAP state has either `stream` or `parameters`. */
export type State = Lv2State | Vst3State | ClapStreamState | ClapParameterState;

/** A container of the host's own, in which a state travels that does not fit the 64 KiB that DAWs take. */
export interface StateContainer {
  /** `deflated`: the state is in the container; `file`: it is in a file that is named by `hash`. */
  readonly kind: 'deflated' | 'file';
  /** Bytes of the state. */
  readonly rawBytes: number;
  /** SHA-256 of the state, 64 hexadecimal digits in lower case. */
  readonly hash: string;
  /** Bytes of the gzip stream in the container; 0 for `file`. */
  readonly deflatedBytes: number;
}

/** Whose state it is. */
export interface StateOwner {
  /** LV2: URI; VST3: class id; CLAP: id. */
  readonly id: string;
  /** The plugin's name, for people. */
  readonly name: string;
}

/** What `inspectState` finds. */
export interface StateInspection {
  /** The settings themselves. */
  readonly state: State;
  /**
   * How the state lay in the bytes: `blob` as it is on the wire, `vstpreset` in a VST3 preset, `state-file` in a file of
   * `maolan-plugin-host state save`, `gzip` in a file of the host's folder of large states.
   */
  readonly file: 'blob' | 'vstpreset' | 'state-file' | 'gzip';
  /** Bytes of the state itself, without any file or container around it. */
  readonly rawBytes: number;
  /** Bytes after the end of an LV2 or VST3 state, which hosts ignore. */
  readonly ignoredBytes: number;
  /** The container in which the state was. */
  readonly container?: StateContainer;
  /** Whose state it is, if the file says so (`state-file`). */
  readonly plugin?: StateOwner;
  /** The XML that describes a preset (`vstpreset`); empty if there is none. */
  readonly info?: string;
}

/** What of a `Blob`, `File` or `Response` is used. */
export interface StateBlob {
  /** Bytes, if they are known. */
  readonly size?: number;
  /** All of them. */
  arrayBuffer(): Promise<ArrayBuffer>;
}

/** What of a `ReadableStream` is used. */
export interface StateStream {
  /** Locks the stream. */
  getReader(): StateReader;
}

/** Where bytes come from: bytes, a `Blob`, `File` or `Response`, a `ReadableStream`, a Node stream, any iterable of chunks. */
export type StateSource = Uint8Array | ArrayBuffer | AsyncIterable<Uint8Array> | StateBlob | StateStream;

/** What a reader of a `ReadableStream` reads. */
export interface StateChunk {
  /** The stream has ended. */
  readonly done: boolean;
  /** Bytes, unless it has ended. */
  readonly value?: Uint8Array | undefined;
}

/** What of a `ReadableStreamDefaultReader` is used. */
export interface StateReader {
  /** The next chunk. */
  read(): Promise<StateChunk>;
  /** No more chunks are wanted. */
  cancel(reason?: unknown): Promise<void>;
}

/** How to decode. */
export interface DecodeOptions {
  /**
   * The plugin's format. Without it, the format is found out, which works for everything but CLAP streams: these are
   * whatever the plugin writes.
   */
  readonly format?: StateFormat | undefined;
  /**
   * Gives the file (a gzip stream) of a state that is too large for a DAW's project, named by the state's hash.
   * Hosts keep them in `~/.local/state/maolan-plugin-host/states`.
   */
  readonly file?: ((hash: string) => Promise<Uint8Array | undefined>) | undefined;
}

/** How to encode. */
export interface EncodeOptions {
  /**
   * `blob` (default): the state itself, up to 64 MiB. `packed`: what a DAW takes, at most 65 536 bytes; a larger state is
   * deflated into a container. `vstpreset`: a preset file; VST3 only.
   */
  readonly as?: 'blob' | 'packed' | 'vstpreset' | undefined;
  /** XML for the preset file. */
  readonly info?: string | undefined;
}

/** What a difference is about. */
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

/** A value that two states do not share. */
export type StateValue = number | string | Uint8Array | Lv2Property;

/** Where bytes differ. */
export interface ByteDifference {
  /** Offset of the first byte that differs. */
  readonly first: number;
  /** How many bytes differ; those that only the longer one has count. */
  readonly count: number;
}

/** One difference between two states. */
export interface StateDifference {
  /** Seen from the first state on. */
  readonly kind: 'added' | 'removed' | 'changed';
  /** What it is about. */
  readonly part: StatePart;
  /** Port index, parameter id, or the property's key. */
  readonly key?: number | string;
  /** In the first state; not there if `added`. */
  readonly before?: StateValue;
  /** In the second state; not there if `removed`. */
  readonly after?: StateValue;
  /** Of bytes that changed. */
  readonly bytes?: ByteDifference;
}
