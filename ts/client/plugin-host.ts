// SPDX-License-Identifier: BSD-2-Clause
/** The library's main class: a plugin that runs in a separate process. */

import { EventEmitter } from 'node:events';
import type { Duplex } from 'node:stream';
import type { InspectOptions, inspect } from 'node:util';
import { PROTOCOL_MIDI_PORTS_MAX, PROTOCOL_REQUEST_MIDNAM, PROTOCOL_REQUEST_NOTE_NAMES } from '../contract/protocol.ts';
import { begin } from './begin.ts';
import {
  checkAutomation,
  checkBeginOptions,
  checkFunction,
  checkKind,
  checkNames,
  checkNumber,
  checkText,
} from './checks.ts';
import { type Driver, drive } from './driver.ts';
import { integerIn, invalid, PluginHostError } from './errors.ts';
import { Events } from './events.ts';
import { withPlugin } from './finding.ts';
import { CHANNEL_MAX } from './note-events.ts';
import { readNoteNames } from './note-names.ts';
import { type CompleteOptions, checkedOptions, completeOptions } from './options.ts';
import type { ParameterList } from './parameter-list.ts';
import { type Link, linkOf, links } from './render-link.ts';
import type { RenderOptions, SoundSource, SoundTransform, StreamOptions } from './render-types.ts';
import { renderStream, renderWhole } from './rendering.ts';
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
 * A plugin in a separate process. Whatever happens to that process, this object stays usable: blocks are passed through, the process is
 * started again with the last state, and events report it.
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
    this.#link = linkOf(this, {
      isOffline: options.offline === true,
      whyFailed: (sinceMs) => this.#session.whyFailed(sinceMs),
      sideChainInputs: () => this.#session.sideChainInputs(),
    });
  }

  /**
   * Start a host process, load the plugin, and wait until it can play (at most `loadTimeoutMs`).
   * @param plugin a name as the commands take it: "ZamVerb", "lv2:ZamVerb", an id, a URI, a file, or a part of a name that only one plugin
   * has. Exact names come before parts. If a plugin exists in several formats, CLAP comes first, then VST3. Or an object with all options.
   * @throws PluginHostError NOT_FOUND (with what may be meant), LOAD_FAILED (with the host's sentence; also if it crashed), NOT_READY (it
   * hangs), HOST_NOT_FOUND, HOST_EXITED, NO_SHARED_MEMORY, INVALID_ARGUMENT, ABORTED, or REQUEST_FAILED if the state was refused. Nothing
   * is left behind then.
   */
  static async open(
    plugin: string | OpenOptions | NamedOptions,
    more: Omit<NamedOptions, 'plugin'> = {},
  ): Promise<PluginHost> {
    const given = checkedOptions<OpenOptions | NamedOptions>(typeof plugin === 'string' ? { ...more, plugin } : plugin);
    if (given.signal?.aborted)
      throw new PluginHostError('ABORTED', 'opening the plugin was aborted', { cause: given.signal.reason });
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

  /** Whether it is an instrument. */
  get isInstrument(): boolean {
    return this.#session.identity.isInstrument;
  }

  /** The plugin's channels and MIDI ports. */
  get ports(): Ports {
    return this.#session.ports;
  }

  /** Latency in frames, as of the last block; the `latencyChange` event reports changes. */
  get latency(): number {
    return this.#session.notifications.latency;
  }

  /** Hz. */
  get sampleRate(): number {
    return this.#session.options.sampleRate;
  }

  /** Frames of the longest block. */
  get maxFrames(): number {
    return this.#session.options.maxFrames;
  }

  /** All parameters with their current values: an array that also has `get('Mix')`. */
  get parameters(): ParameterList {
    return this.#session.parameters.list;
  }

  /** Settings that are not numbers, such as files (LV2); values as of the last setProperty or restoreState. */
  get properties(): readonly Property[] {
    return this.#session.properties.list;
  }

  /**
   * Set one of the plugin's `properties`, given by name or URI, with the next block. Paths are absolute. Also a parameter that is a
   * property (LV2: its `symbol` is a URI), to a number with more digits than `setParameter` transports, which has single precision.
   * @throws PluginHostError INVALID_ARGUMENT (no such property), REQUEST_FAILED (it is read-only), REQUEST_TIMEOUT, HOST_EXITED, CLOSED
   */
  async setProperty(nameOrUri: string, value: string): Promise<void> {
    checkText('the property', nameOrUri, 'its name or URI');
    checkKind('the value of the property', value, typeof value === 'string', 'a text');
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
   * Set a parameter from the next block on. Values are clamped to the parameter's range.
   * @param idOrName of `parameters`; names may differ in case.
   * @param frame of the next block.
   * @throws PluginHostError INVALID_ARGUMENT, CLOSED
   */
  setParameter(idOrName: number | string, value: number, frame = 0): void {
    this.#session.setParameter(idOrName, value, frame);
  }

  /**
   * Move a parameter along points, from the next block on, over as many blocks as needed. It replaces an unfinished automation of the same
   * parameter; an empty list cancels it.
   * @throws PluginHostError INVALID_ARGUMENT, CLOSED
   */
  automate(idOrName: number | string, points: readonly AutomationPoint[], options: AutomationOptions = {}): void {
    this.#session.assertOpen();
    checkAutomation(points, options);
    const { id, isInteger, isToggled } = this.#session.parameters.find(idOrName);
    this.#session.automation.add(id, points, isInteger || isToggled ? { ...options, shape: 'hold' } : options);
  }

  /**
   * Run one block and wait for it. `inputs` and `outputs` have one array per channel. Allocates nothing while the block length stays the
   * same.
   * @returns true if the outputs are the plugin's; false if the inputs were passed through, because the host has ended or was late
   * (`blockTimeoutMs`). While a late block is outstanding, this returns at once.
   * @throws PluginHostError INVALID_ARGUMENT, CLOSED
   */
  process(inputs: Planes, outputs: Planes, options: ProcessOptions = NO_OPTIONS): boolean {
    this.#session.assertOpen();
    return this.#session.player.process(inputs, outputs, options);
  }

  /**
   * The same without blocking the event loop (but see `blockingMs`). Blocks run in the order of the calls; do not touch the arrays until
   * the promise resolves. The event loop itself waits for the reply. A waiting thread (as an asynchronous foreign call uses) would be one
   * of the four that serve the program's file accesses, and each hanging plugin would block one.
   */
  async processAsync(inputs: Planes, outputs: Planes, options: ProcessAsyncOptions = NO_OPTIONS): Promise<boolean> {
    this.#session.assertOpen();
    return this.#session.player.processAsync(inputs, outputs, options);
  }

  /**
   * Render a whole sound as fast as possible, latency-compensated, with a tail. A mono sound feeds all inputs. Do not call process
   * meanwhile: it would be heard in the result.
   * @param channels of any length; none for an instrument.
   * @returns the plugin's output channels, as long as the sound and its tail.
   * @throws PluginHostError RENDER_FAILED (the plugin crashed, failed or was late; the message says where), ABORTED, INVALID_ARGUMENT,
   * CLOSED
   */
  render(channels: Planes, options: RenderOptions = {}): Promise<Float32Array[]> {
    return renderWhole(this[links](), channels, options);
  }

  /**
   * The same for a sound of any length from a generator, a file (openSound) or a stream. It renders on demand, one block ahead.
   * @throws like render, and what the source throws.
   */
  stream(source: SoundSource, options: StreamOptions = {}): AsyncGenerator<Float32Array[], void, undefined> {
    return renderStream(this[links](), source, options);
  }

  /** The same as a pair of Web streams, for pipeThrough(). */
  transformStream(options: StreamOptions = {}): SoundTransform {
    return webTransform(this[links](), options);
  }

  /** The same as a Node stream, for pipeline(): pieces go in, blocks come out. */
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
   * Save the plugin's state, as bytes for restoreState; at most 64 KiB (larger states are packed, or kept in a file). Pending changes are
   * applied first, with a block of silence.
   * @throws PluginHostError REQUEST_FAILED (the plugin refused), REQUEST_TIMEOUT, HOST_EXITED, CLOSED
   */
  saveState(): Promise<Uint8Array> {
    return this.#session.saveState();
  }

  /**
   * Restore a state that saveState returned for this plugin in this format.
   * @throws PluginHostError REQUEST_FAILED (damaged, or of another plugin: nothing was changed), REQUEST_TIMEOUT, HOST_EXITED,
   * INVALID_ARGUMENT, CLOSED
   */
  restoreState(state: Uint8Array): Promise<void> {
    return this.#session.restoreState(state);
  }

  /**
   * The plugin's presets: LV2 presets, .vstpreset files where they are kept, VST3 programs, and those that a CLAP file's preset provider
   * lists. The plugin's file is scanned in a separate process.
   * @throws PluginHostError NOT_FOUND (the plugin is not where plugins are installed), REQUEST_TIMEOUT, HOST_EXITED, CLOSED
   */
  presets(): Promise<Preset[]> {
    return this.#session.presets.list();
  }

  /**
   * Load a preset.
   * @param preset of `presets()`, its name, id, or or an unambiguous part of its name; a .vstpreset file; the folder of an LV2 preset's
   * bundle; a file of `savePreset` or `maolan-plugin-host state save`.
   * @throws PluginHostError NOT_FOUND (with what is near), REQUEST_FAILED (the plugin refused it, or it cannot be read), REQUEST_TIMEOUT, HOST_EXITED,
   * CLOSED
   */
  loadPreset(preset: string | Preset): Promise<void> {
    return this.#session.presets.load(preset);
  }

  /**
   * Save the plugin's settings as a preset.
   * @param path VST3: a .vstpreset file; LV2: the folder of a new bundle, such as Warm.preset.lv2; CLAP, which has no preset files: a .json
   * file, as `maolan-plugin-host state save` writes it.
   * @throws PluginHostError NOT_FOUND (the name does not fit), REQUEST_FAILED (it cannot be written; what was there before is as it was),
   * REQUEST_TIMEOUT, HOST_EXITED, CLOSED
   */
  savePreset(path: string, options: SavePresetOptions = {}): Promise<void> {
    return this.#session.presets.save(path, options);
  }

  /** Whether the plugin has an editor; works without a display. @throws PluginHostError REQUEST_TIMEOUT, HOST_EXITED, CLOSED */
  hasEditor(): Promise<boolean> {
    return this.#session.questions.hasEditor();
  }

  /**
   * Show the plugin's window, or raise it. Resolves when it is visible.
   * @throws PluginHostError REQUEST_FAILED if nothing was shown (with the host's sentence: the plugin has no window, there is no display
   * ...), REQUEST_TIMEOUT, HOST_EXITED, INVALID_ARGUMENT, CLOSED
   */
  showEditor(options: EditorOptions = {}): Promise<void> {
    return this.#session.editor.show(options);
  }

  /** Hide the window; it keeps its state. @throws as showEditor */
  hideEditor(): Promise<void> {
    return this.#session.editor.hide();
  }

  /**
   * Whether the plugin's window is visible. The user may have closed it, or the plugin may have none.
   * @throws PluginHostError REQUEST_TIMEOUT, HOST_EXITED, CLOSED
   */
  isEditorShown(): Promise<boolean> {
    return this.#session.editor.isShown();
  }

  /**
   * Offline: wait, between two blocks, until the plugin has finished loading: its threads are idle, its timers have run for 10 s of sound,
   * and it does not report that it is loading. Also resolves if it is not ready after limitMs, in which its threads had a processor.
   * @throws PluginHostError INVALID_ARGUMENT, REQUEST_FAILED (this host does not support it), HOST_EXITED, CLOSED
   */
  async settle(limitMs = 10_000): Promise<Settled> {
    checkNumber('limitMs', limitMs, 0, Number.MAX_SAFE_INTEGER);
    if (this.#session.options.offline !== true)
      invalid('settle() is for plugins that play offline: open with offline: true');
    return this.#session.ask((host) => settle(this.#session.requests, host, limitMs));
  }

  /**
   * Offline: deactivate and activate the plugin between two blocks: it starts again, with its settings and everything that it has loaded.
   * @throws as settle
   */
  async restart(): Promise<void> {
    if (this.#session.options.offline !== true)
      invalid('restart() is for plugins that play offline: open with offline: true');
    return this.#session.ask((host) => restart(this.#session.requests, host));
  }

  /**
   * Offline: play the first block so that nothing that the plugin loads is missing in it. render() and stream() do this themselves.
   * @param play plays that block, and returns whether it was played. It is called again with the same values if the block made the plugin
   * load something.
   * @throws as settle, or what play throws
   */
  async begin(play: () => Promise<boolean>, options: BeginOptions = {}): Promise<Settled> {
    checkFunction('play', play);
    checkBeginOptions(options);
    const setTriggers = this.#session.parameters.withholdTriggers();
    const playWithTriggers = () => {
      setTriggers();
      return play();
    };
    return begin(this, playWithTriggers, options);
  }

  /** The plugin's names for notes (LV2, CLAP); often none. @throws PluginHostError REQUEST_TIMEOUT, HOST_EXITED, CLOSED */
  noteNames(): Promise<NoteName[]> {
    const { format } = this.#session.options;
    if (format !== 'lv2' && format !== 'clap') return Promise.resolve([]);
    const type = format === 'lv2' ? PROTOCOL_REQUEST_MIDNAM : PROTOCOL_REQUEST_NOTE_NAMES;
    return this.#session.ask(async (host) =>
      readNoteNames(await this.#session.requests.ask(host, type, 'listing note names')),
    );
  }

  /**
   * The plugin's note expressions for a port and channel (VST3); often none.
   * @throws PluginHostError INVALID_ARGUMENT, REQUEST_TIMEOUT, HOST_EXITED, CLOSED
   */
  async noteExpressions(of: NoteChannel = {}): Promise<NoteExpressionInfo[]> {
    checkNames('the options of noteExpressions()', of, { port: true, channel: true });
    const { port = 0, channel = 0 } = of;
    integerIn('port', port, 0, PROTOCOL_MIDI_PORTS_MAX - 1);
    integerIn('channel', channel, 0, CHANNEL_MAX);
    return (await this.#session.questions.noteExpressions(port, channel)).map(noteExpressionOf);
  }

  /**
   * Which outputs the inputs lead to, as far as the plugin reports it (VST3).
   * @throws PluginHostError REQUEST_TIMEOUT, HOST_EXITED, CLOSED
   */
  async routes(): Promise<Route[]> {
    return (await this.#session.questions.routes()).map(routeOf);
  }

  /**
   * Whether the plugin takes the states of the one with this id (VST3: moved classes).
   * @throws PluginHostError REQUEST_TIMEOUT, HOST_EXITED, CLOSED
   */
  async replaces(id: string): Promise<boolean> {
    checkText('the id', id, 'the id of a plugin');
    return (await this.#session.questions.replaced(id, [])).isReplaced;
  }

  /**
   * The id of the parameter that stands for one of a plugin that this one replaces (VST3: IRemapParamID), for its automation.
   * @returns undefined if there is none.
   * @throws PluginHostError INVALID_ARGUMENT, REQUEST_TIMEOUT, HOST_EXITED, CLOSED
   */
  async remapParameter(id: string, parameterId: number): Promise<number | undefined> {
    checkText('the id', id, 'the id of a plugin');
    integerIn('parameterId', parameterId, 0, 0xffffffff);
    const [found] = (await this.#session.questions.replaced(id, [parameterId])).parameters;
    return found ?? undefined;
  }

  /** End the host process. Pending calls are rejected with CLOSED or HOST_EXITED. It may be called again. */
  close(): Promise<void> {
    return this.#session.close();
  }

  /** Let the program end while this host is open; the host process ends with it. */
  unref(): this {
    this.#session.processes.keepAlive(false);
    return this;
  }

  /** Undo unref(). */
  ref(): this {
    this.#session.processes.keepAlive(true);
    return this;
  }

  /** For `await using`: the same as close(). */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** What console.log shows: which plugin, and its state. */
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
