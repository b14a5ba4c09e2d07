// SPDX-License-Identifier: BSD-2-Clause
/** One plugin, used on the main thread: native-shim/include/plugin.h without pointers. */
import { join } from 'node:path';
import {
  PLUGIN_ABI,
  PLUGIN_IS_INSTRUMENT,
  PLUGIN_NOT_SUPPORTED,
  PLUGIN_OK,
  PLUGIN_PARAMETER_TRIGGER,
  PLUGIN_STATE_FOR_PRESET,
  PLUGIN_STATE_FOR_PROJECT,
  type PluginDescriptionStruct,
  type PluginFileStruct,
  type PluginFunctions,
  type PluginNoteExpressionStruct,
  type PluginNoteNameStruct,
  type PluginParameterStruct,
  type PluginProgramStruct,
  type PluginPropertyStruct,
  type PluginRouteStruct,
  type PluginStateItemStruct,
} from './contract/plugin.ts';
import { type BasePointer, type BlockPointer, type Koffi, type Native, type PluginPointer, textOf } from './native.ts';
import { declareFormat } from './plugin-library.ts';
import type {
  FileReference,
  NoteName,
  PluginDescription,
  PluginOptions,
  PluginParameter,
  PresetPlace,
  Program,
  Restored,
  StateItem,
  WindowsPointer,
} from './plugin-types.ts';

export type * from './plugin-types.ts';

const ERROR_BYTES = 1024;
const TEXT_BYTES = 256;

/** A loaded plugin, main thread only: native-shim/include/plugin.h without pointers. */
export class Plugin {
  readonly #koffi: Koffi;
  readonly #functions: PluginFunctions;
  #pointer: PluginPointer;
  #timesEditorShown = 0;

  constructor(koffi: Koffi, functions: PluginFunctions, pointer: PluginPointer) {
    this.#koffi = koffi;
    this.#functions = functions;
    this.#pointer = pointer;
  }

  get pointer(): PluginPointer {
    return this.#pointer;
  }

  describe(): PluginDescription {
    const raw = {} as PluginDescriptionStruct;
    this.#functions.plugin_describe(this.#pointer, raw);
    return {
      name: raw.name,
      vendor: raw.vendor,
      category: raw.category,
      version: raw.version,
      id: raw.id,
      isInstrument: (raw.flags & PLUGIN_IS_INSTRUMENT) !== 0,
      parameterCount: raw.parameter_count,
      audioInputs: raw.audio_inputs,
      audioOutputs: raw.audio_outputs,
      latencySamples: raw.latency_samples,
      midiInputs: raw.midi_inputs,
      midiOutputs: raw.midi_outputs,
    };
  }

  parameter(index: number): PluginParameter {
    const raw = {} as PluginParameterStruct;
    if (this.#functions.plugin_parameter(this.#pointer, index, raw) < PLUGIN_OK)
      throw new RangeError(`no parameter ${index}`);
    const { default_value: defaultValue, ...parameter } = raw;
    return { ...parameter, defaultValue };
  }

  /** All parameters, in the order of the table. */
  parameters(): PluginParameter[] {
    return Array.from({ length: this.describe().parameterCount }, (_, index) => this.parameter(index));
  }

  /** A trigger, such as a button, is not a setting. */
  isTrigger(index: number): boolean {
    return (this.parameter(index).flags & PLUGIN_PARAMETER_TRIGGER) !== 0;
  }

  /** Position of each parameter by its id. */
  parameterIndexes(): Map<number, number> {
    return new Map(this.parameters().map(({ id }, index) => [id, index]));
  }

  /** The plugin's text for a value in the table's units; undefined if it has none. */
  parameterText(index: number, value: number): string | undefined {
    const text = new Uint8Array(TEXT_BYTES);
    const bytes = this.#functions.plugin_parameter_text(this.#pointer, index, value, text, TEXT_BYTES);
    if (bytes < 0) return undefined;
    const whole = new TextDecoder().decode(text.subarray(0, bytes));
    return whole.replace(/\p{Cc}+/gu, ' ').trim() || undefined;
  }

  /** The value of a text; undefined if the plugin cannot parse it. */
  parseParameter(index: number, text: string): number | undefined {
    const value = new Float64Array(1);
    return this.#functions.plugin_parameter_parse(this.#pointer, index, text, value) < 0 ? undefined : value[0];
  }

  /** Named values (LV2: scale points; VST3, CLAP: the steps of a list), ascending. */
  parameterChoices(index: number): { value: number; label: string }[] {
    const choices: { value: number; label: string }[] = [];
    const value = new Float64Array(1);
    while (this.#functions.plugin_parameter_choice(this.#pointer, index, choices.length, value) >= 0) {
      const [number = 0] = value;
      choices.push({ value: number, label: this.parameterText(index, number) ?? '' });
    }
    return choices;
  }

  /** Runs one of enum plugin_trial on a plugin that was neither bound nor activated. */
  tryOut(trial: number): { status: number; text: string } {
    const text = new Uint8Array(ERROR_BYTES);
    const status = this.#functions.plugin_try(this.#pointer, trial, text, ERROR_BYTES);
    return { status, text: textOf(text) };
  }

  /** Sets the purpose of the states that are saved and restored from now on. */
  stateContext(isForPreset: boolean): void {
    this.#functions.plugin_state_context(
      this.#pointer,
      isForPreset ? PLUGIN_STATE_FOR_PRESET : PLUGIN_STATE_FOR_PROJECT,
    );
  }

