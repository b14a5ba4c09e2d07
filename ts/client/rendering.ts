// SPDX-License-Identifier: BSD-2-Clause
/**
 * Sound that is played as fast as it goes, through one plugin or several: compensated for their latency, with a tail.
 *
 * Each plugin is a generator that draws on the one before it, and runs one block ahead: so the plugins of a chain work side by side.
 */
import { choosesSounds } from './begin.ts';
import { checkSource } from './checks.ts';
import { integerIn, invalid, PluginHostError, shown } from './errors.ts';
import { heard } from './events.ts';
import { MidiCable, midiWires } from './midi-cable.ts';
import { Blocks } from './reblock.ts';
import { checkRendering } from './render-checks.ts';
import type { Link } from './render-link.ts';
import type { AutomationLane, RenderOptions, SoundSource, StreamOptions, TimedMidi } from './render-types.ts';
import { SideChainInput } from './side-chain-input.ts';
import type { BlockEvent, Planes, Transport } from './types.ts';

/** A block on its way. */
interface Block {
  planes: Float32Array[];
  transport: Transport;
  /** Frames by which what it holds is late. */
  latency: number;
}

/** Offline, a block may take its time. */
const BLOCK_MS = 30_000;

/** The MIDI of the rendering, block by block. */
class Score {
  readonly #midi: readonly TimedMidi[];
  #next = 0;

  constructor(midi: readonly TimedMidi[]) {
    this.#midi = midi.toSorted((a, b) => a.frame - b.frame);
  }

