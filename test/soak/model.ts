/** The DAW's record of its plugin's settings: what was set when. A crashed process may have lost the latest changes. */

interface Entry {
  at: number;
  value: number;
}

export class Setting {
  #entries: Entry[];

  constructor(value: number) {
    this.#entries = [{ at: Number.NEGATIVE_INFINITY, value }];
  }

  get value(): number {
    return this.#entries.at(-1)?.value ?? Number.NaN;
  }

  set(value: number, at: number): void {
    this.#entries.push({ at, value });
  }

  /** Values that are right if everything older than `since` has been kept. */
  possible(since: number): number[] {
    const older = this.#entries.filter(({ at }) => at < since).at(-1);
    const younger = this.#entries.filter(({ at }) => at >= since);
    return [older, ...younger].flatMap((entry) => (entry === undefined ? [] : [entry.value]));
  }

  /** How old, at `now`, was the oldest change that a plugin with this value has lost? 0: none is lost. */
  lostMs(value: number, now: number): number {
    const index = this.#entries.findLastIndex((entry) => entry.value === value);
    const lost = this.#entries[index + 1];
    return lost === undefined ? 0 : now - lost.at;
  }

  /** From now on this is what the plugin has. */
  settle(value: number): void {
    this.#entries = [{ at: Number.NEGATIVE_INFINITY, value }];
  }
}

/** Numbers from 0 to 1 that depend on the seed only (mulberry32). */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
