// SPDX-License-Identifier: BSD-2-Clause
/** What a test has at hand. */
import { type PluginDetails, vst3Library } from '../../plugins/details.ts';
import type { InstalledPlugin } from '../../plugins/installed.ts';
import type { StateCodec } from '../../plugins/state-content.ts';
import { NotApplicable } from './broken.ts';
import type { Random } from './random.ts';
import { Subject, type SubjectOptions } from './subject.ts';
import type { Bundle } from './turtle.ts';

/** How long a plugin that loads something is waited for. */
const SETTLE_MS = 3000;

/** Below it a run takes seconds: tests share what they only look at. */
const THOROUGH_LEVEL = 5;

/** What several tests look at, and none of them changes. */
export type Look<Seen> = (bench: Bench) => Promise<Seen>;

/** The same for all tests of a plugin. */
export interface Setup {
  readonly plugin: InstalledPlugin;
  /** Of the built files. */
  readonly folder: string;
  readonly level: number;
  readonly seed: number;
  /** How long a test may take. */
  readonly timeoutMs: number;
  /** Parameters that tests leave alone, by name. */
  readonly hold: RegExp | undefined;
  readonly codec: StateCodec;
  /** All that are installed in other formats under the same name. */
  readonly siblings: readonly InstalledPlugin[];
  /** The scanner's result, requested once. */
  details(): Promise<PluginDetails>;
  /** Of LV2: its Turtle, read once. */
  bundle(): Bundle;
  /** What was begun for several tests, and the processes that are still open for it. */
  readonly looks: Map<Look<unknown>, Promise<unknown>>;
  readonly kept: Set<Subject>;
}

/** The plugin's binary; undefined if unknown. Of LV2 the scanner knows it, and loads nothing. */
export async function libraryOf({ plugin: { format, path }, details }: Setup): Promise<string | undefined> {
  if (format === 'clap') return path;
  return format === 'vst3' ? vst3Library(path) : (await details()).library;
}

export class Bench {
  readonly setup: Setup;
  readonly random: Random;
  /** How long this test may take. */
  readonly limitMs: number;
  readonly signal: AbortSignal;
  readonly subjects: Subject[] = [];

  constructor(setup: Setup, random: Random, limitMs: number, signal: AbortSignal) {
    this.setup = setup;
    this.random = random;
    this.limitMs = limitMs;
    this.signal = signal;
  }

  get plugin(): InstalledPlugin {
    return this.setup.plugin;
  }

  get level(): number {
    return this.setup.level;
  }

  /** Each test has its own processes, and does all that it can. */
  get isThorough(): boolean {
    return this.level >= THOROUGH_LEVEL;
  }

  /** The plugin in a new process. @throws Broken if it does not load; NotApplicable if it refuses the rate or the length. */
  async open(options: SubjectOptions = {}, plugin: InstalledPlugin = this.plugin): Promise<Subject> {
    const announce = (subject: Subject) => this.subjects.push(subject);
    try {
      return await Subject.open(plugin, this.setup.folder, options, announce, this.signal);
    } catch (error) {
      const { sampleRate, maxFrames } = options;
      if ((sampleRate ?? maxFrames) === undefined || !this.subjects.at(-1)?.isRefused) throw error;
      const what = sampleRate === undefined ? `blocks of ${maxFrames} frames` : `${sampleRate} Hz`;
      throw new NotApplicable(`it refuses ${what}, as it may`);
    }
  }

  /**
   * For a comparison: it plays offline, so that nothing is late; what it loads, and the restart that many ask for after their first block,
   * are behind it; and it is activated anew.
   */
  async openForComparison(options: SubjectOptions = {}, plugin: InstalledPlugin = this.plugin): Promise<Subject> {
    const subject = await this.open({ ...options, offline: true }, plugin);
    await subject.play({ frames: 4 * subject.maxFrames, input: () => 0, events: () => [] });
    await subject.host.settle(SETTLE_MS);
    await subject.host.restart();
    return subject;
  }

  /** Other settings than it begins with, by the seed; they have arrived. */
  async turnKnobs(subject: Subject): Promise<void> {
    for (const { id, minimum, maximum, isInteger, choices } of subject.settable(this.setup.hold)) {
      const value = choices.length > 0 ? this.random.one(choices).value : this.random.between(minimum, maximum);
      subject.host.setParameter(id, isInteger ? Math.round(value) : value);
    }
    await subject.settle();
  }

  /**
   * Below level 5 it is done once, by the first test that asks: an identical process for each would show the same.
   * @throws NotApplicable if it broke there
   */
  async shared<Seen>(look: Look<Seen>): Promise<Seen> {
    const { looks, kept } = this.setup;
    if (this.isThorough) return look(this);
    const begun = looks.get(look);
    if (begun !== undefined)
      return begun.catch((error: unknown) => {
        if (error instanceof NotApplicable) throw error;
        throw new NotApplicable('the process that it shares with other tests broke in the first of them');
      }) as Promise<Seen>;
    const before = this.subjects.length;
    const seen = look(this).then((result) => {
      for (const subject of this.subjects.slice(before)) kept.add(subject);
      return result;
    });
    looks.set(look, seen);
    return seen;
  }

  library(): Promise<string | undefined> {
    return libraryOf(this.setup);
  }

  /** A state without the host's packing around it. */
  raw(packed: Uint8Array): Uint8Array {
    return this.setup.codec.unpack(this.plugin.format, packed);
  }

  async dispose(): Promise<void> {
    const own = this.subjects.filter((subject) => !this.setup.kept.has(subject));
    await Promise.all(own.map((subject) => subject.dispose()));
  }
}