  /** @param position of the block; it may be before the beginning. */
  take(position: number, frames: number): BlockEvent[] {
    const events: BlockEvent[] = [];
    for (let one = this.#midi[this.#next]; one !== undefined && one.frame < position + frames; ) {
      events.push({ ...one, type: 'midi', frame: one.frame - position });
      one = this.#midi[++this.#next];
    }
    return events;
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

interface StageOptions {
  lanes: readonly AutomationLane[];
  side: SideChainInput | undefined;
  /** What it sends. */
  sends: MidiCable | undefined;
  /** What it plays: in frames of its input, which is `late` frames behind the sound, and `lateSent` behind the plugin that sends. */
  events(position: number, frames: number, late: number): BlockEvent[];
}

/** One plugin of a rendering. */
class Stage {
  readonly #link: Link;
  readonly #options: StageOptions;
  readonly #silence: Float32Array;

  constructor(link: Link, options: StageOptions) {
    this.#link = link;
    this.#options = options;
    this.#silence = new Float32Array(link.maxFrames);
  }

  async *play(source: AsyncGenerator<Block>): AsyncGenerator<Block> {
    const { sends, side } = this.#options;
    const link = this.#link;
    const forget = sends && link.hearMidi((message) => sends.send(message));
    let late: number | undefined; // as it was at the beginning
    try {
      for await (const block of source) {
        const isFirst = late === undefined;
        late ??= block.latency;
        if (isFirst) await side?.begin(late);
        const events = this.#options.events(block.transport.position, link.maxFrames, late);
        await side?.next();
        const planes = await (isFirst ? this.#playFirst(block, events) : this.#playBlock(block, events));
        if (link.isOffline && !isFirst && events.some(choosesSounds)) await link.settle();
        yield { ...block, planes, latency: block.latency + link.latency };
      }
    } finally {
      forget?.();
      await side?.close();
    }
  }

  /** Its input: a single channel goes to all; inputs without a channel get silence. */
  #heard(planes: Planes): Float32Array[] {
    const [only] = planes.length === 1 ? planes : [];
    const { side } = this.#options;
    let main = 0;
    return Array.from({ length: this.#link.ports.audioInputs }, (_, input) => {
      const own = side?.plane(input);
      return own ?? only ?? planes[main++] ?? this.#silence;
    });
  }

  async #playBlock({ planes, transport }: Block, events: readonly BlockEvent[]): Promise<Float32Array[]> {
    const link = this.#link;
    const frames = link.maxFrames;
    const outputs = Array.from({ length: link.ports.audioOutputs }, () => new Float32Array(frames));
    const sentMs = performance.now();
    this.#options.sends?.begin(transport.position);
    const options = { frames, events, transport, timeoutMs: BLOCK_MS };
    if (await link.processAsync(this.#heard(planes), outputs, options)) return outputs;
    const seconds = (transport.position / link.sampleRate).toFixed(3);
    throw new PluginHostError('RENDER_FAILED', `${link.name} at ${seconds} s: ${await link.whyFailed(sentMs)}`);
  }

  /** The first block, perhaps several times. Automation counts from it on. */
  async #playFirst(block: Block, events: readonly BlockEvent[]): Promise<Float32Array[]> {
    const link = this.#link;
    const { lanes } = this.#options;
    const before = lanes.map(({ parameter }) => link.parameter(parameter)).map(({ id, value }) => ({ id, value }));
    let outputs: Float32Array[] = [];
    const play = async () => {
      for (const { id, value } of before) link.setParameter(id, value);
      for (const { parameter, points, shape } of lanes) {
        const later = points.map(({ frame, value }) => ({ frame: frame + block.latency, value }));
        link.automate(parameter, later, shape === undefined ? {} : { shape });
      }
      outputs = await this.#playBlock(block, events);
      return true;
    };
    if (link.isOffline) await link.begin(play, { events, transport: block.transport });
    else await play();
    return outputs;
  }
}

async function* blocksOf(source: Blocks, transport: StreamOptions['transport'], frames: number): AsyncGenerator<Block> {
  const usual = { tempo: 120, numerator: 4, denominator: 4, ...transport };
  let position = 0;
  for await (const planes of source.read()) {
    yield { planes, transport: { ...usual, position, playing: true }, latency: 0 };
    position += frames;
  }
}

/** The plugins in order, each with its automation, side chains and MIDI. */
async function stagesOf(plugins: readonly Link[], options: StreamOptions): Promise<Stage[]> {
  const { automation = [], sideChains = [], midi = [] } = options;
  const { first, senders } = midiWires(plugins.map(({ ports }) => ports));
  const score = new Score(midi);
  const cables = senders.map((sender) => (sender === undefined ? undefined : new MidiCable()));
  const sides = await Promise.all(
    plugins.map((link, index) => {
      const own = sideChains.filter(({ plugin = 0 }) => plugin === index);
      return SideChainInput.open(link, own);
    }),
  );
  return plugins.map((link, index) => {
    const [sender, cable] = [senders[index], cables[index]];
    const events = (position: number, frames: number, late: number): BlockEvent[] => {
      if (index === Math.max(first, 0)) return score.take(position - late, frames);
      if (sender === undefined || cable === undefined) return [];
      // Between the two there may be plugins that delay the sound.
      const between = plugins.slice(sender + 1, index).reduce((sum, { latency }) => sum + latency, 0);
      return cable.take(position - between, frames, link.ports.midiInputs);
    };
    return new Stage(link, {
      lanes: automation.filter(({ plugin = 0 }) => plugin === index),
      side: sides[index],
      sends: cables[senders.indexOf(index)],
      events,
    });
  });
}

/** See PluginHost.stream. */
export async function* renderStream(
  plugins: readonly Link[],
  source: SoundSource,
  options: StreamOptions,
): AsyncGenerator<Float32Array[], void, undefined> {
  checkSource('the sound', source);
  checkRendering(options, plugins.length);
  const { maxFrames = 1, sampleRate = 1 } = plugins[0] ?? {};
  const { tailSeconds = 0, onProgress, signal } = options;
  const input = new Blocks(source, maxFrames);
  let stream = blocksOf(input, options.transport, maxFrames);
  for (const stage of await stagesOf(plugins, options)) stream = ahead(stage.play(stream));
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
  checkRendering(options, plugins.length);
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
