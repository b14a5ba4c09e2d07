// SPDX-License-Identifier: BSD-2-Clause
/**
 * The library's one object: a plugin that runs in a separate process.
 */

import { EventEmitter } from 'node:events';
import { existsSync } from 'node:fs';
import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { InspectOptions, inspect } from 'node:util';
import {
  PROTOCOL_FRAMES_MAX,
  PROTOCOL_MIDI_PORTS_MAX,
  PROTOCOL_REQUEST_GUI_HIDE,
  PROTOCOL_REQUEST_GUI_SHOW,
  PROTOCOL_REQUEST_MIDNAM,
  PROTOCOL_REQUEST_NOTE_NAMES,
  PROTOCOL_REQUEST_SAVE_STATE,
  PROTOCOL_REQUEST_SET_PROPERTY,
} from '../contract/protocol.ts';
import type { InstalledPlugin } from '../plugins/installed.ts';
import { Automation } from './automation.ts';
import { begin } from './begin.ts';
import { Blocks } from './blocks.ts';
import { checkAutomation, checkEditorOptions, checkNumber, checkValue } from './checks.ts';
import { Daw } from './daw.ts';
import { askForDescription, askForEditor, type EditorStatus, type Identity } from './description.ts';
import { type Driver, drive } from './driver.ts';
import { integerIn, invalid, PluginHostError } from './errors.ts';
import { Events, heard } from './events.ts';
import { builtFiles } from './files.ts';
import { findByName, withPlugin } from './finding.ts';
import type { HostProcess } from './host-process.ts';
import { Incidents } from './incidents.ts';
import { News } from './news.ts';
import { CHANNEL_MAX } from './note-events.ts';
import { readNoteNames } from './note-names.ts';
import { type CompleteOptions, checkedOptions, completeOptions, startOptionsOf } from './options.ts';
import type { ParameterList } from './parameter-list.ts';
import { ParameterTable } from './parameters.ts';
import { Player } from './player.ts';
import { Presets } from './presets.ts';
import { Processes } from './processes.ts';
import { Questions } from './questions.ts';
import type { RenderOptions, SoundSource, SoundTransform, StreamOptions } from './render-types.ts';
import { type Link, links, renderStream, renderWhole } from './rendering.ts';
import { Requests, reasonText } from './requests.ts';
import { Restarts } from './restarts.ts';
import { restart, settle } from './settling.ts';
import { States } from './states.ts';
import { sweepSegments } from './sweep.ts';
import { TextEdits } from './text-edits.ts';
import { nodeTransform, webTransform } from './transforms.ts';
import type {
  AutomationOptions,
  AutomationPoint,
  BeginOptions,
  EditorOptions,
  NamedOptions,
  NoteChannel,
  NoteExpressionInfo,
  NoteName,
  OpenOptions,
  Parameter,
  Planes,
  PluginHostEvents,
  Ports,
  Preset,
  ProcessAsyncOptions,
  ProcessOptions,
  Property,
  Route,
  SavePresetOptions,
  Settled,
} from './types.ts';
import { noteExpressionOf, routeOf } from './wiring.ts';

/** How often the host's messages are read while no blocks are made. */
const IDLE_MS = 50;
const NO_OPTIONS: ProcessOptions = {};
/** How long changes wait for a host that is late. */
const HAND_OVER_MS = 5000;
const HAND_OVER_POLL_MS = 10;
/** How long the reason for a block that was not played is waited for. */
const WHY_MS = 3000;
/** How long the host's sentence on a request is waited for. */
const SENTENCE_MS = 1000;

/**
 * A plugin in a separate process. Whatever happens to that process, this object goes on: blocks are passed through, the process is started
 * again with the last state, and events tell of it.
 *
 * One object belongs to one thread. Until it is closed it keeps the program alive, but see unref().
 *
 * @example
 * ```ts
 * const host = await PluginHost.open({ format: 'lv2', plugin: 'http://lv2plug.in/plugins/eg-amp' });
 * host.setParameter('Gain', -6);
 * host.process([input], [output]);
 * await host.close();
 * ```
 */
