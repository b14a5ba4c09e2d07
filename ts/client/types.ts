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
  /**
   * One to three bytes, of which the first is a status byte; or a system exclusive message, 0xF0 to 0xF7, of up to 393 212 bytes. Blocks with
   * more of them than that are played as several shorter ones.
   */
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
  /** Where it belongs, like "oscillators/1" (CLAP: module, VST3: unit); else empty. */
  readonly module: string;
  /** Least value. */
  readonly minimum: number;
  /** Greatest value. */
  readonly maximum: number;
  /** The value of a fresh instance. */
  readonly defaultValue: number;
  /** As of the last block, request or event. */
  get value(): number;
  /**
   * Setting it is setParameter: it counts from the next block on. A text is read as `parse` reads it. Where only the plugin knows what it means, the value
   * counts from the block on that follows the plugin's answer, and before any state that is saved later; another value set meanwhile takes its place.
   * A text that the plugin does not understand is an `error` event, without a listener an unhandled rejection.
   * @throws PluginHostError INVALID_ARGUMENT, CLOSED
   */
  set value(value: number | string);
  /** As the plugin names it, like "dB"; empty if it has none. VST3: of the value that the plugin displays, not of 0..1. */
  readonly unit: string;
  /** Only whole numbers make sense. */
  readonly isInteger: boolean;
  /** On or off. */
  readonly isToggled: boolean;
  /** It takes certain values only, which need not be whole numbers (VST3: k / n). */
  readonly isStepped: boolean;
  /** Equal steps of a knob are equal factors. */
  readonly isLogarithmic: boolean;
  /** A button: the value counts once, then it is the default again. */
  readonly isTrigger: boolean;
  /** The plugin sets it, nobody else does: a meter. */
  readonly isReadOnly: boolean;
  /** The plugin does not want people to see it. */
  readonly isHidden: boolean;
  /** It may be moved while the plugin plays. */
  readonly isAutomatable: boolean;
  /** The plugin's own bypass: its greatest value passes the input through. */
  readonly isBypass: boolean;
  /** It chooses a program (VST3); see PluginHost.presets. */
  readonly isProgram: boolean;
  /** LV2: the port's symbol, unique in the plugin; else empty. */
  readonly symbol: string;
  /** How the plugin writes the value, as far as it was asked: at the start, after a restart and by `format`; else empty. */
  readonly text: string;
  /** How the plugin writes the least value; empty if it has no text for it; so are the next two. */
  readonly minimumText: string;
  /** How the plugin writes the greatest value. */
  readonly maximumText: string;
  /** How the plugin writes the default value. */
  readonly defaultText: string;
  /** Values that have names of their own (LV2: scale points; VST3, CLAP: the steps of a list), ascending. */
  readonly choices: readonly ParameterChoice[];
  /**
   * The value that a text means: the plugin's own text ("-30 dB", "1 kHz", "Sawtooth"), 0% to 100% of its range along its curve, or a number
   * as `value` is one. Nothing is set.
   * @throws PluginHostError INVALID_ARGUMENT (a sentence with the range and the choices), REQUEST_TIMEOUT, HOST_EXITED, CLOSED
   */
  parse(text: string): Promise<number>;
  /** How the plugin writes a value; a number, with the unit if there is one, where the plugin has no text. @throws as parse */
  format(value: number): Promise<string>;
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

