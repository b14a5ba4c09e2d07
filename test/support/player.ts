import { setTimeout as sleep } from 'node:timers/promises';
import type { Daw } from './daw.ts';
import { constant } from './host-test.ts';

/** Every client gives a block up after this time, and continues with the next one. */
const TIMEOUT_MS = 100;
const FRAMES = 64;

/** This many blocks in a row show that nothing lags. */
const PROVING_BLOCKS = 60;
/**
 * Within this many blocks, and this time, a host must be in time again; on a busy machine some blocks are given up
 * without any fault.
 */
const BLOCKS_MAX = 600;
const HEALING_MS_MAX = 2000;

/**
 * A DAW's audio thread: periodic blocks, each answered or given up before the next one. The samples of every block
 * contain its number, which shows whose answer is heard. The plugin must copy its input.
 */
export class Player {
  readonly #daw: Daw;
  readonly #periodMs: number;
  #block = 0;

  /** @param periodMs from block to block; 0: back to back. */
  constructor(daw: Daw, periodMs: number) {
    this.#daw = daw;
    this.#periodMs = periodMs;
  }

  /** Play one block. Returns by how many blocks its answer was late, or undefined if it was given up. */
  async block(): Promise<number | undefined> {
    const { segment } = this.#daw;
    const number = ++this.#block;
    const start = performance.now();
    segment.writePlane(0, 'toHost', constant(FRAMES, number));
    const reply = await this.#daw.block(FRAMES, TIMEOUT_MS);
    if (reply === 'closed') throw new Error(`The host is gone. stderr: ${this.#daw.process.stderr}`);
    const [heard = Number.NaN] = segment.readPlane(0, 'toDaw', FRAMES);
    const left = this.#periodMs - (performance.now() - start);
    if (left > 0) await sleep(left);
    return reply === 'byte' ? number - heard : undefined;
  }

  async blocks(count: number): Promise<void> {
    for (let i = 0; i < count; i++) await this.block();
  }

  /**
   * Play blocks until many in a row are in time.
   * @returns what was wrong before that, for the log; undefined if that was never reached.
   */
  async inTime(): Promise<string | undefined> {
    const wrong: string[] = [];
    let inARow = 0;
    const start = performance.now();
    for (let i = 0; i < BLOCKS_MAX || performance.now() - start < HEALING_MS_MAX; i++) {
      const late = await this.block();
      if (late !== 0) wrong.push(late === undefined ? 'given up' : `late by ${late}`);
      inARow = late === 0 ? inARow + 1 : 0;
      if (inARow === PROVING_BLOCKS) return wrong.join(', ') || 'nothing';
    }
    return undefined;
  }

  /** Play blocks until holds() is true. */
  async until(holds: () => boolean): Promise<void> {
    while (!holds()) await this.block();
  }
}
