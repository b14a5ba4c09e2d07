// SPDX-License-Identifier: BSD-2-Clause
/**
 * Presets of the plugin that is open: what the scan knows (LV2, .vstpreset files, CLAP's preset providers) and what only the plugin does (VST3
 * programs). Loading one is the plugin's business (programs, clap.preset-load) or a state like any other.
 */
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, delimiter, dirname, extname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ChoiceError } from '../plugins/choice-error.ts';
import { detailsOf, type PluginDetails } from '../plugins/details.ts';
import { FileError, unreadable, unwritable } from '../plugins/file-error.ts';
import type { InstalledPlugin } from '../plugins/installed.ts';
import {
  choosePreset,
  clapPresetId,
  presetsOf,
  stateOfLv2Preset,
  stateOfVstPreset,
  VST_PRESET,
} from '../plugins/presets.ts';
import { StateCodec } from '../plugins/state-content.ts';
import { checkOwner, readStateFile, replaceFile, writeStateFile } from '../plugins/state-file.ts';
import { presetInfo } from '../plugins/vst-preset.ts';
import { searchFolders } from '../scan/roots.ts';
import { WholeFolder } from '../whole-folder.ts';
import { checkNames, checkText } from './checks.ts';
import { invalid, PluginHostError } from './errors.ts';
import type { Questions } from './questions.ts';
import type { Preset, SavePresetOptions } from './types.ts';

/** How the library gets at the plugin. */
export interface PresetsParts {
  /** Of the built files. */
  folder: string;
  questions: Questions;
  /** The plugin as a scan has it. @throws ChoiceError */
  installed(): Promise<InstalledPlugin>;
  /** Changes that wait for a block reach the plugin. */
  handOver(): Promise<void>;
  /** Its state, to be kept as a preset; packed. */
  save(): Promise<Uint8Array>;
  /** Give it a preset's state; packed. */
  restore(state: Uint8Array): Promise<void>;
  /** The plugin has loaded something on its own. */
  changed(): Promise<void>;
}

const PROGRAM = 'program:';
const STATE_FILE = '.json';
const BUNDLE = '.lv2';
/** What shows why a bundle cannot be written: a file in it that is as large as one. */
const TRIAL_FILE = '.trial';
const TRIAL_BYTES = 1 << 16;

interface Known {
  plugin: InstalledPlugin;
  details: PluginDetails;
  presets: Preset[];
}

export class Presets {
  readonly #parts: PresetsParts;

  constructor(parts: PresetsParts) {
    this.#parts = parts;
  }

  /** @throws PluginHostError */
  list(): Promise<Preset[]> {
    return said(async () => (await this.#known()).presets);
  }

  /** By name, id or file. @throws PluginHostError */
  load(preset: string | Preset): Promise<void> {
    return said(async () => {
      const name = typeof preset === 'object' && preset !== null ? preset.id : preset;
      checkText('the preset', name, 'a name or an id');
      // A preset may be called like a file.
      const isFile = looksLikeFile(name) && (existsSync(name) || !(await this.#isKnown(name)));
      await (isFile ? this.#loadFile(name) : this.#loadNamed(name));
    });
  }

  /** @throws PluginHostError */
  save(path: string, options: SavePresetOptions): Promise<void> {
    return said(async () => {
      checkText('the path of the preset', path, 'a path');
      checkNames('the options of savePreset()', options, { name: true });
      const { name = nameOf(path) } = options;
      checkPresetName(name);
      const plugin = await this.#parts.installed();
      if (plugin.format === 'lv2') await this.#saveBundle(path, name);
      else if (plugin.format === 'vst3') await this.#saveVstPreset(path, name, plugin);
      else await this.#saveStateFile(path, plugin);
    });
  }

  async #known(environment?: NodeJS.ProcessEnv): Promise<Known> {
    const { folder, questions } = this.#parts;
    const plugin = await this.#parts.installed();
    const details = await detailsOf(plugin, { folder, ...(environment && { environment }) });
    const programs = plugin.format === 'vst3' ? await questions.programs() : [];
    const own = programs.map(({ name, list }, number) => ({ name, bank: list, id: `${PROGRAM}${number}` }));
    return { plugin, details, presets: [...own, ...presetsOf(plugin, details)] };
  }

  async #isKnown(name: string): Promise<boolean> {
    const { presets } = await this.#known();
    return presets.some((preset) => preset.id === name || preset.name === name);
  }

  async #loadNamed(name: string): Promise<void> {
    const { plugin, details, presets } = await this.#known();
    await this.#loadKnown(choosePreset(name, plugin, presets, details.trouble).id, plugin, details);
  }

  async #loadKnown(id: string, plugin: InstalledPlugin, details: PluginDetails): Promise<void> {
    const { questions, changed, handOver } = this.#parts;
    if (id.startsWith(PROGRAM)) {
      await handOver();
      await questions.chooseProgram(Number(id.slice(PROGRAM.length)));
      return changed();
    }
    if (plugin.format === 'vst3') return this.#loadVstPreset(id, plugin);
    if (plugin.format === 'lv2') {
      const preset = details.presets.find(({ uri }) => uri === id);
      return preset && this.#restore(plugin, stateOfLv2Preset(preset, this.#codec()));
    }
    const preset = details.clapPresets.find((one) => clapPresetId(one) === id);
    if (preset === undefined) return;
    await handOver();
    await questions.loadPreset({ isFile: preset.is_file, location: preset.location, loadKey: preset.load_key });
    await changed();
  }

  async #loadFile(path: string): Promise<void> {
    const plugin = await this.#parts.installed();
    const extension = extname(path).toLowerCase();
    if (extension === VST_PRESET) return this.#loadVstPreset(path, plugin);
    if (extension === BUNDLE && plugin.format === 'lv2') {
      assertFolder(path);
      return this.#loadBundle(resolve(path));
    }
    const file = readStateFile(path);
    checkOwner(path, file, plugin);
    await this.#restore(plugin, file.state);
  }

