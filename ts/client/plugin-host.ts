// SPDX-License-Identifier: BSD-2-Clause
/**
 * The library's one object: a plugin that runs in a separate process.
 */

import { EventEmitter } from 'node:events';
import type { Duplex } from 'node:stream';
import type { InspectOptions, inspect } from 'node:util';
import { PROTOCOL_MIDI_PORTS_MAX, PROTOCOL_REQUEST_MIDNAM, PROTOCOL_REQUEST_NOTE_NAMES } from '../contract/protocol.ts';
import { begin } from './begin.ts';
import { checkAutomation, checkNumber } from './checks.ts';
import { type Driver, drive } from './driver.ts';
import { integerIn, invalid, PluginHostError } from './errors.ts';
import { Events } from './events.ts';
import { withPlugin } from './finding.ts';
import { CHANNEL_MAX } from './note-events.ts';
import { readNoteNames } from './note-names.ts';
import { type CompleteOptions, checkedOptions, completeOptions } from './options.ts';
import type { ParameterList } from './parameter-list.ts';
import type { RenderOptions, SoundSource, SoundTransform, StreamOptions } from './render-types.ts';
import { type Link, linkOf, links, renderStream, renderWhole } from './rendering.ts';
import { Session } from './session.ts';
import { restart, settle } from './settling.ts';
import { sweepSegments } from './sweep.ts';
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

