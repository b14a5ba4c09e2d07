// SPDX-License-Identifier: BSD-2-Clause
/** One plugin of the chain at work: as many instances as its channels need, each in its own process. */
import { choosesSounds } from '../../client/begin.ts';
import { PluginHost } from '../../client/index.ts';
import type { MidiCable } from '../../client/midi-cable.ts';
import type { AutomationPoint, Ports, ProcessAsyncOptions, Settled, Transport } from '../../client/types.ts';
import { PROTOCOL_CHANNELS_MAX } from '../../contract/protocol.ts';
import type { PluginDetails } from '../../plugins/details.ts';
import type { InstalledPlugin } from '../../plugins/installed.ts';
import { BlockFailure } from '../block-failure.ts';
import { CommandError } from '../command.ts';
import { namesIn, rememberInside } from '../completion/known-names.ts';
import { findParameter, pointsOf } from '../parameter-name.ts';
import { setParameters } from '../settings.ts';
import { framesOf, type Time } from '../times.ts';
import { DryPath } from './dry-path.ts';
import { type Layout, layoutOf } from './layout.ts';
import type { LinkPlan } from './plan.ts';
import { SideChain } from './side-chain.ts';

/** A plugin of the plan that was found. */
export interface FoundLink {
  plan: LinkPlan;
  plugin: InstalledPlugin;
  details: PluginDetails;
  /** To begin with, as PluginHost takes it. */
  state: Uint8Array | undefined;
}

export interface LinkOptions {
  sampleRate: number;
  /** Frames of each block. */
  block: number;
  /** How long a plugin that loads something is waited for. */
  settleMs: number;
  /** Of the built files. */
  folder: string;
  /** A plugin without audio inputs just plays, though there is sound that goes in. */
  mayIgnoreInput?: boolean;
  /** For a sentence that people should read. */
  say(text: string): void;
}

type Planes = Float32Array[];

/**
 * Planes of successive blocks, of even and of odd ones at least. The plugins of a chain work side by side, each on the block behind that of
 * the one before: while one reads what came out last, the other writes the next.
 */
export type BlockPlanes = readonly Planes[];

/** No one listens while a file is rendered, so a plugin may take its time. */
const BLOCK_TIMEOUT_MS = 30_000;

const NO_PORTS: Ports = { audioInputs: 0, audioOutputs: 0, midiInputs: 0, midiOutputs: 0 };

function planes(count: number, frames: number): Planes {
  return Array.from({ length: count }, () => new Float32Array(frames));
}

/** @param blocks that are kept. */
export function blockPlanes(count: number, frames: number, blocks: number): BlockPlanes {
  return Array.from({ length: blocks }, () => planes(count, frames));
}

/** @param block its number, from 0. */
export function planesOf(kept: BlockPlanes, block: number): Planes {
  return kept[block % kept.length] ?? [];
}

interface Instance {
  host: PluginHost;
  inputs: BlockPlanes;
  outputs: BlockPlanes;
}

interface Lane {
  host: PluginHost;
  id: number;
  points: AutomationPoint[];
}

export class Link {
  readonly #found: FoundLink;
  readonly #options: LinkOptions;
  readonly #hosts: PluginHost[] = [];
  readonly #instances: Instance[] = [];
  readonly #lanes: Lane[] = [];
  #upstream = 0;
  /** It demands blocks in real time. */
  needsRealTime = false;
  #wasReady = true;
  readonly #inputs: BlockPlanes;
  readonly #failures = new Map<PluginHost, BlockFailure>();
  #outputs: BlockPlanes = [[], []];
  /** It has no audio outputs: the signal goes past it. */
  #isPassedBy = false;
  #side: SideChain | undefined;
  #cable: MidiCable | undefined;
  #dry: DryPath | undefined;

  private constructor(found: FoundLink, inputs: BlockPlanes, options: LinkOptions) {
    this.#found = found;
    this.#inputs = inputs;
    this.#options = options;
  }

  /** inputs are read at each block. @throws CommandError, PluginHostError; then nothing is left open. */
  static async open(found: FoundLink, inputs: BlockPlanes, options: LinkOptions, signal: AbortSignal): Promise<Link> {
    const link = new Link(found, inputs, options);
    try {
      await link.#open(signal);
      return link;
    } catch (error) {
      await link.close();
      throw error;
    }
  }

  get name(): string {
    return this.#found.plugin.name;
  }

  /** What it puts out; the next plugin's input. */
  get outputs(): BlockPlanes {
    return this.#outputs;
  }

