// SPDX-License-Identifier: BSD-2-Clause
/**
 * The results of a scan. The keys are those of the lines that native-shim/<format>/scan.c writes, in alphabetical
 * order.
 */

export const scanFormats = ['clap', 'vst3', 'lv2'] as const;
export type ScanFormat = (typeof scanFormats)[number];

export interface ClapParameter {
  id: number;
  name: string;
  /** The parameter's group, such as "oscillators/1"; may be empty. */
  module: string;
  min_value: number;
  max_value: number;
  default_value: number;
  /** CLAP_PARAM_IS_* */
  flags: number;
}

export interface ClapAudioPort {
  id: number;
  name: string;
  channel_count: number;
  /** CLAP_AUDIO_PORT_* */
  flags: number;
}

export interface ClapPlugin {
  id: string;
  name: string;
  vendor: string;
  version: string;
  description: string;
  /** As in plugin-features.h, such as "instrument". */
  features?: string[];
  /** These five only in a scan with details: only an opened plugin reports them. */
  has_editor?: boolean;
  params?: ClapParameter[];
  audio_inputs?: ClapAudioPort[];
  audio_outputs?: ClapAudioPort[];
  presets?: ClapPreset[];
}

/** As provided by the file's preset provider. */
export interface ClapPreset {
  name: string;
  /** Name of its location; may be empty. */
  bank: string;
  /** location is a path; else the preset is inside the plugin. */
  is_file: boolean;
  location: string;
  /** Selects one of several presets at the location; may be empty. */
  load_key: string;
}

export interface Vst3Plugin {
  /** 32 upper-case hexadecimal digits. */
  id: string;
  name: string;
  vendor: string;
  /** Identifies the class: the bundle, followed by `#<id>` except for its first audio class. */
  path: string;
  category: string;
  version: string;
  /** Channels of all buses. */
  audio_inputs: number;
  audio_outputs: number;
  has_midi_input: boolean;
  has_midi_output: boolean;
  /** These two only in a scan with details. */
  has_editor?: boolean;
  /** Inputs that are not part of the main signal, as indices into all input channels. */
  side_chain_inputs?: number[];
}

export interface Lv2Preset {
  uri: string;
  name: string;
  /** Label of its pset:bank; empty if none. */
  bank: string;
  /** Control inputs. */
  ports: { index: number; value: number }[];
  /** key and type are URIs, value is base64. */
  properties: { key: string; type: string; flags: number; value: string }[];
}

export interface Lv2Plugin {
  uri: string;
  name: string;
  class_label: string;
  bundle_uri: string;
  required_features: string[];
  /** Ports. */
  audio_inputs: number;
  audio_outputs: number;
  /** All ports that carry events. */
  midi_inputs: number;
  midi_outputs: number;
  /** Increases with each version: lv2:minorVersion * 2^32 + lv2:microVersion. Not sent to the DAW. */
  version?: number;
  /** These five only in a scan with details, which covers one plugin, named by its URI. */
  has_editor?: boolean;
  /** The toolkits of its editors, in the order of its data: "X11", "GTK 2", "external". */
  editor_kinds?: string[];
  /** Path of the plugin's binary. */
  library?: string;
  presets?: Lv2Preset[];
  /** Inputs that are not part of the main signal, as indices into the audio inputs. */
  side_chain_inputs?: number[];
}

export interface PluginOf {
  clap: ClapPlugin;
  vst3: Vst3Plugin;
  lv2: Lv2Plugin;
}

export interface Failure {
  /** refused: the file reported an error. crashed: the process ended. hung: it had to be killed. */
  kind: 'refused' | 'crashed' | 'hung';
  /** One sentence. */
  message: string;
}

/** One plugin file or bundle. */
export interface FileScan<F extends ScanFormat = ScanFormat> {
  path: string;
  /** If the scan failed, those reported before the failure. */
  plugins: PluginOf[F][];
  failure?: Failure;
  /** Lines from stderr that mention an error or a warning. */
  log: string[];
}

const texts = {
  clap: ['id', 'name', 'vendor', 'version', 'description'],
  vst3: ['id', 'name', 'vendor', 'path', 'category', 'version'],
  lv2: ['uri', 'name', 'class_label', 'bundle_uri'],
} as const satisfies { [F in ScanFormat]: readonly (keyof PluginOf[F])[] };

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Whether this has the text fields of a scan.c record. It comes from a process that runs untrusted code, or from a
 * file.
 */
export function isPlugin<F extends ScanFormat>(format: F, value: unknown): value is PluginOf[F] {
  return isObject(value) && texts[format].every((key) => typeof value[key] === 'string');
}

/**
 * For each LV2 plugin that is installed more than once, the newest version, and the first of equal ones, as the host
 * chooses (lv2/world.c).
 */
export function newestLv2(plugins: readonly Lv2Plugin[]): Lv2Plugin[] {
  const newest = new Map<string, Lv2Plugin>();
  for (const plugin of plugins) {
    const known = newest.get(plugin.uri);
    if (known === undefined || (plugin.version ?? 0) > (known.version ?? 0)) newest.set(plugin.uri, plugin);
  }
  return [...newest.values()];
}
