// SPDX-License-Identifier: BSD-2-Clause
/**
 * A plugin's presets, as far as they can be listed without opening it: those in LV2 bundles; .vstpreset files in the
 * locations from the VST 3 developer portal ("Preset Locations") or at a given path; those from a CLAP file's preset
 * provider.
 */
import { readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, extname, join } from 'node:path';
import type { ClapPreset, Lv2Preset } from '../scan/plugins.ts';
import { vst3Id } from '../state/values.ts';
import { ChoiceError } from './choice-error.ts';
import type { PluginDetails } from './details.ts';
import type { InstalledPlugin } from './installed.ts';
import { listed, nearestFew } from './nearest.ts';
import type { StateCodec } from './state-content.ts';
import { readFileOrSay } from './state-file.ts';
import { readVstPreset } from './vst-preset.ts';

export interface Preset {
  name: string;
  /** LV2: its URI; VST3: the file's path; CLAP: location and load key. */
  id: string;
  /** The bank (LV2) or location (CLAP) that it belongs to; else empty. */
  bank: string;
}

export const VST_PRESET = '.vstpreset';
const SUGGESTIONS_MAX = 3;
const NAMES_MAX = 12;

/** The standard requires these characters to be replaced in folder names. */
function folderName(text: string): string {
  return text.replace(/["\\*?/:<>|]/g, '_').trim();
}

/** In search order. */
export function vstPresetFolders(vendor: string, name: string, environment: NodeJS.ProcessEnv = process.env): string[] {
  const home = environment.HOME || homedir();
  const roots = [join(home, '.vst3/presets'), '/usr/share/vst3/presets', '/usr/local/share/vst3/presets'];
  return roots.map((root) => join(root, folderName(vendor), folderName(name)));
}

/** .vstpreset files in a folder and its subfolders. */
function filesBelow(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => extname(name).toLowerCase() === VST_PRESET)
      .toSorted()
      .map((name) => join(folder, name));
  } catch {
    return [];
  }
}

export function clapPresetId({ location, load_key: key }: ClapPreset): string {
  return [location, key].filter((part) => part !== '').join('#');
}

/** All presets of a plugin. */
export function presetsOf(plugin: InstalledPlugin, { presets, clapPresets }: PluginDetails): Preset[] {
  if (plugin.format === 'lv2')
    return presets
      .map(({ name, uri, bank }) => ({ name: name || uri, id: uri, bank }))
      .toSorted((a, b) => (a.name < b.name ? -1 : 1));
  if (plugin.format === 'clap')
    return clapPresets.map((preset) => ({ name: preset.name, id: clapPresetId(preset), bank: preset.bank }));
  return vstPresetFolders(plugin.vendor, plugin.name)
    .flatMap(filesBelow)
    .map((path) => ({ name: basename(path, extname(path)), id: path, bank: '' }));
}

/**
 * Select by id, by name, or by an unambiguous part of the name.
 * @param trouble why there may be presets that are not known.
 * @throws ChoiceError with similar names
 */
export function choosePreset(
  name: string,
  plugin: Pick<InstalledPlugin, 'format' | 'name'>,
  presets: readonly Preset[],
  trouble?: string,
): Preset {
  const lower = name.toLowerCase();
  const readings = [
    ({ id }: Preset) => id === name,
    ({ name: own }: Preset) => own === name,
    ({ name: own }: Preset) => own.toLowerCase() === lower,
    ({ name: own }: Preset) => own.toLowerCase().includes(lower),
  ];
  for (const reading of readings) {
    const found = presets.filter(reading);
    const [first] = found;
    if (first !== undefined && found.length === 1) return first;
    if (first !== undefined)
      throw new ChoiceError(
        `"${name}" matches several presets: ${listed(found.slice(0, NAMES_MAX).map(({ id }) => id))}`,
      );
  }
  if (presets.length === 0 && trouble !== undefined)
    throw new ChoiceError(`The presets of ${plugin.format}:${plugin.name} cannot be listed: ${trouble}`);
  if (presets.length === 0 && plugin.format === 'clap')
    throw new ChoiceError(
      `CLAP has no preset files, and ${plugin.name} names no presets, so there is no "${name}"; use --state with a file of maolan-plugin-host state save`,
    );
  if (presets.length === 0)
    throw new ChoiceError(`${plugin.format}:${plugin.name} has no presets, so there is no "${name}"`);
  const near = nearestFew(
    name,
    presets.map((preset) => preset.name),
    SUGGESTIONS_MAX,
  );
  const hint =
    near.length > 0
      ? `did you mean ${listed(near.map((one) => `"${one}"`))}?`
      : 'maolan-plugin-host presets lists them';
  throw new ChoiceError(`${plugin.format}:${plugin.name} has no preset "${name}"; ${hint}`);
}

/**
 * A .vstpreset as a state of the plugin.
 * @param replaces whether the plugin takes the states of the class with that id.
 * @throws ChoiceError if it is of another plugin.
 */
export async function stateOfVstPreset(
  path: string,
  plugin: InstalledPlugin,
  codec: StateCodec,
  replaces: (classId: string) => Promise<boolean>,
): Promise<Uint8Array> {
  const { classId, component, controller } = readVstPreset(path, readFileOrSay(path), codec);
  if (plugin.format !== 'vst3')
    throw new ChoiceError(`${path} is a preset for VST3 plugins; ${plugin.name} was chosen as ${plugin.format}`);
  if (classId !== plugin.id && !(await replaces(classId)))
    throw new ChoiceError(
      `${path} is a preset of another plugin: of class ${classId}, not of ${plugin.name} (${plugin.id})`,
    );
  return codec.writeBlob({ format: 'vst3', id: vst3Id(classId), component, controller });
}

/** An LV2 preset as a state of the plugin. */
export function stateOfLv2Preset({ ports, properties }: Lv2Preset, codec: StateCodec): Uint8Array {
  return codec.writeBlob({
    format: 'lv2',
    ports,
    properties: properties.map((property) => ({ ...property, value: Buffer.from(property.value, 'base64') })),
  });
}
