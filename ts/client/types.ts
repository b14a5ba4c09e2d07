/**
 * The words of the library: what a program that plays the DAW says and hears. Units: frames (samples per channel), Hz, plain parameter values as
 * the plugin's format has them (VST3: 0..1).
 */

/** Plugin formats. */
export type PluginFormat = 'clap' | 'vst3' | 'lv2';

/** Channels of a block, one array each; longer arrays than the block are allowed. */
export type Planes = readonly Float32Array[];

/** A parameter takes a value. */
export interface ParameterEvent {
  /** What kind of event this is. */
  type: 'parameter';
  /** Frame of the block from which on it counts. */
  frame: number;
  /** The parameter's id. */
  id: number;
  /** Its value; the host clamps it to the parameter's range. */
  value: number;
}

/** A parameter is moved away from its value for a while (CLAP; ignored elsewhere). */
export interface ModulationEvent {
  /** What kind of event this is. */
  type: 'modulation';
  /** Frame of the block from which on it counts. */
  frame: number;
  /** The parameter's id. */
  id: number;
  /** How far from its value. */
  amount: number;
}

/** A MIDI message. */
export interface MidiEvent {
  /** What kind of event this is. */
  type: 'midi';
  /** Frame of the block at which it happens. */
  frame: number;
  /** MIDI port of the plugin; default 0, the first. */
  port?: number;
  /** One to three bytes, of which the first is a status byte. */
  data: ArrayLike<number>;
}

/** Something that happens at a frame of a block. The order within a block is that of the frames. */
export type BlockEvent = ParameterEvent | ModulationEvent | MidiEvent;

/** Where the piece is that is played. */
export interface Transport {
  /** Frames since the start of the piece. */
  position: number;
  /** Beats per minute. */
  tempo: number;
  /** Beats in a bar. */
  numerator: number;
  /** Length of a beat: 4 is a quarter. */
  denominator: number;
  /** Whether it moves. */
  playing: boolean;
}

/** A setting whose values are no numbers, like the file of a sampler (LV2: `patch:writable` and `patch:readable`). */
export interface Property {
  name: string;
  /** Unique in the plugin. */
  uri: string;
  type: 'Path' | 'String' | 'URI';
  /** Empty: none, or not known. */
  value: string;
  /** The plugin tells it; nobody sets it. */
  isReadOnly: boolean;
}

/** A value with a name. */
export interface ParameterChoice {
  /** Of the parameter. */
  readonly value: number;
  /** As the plugin names it, like "Sawtooth". */
  readonly label: string;
}

/** A parameter of the plugin. */
export interface Parameter {
  /** LV2: port index; VST3: ParamID; CLAP: clap_id. */
  readonly id: number;
  /** As the plugin names it; not always unique. */
  readonly name: string;
  /** CLAP: where it belongs, like "oscillators/1"; else empty. */
  readonly module: string;
  /** Least value. */
  readonly minimum: number;
  /** Greatest value. */
  readonly maximum: number;
  /** The value of a fresh instance. */
  readonly defaultValue: number;
  /** As of the last block, request or event. */
  readonly value: number;
  /** As the plugin names it, like "dB"; empty if it has none. VST3: of the value that the plugin displays, not of 0..1. */
  readonly unit: string;
  /** Only whole numbers make sense. */
  readonly isInteger: boolean;
  /** On or off. */
  readonly isToggled: boolean;
  /** Equal steps of a knob are equal factors. */
  readonly isLogarithmic: boolean;
  /** A button: the value counts once, then it is the default again. */
  readonly isTrigger: boolean;
  /** LV2: the port's symbol, unique in the plugin; else empty. */
  readonly symbol: string;
  /** How the plugin wrote the value when it was asked last (at the start, and after a restart); empty if it has no text for it. */
  readonly text: string;
  /** Values that have names of their own (LV2: scale points), ascending. */
  readonly choices: readonly ParameterChoice[];
}

/** What goes into a plugin and comes out. */
export interface Ports {
  /** Input channels of all audio ports or buses together. */
  readonly audioInputs: number;
  /** Output channels of all audio ports or buses together. */
  readonly audioOutputs: number;
  /** MIDI, note or event inputs. */
  readonly midiInputs: number;
  /** MIDI, note or event outputs. */
  readonly midiOutputs: number;
}

/** What happens when the host process dies, hangs, or does not answer. */
export interface RestartPolicy {
  /** Start it again with the last state; default true. */
  restart?: boolean;
  /** Restarts within `windowMs`, after which it stays off; default 3. */
  maxRestarts?: number;
  /** Default 60 000. */
  windowMs?: number;
  /** Pause before the first restart, doubled for each further one; default 100. */
  backOffMs?: number;
  /** A block that is not answered for so long means that the host hangs, and is ended; default 5000, or blockTimeoutMs if that is more. */
  hangMs?: number;
}

/** A value at a frame. */
export interface AutomationPoint {
  /** Counted from the start of the next block; may lie many blocks ahead. */
  frame: number;
  /** Of the parameter. */
  value: number;
}

/** How a parameter moves. */
export interface AutomationOptions {
  /** linear: in small steps from point to point (default); hold: each value stays until the next point. */
  shape?: 'linear' | 'hold';
}

/** Where a plugin's window is shown. */
export interface EditorOptions {
  /** X11 window to be embedded in; default: a window of its own. */
  parent?: number;
  /** A window of its own even if there is a parent. */
  floating?: boolean;
}

/** The plugin's name for a note, as of a drum kit. */
export interface NoteName {
  /** 0..127 */
  note: number;
  /** Of the drum, the key switch. */
  name: string;
}