  async #open(signal: AbortSignal): Promise<void> {
    const first = await this.#openHost(signal);
    const ports = this.#played(first.ports);
    const { audioOutputs, midiOutputs } = ports;
    this.#isPassedBy = audioOutputs === 0 && midiOutputs > 0;
    await this.#openSideChain(signal);
    const layout = this.#layout(ports);
    const others = await Promise.allSettled(layout.sources.slice(1).map(() => this.#openHost(signal)));
    for (const other of others) if (other.status === 'rejected') throw other.reason;
    const { block } = this.#options;
    const silence = new Float32Array(block);
    for (const [index, host] of this.#hosts.entries()) {
      const source = (kept: Planes) => (channel: number | undefined, input: number) =>
        kept[channel ?? -1] ?? this.#sidePlane(input) ?? silence;
      const inputPlanes = this.#inputs.map((kept) => (layout.sources[index] ?? []).map(source(kept)));
      this.#instances.push({ host, inputs: inputPlanes, outputs: blockPlanes(audioOutputs, block, 2) });
    }
    const all = (odd: number) =>
      this.#instances.flatMap(({ outputs }) => planesOf(outputs, odd)).slice(0, layout.outputs);
    this.#outputs = this.#isPassedBy ? blockPlanes(this.#inputs[0]?.length ?? 0, block, 2) : [all(0), all(1)];
  }

  /** The ports that a block has planes for. */
  #played(ports: Ports): Ports {
    const { audioInputs, audioOutputs } = ports;
    const played = (count: number) => Math.min(count, PROTOCOL_CHANNELS_MAX);
    if (Math.max(audioInputs, audioOutputs) > PROTOCOL_CHANNELS_MAX)
      this.#options.say(
        `${this.name} has ${audioInputs} inputs and ${audioOutputs} outputs; the first ${PROTOCOL_CHANNELS_MAX} of each are played`,
      );
    return { ...ports, audioInputs: played(audioInputs), audioOutputs: played(audioOutputs) };
  }

  #layout({ audioInputs: inputs, audioOutputs: outputs }: Ports): Layout {
    if (this.#isPassedBy) return { sources: [new Array<undefined>(inputs).fill(undefined)], outputs: 0 };
    const channels = inputs === 0 && this.#options.mayIgnoreInput === true ? 0 : (this.#inputs[0]?.length ?? 0);
    return layoutOf(channels, { name: this.name, inputs, outputs, sideChain: this.#found.details.sideChainInputs });
  }

  async #openSideChain(signal: AbortSignal): Promise<void> {
    const { plan, details } = this.#found;
    const { sampleRate, block, folder, say } = this.#options;
    if (plan.sidechain === undefined) return;
    if (details.sideChainInputs.length === 0) throw new CommandError(`${this.name} has no side chain for --sidechain`);
    this.#side = await SideChain.open(plan.sidechain, sampleRate, block, { folder, signal });
    for (const warning of this.#side.warnings) say(`${plan.sidechain} ${warning}`);
  }

  /** What an input receives of the side chain: mono goes to all its channels. */
  #sidePlane(input: number): Float32Array | undefined {
    const planes = this.#side?.planes ?? [];
    const channel = this.#found.details.sideChainInputs.indexOf(input);
    return channel < 0 ? undefined : planes[channel % planes.length];
  }

  #note(found: readonly Settled[]): void {
    const { settleMs, say } = this.#options;
    const late = found.find(({ isReady }) => !isReady);
    if (late !== undefined && this.#wasReady) {
      this.#wasReady = false;
      say(
        `${this.name} was not ready after ${settleMs / 1000} s: ${late.reason}; what it still loads may be missing (--settle 60s waits longer)`,
      );
    }
    this.needsRealTime ||= found.some(({ needsRealTime }) => needsRealTime);
  }

  async #openHost(signal: AbortSignal): Promise<PluginHost> {
    const { plugin, state } = this.#found;
    const { sampleRate, block } = this.#options;
    const host = await PluginHost.open({
      format: plugin.format,
      plugin: plugin.spec,
      sampleRate,
      maxFrames: block,
      offline: true,
      blockTimeoutMs: BLOCK_TIMEOUT_MS,
      policy: { restart: false },
      // The output of a restarted plugin is not what it would have been.
      environment: { MAOLAN_RECOVERY: '0' },
      signal,
      ...(state && { state }),
    });
    this.#hosts.push(host);
    this.#failures.set(host, new BlockFailure(host, BLOCK_TIMEOUT_MS));
    await this.#configure(host);
    return host;
  }

  async #configure(host: PluginHost): Promise<void> {
    const { plan, plugin } = this.#found;
    rememberInside(plugin, namesIn(host.parameters));
    if (plan.preset !== undefined) await host.loadPreset(plan.preset);
    await setParameters(host, this.name, plan.values);
    for (const automation of plan.automations) {
      const parameter = findParameter(automation.name, host.parameters, this.name);
      const points = await pointsOf(automation, parameter, this.#options.sampleRate);
      this.#lanes.push({ host, id: parameter.id, points });
    }
  }

  /** Where the MIDI goes that it sends. */
  connect(cable: MidiCable): MidiCable {
    this.#cable = cable;
    this.#hosts[0]?.on('midi', (message) => cable.send(message));
    return cable;
  }

  /** Before the first block. upstream: frames of delay of the plugins before this one; its own times follow them. */
  begin(upstream: number): void {
    this.#upstream = upstream;
    this.#side?.begin(upstream);
    const frames = (time: Time) => framesOf(time, this.#options.sampleRate) + upstream;
    const ranges = this.#found.plan.bypassed.map(({ from, to }) => {
      return { from: frames(from), to: to === undefined ? Number.POSITIVE_INFINITY : frames(to) };
    });
    if (ranges.length > 0) this.#dry = new DryPath(ranges, this.#options.block);
  }

  #automate(lanes: readonly Lane[]): void {
    for (const { host, id, points } of lanes)
      host.automate(
        id,
        points.map(({ frame, value }) => ({ frame: frame + this.#upstream, value })),
      );
  }

  /** Frames, as of the last block. */
  get latency(): number {
    return this.#hosts[0]?.latency ?? 0;
  }

  /** There is one instance. */
  get isOneProcess(): boolean {
    return this.#instances.length === 1;
  }

  get ports(): Ports {
    return this.#hosts[0]?.ports ?? NO_PORTS;
  }

  /** As given to begin. */
  get upstream(): number {
    return this.#upstream;
  }

  /** Run a block. @param block its number, from 0. @throws CommandError if the plugin does not. */
  async process(block: number, transport: Transport, options: ProcessAsyncOptions): Promise<void> {
    this.#side?.next();
    this.#cable?.begin(block * this.#options.block);
    const { settleMs: limitMs, block: frames } = this.#options;
    const all = { frames, transport, ...options };
    await this.#all((instance) => (block === 0 ? this.#begin(instance, all) : this.#play(instance, block, all)), all);
    if (block > 0 && options.events?.some(choosesSounds))
      this.#note(await Promise.all(this.#hosts.map((host) => host.settle(limitMs))));
    if (this.#isPassedBy)
      for (const [channel, plane] of planesOf(this.#outputs, block).entries())
        plane.set(planesOf(this.#inputs, block)[channel] ?? plane);
    this.#dry?.process(planesOf(this.#inputs, block), planesOf(this.#outputs, block), transport.position, this.latency);
  }

  /** @throws CommandError if one of them does not play. */
  async #all(play: (instance: Instance) => Promise<boolean>, { transport }: { transport: Transport }): Promise<void> {
    const isPlayed = await Promise.all(this.#instances.map(play));
    const lost = this.#instances[isPlayed.indexOf(false)];
    if (lost !== undefined) await this.#fail(lost.host, transport.position);
  }

  #play({ host, inputs, outputs }: Instance, block: number, options: ProcessAsyncOptions): Promise<boolean> {
    return host.processAsync(planesOf(inputs, block), planesOf(outputs, block), options);
  }

  /** The first block, perhaps several times; the last time counts. */
  async #begin(instance: Instance, { meanwhile, ...options }: ProcessAsyncOptions): Promise<boolean> {
    const { host } = instance;
    const lanes = this.#lanes.filter((lane) => lane.host === host);
    const before = lanes.map(({ id }) => ({ id, value: host.parameter(id).value }));
    let isPlayed = false;
    const play = async () => {
      for (const { id, value } of before) host.setParameter(id, value);
      this.#automate(lanes);
      if (host === this.#hosts[0]) this.#cable?.begin(0);
      isPlayed = await this.#play(instance, 0, options);
      return isPlayed;
    };
    const { events = [], transport } = options;
    const limitMs = this.#options.settleMs;
    this.#note([await host.begin(play, { limitMs, events, ...(transport && { transport }) })]);
    meanwhile?.();
    return isPlayed;
  }

  async #fail(host: PluginHost, position: number): Promise<never> {
    const seconds = (position / this.#options.sampleRate).toFixed(3);
    throw new CommandError(`${this.name} ${await this.#failures.get(host)?.sentence()} at ${seconds} s`);
  }

  /** Ends the processes. */
  async close(): Promise<void> {
    this.#side?.close();
    await Promise.all(this.#hosts.map((host) => host.close()));
  }
}
