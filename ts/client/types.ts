/**
 * The words of the library: what a program that plays the DAW says and hears. Units: frames (samples per channel), Hz, plain parameter values as
 * the plugin's format has them (VST3: 0..1).
 */

export type PluginFormat = 'clap' | 'vst3' | 'lv2';

/** One change at a frame of a block. Parameters are named by their ids. */
export type BlockEvent =
  | { type: 'parameter'; frame: number; id: number; value: number }
  | { type: 'modulation'; frame: number; id: number; amount: number }
  /** Up to three bytes; port 0 is the first. */
  | { type: 'midi'; frame: number; port?: number; data: ArrayLike<number> };

export interface Transport {
  /** Frames since the start of the piece. */
  position: number;
  /** Beats per minute. */
  tempo: number;
  numerator: number;
  denominator: number;
  playing: boolean;
}

export interface Parameter {
  /** LV2: port index; VST3: ParamID; CLAP: clap_id. */
  readonly id: number;
  readonly name: string;
  /** CLAP: where it belongs, like "oscillators/1"; else empty. */
  readonly module: string;
  readonly minimum: number;
  readonly maximum: number;
  readonly defaultValue: number;
  /** As of the last block, request or event. */
  readonly value: number;
  /** As the plugin names it, like "dB"; empty if it has none. */
  readonly unit: string;
  readonly isInteger: boolean;
  readonly isToggled: boolean;
}

export interface Ports {
  /** Channels of all audio ports or buses together. */
  readonly audioInputs: number;
  readonly audioOutputs: number;
  readonly midiInputs: number;
  readonly midiOutputs: number;
}

/** When the host process dies or hangs, or does not answer. */
export interface RestartPolicy {
  /** Start it again with the last state; default true. */
  restart?: boolean;
  /** Restarts within `windowMs`, after which it stays off; default 3. */
  maxRestarts?: number;
  /** Default 60 000. */
  windowMs?: number;
  /** Pause before the first restart, doubled for each further one; default 100. */
  backOffMs?: number;
}

export interface OpenOptions {
  format: PluginFormat;
  /** LV2: URI; VST3: bundle, `bundle#CLASSID` or class id; CLAP: file, `file::id` or id. */
  plugin: string;
  /** Default 48 000. */
  sampleRate?: number;
  /** Frames of the longest block, 1..4096; default 1024. */
  maxFrames?: number;
  /** Channels wanted; default: the plugin's own. */
  inputs?: number;
  outputs?: number;
  /** As saveState returned it; restored before open resolves. */
  state?: Uint8Array;
  /** How long process waits for a block, milliseconds; default 100. Offline programs allow more. */
  blockTimeoutMs?: number;
  policy?: RestartPolicy;
  /** Ends the opening, and the host with it. */
  signal?: AbortSignal;
  /** The host executable; default: MAOLAN_PLUGIN_HOST, else the one beside this library. */
  executable?: string;
  /** Each line of the host's stderr; default: dropped, but kept for errors. */
  onLog?: (line: string) => void;
}

export interface ProcessOptions {
  /** Default: the length of the first plane. */
  frames?: number;
  events?: readonly BlockEvent[];
  transport?: Transport;
}

export type ExitReason =
  | { kind: 'closed' }
  | { kind: 'crashed'; signal: string }
  | { kind: 'exited'; code: number; message: string }
  | { kind: 'hung' };

export interface PluginHostEvents {
  /** The plugin's own changes: an edit in its editor, a restored state. */
  parameterChange: [change: { id: number; value: number; frame: number }];
  gesture: [gesture: { id: number; begin: boolean }];
  midi: [message: { port: number; frame: number; data: Uint8Array }];
  stateDirty: [];
  latencyChange: [frames: number];
  /** A block was not answered: its inputs were passed through. */
  bypass: [why: 'timeout' | 'exited'];
  /** The host process ended without being asked. */
  exit: [reason: ExitReason];
  restart: [attempt: number];
  /** It will not be started again. */
  gaveUp: [reason: ExitReason];
}

/** Codes of the library's errors; stable. */
export type ErrorCode =
  | 'HOST_NOT_FOUND'
  | 'LOAD_FAILED'
  | 'NOT_READY'
  | 'INVALID_ARGUMENT'
  | 'CLOSED'
  | 'REQUEST_FAILED'
  | 'REQUEST_TIMEOUT'
  | 'HOST_EXITED'
  | 'NO_SHARED_MEMORY'
  | 'ABORTED';