  async #loadVstPreset(path: string, plugin: InstalledPlugin): Promise<void> {
    const replaces = async (id: string) => (await this.#parts.questions.replaced(id, [])).isReplaced;
    await this.#restore(plugin, await stateOfVstPreset(path, plugin, this.#codec(), replaces));
  }

  /** An LV2 bundle that need not lie where bundles are looked for. */
  async #loadBundle(folder: string): Promise<void> {
    const environment = { ...process.env, LV2_PATH: [dirname(folder), ...searchFolders('lv2')].join(delimiter) };
    const { plugin, details } = await this.#known(environment);
    const { href } = pathToFileURL(folder);
    const folders = [`${href}/`, `${href.replaceAll('%25', '%%')}/`]; // lilv writes a percent sign like that
    const [preset] = details.presets.filter(({ uri }) => folders.some((one) => uri.startsWith(one)));
    if (preset === undefined) throw new ChoiceError(`There is no preset of ${plugin.name} in ${folder}`);
    await this.#restore(plugin, stateOfLv2Preset(preset, this.#codec()));
  }

  #codec(): StateCodec {
    return new StateCodec(this.#parts.folder);
  }

  #restore({ format }: InstalledPlugin, raw: Uint8Array): Promise<void> {
    return this.#parts.restore(this.#codec().pack(format, raw));
  }

  async #saveBundle(path: string, name: string): Promise<void> {
    if (extname(path).toLowerCase() !== BUNDLE)
      throw new ChoiceError(`${path}: the name of an LV2 preset's bundle ends with ${BUNDLE}`);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that is the question
    if (/[\x00-\x1f]/.test(resolve(path)))
      throw new ChoiceError('The path of an LV2 bundle is part of a URI: it can have no control character');
    await this.#parts.handOver();
    let folder: WholeFolder | undefined;
    try {
      folder = new WholeFolder(path);
      await this.#parts.questions.savePreset(resolve(folder.path), name).catch((error) => {
        // lilv does not say why: what hinders the host hinders this as well.
        writeFileSync(join(folder?.path ?? '', TRIAL_FILE), new Uint8Array(TRIAL_BYTES));
        throw error;
      });
      folder.commit();
    } catch (error) {
      throw error instanceof PluginHostError ? error : unwritable(path, error);
    } finally {
      folder?.discard();
    }
  }

  async #saveVstPreset(path: string, name: string, plugin: InstalledPlugin): Promise<void> {
    if (extname(path).toLowerCase() !== VST_PRESET)
      throw new ChoiceError(`${path}: the name of a VST3 preset ends with ${VST_PRESET}`);
    const codec = this.#codec();
    const { state } = codec.readBlob('vst3', codec.unpack('vst3', await this.#parts.save()));
    if (state.format !== 'vst3') throw new ChoiceError(`${plugin.name} gave a state that is not one of VST3`);
    const info = presetInfo(name, plugin);
    replaceFile(path, codec.writePreset({ ...state, classId: plugin.id, info }));
  }

  /** CLAP has no file for presets: it is one of `maolan-plugin-host state save`. */
  async #saveStateFile(path: string, { format, id, name }: InstalledPlugin): Promise<void> {
    if (extname(path).toLowerCase() !== STATE_FILE)
      throw new ChoiceError(`${path}: the name of a CLAP preset ends with ${STATE_FILE}`);
    const state = this.#codec().unpack(format, await this.#parts.save());
    writeStateFile(path, { format, plugin: id, name, state });
  }
}

/** What every format can keep. @throws PluginHostError INVALID_ARGUMENT */
function checkPresetName(name: unknown): void {
  checkText('the name of the preset', name, 'a text');
  if (String(name).includes('\0') || !isWellFormed(String(name)))
    invalid('the name of the preset has a null or half of a surrogate pair, which no format can keep');
}

function isWellFormed(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}

/** @throws ChoiceError */
function assertFolder(path: string): void {
  try {
    readdirSync(path);
  } catch (error) {
    throw unreadable(path, error);
  }
}

function looksLikeFile(name: string): boolean {
  const extension = extname(name).toLowerCase();
  return extension === VST_PRESET || extension === STATE_FILE || (extension === BUNDLE && !name.includes('://'));
}

/** "Warm.preset.lv2": "Warm" */
function nameOf(path: string): string {
  return basename(path).replace(/(\.preset)?\.[^.]+$/i, '');
}

async function said<T>(action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    if (error instanceof FileError) throw new PluginHostError('REQUEST_FAILED', error.message, { cause: error });
    if (error instanceof ChoiceError) throw new PluginHostError('NOT_FOUND', error.message, { cause: error });
    throw error;
  }
}
