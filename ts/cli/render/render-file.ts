// SPDX-License-Identifier: BSD-2-Clause
/** One file through the chain. */
import { extname } from 'node:path';
import { setImmediate as turnOfEvents } from 'node:timers/promises';
import type { Context } from '../command.ts';
import { type SoundReader, SoundWriter } from '../sound-file.ts';
import type { BitDepth } from '../sound-format.ts';
import { openSound } from '../sound-input.ts';
import { Resampled, type SoundSource } from '../sound-resample.ts';
import { isStream } from '../sound-stream.ts';
import { framesOf, type Time } from '../times.ts';
import { Chain, type FoundPart } from './chain.ts';
import { interleave, Loudness, Source } from './interleave.ts';
import type { Job } from './jobs.ts';

export interface RenderOptions {
  parts: readonly FoundPart[];
  tail: Time;
  /** Of the output, whatever goes in; undefined: as long as that, and the tail. */
  length: Time | undefined;
  block: number;
  bitDepth: BitDepth | undefined;
  /** Hz that are wanted; undefined: those of the input, or the usual ones. */
  sampleRate: number | undefined;
  /** Of the output, in the place of its name's: ".wav". */
  extension: string | undefined;
  /** How long a plugin that loads something is waited for. */
  settle: Time;
  /** Beats per minute, where the score has none. */
  tempo: number;
  /** How much is done, 0..1. */
  onProgress: (done: number) => void;
}

export interface Rendered {
  /** Of the output. */
  seconds: number;
  /** That it took, the start of the plugins not counted. */
  took: number;
  /** Frames that the output was moved back by. */
  latency: number;
  /** The plugins' latency at the end, if it is another. */
  latencyAtEnd: number;
  loudness: Loudness;
  /** The output has a highest value, and the sound was louder. */
  isClipped: boolean;
  /** Of the input: what people should know of it, each the end of a sentence. */
  warnings: readonly string[];
}

/** The progress bar is moved that often. */
const PROGRESS_MS = 40;
const USUAL_SAMPLE_RATE = 48_000;
/** Of a stream, which has no name. */
const USUAL_EXTENSION = '.wav';
const MILLISECONDS_PER_SECOND = 1000;

interface Parts {
  chain: Chain;
  source: Source;
  writer: SoundWriter;
  /** Frames of the output; fewer are known to be there when a damaged input has ended. */
  length(): number;
  block: number;
  loudness: Loudness;
  signal: AbortSignal;
  onProgress: (done: number) => void;
}

/** Writes block after block, but for the latency at the beginning and what is behind the end. */
class Output {
  readonly #parts: Parts;
  readonly #samples: Float32Array;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#samples = new Float32Array(parts.block * parts.chain.outputsOf(0).length);
  }

  write(number: number): void {
    const { chain, writer, block, length, loudness } = this.#parts;
    const position = number * block;
    const from = Math.max(0, chain.latency - position);
    const to = Math.min(block, length() + chain.latency - position);
    if (number < 0 || from >= to) return;
    interleave(chain.outputsOf(number), from, to, this.#samples, loudness);
    writer.write(this.#samples, to - from);
  }
}

async function run(parts: Parts): Promise<void> {
  const { chain, source, length, block, signal, onProgress } = parts;
  const output = new Output(parts);
  let shown = performance.now();
  let last = 0;
  source.fill(chain.inputsOf(0));
  for (let number = 0; last < length() + chain.latency || number < chain.depth; number++) {
    await chain.step(number, () => {
      output.write(number - chain.depth);
      source.fill(chain.inputsOf(number + 1));
    });
    last = (number - chain.depth + 1) * block;
    if (performance.now() - shown < PROGRESS_MS) continue;
    shown = performance.now();
    await turnOfEvents(); // signals of the user and of hosts come in between only
    signal.throwIfAborted();
    onProgress(Math.max(0, last) / (length() + chain.latency));
  }
}

/** Frames of the output. */
function lengthOf(source: SoundSource | undefined, { parts, tail, length }: RenderOptions, sampleRate: number): number {
  if (length !== undefined) return Math.max(1, framesOf(length, sampleRate));
  const played = Math.ceil(Math.max(...parts.map(({ score }) => score?.seconds ?? 0)) * sampleRate);
  return Math.max(source?.frames ?? 0, played) + framesOf(tail, sampleRate);
}

/** Hz of the render. */
function rateOf(reader: SoundReader | undefined, { sampleRate }: RenderOptions): number {
  return sampleRate ?? reader?.sampleRate ?? USUAL_SAMPLE_RATE;
}

async function renderWith(
  chain: Chain,
  reader: SoundReader | undefined,
  job: Job,
  options: RenderOptions,
  context: Context,
) {
  const { block, bitDepth, extension } = options;
  const sampleRate = rateOf(reader, options);
  const resampled =
    reader === undefined || reader.sampleRate === sampleRate
      ? undefined
      : new Resampled(reader, sampleRate, context.folder);
  const sound = resampled ?? reader;
  const length = () => lengthOf(sound, options, sampleRate);
  const loudness = new Loudness();
  const channels = chain.outputsOf(0).length;
  const like = reader?.format;
  const writer = new SoundWriter(
    {
      path: job.output,
      sampleRate,
      channels,
      frames: length(),
      like,
      bitDepth,
      extension: extension ?? (isStream(job.output) && extname(job.output) === '' ? USUAL_EXTENSION : undefined),
      metadata: reader?.metadata,
      ratio: sampleRate / (reader?.sampleRate ?? sampleRate),
    },
    context.folder,
  );
  try {
    const started = performance.now();
    const { signal } = context;
    const source = new Source(sound, block);
    await run({ chain, source, writer, length, block, loudness, signal, onProgress: options.onProgress });
    await writer.commit();
    const took = (performance.now() - started) / MILLISECONDS_PER_SECOND;
    return {
      seconds: length() / sampleRate,
      warnings: reader?.warnings ?? [],
      took,
      latency: chain.latency,
      latencyAtEnd: chain.latencyNow,
      loudness,
      isClipped: writer.clips && loudness.peak > 1,
    };
  } finally {
    writer.discard();
    resampled?.close();
  }
}

/** @throws CommandError, PluginHostError, or the signal's reason; then no process is left, and the output is as it was. */
export async function renderFile(job: Job, options: RenderOptions, context: Context): Promise<Rendered> {
  const reader = job.input === undefined ? undefined : await openSound(job.input, context);
  let chain: Chain | undefined;
  try {
    const sampleRate = rateOf(reader, options);
    const settleMs = (framesOf(options.settle, sampleRate) / sampleRate) * MILLISECONDS_PER_SECOND;
    const { block, tempo } = options;
    const chainOptions = { sampleRate, block, settleMs, tempo, folder: context.folder, say: context.say };
    chain = await Chain.open(options.parts, reader?.channels ?? 0, chainOptions, context.signal);
    return await renderWith(chain, reader, job, options, context);
  } catch (error) {
    context.signal.throwIfAborted();
    throw error;
  } finally {
    reader?.close();
    await chain?.close();
  }
}
