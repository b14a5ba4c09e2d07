// SPDX-License-Identifier: BSD-2-Clause
/**
 * Blocks: what goes into one, and what the plugin tells of itself while it plays. Units: frames (samples per channel), Hz, plain parameter values as
 * the plugin's format has them (VST3: 0..1).
 */

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

/** What can be changed of a note that sounds, as CLAP names it. */
export type NoteExpression = 'volume' | 'pan' | 'tuning' | 'vibrato' | 'expression' | 'brightness' | 'pressure';

/** Which notes an event is about. What is left out means any, but for noteOn: there it means channel 0, and no id. */
export interface NoteAddress {
  /** Note port (CLAP) or event bus (VST3) of the plugin; default 0, the first. */
  port?: number;
  /** 0..15 */
  channel?: number;
  /** 0..127 */
  key?: number;
  /** Chosen by who plays, from 0 on: it tells notes of the same key apart. A `note` event of kind noteEnd says when it is free again (CLAP). */
  noteId?: number;
}

/** A note begins, ends, or is silenced at once (CLAP and VST3; VST3 has no noteChoke: the note ends). */
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
 * A note that sounds is changed (CLAP and VST3). VST3 knows it by its noteId, and only its pressure by channel and key, too. What the plugin has no
 * expression for it ignores; a CLAP port that knows only MIDI gets the pressure of keys.
 */
export interface NoteExpressionEvent extends NoteAddress {
  /** What kind of event this is. */
  type: 'noteExpression';
  /** Frame of the block from which on it counts. */
  frame: number;
  /** What is changed. */
  expression: NoteExpression;
  /** volume: 0 to 4, a factor; tuning: -120 to 120 semitones; pan: 0 (left) to 1 (right); the others 0 to 1. */
  value: number;
}

/** Something that happens at a frame of a block. The order within a block is that of the frames. */
export type BlockEvent = ParameterEvent | ModulationEvent | MidiEvent | NoteEvent | NoteExpressionEvent;

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

/** A value that was changed by another than this program. */
export interface ParameterChange {
  /** The parameter's id. */
  id: number;
  /** What it is now. */
  value: number;
  /** Of the last block. */
  frame: number;
}

/** The user starts or stops dragging a control in the plugin's window. */
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

/**
 * A note from the plugin, with its id (CLAP and VST3). Notes also come as `midi`, as far as MIDI has a form for them. noteEnd: a voice has fallen
 * silent, and its id is free again (CLAP).
 */
export interface PluginNote {
  /** What happens to the note. */
  type: 'noteOn' | 'noteOff' | 'noteChoke' | 'noteEnd' | 'noteExpression';
  /** Note port or event bus; of noteEnd an input. */
  port: number;
  /** Of the last block. */
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
}
