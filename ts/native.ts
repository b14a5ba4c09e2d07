// SPDX-License-Identifier: BSD-2-Clause
/**
 * The only file that loads native code. The binding is koffi's prebuilt addon, loaded directly: koffi's JavaScript
 * entry point takes 10 ms to find the addon, which the build has already done (dist/lib/koffi.node).
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { type AudioThreadFunctions, audioThreadPrototypes, audioThreadStructs } from './contract/audio-thread.ts';
import { type OsFunctions, osPrototypes } from './contract/os.ts';
import { type RecoveryFunctions, recoveryPrototypes } from './contract/recovery.ts';
import type { Pointer } from './contract-types.ts';

export type Koffi = typeof import('koffi');

export type { Pointer } from './contract-types.ts';
export type PluginPointer = Pointer<'plugin'>;
export type BasePointer = Pointer<'base'>;
export type BlockPointer = Pointer<'block'>;

/**
 * Declares a library's functions by their C prototypes.
 * @param global other libraries find its symbols. Not for those that have symbols of the same names.
 */
export function declareFunctions<T>(
  koffi: Koffi,
  path: string,
  prototypes: { readonly [name in keyof T]: string },
  global = true,
): T {
  const library = koffi.load(path, { global });
  const functions = Object.entries<string>(prototypes).map(([name, prototype]) => [name, library.func(prototype)]);
  return Object.fromEntries(functions) as T;
}

/**
 * Types of a header. koffi keeps their names per thread, and accepts each only once: a program may load several
 * libraries.
 */
type StructFields = Readonly<Record<string, string>>;
const structsDeclared = new WeakMap<Koffi, Set<object>>();

export function declareStructs(koffi: Koffi, structs: Readonly<Record<string, StructFields>>): void {
  const declared = structsDeclared.get(koffi) ?? new Set();
  structsDeclared.set(koffi, declared);
  if (declared.has(structs)) return;
  declared.add(structs);
  for (const [name, fields] of Object.entries(structs)) koffi.struct(name, fields);
}

/** libmaolan-os.so: see native-shim/include/os.h, audio-thread.h and recovery.h for threads, units and errors. */
export type Os = OsFunctions & AudioThreadFunctions & RecoveryFunctions;

/** The usual stack size of a main thread. Only the used part takes memory. */
const STACK_BYTES = 8 << 20;

/** The native side, as used by one thread. */
export class Native {
  readonly os: Os;
  readonly koffi: Koffi;
  readonly folder: string;

  /** @param folder of the built files: the shim's libraries and koffi.node. */
  constructor(folder: string) {
    this.folder = folder;
    this.koffi = createRequire(join(folder, 'koffi.node'))('./koffi.node') as Koffi;
    // Native code runs on stacks of the binding: make them as large as the main thread's in other hosts.
    if (this.koffi.config().sync_stack_size !== STACK_BYTES) this.koffi.config({ sync_stack_size: STACK_BYTES });
    declareStructs(this.koffi, audioThreadStructs);
    this.os = declareFunctions<Os>(this.koffi, join(folder, 'libmaolan-os.so'), {
      ...osPrototypes,
      ...audioThreadPrototypes,
      ...recoveryPrototypes,
    });
  }
}

/** Text of a NUL-terminated UTF-8 buffer. */
export function textOf(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return new TextDecoder().decode(end < 0 ? bytes : bytes.subarray(0, end));
}
