// SPDX-License-Identifier: BSD-2-Clause
/** `bench`: measures the round trip of a block to the plugin and back. */

import { setImmediate as turn } from 'node:timers/promises';
import { barChart, binsOf, type Percentiles, percentilesOf } from '../bins.ts';
import type { Context, Verb } from '../command.ts';
import { TestSignal } from '../compare/signal.ts';
import { countOf } from '../count.ts';
import {
  blockOption,
  checkBlockAndRate,
  checkWholeNumber,
  jsonOption,
  outputOption,
  paramOption,
  pluginArgument,
  usualRateOption,
} from '../options.ts';
import { checkPictureName, loadDrawing, savePicture } from '../picture-file.ts';
import { Player } from '../player.ts';
import { Bar } from '../progress.ts';

const BLOCKS_MAX = 10_000_000;
/** Until one-time work is done. */
const WARM_UP_BLOCKS = 200;
/** Interval of checks for Ctrl-C. */
const TURN_MS = 50;
const CHART_COLUMNS = 78;
const BINS_PER_DECADE = { text: 10, picture: 40 };

interface Arguments {
  plugin: string;
  block: number;
  blocks: number;
  rate: number;
  paced: boolean;
  param: string[];
  output?: string;
  json: boolean;
}

function check({ block, blocks, rate, output }: Arguments): void {
  checkBlockAndRate({ block, rate });
  checkWholeNumber('blocks', blocks, 1, BLOCKS_MAX);
  if (output !== undefined) checkPictureName('--output', output);
}

/** An endless sound: the test signal in a loop. */
class Loop {
  readonly #planes: Float32Array[];
  #frame = 0;