const NO_OPTIONS: ProcessOptions = {};

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
  readonly #session: Session;
  readonly #link: Link;

  private constructor(options: CompleteOptions) {
    super();
    this.#session = new Session(options, new Events(this));
    this.#link = linkOf(this, options.offline === true, (sinceMs) => this.#session.whyFailed(sinceMs));
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
    const { options, plugin: installed } = await withPlugin(given);
    sweepSegments();
    const host = new PluginHost(completeOptions(options));
    if (installed !== undefined) host.#session.installed = Promise.resolve(installed);
    await host.#session.begin();
    return host;
  }

  /** The plugin's name. */
  get name(): string {
    return this.#session.identity.name;
  }

  /** Who made the plugin; empty if it does not say. */
  get vendor(): string {
    return this.#session.identity.vendor;
  }

  /** What kind of plugin it is, as its format has it: "Fx|Reverb", "audio-effect|reverb|stereo", "Reverb"; may be empty. */
  get category(): string {
    return this.#session.identity.category;
  }

  /** The plugin's version; may be empty. */
  get version(): string {
    return this.#session.identity.version;
  }

  /** What the format calls the plugin: LV2: URI; VST3: class id; CLAP: id. Empty if the host does not say. */
  get id(): string {
    return this.#session.identity.id;
  }

  /** It makes sound of notes. */
  get isInstrument(): boolean {
    return this.#session.identity.isInstrument;
  }

  /** Channels and MIDI ports of the plugin. */
  get ports(): Ports {
    return this.#session.ports;
  }

  /** Frames by which the plugin delays its output, as of the last block; `latencyChange` tells when it changes. */
  get latency(): number {
    return this.#session.news.latency;
  }

  /** Hz. */
  get sampleRate(): number {
    return this.#session.options.sampleRate;
  }

  /** Frames of the longest block. */
  get maxFrames(): number {
    return this.#session.options.maxFrames;
  }

  /** All parameters, with values as they are now: an array that also has `get('Mix')`. */
  get parameters(): ParameterList {
    return this.#session.parameters.list;
  }

  /** Settings that are not numbers, like files (LV2); values as of the last setProperty or restoreState. */
  get properties(): readonly Property[] {
    return this.#session.properties.list;
  }

  /**
   * Give the plugin a value for one of its `properties`, named by its name or URI; it gets it with the next block. Paths are absolute.
   * @throws PluginHostError INVALID_ARGUMENT (no such property), REQUEST_FAILED (the plugin alone sets it), REQUEST_TIMEOUT, HOST_EXITED, CLOSED
   */
  setProperty(nameOrUri: string, value: string): Promise<void> {
    return this.#session.properties.set(nameOrUri, value);
  }

  /** The host process; undefined while there is none. */
  get pid(): number | undefined {
    return this.#session.processes.host?.pid;
  }

  /** @throws PluginHostError INVALID_ARGUMENT if there is none, with the nearest name. */
  parameter(idOrName: number | string): Parameter {
    return this.#session.parameters.find(idOrName);
  }

  /**
   * Set a parameter from the next block on. Values outside the parameter's range take its nearest end.
   * @param idOrName of `parameters`; names may differ in case.
   * @param frame of the next block.
   * @throws PluginHostError INVALID_ARGUMENT, CLOSED
   */
  setParameter(idOrName: number | string, value: number, frame = 0): void {
    this.#session.setParameter(idOrName, value, frame);
  }

  /**
   * Move a parameter along points, from the next block on, over as many blocks as it takes. An automation of the same parameter that is
   * under way ends; an empty list ends it, too.
   * @throws PluginHostError INVALID_ARGUMENT, CLOSED
   */
  automate(idOrName: number | string, points: readonly AutomationPoint[], options: AutomationOptions = {}): void {
    this.#session.assertOpen();
    checkAutomation(points, options);
    const { id, isInteger, isToggled } = this.#session.parameters.find(idOrName);
    this.#session.automation.add(id, points, isInteger || isToggled ? { ...options, shape: 'hold' } : options);
  }

  /**
   * Run one block and wait for it: `inputs` and `outputs` are the channels, one array each. Creates no objects as long as the block's length
   * stays the same.
   * @returns true if the outputs are the plugin's; false if the inputs were passed through, because the host is gone or was not in time
   * (`blockTimeoutMs`). While a late block is not back, this returns at once.
   * @throws PluginHostError INVALID_ARGUMENT, CLOSED
   */
  process(inputs: Planes, outputs: Planes, options: ProcessOptions = NO_OPTIONS): boolean {
    this.#session.assertOpen();
    return this.#session.player.process(inputs, outputs, options);
  }

  /**
   * The same without blocking the event loop (but see `blockingMs`). Blocks are run in the order of the calls; the arrays belong to the block until it
   * resolves.
   *
   * The reply comes through the event loop's own wait for the pipe. A thread that waits (as an asynchronous foreign call has it) would be one
   * of the four that the program's file accesses share, and each plugin that hangs would take one away.
   */
  async processAsync(inputs: Planes, outputs: Planes, options: ProcessAsyncOptions = NO_OPTIONS): Promise<boolean> {
    this.#session.assertOpen();
    return this.#session.player.processAsync(inputs, outputs, options);
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
    this.#session.assertOpen();
    this.#session.processes.drive(driver);
    this.#session.player.beDriven();
  }

  /**
   * The plugin's settings, as bytes that only restoreState understands; at most 64 KiB. Changes that wait for a block are handed over first, with a
   * block of silence.
   * @throws PluginHostError REQUEST_FAILED (the plugin refused), REQUEST_TIMEOUT, HOST_EXITED, CLOSED
   */
  saveState(): Promise<Uint8Array> {
    return this.#session.saveState();
  }

  /**
   * Give the plugin settings that saveState returned, of this plugin in this format.
   * @throws PluginHostError REQUEST_FAILED (damaged, or another plugin's: nothing was changed), REQUEST_TIMEOUT, HOST_EXITED, INVALID_ARGUMENT, CLOSED
   */
  restoreState(state: Uint8Array): Promise<void> {
    return this.#session.restoreState(state);
  }

  /**
   * The plugin's presets: LV2 presets, .vstpreset files where they are kept, VST3 programs, what a CLAP file's preset provider names. The plugin's
   * file is scanned in a separate process.
   * @throws PluginHostError NOT_FOUND (the plugin is not where plugins are installed), REQUEST_TIMEOUT, HOST_EXITED, CLOSED
   */
  presets(): Promise<Preset[]> {
    return this.#session.presets.list();
  }

  /**
   * Load a preset.
   * @param preset of `presets()`, its name, id, or a part of its name that only one has; a .vstpreset file; the folder of an LV2 preset's
   * bundle; a file of `savePreset` or `maolan-plugin-host state save`.
   * @throws PluginHostError NOT_FOUND (with what is near), REQUEST_FAILED (with the plugin's sentence), REQUEST_TIMEOUT, HOST_EXITED, CLOSED
   */
  loadPreset(preset: string | Preset): Promise<void> {
    return this.#session.presets.load(preset);
  }

  /**
   * Save the plugin's settings as a preset.
   * @param path VST3: a .vstpreset file; LV2: the folder of a bundle, like Warm.preset.lv2, which is made; CLAP, which has no file for
   * presets: a .json file, as `maolan-plugin-host state save` writes it.
   * @throws PluginHostError NOT_FOUND (the name does not fit), REQUEST_FAILED, REQUEST_TIMEOUT, HOST_EXITED, CLOSED
   */
  savePreset(path: string, { name }: SavePresetOptions = {}): Promise<void> {
    return this.#session.presets.save(path, name);
  }

  /** Whether the plugin has an editor; no display is needed to know. @throws PluginHostError REQUEST_TIMEOUT, HOST_EXITED, CLOSED */
  hasEditor(): Promise<boolean> {
    return this.#session.questions.hasEditor();
  }

  /**
   * Show the plugin's own window, or bring it to the front. Resolves when it is there.
   * @throws PluginHostError REQUEST_FAILED if nothing was shown (with the host's sentence: the plugin has no window, there is no display ...),
   * REQUEST_TIMEOUT, HOST_EXITED, INVALID_ARGUMENT, CLOSED
   */
  showEditor(options: EditorOptions = {}): Promise<void> {
    return this.#session.editor.show(options);
  }

  /** Take the window off the screen; it stays as it is. @throws as showEditor */
  hideEditor(): Promise<void> {
    return this.#session.editor.hide();
  }

  /**
   * Is the plugin's own window on the screen? The user may have closed it, or the plugin may have none.
   * @throws PluginHostError REQUEST_TIMEOUT, HOST_EXITED, CLOSED
   */
  isEditorShown(): Promise<boolean> {
    return this.#session.editor.isShown();
  }

  /**
   * Offline: wait, between two blocks, until the plugin has loaded what it loads: its threads are at rest, its timers have been called for
   * 10 s of sound, and it says nothing else. Resolves also when it is not ready after limitMs.
   * @throws PluginHostError INVALID_ARGUMENT, REQUEST_FAILED (this host does not know how), HOST_EXITED, CLOSED
   */
  settle(limitMs = 10_000): Promise<Settled> {
    checkNumber('limitMs', limitMs, 0, Number.MAX_SAFE_INTEGER);
    if (this.#session.options.offline !== true)
      invalid('settle() is for plugins that play offline: open with offline: true');
    return this.#session.ask((host) => settle(this.#session.requests, host, limitMs));
  }

  /**
   * Offline: deactivate and activate the plugin between two blocks: it begins anew, with its settings and what it has loaded.
   * @throws as settle
   */
  restart(): Promise<void> {
    if (this.#session.options.offline !== true)
      invalid('restart() is for plugins that play offline: open with offline: true');
    return this.#session.ask((host) => restart(this.#session.requests, host));
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
    const { format } = this.#session.options;
    if (format !== 'lv2' && format !== 'clap') return Promise.resolve([]);
    const type = format === 'lv2' ? PROTOCOL_REQUEST_MIDNAM : PROTOCOL_REQUEST_NOTE_NAMES;
    return this.#session.ask(async (host) =>
      readNoteNames(await this.#session.requests.ask(host, type, 'asking for note names')),
    );
  }

  /**
   * What notes can do while they sound, as the plugin lists it for a port and channel (VST3); often nothing.
   * @throws PluginHostError INVALID_ARGUMENT, REQUEST_TIMEOUT, HOST_EXITED, CLOSED
   */
  async noteExpressions({ port = 0, channel = 0 }: NoteChannel = {}): Promise<NoteExpressionInfo[]> {
    integerIn('port', port, 0, PROTOCOL_MIDI_PORTS_MAX - 1);
    integerIn('channel', channel, 0, CHANNEL_MAX);
    return (await this.#session.questions.noteExpressions(port, channel)).map(noteExpressionOf);
  }

  /** Which outputs the inputs lead to, as far as the plugin tells (VST3). @throws PluginHostError REQUEST_TIMEOUT, HOST_EXITED, CLOSED */
  async routes(): Promise<Route[]> {
    return (await this.#session.questions.routes()).map(routeOf);
  }

  /**
   * Does the plugin take the states of the one with this id (VST3: moved classes)?
   * @throws PluginHostError REQUEST_TIMEOUT, HOST_EXITED, CLOSED
   */
  async replaces(id: string): Promise<boolean> {
    return (await this.#session.questions.replaced(id, [])).isReplaced;
  }

  /**
   * The id of the parameter that stands for one of a plugin that this one replaces (VST3: IRemapParamID), for its automation.
   * @returns undefined: none does.
   * @throws PluginHostError INVALID_ARGUMENT, REQUEST_TIMEOUT, HOST_EXITED, CLOSED
   */
  async remapParameter(id: string, parameterId: number): Promise<number | undefined> {
    integerIn('parameterId', parameterId, 0, 0xffffffff);
    const [found] = (await this.#session.questions.replaced(id, [parameterId])).parameters;
    return found ?? undefined;
  }

  /** End the host process. What is under way ends with CLOSED or HOST_EXITED. Calling it again is allowed. */
  close(): Promise<void> {
    return this.#session.close();
  }

  /** Let the program end although this host is open; the host process ends with it. */
  unref(): this {
    this.#session.processes.keepAlive(false);
    return this;
  }

  /** Undo unref(). */
  ref(): this {
    this.#session.processes.keepAlive(true);
    return this;
  }

  /** For `await using`: as close(). */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** What console.log shows: which plugin, and how it is. */
  [Symbol.for('nodejs.util.inspect.custom')](_: number, styles: InspectOptions, show: typeof inspect): string {
    const { format, plugin } = this.#session.options;
    const { audioInputs, audioOutputs, midiInputs, midiOutputs } = this.#session.ports;
    const host = {
      name: this.name,
      format,
      plugin,
      audio: `${audioInputs} in, ${audioOutputs} out`,
      midi: `${midiInputs} in, ${midiOutputs} out`,
      parameters: this.parameters.length,
      latency: this.latency,
      ...(!this.#session.isClosed ? { pid: this.pid } : { closed: true }),
    };
    return `PluginHost ${show(host, styles)}`;
  }
}
