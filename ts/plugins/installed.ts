// SPDX-License-Identifier: BSD-2-Clause
/** All installed plugins of all formats, in a common form. */
import { fileURLToPath } from 'node:url';
import {
  type ClapPlugin,
  type FileScan,
  type Lv2Plugin,
  newestLv2,
  type ScanFormat,
  type Vst3Plugin,
} from '../scan/plugins.ts';
import { findFilesBelow } from '../scan/roots.ts';
import { type Progress, type ScanResult, scanPlugins } from '../scan/scan.ts';
import { turtleFaults } from '../scan/turtle.ts';

export const formats: readonly ScanFormat[] = ['clap', 'vst3', 'lv2'];

export interface InstalledPlugin {
  format: ScanFormat;
  name: string;
  /** Empty if the scan does not provide it: LV2. */
  vendor: string;
  /** CLAP: id; VST3: class id, 32 hexadecimal digits; LV2: URI. */
  id: string;
  /** The host's argument: CLAP `file::id`, VST3 `bundle` or `bundle#id`, LV2 the URI. */
  spec: string;
  /** The file or bundle. */
  path: string;
  /** In the format's notation: "Fx|Reverb", "audio-effect|reverb|stereo", "Reverb"; empty if none. */
  category: string;
  isInstrument: boolean;
  /** Channels of all ports or buses; null if only an opened plugin can report them: CLAP. */
  audioInputs: number | null;
  audioOutputs: number | null;
  hasMidiInput: boolean | null;
}

export interface Installed {
  plugins: InstalledPlugin[];
  /** Files that could not be scanned, with a sentence for each. */
  failures: { format: ScanFormat; path: string; message: string }[];
  /** Files on the DAW's blocklist. */
  blocked: { format: ScanFormat; path: string; reason: string }[];
  /** Errors in the data of LV2 bundles: file, line, column and problem. Plugins, or their data, may be missing. */
  broken: string[];
  /** Sentences about problems other than plugins. */
  troubles: string[];
}

export interface LookOptions {
  /** Of the built files. */
  folder: string;
  formats?: readonly ScanFormat[];
  /** Files, bundles, or folders of them; undefined: everything that is installed. */
  paths?: readonly string[];
  environment?: NodeJS.ProcessEnv;
  signal?: AbortSignal;
  onProgress?: (progress: Progress) => void;
}

function ofClap(path: string, { id, name, vendor, features = [] }: ClapPlugin): InstalledPlugin {
  const kind = { category: features.join('|'), isInstrument: features.includes('instrument') };
  const unknown = { audioInputs: null, audioOutputs: null, hasMidiInput: null };
  return { format: 'clap', name, vendor, id, spec: `${path}::${id}`, path, ...kind, ...unknown };
}

function ofVst3(path: string, plugin: Vst3Plugin): InstalledPlugin {
  const { name, vendor, id, category, audio_inputs: audioInputs, audio_outputs: audioOutputs } = plugin;
  const hasMidiInput = plugin.has_midi_input;
  return {
    format: 'vst3',
    name,
    vendor,
    id,
    spec: plugin.path,
    path,
    category,
    isInstrument: category.startsWith('Instrument'),
    audioInputs,
    audioOutputs,
    hasMidiInput,
  };
}

function ofLv2(path: string, plugin: Lv2Plugin): InstalledPlugin {
  const { uri, name, class_label: category, audio_inputs: audioInputs, audio_outputs: audioOutputs } = plugin;
  const hasMidiInput = plugin.midi_inputs > 0;
  return {
    format: 'lv2',
    name,
    vendor: '',
    id: uri,
    spec: uri,
    path,
    category,
    isInstrument: category.startsWith('Instrument'),
    audioInputs,
    audioOutputs,
    hasMidiInput,
  };
}

/** The plugins found by a file's scan, in its order. */
export function pluginsOf(format: ScanFormat, { path, plugins }: FileScan): InstalledPlugin[] {
  if (format === 'clap') return (plugins as ClapPlugin[]).map((plugin) => ofClap(path, plugin));
  if (format === 'vst3') return (plugins as Vst3Plugin[]).map((plugin) => ofVst3(path, plugin));
  return (plugins as Lv2Plugin[]).map((plugin) => ofLv2(path, plugin));
}

function add(all: Installed, format: ScanFormat, result: ScanResult<ScanFormat>): void {
  for (const file of result.files) {
    all.plugins.push(...pluginsOf(format, file));
    all.broken.push(...turtleFaults(file.log));
    if (file.failure) all.failures.push({ format, path: file.path, message: file.failure.message });
  }
  all.blocked.push(...result.blocked.map((one) => ({ format, ...one })));
  all.troubles.push(...result.troubles);
}

/** Where to look for a format's plugins: undefined for everything that is installed. */
function filesOf(format: ScanFormat, paths: readonly string[] | undefined, all: Installed): (string | undefined)[] {
  if (paths === undefined) return [undefined];
  return paths.flatMap((path) => {
    const { files, troubles } = findFilesBelow(format, path.startsWith('file://') ? fileURLToPath(path) : path);
    all.troubles.push(...troubles);
    return files;
  });
}

/** Without LV2 plugins that the host would not load: see newestLv2. */
function withoutOlder(results: readonly ScanResult<ScanFormat>[]): ScanResult<ScanFormat>[] {
  const all = results.flatMap(({ files }) => files.flatMap(({ plugins }) => plugins));
  const newest = new Set<unknown>(newestLv2(all.filter((plugin) => 'uri' in plugin)));
  const isWanted = (plugin: object) => !('uri' in plugin) || newest.has(plugin);
  return results.map((result) => {
    return { ...result, files: result.files.map((file) => ({ ...file, plugins: file.plugins.filter(isWanted) })) };
  });
}

/** List the plugins; results of earlier scans are reused. Rejects with the signal's reason. */
export async function lookForPlugins(options: LookOptions): Promise<Installed> {
  const { folder, paths, environment = process.env, signal, onProgress } = options;
  const all: Installed = { plugins: [], failures: [], blocked: [], broken: [], troubles: [] };
  for (const format of options.formats ?? formats) {
    const results: ScanResult<ScanFormat>[] = [];
    for (const path of filesOf(format, paths, all))
      results.push(await scanPlugins<ScanFormat>({ format, folder, path, environment, signal, onProgress }));
    for (const result of withoutOlder(results)) add(all, format, result);
  }
  return all;
}
