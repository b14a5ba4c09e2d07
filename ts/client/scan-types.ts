// SPDX-License-Identifier: BSD-2-Clause
/** Options and results of scanPlugins. */
import type { PluginFormat, Preset } from './types.ts';

/** Options of scanPlugins. */
export interface ScanOptions {
  /** Default: all three. */
  formats?: readonly PluginFormat[];
  /**
   * Default false. true: each plugin is opened in a separate process and asked for its editor and presets, which takes a few milliseconds to
   * some seconds each, and is not remembered.
   */
  details?: boolean;
  /** Absolute paths of files and bundles, scanned even if they are blocked; default: everything installed. */
  paths?: readonly string[];
  /** Aborts the scan and its processes. Results so far are cached for the next one. */
  signal?: AbortSignal;
  /** After each file. */
  onProgress?: (progress: ScanProgress) => void;
}

/** Progress of a scan. */
export interface ScanProgress {
  /** Formats are scanned one after the other. */
  format: PluginFormat;
  /** Number of files of this format that are done. */
  done: number;
  /** Number of files of this format. */
  total: number;
  /** The file that was scanned last. */
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
  /** For display. */
  name: string;
  /** Empty for LV2, where it is expensive to find out. */
  vendor: string;
  /** Empty for LV2. */
  version: string;
  /** The file or bundle. */
  path: string;
  /** As the format has it: "Fx|Reverb", "audio-effect|reverb|stereo", "Reverb"; may be empty. */
  category: string;
  /** Whether it is an instrument. */
  isInstrument: boolean;
  /** Total channels of all ports or buses; null where only an opened plugin reports them: CLAP without details. */
  audioInputs: number | null;
  /** Like audioInputs. */
  audioOutputs: number | null;
  /** Whether it has an editor that can be shown; null: unknown, as without details. */
  hasEditor: boolean | null;
  /** LV2 presets, .vstpreset files, what a CLAP file's preset provider names; null without details. VST3 programs: PluginHost.presets. */
  presets: readonly Preset[] | null;
}

/** A file that crashed, hung, or refused. */
export interface ScanFailure {
  /** The format that it was scanned as. */
  format: PluginFormat;
  /** The file or bundle. */
  path: string;
  /** refused: the answer says why. crashed: the process ended. hung: it had to be killed. */
  kind: 'refused' | 'crashed' | 'hung';
  /** One sentence. */
  message: string;
}

/** A file on the DAW's blocklist, which was skipped. */
export interface BlockedFile {
  /** The format that it would be scanned as. */
  format: PluginFormat;
  /** The file or bundle. */
  path: string;
  /** Why it is blocked; empty if the list does not say. */
  reason: string;
}

/** The result of a scan. */
export interface ScanReport {
  /** In the order of the search for a plugin. */
  plugins: FoundPlugin[];
  /** Files without plugins, or with plugins that could not be described. */
  failures: ScanFailure[];
  /** Files that were not scanned. */
  blocked: BlockedFile[];
  /** Sentences about problems that do not concern a single plugin. */
  troubles: string[];
}