/** What happens when the plugin crashes, or the host process dies, hangs, or does not answer. */
export interface RestartPolicy {
  /** Start it again with the last state; default true. false: a plugin that crashes ends its process, for good. */
  restart?: boolean;
  /**
   * Restarts of the process within `windowMs`, after which it stays off; default 3. If it is given, the plugin is loaded again so often within a minute,
   * too, when it crashes and its process survives (else twice).
   */
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
  /** How long the plugin may take to load, milliseconds; default 60 000. Then open() rejects with NOT_READY. */
  loadTimeoutMs?: number;
  /** Called each second while open() waits for the plugin. When it is loaded again later, the event `loading` tells the same. */
  onLoading?: (elapsedMs: number) => void;
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

/** Options of a plugin that is named as the commands name it. */
export interface NamedOptions extends Omit<OpenOptions, 'format'> {
  /** See open(). */
  format?: undefined;
}

/** A setting that comes with the plugin, or was saved. */
export interface Preset {
  /** For people; not always unique. */
  readonly name: string;
  /** The bank, list or place that it belongs to; often empty. */
  readonly bank: string;
  /** Unique in the plugin: LV2: URI; VST3: path of the .vstpreset, or "program:3"; CLAP: its place and key. */
  readonly id: string;
}

/** How a preset is saved. */
export interface SavePresetOptions {
  /** For people; default: the file's name without its ending. */
  name?: string;
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
  /** How long this block is waited for, milliseconds, if that is more than `blockTimeoutMs`. */
  timeoutMs?: number;
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

/**
 * timeout: it was not in time; crash: the plugin crashed and is not back yet; refused: the plugin failed to process the block; gaveUp: it crashed
 * too often and is not loaded again; exited: there is no host process.
 */
export type BypassReason = 'timeout' | 'crash' | 'refused' | 'gaveUp' | 'exited';

/** The plugin crashed. Its process goes on, and loads it again. */
export interface Crash {
  /** signal: of a deadly one; exit: it ended its process; hang: a block did not return; core: the host's own fault; other: see message. */
  cause: 'signal' | 'exit' | 'hang' | 'core' | 'other';
  /** Like SIGSEGV; of cause `signal`. */
  signal?: string;
  /** Of cause `exit`. */
  exitCode?: number;
  /** audio: in a block; main: in a call of the host's; other: in a thread of the plugin's own. */
  thread: 'audio' | 'main' | 'other';
  /** What the thread was doing, like "while it was loaded". */
  during: string;
  /** Crashes within the last minute, this one included. */
  count: number;
  /** All of it as a sentence. */
  message: string;
  /** File of the library in which it happened, if the host could find out. */
  module?: string;
  /** Functions or addresses, the innermost first, if the host could find out. */
  backtrace?: readonly string[];
}

/** The plugin was loaded again after a crash. */
export interface Revival {
  /** Milliseconds from the crash until now. */
  afterMs: number;
  /** edits: what was changed after the last state that was kept; state: all but its parameters. */
  lost: 'nothing' | 'edits' | 'state';
  /** A sentence. */
  message: string;
}

/** The plugin crashed too often: its process goes on without it. */
export interface GaveUpPlugin {
  /** Why. */
  kind: 'bypassed';
  /** A sentence. */
  message: string;
}

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
  /** One to three bytes, or a system exclusive message. */
  data: Uint8Array;
}

/** Events of a PluginHost and what their listeners are given. Those of a block are emitted before process() returns. */
export interface PluginHostEvents {
  /** The plugin's own changes: an edit in its editor, a restored state, a value that it rounded. */
  parameterChange: [change: ParameterChange];
  /** The user starts or stops dragging a control of the editor. */
  gesture: [gesture: Gesture];
  /** MIDI from the plugin. */
  midi: [message: MidiMessage];
  /** The state is no longer what was saved. */
  stateDirty: [];
  /** The plugin delays its output by another number of frames. */
  latencyChange: [frames: number];
  /** Blocks are passed through instead of being played, from this one on, for this reason; process() tells of each. */
  bypass: [why: BypassReason];
  /** The plugin crashed, and its process went on. Emitted by the next block, or 50 ms later if there is none. */
  crash: [crash: Crash];
  /** It plays again. */
  revived: [revival: Revival];
  /** The plugin is being loaded again, and takes long: told each second. */
  loading: [elapsedMs: number];
  /** The host process ended without being asked. */
  exit: [reason: ExitReason];
  /** It runs again, with the last state; the attempt counts from 1. */
  restart: [attempt: number];
  /**
   * It will not be started again; or, of kind `bypassed`, its process goes on without the plugin: showEditor and restoreState try it once more.
   */
  gaveUp: [reason: ExitReason | GaveUpPlugin];
  /** What a listener of one of the others threw, or a text that is no value of its parameter. If nobody listens to this one, it is an unhandled rejection. */
  error: [error: unknown];
}

/** Codes of the library's errors; stable. */
export type ErrorCode =
  | 'HOST_NOT_FOUND'
  | 'NOT_FOUND'
  | 'LOAD_FAILED'
  | 'NOT_READY'
  | 'INVALID_ARGUMENT'
  | 'CLOSED'
  | 'REQUEST_FAILED'
  | 'REQUEST_TIMEOUT'
  | 'RENDER_FAILED'
  | 'SOUND_FAILED'
  | 'HOST_EXITED'
  | 'NO_SHARED_MEMORY'
  | 'ABORTED';
