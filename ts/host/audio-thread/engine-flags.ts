/**
 * How the engine compiles: everything once, by the end of the rehearsal, for a block must never pay for a compilation, nor for the bookkeeping that
 * leads to one. Both JavaScript and WebAssembly get baseline code and no more. Optimizing the former would save 0.1 us a block, at the price of
 * pauses of a millisecond whenever the engine makes up its mind; optimizing the latter saves nothing that can be measured, asking for it
 * allocates on the thread that asks, and making it takes other threads 10 to 25 ms.
 */
const FLAGS = [
  '--no-wasm-lazy-compilation',
  '--no-wasm-tier-up',
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
