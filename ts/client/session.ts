// SPDX-License-Identifier: BSD-2-Clause
/**
 * The inside of a PluginHost: the parts that play, ask, remember and restart, and how they work together.
 */
import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { PROTOCOL_FRAMES_MAX, PROTOCOL_REQUEST_SAVE_STATE } from '../contract/protocol.ts';
import { detailsOf } from '../plugins/details.ts';
import type { InstalledPlugin } from '../plugins/installed.ts';
import { Automation } from './automation.ts';
import { Blocks } from './blocks.ts';
import { checkValue } from './checks.ts';
import { Daw } from './daw.ts';
import { askForDescription, type Identity } from './description.ts';
import { Editor } from './editor.ts';
import { integerIn, invalid, PluginHostError } from './errors.ts';
import { type Events, heard } from './events.ts';
import { builtFiles } from './files.ts';
import { findByName } from './finding.ts';
import type { HostProcess } from './host-process.ts';
import { Incidents } from './incidents.ts';
import { Notifications } from './notifications.ts';
import { type CompleteOptions, startOptionsOf } from './options.ts';
import { ParameterTable } from './parameters.ts';
import { Player } from './player.ts';
import { Presets } from './presets.ts';
import { Processes } from './processes.ts';
import { PropertyList } from './property-list.ts';
import { Questions } from './questions.ts';
import { Requests, reasonText } from './requests.ts';
import { Restarts } from './restarts.ts';
import { States } from './states.ts';
import { TextEdits } from './text-edits.ts';
import type { Parameter, Ports } from './types.ts';

/** How often the host's messages are read while no blocks are made. */
const IDLE_MS = 50;
/** How long changes wait for a host that is late. */
const HAND_OVER_MS = 5000;
const HAND_OVER_POLL_MS = 10;
/** How long the reason for a block that was not played is waited for. */
const WHY_MS = 3000;

export class Session {
  readonly options: CompleteOptions;
  readonly requests: Requests;
  readonly processes: Processes;
  readonly questions: Questions;
  readonly parameters: ParameterTable;
  readonly presets: Presets;
  readonly notifications: Notifications;
  readonly player: Player;
  readonly automation = new Automation();
  readonly editor: Editor;
  readonly properties: PropertyList;
  identity: Identity;
  ports: Ports;
  /** The plugin as listed by a scan, looked up on demand. */
  installed: Promise<InstalledPlugin> | undefined;
  readonly #events: Events;
  readonly #daw: Daw;
  readonly #blocks: Blocks;
  readonly #restarts: Restarts;
  readonly #incidents: Incidents;
  readonly #textEdits: TextEdits;
  readonly #states: States;
  #idle: NodeJS.Timeout | undefined;
  #closed: Promise<void> | undefined;