  /** The plugin's built-in programs (VST3). */
  programs(): Program[] {
    return this.#list<PluginProgramStruct>(this.#functions.plugin_programs(this.#pointer), (index, raw) =>
      this.#functions.plugin_program(this.#pointer, index, raw),
    );
  }

  /** Select a program; only while the plugin is suspended. @returns whether it exists. */
  chooseProgram(index: number): boolean {
    return this.#functions.plugin_program_choose(this.#pointer, index) >= 0;
  }

  /** Load a preset (CLAP); only while the plugin is suspended. @returns a sentence if it failed. */
  loadPreset({ isFile, location, loadKey }: PresetPlace): string | undefined {
    const error = new Uint8Array(ERROR_BYTES);
    const { plugin_preset_load: load } = this.#functions;
    const status = load(this.#pointer, isFile ? 1 : 0, location, loadKey, error, ERROR_BYTES);
    return status >= 0 ? undefined : textOf(error) || 'plugins of this format load no presets';
  }

  /** Save the settings as a preset of the format (LV2: a bundle). @returns a sentence if it failed. */
  savePreset(path: string, name: string): string | undefined {
    const error = new Uint8Array(ERROR_BYTES);
    const status = this.#functions.plugin_preset_save(this.#pointer, path, name, error, ERROR_BYTES);
    return status >= 0 ? undefined : textOf(error) || 'this format has no files for presets';
  }

  get hasEditor(): boolean {
    return this.#functions.plugin_has_editor(this.#pointer) === 1;
  }

  setParameter(index: number, value: number): void {
    this.#functions.plugin_parameter_set(this.#pointer, index, value);
  }

  /** @returns false if the shim and the core are from different builds. */
  bind(base: BasePointer, block: BlockPointer): boolean {
    return this.#functions.plugin_bind(this.#pointer, base, block) >= 0;
  }

  activate(): boolean {
    return this.#functions.plugin_activate(this.#pointer) >= 0;
  }

  /** The plugin's own state, or undefined if saving it failed. */
  saveState(): StateItem[] | undefined {
    const count = this.#functions.plugin_state_save(this.#pointer);
    if (count === PLUGIN_NOT_SUPPORTED) return [];
    if (count < 0) return undefined;
    return Array.from({ length: count }, (_, index) => this.#stateItem(index));
  }

  #stateItem(index: number): StateItem {
    const raw = {} as PluginStateItemStruct;
    if (this.#functions.plugin_state_item(this.#pointer, index, raw) < 0)
      throw new RangeError(`no state item ${index}`);
    return {
      key: this.#copy(raw.key, raw.key_bytes),
      type: this.#copy(raw.type, raw.type_bytes),
      value: this.#copy(raw.value, raw.value_bytes),
      flags: raw.flags,
    };
  }

  #copy(address: unknown, bytes: number): Uint8Array {
    if (bytes === 0) return new Uint8Array(0);
    return new Uint8Array(this.#koffi.view(address as bigint, bytes)).slice();
  }

  /** Pass items to the plugin. */
  restoreState(items: readonly StateItem[]): Restored {
    for (const { key, type, value, flags } of items) {
      const status = this.#functions.plugin_state_put(
        this.#pointer,
        key,
        key.length,
        type,
        type.length,
        value,
        value.length,
        flags,
      );
      if (status < 0) return 'refused';
    }
    const status = this.#functions.plugin_state_restore(this.#pointer);
    if (status === PLUGIN_NOT_SUPPORTED) return 'not-supported';
    return status >= 0 ? 'restored' : 'refused';
  }

  /** The plugin's note names, if any. */
  noteNames(): NoteName[] {
    const count = this.#functions.plugin_note_names(this.#pointer);
    return this.#list<PluginNoteNameStruct>(count, (index, raw) =>
      this.#functions.plugin_note_name(this.#pointer, index, raw),
    );
  }

  /** The note expressions of a port and channel (VST3). */
  noteExpressions(port: number, channel: number): PluginNoteExpressionStruct[] {
    const { plugin_note_expressions: count, plugin_note_expression: read } = this.#functions;
    return this.#list<PluginNoteExpressionStruct>(count(this.#pointer, port, channel), (index, raw) =>
      read(this.#pointer, port, channel, index, raw),
    );
  }

  /** The outputs that its inputs are routed to, as far as reported (VST3). */
  routes(): PluginRouteStruct[] {
    return this.#untilEnd<PluginRouteStruct>((index, raw) => this.#functions.plugin_route(this.#pointer, index, raw));
  }

  /** Whether it accepts the states of the plugin with that id. */
  replaces(id: string): boolean {
    return this.#functions.plugin_replaces(this.#pointer, id) === 1;
  }

  /** The id of the parameter that corresponds to one of a plugin that it replaces. */
  remapParameter(id: string, parameterId: number): number | undefined {
    const index = this.#functions.plugin_remap_parameter(this.#pointer, id, parameterId);
    return index < 0 ? undefined : this.parameter(index).id;
  }

  /** Settings that are not numbers. */
  properties(): PluginPropertyStruct[] {
    return this.#untilEnd<PluginPropertyStruct>((index, raw) =>
      this.#functions.plugin_property(this.#pointer, index, raw),
    );
  }

  #untilEnd<T extends object>(read: (index: number, raw: T) => number): T[] {
    const found: T[] = [];
    for (let index = 0; ; index++) {
      const raw = {} as T;
      if (read(index, raw) < PLUGIN_OK) return found;
      found.push(raw);
    }
  }

  /** @returns whether the plugin accepts the value. */
  setProperty(index: number, value: string): boolean {
    return this.#functions.plugin_property_set(this.#pointer, index, value) >= PLUGIN_OK;
  }

  /** Files that the state refers to. */
  files(): FileReference[] {
    const count = this.#functions.plugin_files(this.#pointer);
    return this.#list<PluginFileStruct>(count, (number, raw) =>
      this.#functions.plugin_file(this.#pointer, number, raw),
    );
  }

  #list<T extends object>(count: number, read: (number: number, raw: T) => number): T[] {
    const entries = Array.from({ length: Math.max(count, 0) }, (_, number) => {
      const raw = {} as T;
      return read(number, raw) >= PLUGIN_OK ? [raw] : [];
    });
    return entries.flat();
  }

  /** @returns whether the plugin accepted the file's new path. */
  setFile(index: number, path: string): boolean {
    return this.#functions.plugin_file_set(this.#pointer, index, path) >= 0;
  }

  /** @returns whether the plugin keeps its files there from now on. */
  setResourceDirectory(path: string, isShared: boolean): boolean {
    return this.#functions.plugin_set_resource_directory(this.#pointer, path, isShared ? 1 : 0) >= 0;
  }

  /** Have the plugin copy its files into that directory. @returns false if it cannot. */
  collectResources(): boolean {
    return this.#functions.plugin_collect_resources(this.#pointer) >= 0;
  }

  /** Files that the plugin keeps in that directory, with paths relative to it; undefined if unknown. */
  resourceFiles(): FileReference[] | undefined {
    const count = this.#functions.plugin_resource_files(this.#pointer);
    if (count < 0) return undefined;
    return this.#list<FileReference>(count, (number, raw) =>
      this.#functions.plugin_resource_file(this.#pointer, number, raw),
    );
  }

  /**
   * Show the plugin's editor, or bring it to the front.
   * @param parent X11 window to embed it in; 0: a top-level window.
   * @throws PluginEditorError with a sentence for the user.
   */
  showEditor(windows: WindowsPointer, parent: number, title: string): void {
    const error = new Uint8Array(ERROR_BYTES);
    const options = { windows, parent_window: parent, title };
    if (this.#functions.plugin_editor_show(this.#pointer, options, error, ERROR_BYTES) < 0)
      throw new PluginEditorError(textOf(error));
    this.#timesEditorShown++;
  }

  /** Number of successful showEditor calls: a user may close a window before anything checks whether it is open. */
  get timesEditorShown(): number {
    return this.#timesEditorShown;
  }

  hideEditor(): void {
    this.#functions.plugin_editor_hide(this.#pointer);
  }

  /** Neither hidden by the DAW nor closed by the user. */
  get isEditorShown(): boolean {
    return this.#functions.plugin_editor_is_shown(this.#pointer) !== 0;
  }

  /** Do the plugin's main-thread work. @returns a set of PLUGIN_REQUEST_*. */
  idle(): number {
    return this.#functions.plugin_idle(this.#pointer);
  }

  /**
   * Offline, while no block runs: do the work that blocks have queued, with timers as if ms more milliseconds had
   * passed.
   * @returns a set of PLUGIN_REQUEST_* and PLUGIN_ACTIVITY_*.
   */
  settle(ms: number): number {
    return this.#functions.plugin_settle(this.#pointer, ms);
  }

  /** Deactivate and activate again; only while the plugin is suspended. @returns whether it is active. */
  restart(): boolean {
    return this.#functions.plugin_restart(this.#pointer) >= 0;
  }

  close(): void {
    this.#functions.plugin_close(this.#pointer);
    this.#pointer = null;
  }
}

