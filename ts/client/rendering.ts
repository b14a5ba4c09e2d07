// SPDX-License-Identifier: BSD-2-Clause
/**
 * Sound that is played as fast as it goes, through one plugin or several: compensated for their latency, with a tail.
 *
 * Each plugin is a generator that draws on the one before it, and runs one block ahead: so the plugins of a chain work side by side.
 */
import { choosesSounds } from './begin.ts';
import { checkKind, checkNames, checkNumber, checkSource, checkTransport } from './checks.ts';
import { integerIn, invalid, PluginHostError, shown } from './errors.ts';
import { heard } from './events.ts';
import { Blocks } from './reblock.ts';
import type { AutomationLane, RenderOptions, SoundSource, StreamOptions, TimedMidi } from './render-types.ts';
import type {
  AutomationOptions,
  AutomationPoint,
  BeginOptions,
  MidiEvent,
  Planes,
  Ports,
  ProcessAsyncOptions,
  Settled,
  Transport,
} from './types.ts';

/** A plugin, as far as it is needed here. */
export interface Link {
  readonly name: string;
  readonly sampleRate: number;
  readonly maxFrames: number;
  readonly isOffline: boolean;
  readonly latency: number;
  readonly ports: Ports;
  processAsync(inputs: Planes, outputs: Planes, options: ProcessAsyncOptions): Promise<boolean>;
  automate(parameter: number | string, points: readonly AutomationPoint[], options: AutomationOptions): void;
  settle(): Promise<Settled>;
  begin(play: () => Promise<boolean>, options: BeginOptions): Promise<Settled>;
  parameter(parameter: number | string): { readonly id: number; readonly value: number };
  setParameter(id: number, value: number): void;
  /** Why a block that was sent then (performance.now) was not played: the end of a sentence. */
  whyFailed(sinceMs: number): Promise<string>;
}

