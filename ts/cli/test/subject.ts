// SPDX-License-Identifier: BSD-2-Clause
/** The plugin under test, in its own host process, with the probe in it and recovery off. */
import { once } from 'node:events';
import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises';
import { PluginHost, PluginHostError } from '../../client/index.ts';
import type { BlockEvent, ExitReason, Parameter, PluginFormat, Transport } from '../../client/types.ts';
import type { InstalledPlugin } from '../../plugins/installed.ts';
import { Broken, type BrokenDetails, expect } from './broken.ts';
import { ProbeRecord } from './probe-record.ts';
import { Random } from './random.ts';
import { preloadOf } from './sanitizer.ts';

/** Longer than any test's limit: the limit finds what hangs. */
const BLOCK_TIMEOUT_MS = 0x7ffffff;
const DEFAULT_FRAMES = 512;
/** -12 dB */
const NOISE_LEVEL = 0.25;
const NOISE_SEED = 1;
const REASON_MS = 2000;

export interface SubjectOptions {
  sampleRate?: number;
  maxFrames?: number;
  state?: Uint8Array;
  offline?: boolean;
  /** Set of PROBE_OPTION_*. */
  probe?: number;
  environment?: Record<string, string>;
}

export interface Passage {
  frames: number;
  /** Frames of the next block; default: maxFrames each. */
  size?: () => number;
  /** Sample of an input; default: noise, the same each time. */
  input?: (channel: number, frame: number) => number;
  /** Of a block that begins at a frame; default: a note for those without audio inputs. */
  events?: (start: number, frames: number) => readonly BlockEvent[];
  transport?: (start: number) => Transport;
}

export class Subject {
  readonly record: ProbeRecord;
  readonly format: PluginFormat;
  readonly maxFrames: number;
  readonly sampleRate: number;
  /** Why it ended unexpectedly. */
  reason: ExitReason | undefined;
  /** It said no to its sample rate or its block length, as a plugin may. */
  isRefused = false;
  /** What the host says on stderr. */
  readonly log: string[] = [];
  #host: PluginHost | undefined;
  #isOver = false;
  #disposed: Promise<void> | undefined;

  private constructor(format: PluginFormat, options: SubjectOptions) {
    this.format = format;
    this.record = new ProbeRecord(options.probe ?? 0);
    this.maxFrames = options.maxFrames ?? DEFAULT_FRAMES;
    this.sampleRate = options.sampleRate ?? 48_000;
  }

  /** @param announce called before anything can go wrong. @throws Broken if it does not load. */
  static async open(
    plugin: InstalledPlugin,
    folder: string,
    options: SubjectOptions,
    announce: (subject: Subject) => void,
    signal: AbortSignal,
  ): Promise<Subject> {
    const subject = new Subject(plugin.format, options);
    announce(subject);
    const { probe: _, environment = {}, ...others } = options;
    try {
      subject.#host = await PluginHost.open({
        ...others,
        format: plugin.format,
        plugin: plugin.spec,
        maxFrames: subject.maxFrames,
        blockTimeoutMs: BLOCK_TIMEOUT_MS,
        policy: { restart: false },
        onLog: (line) => subject.log.push(line),
        signal,
        environment: {
          MAOLAN_RECOVERY: '0',
          MAOLAN_PROBE: subject.record.path,
          LD_PRELOAD: preloadOf(folder),
          ...environment,
        },
      });
    } catch (error) {
      if (!(error instanceof PluginHostError) || error.code === 'ABORTED') throw error;
      subject.#isOver = true;
      subject.isRefused = error.code === 'LOAD_FAILED' && subject.record.end === undefined;
      const crash = error.code === 'HOST_EXITED' ? (/SIG[A-Z]+/.exec(error.message)?.[0] ?? 'exit') : '';
      const isAdvice = error.message.includes('which this host does not offer');
      throw new Broken({
        expected: 'the plugin loads',
        seen: error.message,
        where: subject.record.where,
        crash,
        isAdvice,
      });
    }
    subject.#host.once('exit', (reason) => {
      if (!subject.#isOver) subject.reason = reason;
    });
    return subject;
  }

  get host(): PluginHost {
    if (this.#host === undefined) throw new Error('it was not opened');
    return this.#host;
  }

  get isInstrument(): boolean {
    const { audioInputs, midiInputs } = this.host.ports;
    return audioInputs === 0 && midiInputs > 0;
  }

  async #played(isPlayed: boolean): Promise<void> {
    if (isPlayed) return;
    await this.#ended(); // its end is reported a little later
    throw new Broken({ expected: 'the plugin answers each block', seen: 'a block failed, or its process is gone' });
  }

  /** Play something. @returns the outputs. @throws Broken if a block is not the plugin's. */
  async play(passage: Passage): Promise<Float32Array[]> {
    const { audioInputs, audioOutputs } = this.host.ports;
    const { frames, size = () => this.maxFrames, input = noise(), events = notesFor(this), transport } = passage;
    const planes = (count: number, length: number) => Array.from({ length: count }, () => new Float32Array(length));
    const result = planes(audioOutputs, frames);
    for (let start = 0; start < frames; ) {
      const length = Math.min(size(), frames - start);
      const [inputs, outputs] = [planes(audioInputs, length), planes(audioOutputs, length)];
      for (const [channel, plane] of inputs.entries())
        for (let i = 0; i < length; i++) plane[i] = input(channel, start + i);
      const options = {
        frames: length,
        events: events(start, length),
        ...(transport && { transport: transport(start) }),
      };
      await this.#played(await this.host.processAsync(inputs, outputs, { ...options, blockingMs: 2 }));
      for (const [channel, plane] of outputs.entries()) result[channel]?.set(plane, start);
      start += length;
      await turn(); // blocks that are answered at once would let no request go on
    }
    return result;
  }

  /** Parameters that tests may turn. */
  settable(hold: RegExp | undefined): Parameter[] {
    return this.host.parameters.filter(
      ({ name, isTrigger, isReadOnly }) => !isTrigger && !isReadOnly && !hold?.test(name),
    );
  }

  /** Let changes arrive: a few blocks of silence, and time for the main thread. */
  async settle(): Promise<void> {
    for (let i = 0; i < 4; i++) {
      await this.play({ frames: this.maxFrames, input: () => 0, events: () => [] });
      await sleep(10);
    }
  }

  /** Close it as a DAW does. */
  async close(): Promise<void> {
    this.#isOver = true;
    await this.host.close();
  }

  /** Why it hangs can only be seen while it does: it is made to end, and writes down where. */
  async interrupt(): Promise<void> {
    const pid = this.#host?.pid;
    if (pid === undefined || this.#host === undefined) return;
    const ended = this.#ended();
    this.#isOver = true;
    process.kill(pid, 'SIGABRT');
    await ended;
  }

  /** When its process has ended, or has had time to. */
  async #ended(): Promise<void> {
    if (this.reason !== undefined) return;
    await once(this.host, 'exit', { signal: AbortSignal.timeout(REASON_MS) }).catch(() => {});
  }

  /** Whatever becomes of it: gone, at once. */
  dispose(): Promise<void> {
    this.#disposed ??= this.#end();
    return this.#disposed;
  }

  async #end(): Promise<void> {
    this.#isOver = true;
    const host = this.#host;
    if (host?.pid !== undefined)
      try {
        process.kill(host.pid, 'SIGKILL');
      } catch {
        // it has ended meanwhile
      }
    await host?.close();
    this.record.remove();
  }
}

