// SPDX-License-Identifier: BSD-2-Clause
/**
 * The types of the library, for a program that acts as the DAW. Units: frames (samples per channel), Hz, plain parameter values as
 * the plugin's format has them (VST3: 0..1).
 */
import type { BlockEvent, Gesture, MidiMessage, ParameterChange, PluginNote, Transport } from './event-types.ts';
import type { BypassReason, Crash, ExitReason, GaveUpPlugin, Revival } from './incident-types.ts';

export type * from './event-types.ts';
export type * from './incident-types.ts';
export type * from './parameter-types.ts';

/** Plugin formats. */
export type PluginFormat = 'clap' | 'vst3' | 'lv2';

/** What to do when the plugin crashes, or the host process ends, hangs, or does not answer. */
export interface RestartPolicy {
  /** Start it again with the last state; default true. false: a plugin that crashes ends its process. */
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

/** Where a plugin's window is shown. */
export interface EditorOptions {
  /** X11 window to embed it in; default: a top-level window. */
  parent?: number;
  /** A top-level window even if there is a parent. */
  floating?: boolean;
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
   * Render faster than real time; default false: blocks come in real time. The plugin knows, everything that a block leaves for
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
  /** The host executable; default: MAOLAN_PLUGIN_HOST, else the one next to this library. */
  executable?: string;
  /** Each line of the host's stderr; default: dropped, but kept for errors. */
  onLog?: (line: string) => void;
  /** Variables for the host process, in addition to this program's own. */
  environment?: Readonly<Record<string, string>>;
}

/** Options of a plugin that is named as the commands name it. */
export interface NamedOptions extends Omit<OpenOptions, 'format'> {
  /** See open(). */
  format?: undefined;
}

/** Whether a plugin that plays offline is ready for its next block. */
export interface Settled {
  /** Nothing is being loaded any more, as far as can be seen from outside. */
  isReady: boolean;
  /** Why it is not, as the end of a sentence; else empty. */
  reason: string;
  /** Since settle was called before, a block has left work for other threads: it was played before that was done. */
  hasWorked: boolean;
  /** The plugin requires blocks in real time (clap.render). */
  needsRealTime: boolean;
  /** The plugin has its own threads, or a worker (LV2), that may load for it. */
  hasHelpers: boolean;
  /** One of these threads sleeps, or looks for work now and then: it may begin to load later. */
  hasPollers: boolean;
}

/** How a plugin begins to play offline. */
export interface BeginOptions {
  /** Milliseconds, as of settle(), each time that the plugin is waited for. */
  limitMs?: number;
  /** Of the first block: those that choose sounds are sent ahead to a plugin that has helpers. */
  events?: readonly BlockEvent[];
  /** Of the first block. */
  transport?: Transport;
}

/** Events of a PluginHost and what their listeners are given. Those of a block are emitted before process() returns. */
export interface PluginHostEvents {
  /** The plugin's own changes: an edit in its editor, a restored state, a value that it rounded. */
  parameterChange: [change: ParameterChange];
  /** The user starts or stops dragging a control of the editor. */
  gesture: [gesture: Gesture];
  /** MIDI from the plugin. */
  midi: [message: MidiMessage];
  /** A note from the plugin, with its id. */
  note: [note: PluginNote];
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
  /** The plugin is being loaded again, and takes long: emitted each second. */
  loading: [elapsedMs: number];
  /** The host process ended without being asked. */
  exit: [reason: ExitReason];
  /** It runs again, with the last state; the attempt counts from 1. */
  restart: [attempt: number];
  /**
   * It will not be started again; or, of kind `bypassed`, its process goes on without the plugin: showEditor and restoreState try it once more.
   */
  gaveUp: [reason: ExitReason | GaveUpPlugin];
  /** What a listener of one of the others threw, or a text that is not a value of its parameter. Without a listener for this one, it is an unhandled rejection. */
  error: [error: unknown];
}
