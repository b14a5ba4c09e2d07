// SPDX-License-Identifier: BSD-2-Clause
/** Details about one plugin beyond a scan, queried in a separate process each time. */
import { readdirSync, statSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import type {
  ClapAudioPort,
  ClapPlugin,
  ClapPreset,
  Lv2Plugin,
  Lv2Preset,
  ScanFormat,
  Vst3Plugin,
} from '../scan/plugins.ts';
import { scanFile } from '../scan/scanner-process.ts';
import { turtleFaults } from '../scan/turtle.ts';
import type { InstalledPlugin } from './installed.ts';

export interface PluginDetails {
  /** null: unknown. */
  hasEditor: boolean | null;
  /** LV2: the toolkits of its editors, each once. */
  editorKinds: readonly string[];
  /** CLAP: channels of all ports; null: unknown. */
  audioInputs: number | null;
  audioOutputs: number | null;
  /** Inputs that are not part of the main signal, as indices into all input channels. */
  sideChainInputs: readonly number[];
  /** The binary; undefined if unknown. */
  library: string | undefined;
  /** LV2. */
  presets: readonly Lv2Preset[];
  /** CLAP. */
  clapPresets: readonly ClapPreset[];
  /** LV2: errors in its data: file, line, column and problem. */
  broken: readonly string[];
  /** Why some details are missing. */
  trouble: string | undefined;
}

const CLAP_AUDIO_PORT_IS_MAIN = 1;

/**
 * A bundle contains its binary in a folder named after the architecture; older and single-file plugins are the binary.
 */
export function vst3Library(bundle: string): string | undefined {
  if (statSync(bundle, { throwIfNoEntry: false })?.isFile()) return bundle;
  const machine = { x64: 'x86_64', arm64: 'aarch64', ia32: 'i386' }[process.arch as 'x64'] ?? process.arch;
  const folder = join(bundle, `Contents/${machine}-linux`);
  try {
    const names = readdirSync(folder).filter((name) => extname(name) === '.so');
    const name = names.find((one) => one === `${basename(bundle, extname(bundle))}.so`) ?? names[0];
    return name && join(folder, name);
  } catch {
    return undefined;
  }
}

function channelsOf(ports: readonly ClapAudioPort[] = []): number {
  return ports.reduce((sum, { channel_count: count }) => sum + count, 0);
}

function ofClap(plugin: ClapPlugin | undefined): Partial<PluginDetails> {
  let channel = 0;
  const sideChainInputs: number[] = [];
  for (const { channel_count: count, flags } of plugin?.audio_inputs ?? [])
    for (let i = 0; i < count; i++, channel++)
      if ((flags & CLAP_AUDIO_PORT_IS_MAIN) === 0) sideChainInputs.push(channel);
  // If no port is the main one, none is a side chain.
  return {
    hasEditor: plugin?.has_editor ?? null,
    audioInputs: plugin === undefined ? null : channelsOf(plugin.audio_inputs),
    audioOutputs: plugin === undefined ? null : channelsOf(plugin.audio_outputs),
    sideChainInputs: sideChainInputs.length === channel ? [] : sideChainInputs,
  };
}

function ofOther(plugin: Vst3Plugin | Lv2Plugin | undefined): Partial<PluginDetails> {
  return { hasEditor: plugin?.has_editor ?? null, sideChainInputs: plugin?.side_chain_inputs ?? [] };
}

/** What has to be known of a plugin. */
type Scanned = Pick<InstalledPlugin, 'format' | 'id' | 'path' | 'spec'>;

/** The scanner's name for the plugin's file. */
function pathFor({ format, path, spec }: Scanned): string {
  return format === 'lv2' ? spec : path;
}

export interface DetailsOptions {
  /** Of the built files. */
  folder: string;
  signal?: AbortSignal | undefined;
  environment?: NodeJS.ProcessEnv;
}

/** Does not fail because of the plugin; rejects with the signal's reason. */
export async function detailsOf(
  plugin: Scanned,
  { folder, signal, environment = process.env }: DetailsOptions,
): Promise<PluginDetails> {
  const { format, id, path } = plugin;
  const options = {
    format: format as ScanFormat,
    path: pathFor(plugin),
    details: true,
    folder,
    environment,
  };
  const { plugins, failure, log } = await scanFile<ScanFormat>({ ...options, signal });
  const found = plugins.find((one) => ('uri' in one ? one.uri : one.id) === id);
  const known = format === 'clap' ? ofClap(found as ClapPlugin) : ofOther(found as Vst3Plugin | Lv2Plugin);
  const libraries: Readonly<Record<ScanFormat, () => string | undefined>> = {
    clap: () => path,
    vst3: () => vst3Library(path),
    lv2: () => (found as Lv2Plugin | undefined)?.library || undefined,
  };
  return {
    hasEditor: known.hasEditor ?? null,
    editorKinds: format === 'lv2' ? [...new Set((found as Lv2Plugin | undefined)?.editor_kinds)] : [],
    audioInputs: known.audioInputs ?? null,
    audioOutputs: known.audioOutputs ?? null,
    sideChainInputs: known.sideChainInputs ?? [],
    library: libraries[format](),
    clapPresets: format === 'clap' ? ((found as ClapPlugin | undefined)?.presets ?? []) : [],
    presets: format !== 'lv2' ? [] : ((found as Lv2Plugin | undefined)?.presets ?? []),
    broken: turtleFaults(log),
    trouble: failure?.message,
  };
}