/** The same noise each time, if it is cut into the same blocks. */
export function noise(): (channel: number, frame: number) => number {
  const random = new Random(NOISE_SEED);
  return () => random.between(-NOISE_LEVEL, NOISE_LEVEL);
}

/** Noise that is the same however it is cut into blocks, and can be asked for again. */
export function noiseAt(frames: number): (channel: number, frame: number) => number {
  const random = new Random(NOISE_SEED);
  const samples = Float32Array.from({ length: frames }, () => random.between(-NOISE_LEVEL, NOISE_LEVEL));
  return (channel, frame) => samples[(frame + 1000 * channel) % frames] ?? 0;
}

/** A note each second, for half of it. */
export function notesFor(subject: Subject): (start: number, frames: number) => BlockEvent[] {
  const half = Math.floor(subject.sampleRate / 2);
  return (start, frames) => {
    if (!subject.isInstrument) return [];
    const first = Math.ceil(start / half);
    const count = Math.ceil((start + frames) / half) - first;
    return Array.from({ length: count }, (_, i): BlockEvent => {
      const data = (first + i) % 2 === 0 ? [0x90, 60, 100] : [0x80, 60, 0];
      return { type: 'midi', frame: (first + i) * half - start, data };
    });
  };
}

/** @throws Broken */
export function expectFinite(outputs: readonly Float32Array[], when: string, more: Partial<BrokenDetails> = {}): void {
  for (const [channel, plane] of outputs.entries()) {
    const frame = plane.findIndex((sample) => !Number.isFinite(sample));
    expect(
      frame < 0,
      'every output sample is a finite number',
      `${plane[frame]} in output ${channel + 1}, frame ${frame}, ${when}`,
      more,
    );
  }
}

/** Where two sounds differ by more than a tolerance; undefined: nowhere. */
export function difference(
  a: readonly Float32Array[],
  b: readonly Float32Array[],
  tolerance = 0,
): { channel: number; frame: number; a: number; b: number } | undefined {
  for (const [channel, plane] of a.entries())
    for (let frame = 0; frame < plane.length; frame++) {
      const [x, y] = [plane[frame] ?? 0, b[channel]?.[frame] ?? 0];
      if (Math.abs(x - y) > tolerance || Number.isNaN(x) !== Number.isNaN(y)) return { channel, frame, a: x, b: y };
    }
  return undefined;
}

export function peakOf(planes: readonly Float32Array[]): number {
  let peak = 0;
  for (const plane of planes) for (const sample of plane) peak = Math.max(peak, Math.abs(sample));
  return peak;
}
