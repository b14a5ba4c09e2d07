// SPDX-License-Identifier: BSD-2-Clause
/**
 * Interface to the core: the only file that loads WebAssembly.
 *
 * The contract of each function (thread, units, ranges, errors) is in wasm/include/core*.h; ts/contract/core.ts has the
 * signatures. One instance per thread. The module has no imports, and its memory never grows: a view or an offset stays
 * valid as long as the instance.
 */
import { type CoreExports, coreParameterCounts } from './contract/core.ts';
import type { U32 } from './contract-types.ts';

export type { CoreExports } from './contract/core.ts';
export type { Offset } from './contract-types.ts';

/** One instance of the core. */
export interface Core {
  readonly exports: CoreExports;
  /** The whole linear memory; the views below show the same bytes. */
  readonly memory: ArrayBuffer;
  readonly u8: Uint8Array;
  readonly u32: Uint32Array;
  readonly f32: Float32Array;
  readonly f64: Float64Array;
}

/** Names of the core's functions. */
export const coreFunctions = Object.keys(coreParameterCounts) as readonly (keyof CoreExports)[];

/* The part of the WebAssembly API in use; Node's type package has none, and the browser's library brings the whole DOM. */
interface WasmInstance {
  readonly exports: Readonly<Record<string, unknown>>;
}
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => WasmInstance;
  readonly instantiate: (bytes: Uint8Array) => Promise<{ readonly instance: WasmInstance }>;
  readonly Memory: new () => { readonly buffer: ArrayBuffer };
};

/** The unsigned value of a 32-bit result. */
export function unsigned(result: U32): number {
  return result >>> 0;
}

function otherBuild(difference: string): string {
  return `core.wasm is of another build than this program: ${difference}; build both again`;
}

/**
 * Instantiate the core synchronously.
 *
 * @param bytes the contents of core.wasm
 * @throws WebAssembly.CompileError if they are not WebAssembly; Error if they are not the core that this file expects
 */
export function instantiateCore(bytes: Uint8Array): Core {
  return coreOf(new WebAssembly.Instance(new WebAssembly.Module(bytes)));
}

/**
 * The same, asynchronously, for threads that must not compile synchronously: in browsers. Rejects with what
 * instantiateCore throws.
 */
export async function instantiateCoreAsync(bytes: Uint8Array): Promise<Core> {
  return coreOf((await WebAssembly.instantiate(bytes)).instance);
}

function coreOf({ exports }: WasmInstance): Core {
  for (const name of coreFunctions) {
    const found = exports[name];
    const expected = coreParameterCounts[name];
    if (typeof found !== 'function') {
      throw new Error(otherBuild(`it does not export ${name}`));
    }
    if (found.length !== expected) {
      throw new Error(otherBuild(`its ${name} takes ${found.length} parameters instead of ${expected}`));
    }
  }
  const { memory } = exports;
  if (!(memory instanceof WebAssembly.Memory)) {
    throw new Error(otherBuild('it exports no memory'));
  }
  const { buffer } = memory;
  return {
    exports: exports as unknown as CoreExports,
    memory: buffer,
    u8: new Uint8Array(buffer),
    u32: new Uint32Array(buffer),
    f32: new Float32Array(buffer),
    f64: new Float64Array(buffer),
  };
}