export class PluginHost extends EventEmitter<PluginHostEvents> implements AsyncDisposable {
  readonly #events = new Events(this);
  readonly #options: CompleteOptions;
  readonly #daw: Daw;
  readonly #blocks: Blocks;
  readonly #requests: Requests;
  readonly #processes: Processes;
  readonly #restarts: Restarts;
  readonly #incidents: Incidents;
  readonly #questions: Questions;
  readonly #parameters: ParameterTable;
  readonly #textEdits: TextEdits;
  readonly #presets: Presets;
  readonly #automation = new Automation();
  readonly #news: News;
  readonly #states: States;
  readonly #player: Player;
  readonly #link: Link;
  #idle: NodeJS.Timeout | undefined;
  #identity: Identity;
  #installed: Promise<InstalledPlugin> | undefined;
  #ports: Ports;
  #properties: readonly Property[] = [];
  #closed: Promise<void> | undefined;

  private constructor(options: CompleteOptions) {
    super();
    const files = builtFiles();
    this.#options = options;
    this.#identity = { name: options.plugin, vendor: '', category: '', version: '', id: '', isInstrument: false };
    this.#ports = {
      audioInputs: options.inputs ?? 2,
      audioOutputs: options.outputs ?? 2,
      midiInputs: 0,
      midiOutputs: 0,
    };
    this.#daw = new Daw(files);
    this.#blocks = new Blocks(this.#daw, options.sampleRate, options.maxFrames);
    this.#requests = new Requests(this.#daw, this.#blocks);
    this.#questions = new Questions(this.#requests, () => this.#processes.whenUp());
    this.#parameters = new ParameterTable(this.#questions, (parameter, value) => this.#setValue(parameter, value));
    this.#textEdits = new TextEdits({
      questions: this.#questions,
      events: this.#events,
      set: (id, value) => this.setParameter(id, value),
      isClosed: () => this.#closed !== undefined,
    });
    this.#presets = new Presets({
      folder: files.folder,
      questions: this.#questions,
      installed: () => this.#lookUp(),
      handOver: () => this.#requests.inTurn(async () => void (await this.#handOver())),
      save: () => this.#requests.inTurn(() => this.#savePreset()),
      restore: (state) => this.#requests.inTurn(() => this.#restore(state, true)),
      changed: () => this.#requests.inTurn(() => this.#learnAnew()),
    });
    this.#states = new States(this.#requests, this.#parameters);
    this.#news = new News(this.#daw.core, this.#parameters, this.#events, () => this.#states.noteEdit());
    this.#incidents = new Incidents(this.#daw, this.#events);
    this.#restarts = new Restarts(options.policy);
    this.#processes = new Processes({
      daw: this.#daw,
      blocks: this.#blocks,
      restarts: this.#restarts,
      start: startOptionsOf(options, files, () => {
        this.#player.look();
        this.#requests.look();
      }),
      patience: {
        limitMs: options.loadTimeoutMs,
        onLoading: (elapsedMs) => {
          if (this.#idle === undefined) heard(() => options.onLoading?.(elapsedMs));
          else this.#events.emit('loading', elapsedMs);
        },
      },
      revive: (host) => this.#revive(host),
      onEnd: (reason) => this.#events.emit('exit', reason),
      onRestart: (attempt) => this.#events.emit('restart', attempt),
      onGaveUp: (reason) => this.#events.emit('gaveUp', reason),
    });
    this.#player = new Player({
      core: this.#daw.core,
      format: options.format,
      blocks: this.#blocks,
      processes: this.#processes,
      parameters: this.#parameters,
      automation: this.#automation,
      news: this.#news,
      timeoutMs: options.blockTimeoutMs,
      hangMs: Math.max(this.#restarts.hangMs, options.blockTimeoutMs),
      incidents: this.#incidents,
      onBypass: (why) => this.#events.emit('bypass', why),
    });
    this.#link = linkOf(this, options.offline === true, (sinceMs) => this.#whyFailed(sinceMs));
  }

  /**
   * Start a host process, have it load the plugin, and wait until it can play, for as long as it loads (`loadTimeoutMs`).
   * @param plugin a name as the commands take it: "ZamVerb", "lv2:ZamVerb", an id, a URI, a file, or a part of a name that only one plugin
   * has. Exact names come before parts. Of one plugin in several formats it is CLAP's, else VST3's. Or all options.
   * @throws PluginHostError NOT_FOUND (with what may be meant), LOAD_FAILED (with the host's sentence; also if it crashed), NOT_READY (it hangs),
   * HOST_NOT_FOUND, HOST_EXITED, NO_SHARED_MEMORY, INVALID_ARGUMENT, ABORTED, or REQUEST_FAILED if the state was refused. Nothing is left behind
   * then.
   */
  static async open(
    plugin: string | OpenOptions | NamedOptions,
    more: Omit<NamedOptions, 'plugin'> = {},
  ): Promise<PluginHost> {
    const given = checkedOptions<OpenOptions | NamedOptions>(typeof plugin === 'string' ? { ...more, plugin } : plugin);
    if (given.signal?.aborted)
      throw new PluginHostError('ABORTED', 'the opening of the plugin was aborted', { cause: given.signal.reason });
    const found = await withPlugin(given);
    const options = found.options;
    const complete = completeOptions(options);
    sweepSegments();
    const host = new PluginHost(complete);
    if (found.plugin !== undefined) host.#installed = Promise.resolve(found.plugin);
    try {
      await host.#processes.begin(options.signal);
    } catch (error) {
      await host.close();
      throw error;
    }
    host.#idle = setInterval(() => host.#beIdle(), IDLE_MS).unref();
    return host;
  }

  /** A plugin is loaded: give it what it is to have, learn what it is. */
  async #revive(host: HostProcess): Promise<void> {
    this.#incidents.begin();
    const state = this.#states.kept ?? this.#options.state;
    const changes = this.#parameters.changes();
    await this.#describe(host);
    if (state !== undefined) {
      await this.#states.bringBack(host, state);
      await this.#describe(host);
    } else if (this.#restarts.isAllowed) await this.#states.save(host).catch(() => {}); // there are plugins that have none
    for (const { id, value } of changes) this.#parameters.queue(id, value, 0);
    this.#news.begin();
  }

  async #describe(host: HostProcess): Promise<void> {
    const description = await askForDescription(this.#requests, host, this.#options.loadTimeoutMs);
    if (description === undefined) return;
    const { name, vendor, category, version, id = '', isInstrument, parameters, properties, ...ports } = description;
    this.#identity = { name, vendor, category, version, id, isInstrument };
    this.#properties = properties;
    this.#ports = ports;
    this.#parameters.describe(parameters);
  }

  /** The plugin's name. */
  get name(): string {
    return this.#identity.name;
  }

  /** Who made the plugin; empty if it does not say. */
  get vendor(): string {
    return this.#identity.vendor;
  }

  /** What kind of plugin it is, as its format has it: "Fx|Reverb", "audio-effect|reverb|stereo", "Reverb"; may be empty. */
  get category(): string {
    return this.#identity.category;
  }

  /** The plugin's version; may be empty. */
  get version(): string {
    return this.#identity.version;
  }

  /** What the format calls the plugin: LV2: URI; VST3: class id; CLAP: id. Empty if the host does not say. */
  get id(): string {
    return this.#identity.id;
  }

  /** It makes sound of notes. */
  get isInstrument(): boolean {
    return this.#identity.isInstrument;
  }

  /** Channels and MIDI ports of the plugin. */
  get ports(): Ports {
    return this.#ports;
  }

  /** Frames by which the plugin delays its output, as of the last block; `latencyChange` tells when it changes. */
  get latency(): number {
    return this.#news.latency;
  }

  /** Hz. */
  get sampleRate(): number {
    return this.#options.sampleRate;
  }

  /** Frames of the longest block. */
  get maxFrames(): number {
    return this.#options.maxFrames;
  }

  /** All parameters, with values as they are now: an array that also has `get('Mix')`. */
  get parameters(): ParameterList {
    return this.#parameters.list;
  }

  /** Settings that are not numbers, like files (LV2); values as of the last setProperty or restoreState. */
  get properties(): readonly Property[] {
    return this.#properties;
  }

  /**
   * Give the plugin a value for one of its `properties`, named by its name or URI; it gets it with the next block. Paths are absolute.
   * @throws PluginHostError INVALID_ARGUMENT (no such property), REQUEST_FAILED (the plugin alone sets it), REQUEST_TIMEOUT, HOST_EXITED, CLOSED
   */
  setProperty(nameOrUri: string, value: string): Promise<void> {
    return this.#requests.inTurn(async () => {
      const index = this.#properties.findIndex(({ name, uri }) => name === nameOrUri || uri === nameOrUri);
      if (index < 0) invalid(`there is no property "${nameOrUri}"`);
      const text = new TextEncoder().encode(value);
      const bytes = new Uint8Array(4 + text.length);
      new DataView(bytes.buffer).setUint32(0, index, true);
      bytes.set(text, 4);
      const host = await this.#processes.whenUp();
      await this.#requests.ask(host, PROTOCOL_REQUEST_SET_PROPERTY, `setting ${nameOrUri}`, bytes);
      this.#properties = this.#properties.with(index, { ...(this.#properties[index] as Property), value });
      this.#states.noteEdit();
    });
  }

  /** The host process; undefined while there is none. */
  get pid(): number | undefined {
    return this.#processes.host?.pid;
  }

  /** @throws PluginHostError INVALID_ARGUMENT if there is none, with the nearest name. */
  parameter(idOrName: number | string): Parameter {
    return this.#parameters.find(idOrName);
  }

  /**
   * Set a parameter from the next block on. Values outside the parameter's range take its nearest end.
   * @param idOrName of `parameters`; names may differ in case.
   * @param frame of the next block.
   * @throws PluginHostError INVALID_ARGUMENT, CLOSED
   */
  setParameter(idOrName: number | string, value: number, frame = 0): void {
    this.#assertOpen();
    const { id, name, minimum, maximum, isReadOnly } = this.#parameters.find(idOrName);
    if (isReadOnly) refuseReadOnly(name);
    checkValue(idOrName, value);
    integerIn('frame', frame, 0, PROTOCOL_FRAMES_MAX - 1);
    this.#textEdits.supersede(id);
    this.#parameters.queue(id, Math.min(Math.max(value, minimum), maximum), frame);
    if (this.#player.isDriven) this.#player.handOver();
    this.#states.noteEdit();
  }

  #setValue(parameter: Parameter, value: number | string): void {
    if (typeof value === 'number') {
      this.setParameter(parameter.id, value);
      return;
    }
    this.#assertOpen();
    if (parameter.isReadOnly) refuseReadOnly(parameter.name);
    if (typeof value !== 'string') checkValue(parameter.name, value);
    this.#textEdits.edit(parameter, value);
  }

  /**
   * Move a parameter along points, from the next block on, over as many blocks as it takes. An automation of the same parameter that is
   * under way ends; an empty list ends it, too.
   * @throws PluginHostError INVALID_ARGUMENT, CLOSED
   */
  automate(idOrName: number | string, points: readonly AutomationPoint[], options: AutomationOptions = {}): void {
    this.#assertOpen();
    checkAutomation(points, options);
    const { id, isInteger, isToggled } = this.#parameters.find(idOrName);
    this.#automation.add(id, points, isInteger || isToggled ? { ...options, shape: 'hold' } : options);
  }

  /**
   * Run one block and wait for it: `inputs` and `outputs` are the channels, one array each. Creates no objects as long as the block's length
   * stays the same.
   * @returns true if the outputs are the plugin's; false if the inputs were passed through, because the host is gone or was not in time
   * (`blockTimeoutMs`). While a late block is not back, this returns at once.
   * @throws PluginHostError INVALID_ARGUMENT, CLOSED
   */
  process(inputs: Planes, outputs: Planes, options: ProcessOptions = NO_OPTIONS): boolean {
    this.#assertOpen();
    return this.#player.process(inputs, outputs, options);
  }

  /**
   * The same without blocking the event loop (but see `blockingMs`). Blocks are run in the order of the calls; the arrays belong to the block until it
   * resolves.
   *
   * The reply comes through the event loop's own wait for the pipe. A thread that waits (as an asynchronous foreign call has it) would be one
   * of the four that the program's file accesses share, and each plugin that hangs would take one away.
   */
  async processAsync(inputs: Planes, outputs: Planes, options: ProcessAsyncOptions = NO_OPTIONS): Promise<boolean> {
    this.#assertOpen();
    return this.#player.processAsync(inputs, outputs, options);
  }

  /**
   * Play a whole sound: as fast as it goes, compensated for the plugin's latency, with a tail. A mono sound is heard in all inputs. Other calls of process
   * meanwhile would be heard in it.
   * @param channels of any length; none for an instrument.
   * @returns the plugin's output channels, as long as the sound and its tail.
   * @throws PluginHostError RENDER_FAILED (the plugin crashed, failed or was not in time: what, and where), ABORTED, INVALID_ARGUMENT, CLOSED
   */
  render(channels: Planes, options: RenderOptions = {}): Promise<Float32Array[]> {
    return renderWhole(this[links](), channels, options);
  }

  /**
   * The same, piece by piece: a sound of any length that comes from a generator, a file (openSound), a stream. What is asked for is played; one block
   * ahead.
   * @throws as render, and what the source throws.
   */
  stream(source: SoundSource, options: StreamOptions = {}): AsyncGenerator<Float32Array[], void, undefined> {
    return renderStream(this[links](), source, options);
  }

  /** The same as a pair of Web streams, for pipeThrough(). */
  transformStream(options: StreamOptions = {}): SoundTransform {
    return webTransform(this[links](), options);
  }

  /** The same as a stream of Node's, for pipeline(): pieces go in, blocks come out. */
  transform(options: StreamOptions = {}): Duplex {
    return nodeTransform(this[links](), options);
  }

  /** @internal */
  [links](): readonly Link[] {
    return [this.#link];
  }

  /** @internal */
  [drive](driver: Driver): void {
    this.#assertOpen();
    this.#processes.drive(driver);
    this.#player.beDriven();
  }

  async #whyFailed(sinceMs: number): Promise<string> {
    for (const deadline = performance.now() + WHY_MS; performance.now() < deadline; await sleep(HAND_OVER_POLL_MS)) {
      this.#incidents.take();
      const message = this.#incidents.messageSince(sinceMs);
      if (message !== '') return message;
      if (this.#processes.host === undefined) return reasonText({ end: this.#processes.lastEnd });
    }
    return 'it failed to process a block, or was not in time';
  }

  /** Now and then, when no block is being made. */
  #beIdle(): void {
    this.#player.beIdle();
    const { host } = this.#processes;
    if (host === undefined || this.#incidents.isOut || !this.#restarts.isAllowed || !this.#states.isDue) return;
    this.#requests.inTurn(() => this.#states.save(host)).catch(() => {}); // the one before stays
  }

  /**
   * The plugin's settings, as bytes that only restoreState understands; at most 64 KiB. Changes that wait for a block are handed over first, with a
   * block of silence.
   * @throws PluginHostError REQUEST_FAILED (the plugin refused), REQUEST_TIMEOUT, HOST_EXITED, CLOSED
   */
  saveState(): Promise<Uint8Array> {
    return this.#requests.inTurn(async () => {
      const host = await this.#handOver();
      return (await this.#states.save(host)).slice();
    });
  }

  /** Changes that wait for a block get one. @returns the host that has them. */
  async #handOver(): Promise<HostProcess> {
    for (const deadline = performance.now() + HAND_OVER_MS; ; await sleep(HAND_OVER_POLL_MS)) {
      const host = await this.#processes.whenUp();
      if (this.#player.isDriven) this.#player.handOver();
      if (!this.#parameters.hasWaiting || (!this.#player.isBusy && this.process([], []))) return host;
      if (performance.now() > deadline)
        throw new PluginHostError('REQUEST_TIMEOUT', 'saving the state: the host does not take the changes before it');
    }
  }

  /**
   * Give the plugin settings that saveState returned, of this plugin in this format.
   * @throws PluginHostError REQUEST_FAILED (damaged, or another plugin's: nothing was changed), REQUEST_TIMEOUT, HOST_EXITED, INVALID_ARGUMENT, CLOSED
   */
  restoreState(state: Uint8Array): Promise<void> {
    return this.#requests.inTurn(() => this.#restore(state, false));
  }

  async #restore(state: Uint8Array, isPreset: boolean): Promise<void> {
    const host = await this.#processes.whenUp();
    if (isPreset) await this.#questions.nextStateIsPreset(host);
    await this.#states.restore(host, state);
    this.#news.take(); // what late blocks said before, not to be taken for what comes after
    await this.#describe(host);
  }

  /** The plugin has loaded something by itself. */
  async #learnAnew(): Promise<void> {
    this.#news.take();
    await this.#describe(await this.#processes.whenUp());
    this.#states.noteEdit();
  }

  async #savePreset(): Promise<Uint8Array> {
    const host = await this.#handOver();
    await this.#questions.nextStateIsPreset(host);
    return this.#requests.ask(host, PROTOCOL_REQUEST_SAVE_STATE, 'saving a preset');
  }

  #lookUp(): Promise<InstalledPlugin> {
    const { format, plugin } = this.#options;
    const { id } = this.#identity;
    // A file with several plugins may have been opened without saying which.
    const isFile = format !== 'lv2' && id !== '' && existsSync(plugin);
    this.#installed ??= findByName(`${format}:${plugin}${isFile ? `#${id}` : ''}`);
    return this.#installed;
  }

  /**
   * The plugin's presets: LV2 presets, .vstpreset files where they are kept, VST3 programs, what a CLAP file's preset provider names. The plugin's
   * file is scanned in a separate process.
   * @throws PluginHostError NOT_FOUND (the plugin is not where plugins are installed), REQUEST_TIMEOUT, HOST_EXITED, CLOSED
   */
  presets(): Promise<Preset[]> {
    return this.#presets.list();
  }

  /**
   * Load a preset.
   * @param preset of `presets()`, its name, id, or a part of its name that only one has; a .vstpreset file; the folder of an LV2 preset's
   * bundle; a file of `savePreset` or `maolan-plugin-host state save`.
   * @throws PluginHostError NOT_FOUND (with what is near), REQUEST_FAILED (with the plugin's sentence), REQUEST_TIMEOUT, HOST_EXITED, CLOSED
   */
  loadPreset(preset: string | Preset): Promise<void> {
    return this.#presets.load(preset);
  }

  /**
   * Save the plugin's settings as a preset.
   * @param path VST3: a .vstpreset file; LV2: the folder of a bundle, like Warm.preset.lv2, which is made; CLAP, which has no file for
   * presets: a .json file, as `maolan-plugin-host state save` writes it.
   * @throws PluginHostError NOT_FOUND (the name does not fit), REQUEST_FAILED, REQUEST_TIMEOUT, HOST_EXITED, CLOSED
   */
  savePreset(path: string, { name }: SavePresetOptions = {}): Promise<void> {
    return this.#presets.save(path, name);
  }

  /** Whether the plugin has an editor; no display is needed to know. @throws PluginHostError REQUEST_TIMEOUT, HOST_EXITED, CLOSED */
  hasEditor(): Promise<boolean> {
    return this.#questions.hasEditor();
  }

  /**
   * Show the plugin's own window, or bring it to the front. Resolves when it is there.
   * @throws PluginHostError REQUEST_FAILED if nothing was shown (with the host's sentence: the plugin has no window, there is no display ...),
   * REQUEST_TIMEOUT, HOST_EXITED, INVALID_ARGUMENT, CLOSED
   */
  showEditor(options: EditorOptions = {}): Promise<void> {
    return this.#requests.inTurn(async () => {
      checkEditorOptions(options);
      const { parent = 0, floating = false } = options;
      integerIn('parent', parent, 0, 0xffffffff);
      const host = await this.#processes.whenUp();
      const said = host.log.count;
      const before = await this.#editorStatus(host);
      this.#daw.exports.daw_set_editor(parent, floating ? 1 : 0);
      await this.#requests.tell(host, PROTOCOL_REQUEST_GUI_SHOW, 'showing the editor');
      const after = await this.#editorStatus(host);
      if (before === undefined || after === undefined) return;
      if (after.isEditorShown || after.timesEditorShown > before.timesEditorShown) return;
      // Its sentence comes another way than its answer.
      for (let waited = 0; host.log.since(said) === '' && waited < SENTENCE_MS; waited += HAND_OVER_POLL_MS)
        await sleep(HAND_OVER_POLL_MS);
      const reason = host.log.since(said) || 'the plugin has none, or there is no display for it';
      throw new PluginHostError('REQUEST_FAILED', `the editor is not shown: ${reason}`);
    });
  }

  /** @returns undefined if this host does not say. */
  async #editorStatus(host: HostProcess): Promise<EditorStatus | undefined> {
    try {
      return await askForEditor(this.#requests, host);
    } catch (error) {
      if (error instanceof PluginHostError && error.code === 'REQUEST_FAILED') return undefined;
      throw error;
    }
  }

  /** Take the window off the screen; it stays as it is. @throws as showEditor */
  hideEditor(): Promise<void> {
    return this.#requests.inTurn(async () =>
      this.#requests.tell(await this.#processes.whenUp(), PROTOCOL_REQUEST_GUI_HIDE, 'hiding the editor'),
    );
  }

  /**
   * Is the plugin's own window on the screen? The user may have closed it, or the plugin may have none.
   * @throws PluginHostError REQUEST_TIMEOUT, HOST_EXITED, CLOSED
   */
  isEditorShown(): Promise<boolean> {
    return this.#requests.inTurn(
      async () => (await askForEditor(this.#requests, await this.#processes.whenUp())).isEditorShown,
    );
  }

  /**
   * Offline: wait, between two blocks, until the plugin has loaded what it loads: its threads are at rest, its timers have been called for
   * 10 s of sound, and it says nothing else. Resolves also when it is not ready after limitMs.
   * @throws PluginHostError INVALID_ARGUMENT, REQUEST_FAILED (this host does not know how), HOST_EXITED, CLOSED
   */
  settle(limitMs = 10_000): Promise<Settled> {
    checkNumber('limitMs', limitMs, 0, Number.MAX_SAFE_INTEGER);
    if (this.#options.offline !== true) invalid('settle() is for plugins that play offline: open with offline: true');
    return this.#requests.inTurn(async () => settle(this.#requests, await this.#processes.whenUp(), limitMs));
  }

  /**
   * Offline: deactivate and activate the plugin between two blocks: it begins anew, with its settings and what it has loaded.
   * @throws as settle
   */
  restart(): Promise<void> {
    if (this.#options.offline !== true) invalid('restart() is for plugins that play offline: open with offline: true');
    return this.#requests.inTurn(async () => restart(this.#requests, await this.#processes.whenUp()));
  }

  /**
   * Offline: the first block, so that nothing of what the plugin loads is missing in it. render() and stream() begin like this themselves.
   * @param play plays that block, and tells whether it was played. It is called again, from the same values on, if that has made the plugin
   * load something.
   * @throws as settle, or what play throws
   */
  begin(play: () => Promise<boolean>, options: BeginOptions = {}): Promise<Settled> {
    return begin(this, play, options);
  }

  /** The plugin's names for notes (LV2, CLAP); often none. @throws PluginHostError REQUEST_TIMEOUT, HOST_EXITED, CLOSED */
  noteNames(): Promise<NoteName[]> {
    const { format } = this.#options;
    if (format !== 'lv2' && format !== 'clap') return Promise.resolve([]);
    const type = format === 'lv2' ? PROTOCOL_REQUEST_MIDNAM : PROTOCOL_REQUEST_NOTE_NAMES;
    return this.#requests.inTurn(async () =>
      readNoteNames(await this.#requests.ask(await this.#processes.whenUp(), type, 'asking for note names')),
    );
  }

  /**
   * What notes can do while they sound, as the plugin lists it for a port and channel (VST3); often nothing.
   * @throws PluginHostError INVALID_ARGUMENT, REQUEST_TIMEOUT, HOST_EXITED, CLOSED
   */
  async noteExpressions({ port = 0, channel = 0 }: NoteChannel = {}): Promise<NoteExpressionInfo[]> {
    integerIn('port', port, 0, PROTOCOL_MIDI_PORTS_MAX - 1);
    integerIn('channel', channel, 0, CHANNEL_MAX);
    return (await this.#questions.noteExpressions(port, channel)).map(noteExpressionOf);
  }

  /** Which outputs the inputs lead to, as far as the plugin tells (VST3). @throws PluginHostError REQUEST_TIMEOUT, HOST_EXITED, CLOSED */
  async routes(): Promise<Route[]> {
    return (await this.#questions.routes()).map(routeOf);
  }

  /**
   * Does the plugin take the states of the one with this id (VST3: moved classes)?
   * @throws PluginHostError REQUEST_TIMEOUT, HOST_EXITED, CLOSED
   */
  async replaces(id: string): Promise<boolean> {
    return (await this.#questions.replaced(id, [])).isReplaced;
  }

  /**
   * The id of the parameter that stands for one of a plugin that this one replaces (VST3: IRemapParamID), for its automation.
   * @returns undefined: none does.
   * @throws PluginHostError INVALID_ARGUMENT, REQUEST_TIMEOUT, HOST_EXITED, CLOSED
   */
  async remapParameter(id: string, parameterId: number): Promise<number | undefined> {
    integerIn('parameterId', parameterId, 0, 0xffffffff);
    const [found] = (await this.#questions.replaced(id, [parameterId])).parameters;
    return found ?? undefined;
  }

  /** End the host process. What is under way ends with CLOSED or HOST_EXITED. Calling it again is allowed. */
  close(): Promise<void> {
    clearInterval(this.#idle);
    this.#closed ??= this.#processes.close();
    return this.#closed;
  }

  /** Let the program end although this host is open; the host process ends with it. */
  unref(): this {
    this.#processes.keepAlive(false);
    return this;
  }

  /** Undo unref(). */
  ref(): this {
    this.#processes.keepAlive(true);
    return this;
  }

  /** For `await using`: as close(). */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** What console.log shows: which plugin, and how it is. */
  [Symbol.for('nodejs.util.inspect.custom')](_: number, styles: InspectOptions, show: typeof inspect): string {
    const { format, plugin } = this.#options;
    const { audioInputs, audioOutputs, midiInputs, midiOutputs } = this.#ports;
    const host = {
      name: this.name,
      format,
      plugin,
      audio: `${audioInputs} in, ${audioOutputs} out`,
      midi: `${midiInputs} in, ${midiOutputs} out`,
      parameters: this.parameters.length,
      latency: this.latency,
      ...(this.#closed === undefined ? { pid: this.pid } : { closed: true }),
    };
    return `PluginHost ${show(host, styles)}`;
  }

  #assertOpen(): void {
    if (this.#closed !== undefined) throw new PluginHostError('CLOSED', 'the plugin host is closed');
  }
}

function refuseReadOnly(name: string): never {
  return invalid(`"${name}" is read-only: the plugin sets it, nobody else does`);
}

/** A host, as far as rendering needs it. */
function linkOf(host: PluginHost, isOffline: boolean, whyFailed: Link['whyFailed']): Link {
  return {
    get name() {
      return host.name;
    },
    sampleRate: host.sampleRate,
    maxFrames: host.maxFrames,
    isOffline,
    get latency() {
      return host.latency;
    },
    get ports() {
      return host.ports;
    },
    processAsync: (inputs, outputs, options) => host.processAsync(inputs, outputs, options),
    automate: (parameter, points, options) => host.automate(parameter, points, options),
    settle: () => host.settle(),
    parameter: (parameter) => host.parameter(parameter),
    setParameter: (id, value) => host.setParameter(id, value),
    begin: (play, options) => host.begin(play, options),
    whyFailed,
  };
}