  constructor(sampleRate: number, channels: number) {
    const signal = new TestSignal(sampleRate, channels);
    this.#planes = Array.from({ length: channels }, () => new Float32Array(signal.frames));
    signal.read(this.#planes, signal.frames);
  }

  next(planes: readonly Float32Array[], frames: number): void {
    const length = this.#planes[0]?.length ?? 0;
    if (this.#frame + frames > length) this.#frame = 0;
    for (const [channel, plane] of planes.entries())
      plane.set(this.#planes[channel]?.subarray(this.#frame, this.#frame + frames) ?? plane);
    this.#frame += frames;
  }
}

/** Sleeps to a point in time (performance.now()), blocking: a timer of the event loop would be a millisecond late. */
class Pace {
  readonly #cell = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  readonly #periodMs: number;
  #next = performance.now();

  constructor(periodMs: number) {
    this.#periodMs = periodMs;
  }

  /** A sound card does not wait: late blocks are not made up for. */
  wait(): void {
    const now = performance.now();
    if (now < this.#next) Atomics.wait(this.#cell, 0, 0, this.#next - now);
    this.#next = Math.max(this.#next + this.#periodMs, now);
  }
}

interface Measured {
  /** Microseconds, in the order of the blocks. */
  times: Float64Array;
  /** Of all of them together, with what is around them. */
  seconds: number;
}

/** Round trips, one after the other. @throws CommandError if a block is not answered. */
async function measure(
  player: Player,
  { block: frames, blocks, rate, paced }: Arguments,
  signal: AbortSignal,
): Promise<Measured> {
  const { host, inputs, outputs } = player;
  const sound = new Loop(rate, inputs.length);
  const transport = { position: 0, tempo: 120, numerator: 4, denominator: 4, playing: true };
  const times = new Float64Array(blocks);
  const pace = paced ? new Pace((frames / rate) * 1000) : undefined;
  const bar = new Bar('blocks');
  try {
    let began = performance.now();
    let turned = began;
    for (let index = -Math.min(WARM_UP_BLOCKS, blocks); index < blocks; index++) {
      if (index === 0) began = performance.now();
      sound.next(inputs, frames);
      pace?.wait();
      const sent = performance.now();
      const isAnswered = host.process(inputs, outputs, { frames, transport });
      const done = performance.now();
      if (!isAnswered) throw await player.failure(transport.position);
      if (index >= 0) times[index] = (done - sent) * 1000;
      transport.position += frames;
      if (done - turned < TURN_MS) continue;
      bar.show(Math.max(0, index) / blocks);
      await turn();
      signal.throwIfAborted();
      turned = performance.now();
    }
    return { times, seconds: (performance.now() - began) / 1000 };
  } finally {
    bar.clear();
  }
}

const ROWS = [
  ['min', 'min'],
  ['p50', 'p50'],
  ['p90', 'p90'],
  ['p99', 'p99'],
  ['p999', 'p99.9'],
  ['max', 'max'],
] as const satisfies readonly (readonly [keyof Percentiles, string])[];

function resultLines(title: string, { times, seconds }: Measured, args: Arguments): string[] {
  const { block, rate, blocks, paced } = args;
  const percentiles = percentilesOf(times);
  const periodUs = (block / rate) * 1e6;
  const late = times.reduce((count, time) => count + (time > periodUs ? 1 : 0), 0);
  const multiple = (blocks * block) / rate / seconds;
  return [
    `${title}: ${countOf(blocks, 'block')} of ${countOf(block, 'frame')} at ${rate} Hz, ${paced ? 'at their real pace' : 'back to back'}`,
    '',
    ...ROWS.map(([key, name]) => `${name.padStart(6)} ${percentiles[key].toFixed(1).padStart(10)} us`),
    '',
    `A block lasts ${periodUs.toFixed(0)} us; ${late} took longer.`,
    ...(paced ? [] : [`${multiple.toFixed(1)} times real time.`]),
    '',
    ...barChart(binsOf(times, BINS_PER_DECADE.text), CHART_COLUMNS),
  ];
}

function resultObject(title: string, { times, seconds }: Measured, args: Arguments): object {
  const { block, rate, blocks, paced } = args;
  const percentiles = percentilesOf(times);
  return {
    plugin: title,
    block,
    blocks,
    sampleRate: rate,
    paced,
    periodUs: (block / rate) * 1e6,
    roundTripUs: Object.fromEntries(ROWS.map(([key, name]) => [name, percentiles[key]])),
    ...(!paced && { timesRealTime: (blocks * block) / rate / seconds }),
    histogram: binsOf(times, BINS_PER_DECADE.picture).filter(({ count }) => count > 0),
  };
}

async function run(args: Arguments, context: Context): Promise<void> {
  check(args);
  const { plugin: name, rate: sampleRate, block, param: params } = args;
  const player = await Player.open({ name, sampleRate, block, params, isOffline: false }, context);
  const { title } = player;
  try {
    const measured = await measure(player, args, context.signal);
    if (args.json) context.print(JSON.stringify(resultObject(title, measured, args), null, 2));
    else for (const line of resultLines(title, measured, args)) context.print(line);
    if (args.output === undefined) return;
    const { drawHistogram } = await loadDrawing(context.folder);
    const svg = await drawHistogram({
      title: `${title}: ${countOf(args.blocks, 'block')} of ${countOf(args.block, 'frame')}`,
      bins: binsOf(measured.times, BINS_PER_DECADE.picture),
      percentiles: percentilesOf(measured.times),
      period: (args.block / args.rate) * 1e6,
    });
    await savePicture(args.output, svg, context);
  } finally {
    await player.close();
  }
}

export const verb: Verb<Arguments> = {
  usage: 'bench <plugin>',
  summary: 'measure the round trip of blocks through a plugin',
  usual: ['block', 'blocks', 'paced', 'param'],
  examples: [
    {
      words: 'bench lv2:ZamDelay --blocks 2000',
      says: 'percentiles and a histogram, with blocks back to back',
    },
    { words: 'bench lv2:ZamDelay --block 64 --blocks 500 --paced', says: 'at the pace of a sound card, as in a DAW' },
    {
      words: 'bench lv2:ZamDelay --blocks 2000 -o histogram.svg --json',
      says: 'a picture, and the figures as JSON',
    },
  ],
  options: (yargs) =>
    yargs
      .positional('plugin', pluginArgument)
      .option('block', { ...blockOption, default: 256 })
      .option('blocks', { type: 'number', default: 20_000, description: 'number of blocks' })
      .option('rate', usualRateOption)
      .option('paced', {
        type: 'boolean',
        default: false,
        description: 'send blocks at their real pace, as a sound card does',
      })
      .option('param', { ...paramOption, default: [] })
      .option('output', {
        ...outputOption,
        alias: ['o', 'svg'],
        description: 'picture of the histogram to write (.svg or .png)',
      })
      .option('json', { ...jsonOption, describe: 'print JSON, times in microseconds' }),
  run,
};