  constructor(options: CompleteOptions, events: Events) {
    const files = builtFiles();
    this.options = options;
    this.#events = events;
    this.identity = { name: options.plugin, vendor: '', category: '', version: '', id: '', isInstrument: false };
    this.ports = {
      audioInputs: options.inputs ?? 2,
      audioOutputs: options.outputs ?? 2,
      midiInputs: 0,
      midiOutputs: 0,
    };
    this.#daw = new Daw(files);
    this.#blocks = new Blocks(this.#daw, options.sampleRate, options.maxFrames);
    this.requests = new Requests(this.#daw, this.#blocks);
    this.questions = new Questions(this.requests, () => this.processes.whenUp());
    this.parameters = new ParameterTable(this.questions, (parameter, value) => this.#setValue(parameter, value));
    this.#textEdits = new TextEdits({
      questions: this.questions,
      events: this.#events,
      set: (id, value) => this.setParameter(id, value),
      isClosed: () => this.#closed !== undefined,
    });
    this.presets = new Presets({
      folder: files.folder,
      questions: this.questions,
      installed: () => this.#lookUp(),
      handOver: () => this.requests.inTurn(async () => void (await this.#handOver())),
      save: () => this.requests.inTurn(() => this.#savePreset()),
      restore: (state) => this.requests.inTurn(() => this.#restore(state, true)),
      changed: () => this.requests.inTurn(() => this.#learnAnew()),
    });
    this.#states = new States(this.requests, this.parameters);
    this.notifications = new Notifications(this.#daw.core, this.parameters, this.#events, () =>
      this.#states.noteEdit(),
    );
    this.#incidents = new Incidents(this.#daw, this.#events);
    this.#restarts = new Restarts(options.policy);
    this.processes = new Processes({
      daw: this.#daw,
      blocks: this.#blocks,
      restarts: this.#restarts,
      start: startOptionsOf(options, files, () => {
        this.player.look();
        this.requests.look();
      }),
      loading: {
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
    this.editor = new Editor(this.#daw, this.requests, this.processes);
    this.properties = new PropertyList(
      this.requests,
      this.processes,
      (name) => (options.format === 'lv2' ? this.parameters.propertyNamed(name) : undefined),
      () => this.#states.noteEdit(),
    );
    this.player = new Player({
      core: this.#daw.core,
      format: options.format,
      blocks: this.#blocks,
      processes: this.processes,
      parameters: this.parameters,
      automation: this.automation,
      notifications: this.notifications,
      timeoutMs: options.blockTimeoutMs,
      hangMs: Math.max(this.#restarts.hangMs, options.blockTimeoutMs),
      incidents: this.#incidents,
      onBypass: (why) => this.#events.emit('bypass', why),
    });
  }

  /** Start the first process; then the host's messages are read now and then. @throws PluginHostError; then all is closed. */
  async begin(): Promise<void> {
    try {
      await this.processes.begin(this.options.signal);
    } catch (error) {
      await this.close();
      throw error;
    }
    this.#idle = setInterval(() => this.#beIdle(), IDLE_MS).unref();
  }

  /** A plugin is loaded: give it what it is to have, learn what it is. */
  async #revive(host: HostProcess): Promise<void> {
    this.#incidents.begin();
    const state = this.#states.kept ?? this.options.state;
    const changes = this.parameters.changes();
    await this.#describe(host);
    if (state !== undefined) {
      await this.#states.bringBack(host, state);
      await this.#describe(host);
    } else if (this.#restarts.isAllowed) await this.#states.save(host).catch(() => {}); // there are plugins that have none
    for (const { id, value } of changes) this.parameters.queue(id, value, 0);
    this.notifications.begin();
  }

  async #describe(host: HostProcess): Promise<void> {
    const description = await askForDescription(this.requests, host, this.options.loadTimeoutMs);
    if (description === undefined) return;
    const { name, vendor, category, version, id = '', isInstrument, parameters, properties, ...ports } = description;
    this.identity = { name, vendor, category, version, id, isInstrument };
    this.properties.list = properties;
    this.ports = ports;
    this.parameters.describe(parameters);
  }

  /** See PluginHost.setParameter. */
  setParameter(idOrName: number | string, value: number, frame = 0): void {
    this.assertOpen();
    const { id, name, minimum, maximum, isReadOnly } = this.parameters.find(idOrName);
    if (isReadOnly) refuseReadOnly(name);
    checkValue(idOrName, value);
    integerIn('frame', frame, 0, PROTOCOL_FRAMES_MAX - 1);
    this.#textEdits.supersede(id);
    this.parameters.queue(id, Math.min(Math.max(value, minimum), maximum), frame);
    if (this.player.isDriven) this.player.handOver();
    this.#states.noteEdit();
  }

  #setValue(parameter: Parameter, value: number | string): void {
    if (typeof value === 'number') {
      this.setParameter(parameter.id, value);
      return;
    }
    this.assertOpen();
    if (parameter.isReadOnly) refuseReadOnly(parameter.name);
    if (typeof value !== 'string') checkValue(parameter.name, value);
    this.#textEdits.edit(parameter, value);
  }

  async whyFailed(sinceMs: number): Promise<string> {
    for (const deadline = performance.now() + WHY_MS; performance.now() < deadline; await sleep(HAND_OVER_POLL_MS)) {
      this.#incidents.take();
      const message = this.#incidents.messageSince(sinceMs);
      if (message !== '') return message;
      if (this.processes.host === undefined) return reasonText({ end: this.processes.lastEnd });
    }
    return 'it failed to process a block, or was not in time';
  }

  /** Now and then, when no block is being made. */
  #beIdle(): void {
    this.player.beIdle();
    const { host } = this.processes;
    if (host === undefined || this.#incidents.isOut || !this.#restarts.isAllowed || !this.#states.isDue) return;
    this.requests.inTurn(() => this.#states.save(host)).catch(() => {}); // the one before stays
  }

  /** See PluginHost.saveState. */
  saveState(): Promise<Uint8Array> {
    return this.requests.inTurn(async () => {
      const host = await this.#handOver();
      return (await this.#states.save(host)).slice();
    });
  }

  /** See PluginHost.restoreState. */
  restoreState(state: Uint8Array): Promise<void> {
    return this.requests.inTurn(() => this.#restore(state, false));
  }

  /** Changes that wait for a block get one. @returns the host that has them. */
  async #handOver(): Promise<HostProcess> {
    for (const deadline = performance.now() + HAND_OVER_MS; ; await sleep(HAND_OVER_POLL_MS)) {
      const host = await this.processes.whenUp();
      if (this.player.isDriven) this.player.handOver();
      if (!this.parameters.hasWaiting || (!this.player.isBusy && this.player.process([], [], {}))) return host;
      if (performance.now() > deadline)
        throw new PluginHostError('REQUEST_TIMEOUT', 'saving the state: the host does not take the changes before it');
    }
  }

  async #restore(state: Uint8Array, isPreset: boolean): Promise<void> {
    const host = await this.processes.whenUp();
    if (isPreset) await this.questions.nextStateIsPreset(host);
    await this.#states.restore(host, state);
    this.notifications.take(); // messages of late blocks, not to be taken for those of the next
    await this.#describe(host);
  }

  /** The plugin has loaded something on its own. */
  async #learnAnew(): Promise<void> {
    this.notifications.take();
    await this.#describe(await this.processes.whenUp());
    this.#states.noteEdit();
  }

  async #savePreset(): Promise<Uint8Array> {
    const host = await this.#handOver();
    await this.questions.nextStateIsPreset(host);
    return this.requests.ask(host, PROTOCOL_REQUEST_SAVE_STATE, 'saving a preset');
  }

  #lookUp(): Promise<InstalledPlugin> {
    const { format, plugin } = this.options;
    const { id } = this.identity;
    // A file with several plugins may have been opened without saying which.
    const isFile = format !== 'lv2' && id !== '' && existsSync(plugin);
    this.installed ??= findByName(`${format}:${plugin}${isFile ? `#${id}` : ''}`);
    return this.installed;
  }

  /** Inputs that are not part of the main signal. @throws PluginHostError NOT_FOUND (the plugin is not where plugins are installed) */
  async sideChainInputs(): Promise<readonly number[]> {
    const { format, plugin, environment } = this.options;
    const { folder } = builtFiles();
    const found = format === 'lv2' ? { format, id: plugin, spec: plugin, path: '' } : await this.#lookUp();
    return (await detailsOf(found, { folder, environment: { ...process.env, ...environment } })).sideChainInputs;
  }

  /** In one's turn, with the host that is there, or comes. @throws what work throws; PluginHostError HOST_EXITED, CLOSED */
  ask<T>(work: (host: HostProcess) => Promise<T>): Promise<T> {
    return this.requests.inTurn(async () => work(await this.processes.whenUp()));
  }

  /** See PluginHost.close. */
  close(): Promise<void> {
    clearInterval(this.#idle);
    this.#closed ??= this.processes.close();
    return this.#closed;
  }

  get isClosed(): boolean {
    return this.#closed !== undefined;
  }

  assertOpen(): void {
    if (this.#closed !== undefined) throw new PluginHostError('CLOSED', 'the plugin host is closed');
  }
}

function refuseReadOnly(name: string): never {
  return invalid(`"${name}" is read-only: only the plugin sets it`);
}
