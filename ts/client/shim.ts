/**
 * The functions of the shim that a DAW needs, in the process of whoever uses this library.
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Koffi, Os } from '../native.ts';
import { PluginHostError } from './errors.ts';

const PROTOTYPES = {
  segment_create: 'int32_t segment_create(const char *name, uint32_t bytes)',
  segment_unlink: 'int32_t segment_unlink(const char *name)',
  segment_map: 'int32_t segment_map(int32_t fd, void *window, uint32_t bytes)',
  segment_unmap: 'int32_t segment_unmap(void *window, uint32_t bytes)',
  fd_close: 'int32_t fd_close(int32_t fd)',
  pipe_open: 'int32_t pipe_open(int32_t *fds)',
  pipe_signal: 'int32_t pipe_signal(int32_t fd)',
  pipe_wait: 'int32_t pipe_wait(int32_t fd, int32_t timeout_ms)',
  pipe_unread: 'int32_t pipe_unread(int32_t fd)',
  // Signed: a number that fits a small integer makes no garbage.
  clock_ms: 'int32_t clock_ms()',
  process_error_text: 'const char *process_error_text(int32_t error)',
} as const satisfies Partial<Record<keyof Os, string>>;

/** See native-shim/include/os.h. */
export type Shim = Pick<Os, keyof typeof PROTOTYPES>;

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
