// SPDX-License-Identifier: BSD-2-Clause
/**
 * The contents of a block, and what the plugin reports while it plays. Units: frames (samples per channel), Hz, plain parameter values as
 * the plugin's format has them (VST3: 0..1).
 */

/** Channels of a block, one array each; longer arrays than the block are allowed. */
export type Planes = readonly Float32Array[];

/** A parameter takes a value. */
export interface ParameterEvent {
  /** What kind of event this is. */
  type: 'parameter';
  /** Frame of the block from which it applies. */
  frame: number;
  /** The parameter's id. */
  id: number;
  /** Its value; the host clamps it to the parameter's range. */
  value: number;
}

/** A parameter is temporarily offset from its value (CLAP; ignored elsewhere). */
export interface ModulationEvent {
  /** What kind of event this is. */
  type: 'modulation';
  /** Frame of the block from which it applies. */
  frame: number;
  /** The parameter's id. */
  id: number;
  /** Offset from the parameter's value. */
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
   * One to three bytes, of which the first is a status byte; or a system exclusive message, 0xF0 to 0xF7, of up to 393 212 bytes. A block
   * that contains more is played as several shorter ones.
   */
  data: ArrayLike<number>;
}

/** What can be changed in a sounding note, named as in CLAP. */
export type NoteExpression = 'volume' | 'pan' | 'tuning' | 'vibrato' | 'expression' | 'brightness' | 'pressure';

/** Which notes an event addresses. An omitted field means any; for noteOn it means channel 0 and no id. */
export interface NoteAddress {
  /** Note port (CLAP) or event bus (VST3) of the plugin; default 0, the first. */
  port?: number;
  /** 0..15 */
  channel?: number;
  /** 0..127 */
  key?: number;
  /**
   * Chosen by the caller, from 0: distinguishes notes of the same key. A `note` event of kind noteEnd reports when it is free again (CLAP).
   */
  noteId?: number;
}

/** A note starts, ends, or is silenced immediately (CLAP and VST3; VST3 has no noteChoke: the note ends). */
export interface NoteEvent extends NoteAddress {
  /** What kind of event this is. */
  type: 'noteOn' | 'noteOff' | 'noteChoke';
  /** Frame of the block at which it happens. */
  frame: number;
  /** 0..127; a noteOn has one. */
  key?: number;
  /** 0..1; default: 0.8 for noteOn, else 0. */
  velocity?: number;
}

/**
 * A sounding note changes (CLAP and VST3). VST3 identifies it by its noteId; pressure also by channel and key. The plugin ignores
 * expressions that it lacks; a CLAP port that only takes MIDI gets key pressure.
 */
export interface NoteExpressionEvent extends NoteAddress {
  /** What kind of event this is. */
  type: 'noteExpression';
  /** Frame of the block from which it applies. */
  frame: number;
  /** What is changed. */
  expression: NoteExpression;
  /** volume: 0 to 4, a factor; tuning: -120 to 120 semitones; pan: 0 (left) to 1 (right); the others 0 to 1. */
  value: number;
}

/** Something that happens at a frame of a block. Events are ordered by frame. */
export type BlockEvent = ParameterEvent | ModulationEvent | MidiEvent | NoteEvent | NoteExpressionEvent;

/** Position and tempo of the piece that is played. */
export interface Transport {
  /** Frames since the start of the piece. */
  position: number;
  /** Beats per minute. */
  tempo: number;
  /** Beats in a bar. */
  numerator: number;
  /** Length of a beat: 4 is a quarter. */
  denominator: number;
  /** Whether the transport is running. */
  playing: boolean;
}

/** A value at a frame. */
export interface AutomationPoint {
  /** Counted from the start of the next block; may be many blocks ahead. */
  frame: number;
  /** Of the parameter. */
  value: number;
}

/** How a parameter moves between points. */
export interface AutomationOptions {
  /** linear: from point to point in at least 256 steps, or one for each frame (default); hold: each value stays until the next point. */
  shape?: 'linear' | 'hold';
}

/** Options of one block. */
export interface ProcessOptions {
  /** Default: the length of the first input, else of the first output, else maxFrames. */
  frames?: number;
  /** In any order and number: a block with more than 4095 is played as several shorter ones. */
  events?: readonly BlockEvent[];
  /** Applies until another one is given; initially stopped at 0, 120 beats per minute, 4/4. */
  transport?: Transport;
}

/** Options of an asynchronous block. */
export interface ProcessAsyncOptions extends ProcessOptions {
  /**
   * Called once while the host works, for work in parallel such as reading and writing files. Its exception is thrown when the block is
   * done.
   */
  meanwhile?: () => void;
  /**
   * How many milliseconds the call may block the event loop. A block that is done by then needs no turn of the loop, which takes longer
   * than many plugins. Default 0.
   */
  blockingMs?: number;
  /** How long to wait for this block, in milliseconds, if longer than `blockTimeoutMs`. */
  timeoutMs?: number;
}

/** A value that was not changed by this program. */
export interface ParameterChange {
  /** The parameter's id. */
  id: number;
  /** The new value. */
  value: number;
  /** Frame of the last block. */
  frame: number;
  /** The plugin does not want it recorded (CLAP). */
  dontRecord?: true;
}

/** The user starts or stops dragging a control in the plugin's window. */
export interface Gesture {
  /** The parameter's id. */
  id: number;
  /** true: starts; false: stops. */
  begin: boolean;
}

/** A message from the plugin. */
export interface MidiMessage {
  /** MIDI output of the plugin. */
  port: number;
  /** Frame of the last block. */
  frame: number;
  /** One to three bytes, or a system exclusive message. */
  data: Uint8Array;
  /** The plugin does not want it recorded (CLAP). */
  dontRecord?: true;
}

/**
 * A note from the plugin, with its id (CLAP and VST3). Notes also come as `midi`, as far as MIDI can express them. noteEnd: a voice has
 * ended, and its id is free again (CLAP).
 */
export interface PluginNote {
  /** What happens to the note. */
  type: 'noteOn' | 'noteOff' | 'noteChoke' | 'noteEnd' | 'noteExpression';
  /** Note port or event bus; of noteEnd an input. */
  port: number;
  /** Frame of the last block. */
  frame: number;
  /** undefined: any */
  channel: number | undefined;
  /** undefined: any */
  key: number | undefined;
  /** undefined: it has none. */
  noteId: number | undefined;
  /** Velocity, 0..1; of an expression as in NoteExpressionEvent. */
  value: number;
  /** Of a noteExpression. */
  expression?: NoteExpression;
  /** The plugin does not want it recorded (CLAP). */
  dontRecord?: true;
}
