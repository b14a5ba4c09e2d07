// SPDX-License-Identifier: BSD-2-Clause
/** What a plugin says about itself, and what it is opened with. */
import type { Frames } from './contract-types.ts';
import type { Pointer } from './native.ts';

export interface PluginDescription {
  name: string;
  /** Empty if unknown, like the next two. */
  vendor: string;
  /** In the format's notation, such as "Fx|Reverb". */
  category: string;
  version: string;
  /** LV2: URI; VST3: class id; CLAP: id. */
  id: string;
  isInstrument: boolean;
  parameterCount: number;
  audioInputs: number;
  audioOutputs: number;
  latencySamples: Frames;
  /** Note and event ports. */
  midiInputs: number;
  midiOutputs: number;
}

export interface PluginParameter {
  id: number;
  /** enum plugin_parameter_flag */
  flags: number;
  name: string;
  /** The parameter's group, such as "oscillators/1" (CLAP, VST3); else empty. */
  module: string;
  /** Such as "dB"; empty if none. */
  unit: string;
  /** LV2: the port's symbol; else empty. */
  symbol: string;
  minimum: number;
  maximum: number;
  defaultValue: number;
  value: number;
}

export interface NoteName {
  /** 0..127 */
  note: number;
  name: string;
}

/** A built-in program of the plugin. */
export interface Program {
  name: string;
  /** The list that contains it; may be empty. */
  list: string;
}

/** The location of a preset, as reported by the plugin's provider. */
export interface PresetPlace {
  /** location is a path; else the preset is inside the plugin. */
  isFile: boolean;
  location: string;
  /** Selects one of several presets at the location; may be empty. */
  loadKey: string;
}

/** A file that a plugin's state refers to. */
export interface FileReference {
  index: number;
  path: string;
}

/** not-supported: the plugin does not save its state. */
export type Restored = 'restored' | 'refused' | 'not-supported';

/** The window library's table (window.h). */
export type WindowsPointer = Pointer<'window_api'>;

/** One item of a plugin's state; the bytes are copies. */
export interface StateItem {
  key: Uint8Array;
  type: Uint8Array;
  value: Uint8Array;
  flags: number;
}

export interface PluginOptions {
  sampleRate: number;
  framesMax: Frames;
  inputChannels: number;
  outputChannels: number;
  instanceId: string;
  /** Renders to a file. */
  offline: boolean;
}
