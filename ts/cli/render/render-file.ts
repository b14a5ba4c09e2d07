// SPDX-License-Identifier: BSD-2-Clause
/** One file through the chain. */
import { extname } from 'node:path';
import { setImmediate as turnOfEvents } from 'node:timers/promises';
import { CommandError, type Context } from '../command.ts';
import type { SoundReader } from '../sound-file.ts';
import type { BitDepth } from '../sound-format.ts';
import { openSound } from '../sound-input.ts';
import { Resampled, type SoundSource } from '../sound-resample.ts';
import { isSink } from '../sound-stream.ts';
import { framesOf, type Time } from '../times.ts';
import { Chain, type FoundPart } from './chain.ts';
import { Source } from './interleave.ts';
import type { Job } from './jobs.ts';
import { MidiOutput } from './midi-output.ts';
import { isMidiName, type Output } from './output.ts';
import { SoundOutput } from './sound-output.ts';

export interface RenderOptions {
  parts: readonly FoundPart[];
  tail: Time;
  /** Of the output, whatever goes in; undefined: as long as that, and the tail. */
  length: Time | undefined;
  block: number;
  bitDepth: BitDepth | undefined;
  /** Hz that are wanted; undefined: those of the input, or the usual ones. */
  sampleRate: number | undefined;
  /** Of the output, in the place of its name's extension: "wav". */
  type: string | undefined;
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
  /** Of the input: what people should know of it, each the end of a sentence. */
  warnings: readonly string[];
  /** Of the output, each a sentence. */
  notes: readonly string[];
}

/** The progress bar is moved that often. */
const PROGRESS_MS = 40;
const USUAL_SAMPLE_RATE = 48_000;
/** Of a stream, which has no name. */
const USUAL_TYPE = 'wav';
const MILLISECONDS_PER_SECOND = 1000;
const SECONDS_PER_HOUR = 3600;
/** What is longer has to be asked for. */
const SECONDS_MAX = 24 * SECONDS_PER_HOUR;

interface Parts {
  chain: Chain;
  source: Source;
  output: Output;
  /** Frames of the output; fewer are known to be there when a damaged input has ended. */
  length(): number;
  block: number;
  signal: AbortSignal;
  onProgress: (done: number) => void;
}

async function run(parts: Parts): Promise<void> {
  const { chain, source, output, length, block, signal, onProgress } = parts;
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

/** A damaged MIDI file may last for years. */
function checkScores({ parts, length }: RenderOptions): void {
  const seconds = Math.max(...parts.map(({ score }) => score?.seconds ?? 0));
  if (length === undefined && seconds > SECONDS_MAX)
    throw new CommandError(
      `the MIDI file lasts ${Math.round(seconds / SECONDS_PER_HOUR)} hours; --length says how much of it is wanted`,
    );
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

interface Opened {
  chain: Chain;
  reader: SoundReader | undefined;
  /** Hz. */
  sampleRate: number;
  /** Frames of the output. */
  length(): number;
}

function openOutput({ output: path }: Job, opened: Opened, options: RenderOptions, folder: string): Output {
  const { chain, reader, sampleRate, length } = opened;
  const { block, bitDepth, type, tempo } = options;
  if (isMidiName(path, type)) {
    const tail = options.length === undefined ? framesOf(options.tail, sampleRate) : 0;
    const score = options.parts[0]?.score;
    return new MidiOutput(chain, { path, sampleRate, block, length: length(), tail, score, tempo });
  }
  const usual = isSink(path) && extname(path) === '' ? USUAL_TYPE : undefined;
  const extension = type ?? usual;
  const sound = {
    path,
    sampleRate,
    block,
    length,
    like: reader?.format,
    bitDepth,
    extension: extension && `.${extension}`,
    metadata: reader?.metadata,
    ratio: sampleRate / (reader?.sampleRate ?? sampleRate),
  };
  return new SoundOutput(chain, sound, folder);
}

async function renderWith(
  chain: Chain,
  reader: SoundReader | undefined,
  job: Job,
  options: RenderOptions,
  context: Context,
): Promise<Rendered> {
  const { folder, signal } = context;
  const sampleRate = rateOf(reader, options);
  const isOther = reader !== undefined && reader.sampleRate !== sampleRate;
  const resampled = isOther ? new Resampled(reader, sampleRate, folder) : undefined;
  const sound = resampled ?? reader;
  const length = () => lengthOf(sound, options, sampleRate);
  let output: Output | undefined;
  try {
    output = openOutput(job, { chain, reader, sampleRate, length }, options, folder);
    const started = performance.now();
    const { block, onProgress } = options;
    await run({ chain, source: new Source(sound, block), output, length, block, signal, onProgress });
    await output.commit(signal);
    return {
      seconds: length() / sampleRate,
      warnings: reader?.warnings ?? [],
      notes: output.notes,
      took: (performance.now() - started) / MILLISECONDS_PER_SECOND,
      latency: chain.latency,
      latencyAtEnd: chain.latencyNow,
    };
  } finally {
    output?.discard();
    resampled?.close();
  }
}

/** @throws CommandError, PluginHostError, or the signal's reason; then no process is left, and the output is as it was. */
export async function renderFile(job: Job, options: RenderOptions, context: Context): Promise<Rendered> {
  checkScores(options);
  const reader = job.input === undefined ? undefined : await openSound(job.input, context);
  let chain: Chain | undefined;
  try {
    const sampleRate = rateOf(reader, options);
    const settleMs = (framesOf(options.settle, sampleRate) / sampleRate) * MILLISECONDS_PER_SECOND;
    const { block, tempo } = options;
    const isMidiWanted = isMidiName(job.output, options.type);
    const { folder, say } = context;
    const chainOptions = { sampleRate, block, settleMs, tempo, isMidiWanted, folder, say };
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
