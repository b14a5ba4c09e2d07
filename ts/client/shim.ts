// SPDX-License-Identifier: BSD-2-Clause
/**
 * The functions of the shim that a DAW needs, in the process that uses this library.
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { type OsFunctions, osPrototypes } from '../contract/os.ts';
import type { Koffi } from '../native.ts';
import { PluginHostError } from './errors.ts';

const PROTOTYPES = {
  segment_create: osPrototypes.segment_create,
  segment_unlink: osPrototypes.segment_unlink,
  segment_map: osPrototypes.segment_map,
  segment_unmap: osPrototypes.segment_unmap,
  fd_close: osPrototypes.fd_close,
  pipe_open: osPrototypes.pipe_open,
  pipe_signal: osPrototypes.pipe_signal,
  pipe_wait: osPrototypes.pipe_wait,
  pipe_unread: osPrototypes.pipe_unread,
  child_started: osPrototypes.child_started,
  child_ended: osPrototypes.child_ended,
  // Signed: a number that fits a small integer makes no garbage.
  clock_ms: osPrototypes.clock_ms.replace(/^uint32_t/, 'int32_t'),
  process_error_text: osPrototypes.process_error_text,
} as const satisfies Partial<Record<keyof OsFunctions, string>>;

/** See native-shim/include/os.h. */
export type Shim = Pick<OsFunctions, keyof typeof PROTOTYPES>;

let loaded: { folder: string; shim: Shim } | undefined;

/**
 * Loaded once per thread, and with its symbols to itself: the caller's process is not ours.
 * @throws PluginHostError HOST_NOT_FOUND with the loader's words.
 */
export function loadShim(folder: string): Shim {
  if (loaded?.folder === folder) return loaded.shim;
  try {
    const koffi = createRequire(join(folder, 'koffi.node'))('./koffi.node') as Koffi;
    const library = koffi.load(join(folder, 'libmaolan-os.so'));
    const functions = Object.entries(PROTOTYPES).map(([name, prototype]) => [name, library.func(prototype)]);
    loaded = { folder, shim: Object.fromEntries(functions) as Shim };
    return loaded.shim;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const message = `the native library in ${folder} cannot be loaded (${reason}); it is built for Linux with glibc`;
    throw new PluginHostError('HOST_NOT_FOUND', message, { cause: error });
  }
}
