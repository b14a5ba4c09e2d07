/**
 * How the engine compiles: everything once, by the end of the rehearsal, for a block must never pay for a compilation, nor for the bookkeeping that
 * leads to one. WebAssembly gets baseline code at once, and optimized code unasked; other threads make it. (Asking for it allocates.) JavaScript,
 * a few lines here, gets baseline code and no more: optimizing it would save 0.1 us a block, at the price of pauses of a millisecond whenever
 * the engine makes up its mind.
 */
const FLAGS = [
  '--no-wasm-lazy-compilation',
  '--no-wasm-dynamic-tiering',
  '--always-sparkplug',
  '--no-opt',
  '--no-maglev',
];

/**
 * Bytecodes between two looks at what to optimize: looking allocates, and there is nothing to find. Later engines (from Node 22 on) look
 * without allocating, and complain of a flag that they do not know.
 */
const LOOK_SELDOM = '--interrupt-budget=2000000000';
const LOOKS_FREELY_FROM = 12;

/** @param version of the engine: process.versions.v8. */
export function engineFlags(version: string): string[] {
  return Number.parseInt(version, 10) < LOOKS_FREELY_FROM ? [...FLAGS, LOOK_SELDOM] : FLAGS;
}