/** Which plugin to load, and how. */
export interface OpenOptions {
  /** The plugin's format. */
  format: PluginFormat;
  /** LV2: URI; VST3: bundle, `bundle#CLASSID` or class id; CLAP: file, `file::id` or id. */
  plugin: string;
  /** Default 48 000. */
  sampleRate?: number;
  /** Frames of the longest block, 1..4096; default 1024. Some plugins (convolutions) want each block to be exactly so long. */
  maxFrames?: number;
  /** Input channels wanted; default: the plugin's own. */
  inputs?: number;
  /** Output channels wanted; default: the plugin's own. */
  outputs?: number;
  /** As saveState returned it; restored before open resolves. */
  state?: Uint8Array;
  /**
   * Nobody but a file waits for the sound; default false: blocks come in real time. The plugin is told so, everything that a block leaves for
   * other threads is done before the next one, and its timers follow the sound instead of the clock. See also PluginHost.settle.
   */
  offline?: boolean;
  /** How long process waits for a block, milliseconds; default 100, offline 30 000. */
  blockTimeoutMs?: number;
  /** What happens when the host process ends. */
  policy?: RestartPolicy;
  /** Ends the opening, and the host with it. */
  signal?: AbortSignal;
  /** The host executable; default: MAOLAN_PLUGIN_HOST, else the one beside this library. */
  executable?: string;
  /** Each line of the host's stderr; default: dropped, but kept for errors. */
  onLog?: (line: string) => void;
  /** Variables for the host process, beside this program's own. */
  environment?: Readonly<Record<string, string>>;
}

/** What belongs to one block. */
export interface ProcessOptions {
  /** Default: the length of the first input, else of the first output, else maxFrames. */
  frames?: number;
  /** In any order, as many as there are: a block with more than 4095 is played as several shorter ones. */
  events?: readonly BlockEvent[];
  /** Stays in force until another one is given; at first: stopped at 0, 120 beats per minute, 4/4. */
  transport?: Transport;
}

/** Of a block that does not block. */
export interface ProcessAsyncOptions extends ProcessOptions {
  /**
   * Called once while the block is being made, for work that can be done meanwhile, like reading and writing files. What it throws comes out
   * when the block is done.
   */
  meanwhile?: () => void;
  /**
   * For how many milliseconds the event loop may be blocked after all. A block that is done by then costs no turn of the loop, which takes
   * longer than many a plugin. Default 0.
   */
  blockingMs?: number;
}

/** Whether a plugin that plays offline is ready for its next block. */
export interface Settled {
  /** Nothing is being loaded any more, as far as can be seen from outside. */
  isReady: boolean;
  /** Why it is not, as the end of a sentence; else empty. */
  reason: string;
  /** Since settle was called before, a block has left work for other threads: it was played before that was done. */
  hasWorked: boolean;
  /** The plugin demands that blocks come no faster than they are heard (clap.render). */
  needsRealTime: boolean;
}

/** The host was closed. */
export interface ExitClosed {
  /** Why. */
  kind: 'closed';
}

/** A signal ended it: mostly the plugin's fault. */
export interface ExitCrashed {
  /** Why. */
  kind: 'crashed';
  /** Like SIGSEGV. */
  signal: string;
}

/** It ended by itself. */
export interface ExitExited {
  /** Why. */
  kind: 'exited';
  /** Exit code; -1 if it could not even be started. */
  code: number;
  /** Its last sentence. */
  message: string;
}

/** It did not answer any more, and was ended. */
export interface ExitHung {
  /** Why. */
  kind: 'hung';
}

/** How a host process ended. */
export type ExitReason = ExitClosed | ExitCrashed | ExitExited | ExitHung;

/** timeout: it was not in time; exited: there is no host process; failed: the host lives, but its plugin does not work (any more). */
export type BypassReason = 'timeout' | 'exited' | 'failed';

/** A value that somebody else than this program changed. */
export interface ParameterChange {
  /** The parameter's id. */
  id: number;
  /** What it is now. */
  value: number;
  /** Of the last block. */
  frame: number;
}

/** Somebody takes hold of a knob in the plugin's window, or lets it go. */
export interface Gesture {
  /** The parameter's id. */
  id: number;
  /** true: takes hold; false: lets go. */
  begin: boolean;
}

/** A message from the plugin. */
export interface MidiMessage {
  /** MIDI output of the plugin. */
  port: number;
  /** Of the last block. */
  frame: number;
  /** One to three bytes. */
  data: Uint8Array;
}

/** Events of a PluginHost and what their listeners are given. Those of a block are emitted before process() returns. */
export interface PluginHostEvents {
  /** The plugin's own changes: an edit in its editor, a restored state, a value that it rounded. */
  parameterChange: [change: ParameterChange];
  /** A hand on a knob of the editor. */
  gesture: [gesture: Gesture];
  /** MIDI from the plugin. */
  midi: [message: MidiMessage];
  /** The state is no longer what was saved. */
  stateDirty: [];
  /** The plugin delays its output by another number of frames. */
  latencyChange: [frames: number];
  /** A block was not answered: its inputs were passed through. Told of the first of several in a row; process() tells of each. */
  bypass: [why: BypassReason];
  /** The host process ended without being asked. */
  exit: [reason: ExitReason];
  /** It runs again, with the last state; the attempt counts from 1. */
  restart: [attempt: number];
  /** It will not be started again. */
  gaveUp: [reason: ExitReason];
  /** What a listener of one of the others threw. If nobody listens to this one, it is an unhandled rejection. */
  error: [error: unknown];
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