export class PluginLoadError extends Error {
  override name = 'PluginLoadError';
}

export class PluginEditorError extends Error {
  override name = 'PluginEditorError';
}

/** Load a plugin. @throws PluginLoadError with a sentence for the user. */
export function openPlugin(native: Native, format: string, spec: string, options: PluginOptions): Plugin {
  const functions = loadFormat(native, format);
  const error = new Uint8Array(ERROR_BYTES);
  const raw = {
    sample_rate: options.sampleRate,
    frames_max: options.framesMax,
    input_channels: options.inputChannels,
    output_channels: options.outputChannels,
    instance_id: options.instanceId,
    offline: options.offline ? 1 : 0,
  };
  const pointer = functions.plugin_open(spec, raw, error, ERROR_BYTES);
  if (pointer === null) throw new PluginLoadError(textOf(error));
  return new Plugin(native.koffi, functions, pointer);
}

/** Declared functions are never freed, so each library is declared once. */
const formatsLoaded = new Map<string, PluginFunctions>();

/** @throws PluginLoadError */
export function loadFormat(native: Native, format: string): PluginFunctions {
  const path = join(native.folder, `libmaolan-${format}.so`);
  let functions = formatsLoaded.get(path);
  if (functions !== undefined) return functions;
  try {
    functions = declareFormat(native.koffi, path);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new PluginLoadError(`the host's own ${format} library cannot be loaded (${reason}); install what it names`);
  }
  if (functions.plugin_abi() !== PLUGIN_ABI)
    throw new PluginLoadError(`${path} is of another build; run \`npm run build\` again`);
  formatsLoaded.set(path, functions);
  return functions;
}
