/** A DAW that plays, and what it sees of each block. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Daw } from '../../support/daw.ts';
import { constant } from '../../support/signals.ts';

/**
 * What the DAW had of a block: the plugin's sound; the input (the host passes it on); silence; nothing within 100 ms (then it passes the
 * input on by itself); a reply that came too late for one of the last blocks, with the sound of that (or a part of it); something else.
 */
export type Seen = 'heard' | 'bypassed' | 'silent' | 'unanswered' | 'stale' | 'wrong';

/** As long as the DAW waits for a block. */
const DAW_TIMEOUT_MS = 100;
/** Blocks that a late reply may be about. */
const LATE_BLOCKS = 40;

/** A DAW that plays a sound in which no two blocks in a row are alike, and looks at what comes back. */
export class Player {
  readonly seen: Seen[] = [];
  #block = 0;

  constructor(
    readonly daw: Daw,
    /** What the plugin is set to. */
    public gain = 0.5,
    readonly frames = 64,
  ) {}

  async block(): Promise<Seen> {
    const { daw, frames } = this;
    const input = this.#input(this.#block++);
    for (let channel = 0; channel < daw.inputs; channel++)
      daw.segment.writePlane(channel, 'toHost', constant(frames, input));
    const reply = await daw.block(frames, DAW_TIMEOUT_MS);
    const seen = reply === 'byte' ? this.#judge(input) : 'unanswered';
    this.seen.push(seen);
    return seen;
  }

  /** Play until so many blocks in a row were seen like this; false when patience (ms) ran out. */
  async playUntil(seen: Seen, inARow = 20, milliseconds = 15_000): Promise<boolean> {
    let row = 0;
    for (const end = performance.now() + milliseconds; row < inARow; await sleep(1)) {
      if (performance.now() > end || !this.daw.process.alive) return false;
      row = (await this.block()) === seen ? row + 1 : 0;
    }
    return true;
  }

  /** Play until something holds; false when patience (ms) ran out. */
  async playWhileNot(holds: () => boolean, milliseconds = 15_000): Promise<boolean> {
    for (const end = performance.now() + milliseconds; !holds(); await sleep(1)) {
      if (performance.now() > end || !this.daw.process.alive) return false;
      await this.block();
    }
    return true;
  }

  async play(blocks: number): Promise<void> {
    for (let i = 0; i < blocks && this.daw.process.alive; i++, await sleep(1)) await this.block();
  }

  /** "heard x 20, unanswered x 3, heard x 20" */
  toString(): string {
    const runs: { seen: Seen; count: number }[] = [];
    for (const seen of this.seen) {
      const last = runs.at(-1);
      if (last?.seen === seen) last.count++;
      else runs.push({ seen, count: 1 });
    }
    return runs.map(({ seen, count }) => `${seen} x ${count}`).join(', ');
  }

  #input(block: number): number {
    return ((block % 64) + 1) / 64;
  }

  #judge(input: number): Seen {
    const { daw, frames } = this;
    const planes = Array.from({ length: daw.outputs }, (_, channel) => daw.segment.readPlane(channel, 'toDaw', frames));
    const heard = new Set(planes.flatMap((plane) => [...plane]));
    const are = (value: number) => heard.size === 1 && heard.has(value);
    if (are(this.#rendered(input))) return 'heard';
    if (are(input)) return 'bypassed';
    if (are(0)) return 'silent';
    const late = new Set([0]);
    for (let block = Math.max(0, this.#block - LATE_BLOCKS); block < this.#block; block++)
      late.add(this.#input(block)).add(this.#rendered(this.#input(block)));
    return [...heard].every((sample) => late.has(sample)) ? 'stale' : 'wrong';
  }

  #rendered(input: number): number {
    return Math.fround(input * Math.fround(this.gain));
  }
}