/** A host, as far as rendering needs it. */
export function linkOf(
  host: Omit<Link, 'isOffline' | 'whyFailed'>,
  isOffline: boolean,
  whyFailed: Link['whyFailed'],
): Link {
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

/** Objects with links; the method is private to this package. */
export const links = Symbol('links');

/** A block on its way. */
interface Block {
  planes: Float32Array[];
  events: MidiEvent[];
  transport: Transport;
  /** Frames by which what it holds is late. */
  latency: number;
}

/** Offline, a block may take its time. */
const BLOCK_MS = 30_000;
const TAIL_SECONDS_MAX = 86_400;
const NAMES = {
  midi: true,
  automation: true,
  tailSeconds: true,
  transport: true,
  onProgress: true,
  signal: true,
} as const;

/** @throws PluginHostError INVALID_ARGUMENT */
function checkObjects(name: string, list: readonly unknown[]): void {
  const wrong = list.findIndex((one) => typeof one !== 'object' || one === null);
  if (wrong >= 0) invalid(`${name} ${wrong} is ${shown(list[wrong])}; it has to be an object`);
}

/** What a rendering is told. @throws PluginHostError INVALID_ARGUMENT */
export function checkRendering(options: StreamOptions, plugins: readonly Link[]): void {
  checkNames('the options of a rendering', options, { ...NAMES, frames: true });
  const { tailSeconds = 0, midi = [], automation = [], onProgress, signal, transport } = options;
  checkKind('onProgress', onProgress, typeof onProgress === 'function', 'a function');
  checkKind('signal', signal, signal instanceof AbortSignal, 'an AbortSignal');
  if (transport !== undefined) checkTransport({ ...transport, position: 0, playing: true });
  checkNumber('tailSeconds', tailSeconds, 0, TAIL_SECONDS_MAX);
  if (!Array.isArray(midi)) invalid(`midi is ${shown(midi)}; it has to be an array`);
  checkObjects('midi message', midi);
  for (const { frame } of midi) integerIn('the frame of a midi message', frame, 0, Number.MAX_SAFE_INTEGER);
  if (!Array.isArray(automation)) invalid(`automation is ${shown(automation)}; it has to be an array of lanes`);
  checkObjects('automation lane', automation);
  for (const { plugin = 0 } of automation) integerIn('plugin of a lane', plugin, 0, plugins.length - 1);
}

/** MIDI and transport of each block. */
class Score {
  readonly #midi: readonly TimedMidi[];
  readonly #transport: Omit<Transport, 'position' | 'playing'>;
  #next = 0;

  constructor({ midi = [], transport = { tempo: 120, numerator: 4, denominator: 4 } }: StreamOptions) {
    this.#midi = midi.toSorted((a, b) => a.frame - b.frame);
    this.#transport = transport;
  }

  block(planes: Float32Array[], position: number, frames: number): Block {
    const events: MidiEvent[] = [];
    for (let one = this.#midi[this.#next]; one !== undefined && one.frame < position + frames; ) {
      events.push({ ...one, type: 'midi', frame: one.frame - position });
      one = this.#midi[++this.#next];
    }
    return { planes, events, transport: { ...this.#transport, position, playing: true }, latency: 0 };
  }
}

/** A source, one block ahead of who draws on it. */
async function* ahead<T>(source: AsyncGenerator<T>): AsyncGenerator<T> {
  let next = source.next();
  try {
    for (;;) {
      const { value, done } = await next;
      if (done === true) return;
      next = source.next();
      next.catch(() => {}); // thrown when it is its turn
      yield value;
    }
  } finally {
    await next.catch(() => {});
    await source.return(undefined);
  }
}

/** What a plugin hears: a single channel in all inputs, silence in those that there is nothing for. */
function heardBy({ ports, maxFrames }: Link, planes: Planes): Float32Array[] {
  const [only] = planes.length === 1 ? planes : [];
  const silence = new Float32Array(maxFrames);
  return Array.from({ length: ports.audioInputs }, (_, channel) => only ?? planes[channel] ?? silence);
}

async function playBlock(link: Link, { planes, events, transport }: Block): Promise<Float32Array[]> {
  const frames = link.maxFrames;
  const outputs = Array.from({ length: link.ports.audioOutputs }, () => new Float32Array(frames));
  const sentMs = performance.now();
  const options = { frames, events, transport, timeoutMs: BLOCK_MS };
  if (await link.processAsync(heardBy(link, planes), outputs, options)) return outputs;
  const seconds = (transport.position / link.sampleRate).toFixed(3);
  throw new PluginHostError('RENDER_FAILED', `${link.name} at ${seconds} s: ${await link.whyFailed(sentMs)}`);
}

/** The first block, perhaps several times. Automation counts from it on. */
async function playFirst(link: Link, block: Block, lanes: readonly AutomationLane[]): Promise<Float32Array[]> {
  const before = lanes.map(({ parameter }) => link.parameter(parameter)).map(({ id, value }) => ({ id, value }));
  let outputs: Float32Array[] = [];
  const play = async () => {
    for (const { id, value } of before) link.setParameter(id, value);
    for (const { parameter, points, shape } of lanes) {
      const later = points.map(({ frame, value }) => ({ frame: frame + block.latency, value }));
      link.automate(parameter, later, shape === undefined ? {} : { shape });
    }
    outputs = await playBlock(link, block);
    return true;
  };
  const { events, transport } = block;
  if (link.isOffline) await link.begin(play, { events, transport });
  else await play();
  return outputs;
}

async function* playOn(link: Link, source: AsyncGenerator<Block>, lanes: AutomationLane[]): AsyncGenerator<Block> {
  let isFirst = true;
  for await (const block of source) {
    const planes = await (isFirst ? playFirst(link, block, lanes) : playBlock(link, block));
    if (link.isOffline && !isFirst && block.events.some(choosesSounds)) await link.settle();
    isFirst = false;
    yield { ...block, planes, events: [], latency: block.latency + link.latency };
  }
}

async function* blocksOf(source: Blocks, score: Score, frames: number): AsyncGenerator<Block> {
  let position = 0;
  for await (const planes of source.read()) {
    yield score.block(planes, position, frames);
    position += frames;
  }
}

/** See PluginHost.stream. */
export async function* renderStream(
  plugins: readonly Link[],
  source: SoundSource,
  options: StreamOptions,
): AsyncGenerator<Float32Array[], void, undefined> {
  checkSource('the sound', source);
  checkRendering(options, plugins);
  const { maxFrames = 1, sampleRate = 1 } = plugins[0] ?? {};
  const { tailSeconds = 0, automation = [], onProgress, signal } = options;
  const input = new Blocks(source, maxFrames);
  let stream = blocksOf(input, new Score(options), maxFrames);
  for (const [index, link] of plugins.entries()) {
    const lanes = automation.filter(({ plugin = 0 }) => plugin === index);
    stream = ahead(playOn(link, stream, lanes));
  }
  const tail = Math.round(tailSeconds * sampleRate);
  let skip: number | undefined;
  let done = 0;
  for await (const { planes, latency } of stream) {
    if (signal?.aborted) throw new PluginHostError('ABORTED', 'rendering was aborted', { cause: signal.reason });
    skip ??= latency; // as it is after the first block
    const total = input.total === undefined ? undefined : input.total + tail;
    const from = Math.min(skip, maxFrames);
    const to = Math.min(maxFrames, from + (total ?? Number.POSITIVE_INFINITY) - done);
    skip -= from;
    if (to > from) {
      done += to - from;
      if (onProgress !== undefined) heard(() => onProgress({ done, total }));
      yield planes.map((plane) => plane.subarray(from, to));
    }
    if (total !== undefined && done >= total) return;
  }
}

function lengthOf(channels: Planes, { frames, midi = [] }: RenderOptions): number {
  if (frames !== undefined) return integerIn('frames', frames, 0, Number.MAX_SAFE_INTEGER);
  if (channels.length > 0) return Math.max(...channels.map(({ length }) => length));
  return midi.reduce((most, { frame }) => Math.max(most, frame + 1), 0);
}

/** All channels at one length, at least one: silence is sound. */
function evened(channels: Planes, frames: number): Float32Array[] {
  if (channels.length === 0) return [new Float32Array(frames)];
  return channels.map((channel) => {
    if (channel.length >= frames) return channel.subarray(0, frames);
    const longer = new Float32Array(frames);
    longer.set(channel);
    return longer;
  });
}

/** See PluginHost.render. */
export async function renderWhole(
  plugins: readonly Link[],
  channels: Planes,
  options: RenderOptions,
): Promise<Float32Array[]> {
  checkRendering(options, plugins);
  if (!Array.isArray(channels)) invalid(`channels is ${shown(channels)}; it has to be an array of channels`);
  for (const [index, channel] of channels.entries())
    if (!(channel instanceof Float32Array)) invalid(`channel ${index} is not a Float32Array`);
  const { sampleRate = 1, ports: _ } = plugins[0] ?? {};
  const frames = lengthOf(channels, options);
  const { frames: _frames, ...streamOptions } = options;
  const total = frames + Math.round((options.tailSeconds ?? 0) * sampleRate);
  const outputs = Array.from({ length: plugins.at(-1)?.ports.audioOutputs ?? 0 }, () => new Float32Array(total));
  let at = 0;
  for await (const block of renderStream(plugins, [evened(channels, frames)], streamOptions)) {
    for (const [index, plane] of block.entries()) outputs[index]?.set(plane, at);
    at += block[0]?.length ?? 0;
  }
  return outputs;
}
