// SPDX-License-Identifier: BSD-2-Clause
/** What scanPlugins takes and gives. */
import type { PluginFormat, Preset } from './types.ts';

/** What scanPlugins looks for. */
export interface ScanOptions {
  /** Default: all three. */
  formats?: readonly PluginFormat[];
  /**
   * Default false. true: each plugin is opened in a separate process and asked for its editor and presets, which takes a few milliseconds to
   * some seconds each, and is not remembered.
   */
  details?: boolean;
  /** Files and bundles by their absolute paths, looked at also if they are blocked; default: all that is installed. */
  paths?: readonly string[];
  /** Ends the scan and its processes. What is known by then is remembered for the next one. */
  signal?: AbortSignal;
  /** After each file. */
  onProgress?: (progress: ScanProgress) => void;
}

/** How far a scan is. */
export interface ScanProgress {
  /** One format comes after the other. */
  format: PluginFormat;
  /** Files of this format that are done. */
  done: number;
  /** Files of this format. */
  total: number;
  /** The file that was looked at last. */
  path: string;
}

/** A plugin that can be opened. */
export interface FoundPlugin {
  /** For open(). */
  format: PluginFormat;
  /** For open(). */
  plugin: string;
  /** CLAP: its id; VST3: class id, 32 hexadecimal digits; LV2: its URI. */
  id: string;
  /** For people. */
  name: string;
  /** Empty for LV2, which does not tell it cheaply. */
  vendor: string;
  /** Empty for LV2. */
  version: string;
  /** The file or bundle. */
  path: string;
  /** As the format has it: "Fx|Reverb", "audio-effect|reverb|stereo", "Reverb"; may be empty. */
  category: string;
  /** It makes sound of notes. */
  isInstrument: boolean;
  /** Channels of all ports or buses; null where only an opened plugin tells: CLAP without details. */
  audioInputs: number | null;
  /** As audioInputs. */
  audioOutputs: number | null;
  /** Whether there is one that can be shown; null: not known, as without details. */
  hasEditor: boolean | null;
  /** LV2 presets, .vstpreset files, what a CLAP file's preset provider names; null without details. VST3 programs: PluginHost.presets. */
  presets: readonly Preset[] | null;
}

/** A file that crashed, hung, or refused. */
export interface ScanFailure {
  /** What it was taken for. */
  format: PluginFormat;
  /** The file or bundle. */
  path: string;
  /** refused: an answer that says why. crashed: the process ended. hung: it had to be ended. */
  kind: 'refused' | 'crashed' | 'hung';
  /** One sentence. */
  message: string;
}

/** A file on the DAW's blocklist, which was left alone. */
export interface BlockedFile {
  /** What it would be. */
  format: PluginFormat;
  /** The file or bundle. */
  path: string;
  /** Why it is there; empty if the list does not say. */
  reason: string;
}

/** What a scan found. */
export interface ScanReport {
  /** In the order in which a plugin is sought. */
  plugins: FoundPlugin[];
  /** Files without plugins, or with some that could not be told. */
  failures: ScanFailure[];
  /** Files that were not scanned. */
  blocked: BlockedFile[];
  /** Sentences on what went wrong besides plugins. */
  troubles: string[];
}
