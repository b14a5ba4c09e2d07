// SPDX-License-Identifier: BSD-2-Clause
// Generated from native-shim/include/probe.h by `npm run contract`; do not edit.
import type { Frames, Pointer } from '../contract-types.ts';

export const PROBE_RECORD_BYTES = 65536;
export const PROBE_TEXTS_AT = 4096;
export const PROBE_TEXT_BYTES = 4096;

// enum probe_word
/** set of enum probe_option */
export const PROBE_OPTIONS = 0;
/** enum recovery_phase of the main thread */
export const PROBE_PHASE = 8;
/** 1 while process runs */
export const PROBE_PROCESSING = 9;
/** its id */
export const PROBE_AUDIO_THREAD = 10;
/** calls of process that have returned */
export const PROBE_BLOCKS = 11;
/** enum recovery_cause; 0: still running */
export const PROBE_END_CAUSE = 16;
/** or exit code */
export const PROBE_END_SIGNAL = 17;
/** enum recovery_thread */
export const PROBE_END_THREAD = 18;
export const PROBE_END_PHASE = 19;
/** blocks with frames written past the end of an output plane */
export const PROBE_OVERRUNS = 24;
export const PROBE_OVERRUN_CHANNEL = 25;
/** blocks that changed an input plane */
export const PROBE_INPUT_WRITES = 26;
export const PROBE_INPUT_CHANNEL = 27;
/** blocks with output frames left unwritten */
export const PROBE_UNWRITTEN = 28;
export const PROBE_UNWRITTEN_CHANNEL = 29;
/** blocks for which process returned a failure */
export const PROBE_REFUSED = 30;
/** blocks with denormal output */
export const PROBE_DENORMALS = 31;
/** blocks with NaN or infinite output */
export const PROBE_NOT_FINITE = 32;
/** outputs that were flagged as silent or constant, and were not */
export const PROBE_FALSE_CLAIMS = 33;
/** malloc, free and similar */
export const PROBE_HEAP = 40;
/** blocking locks */
export const PROBE_LOCKS = 41;
/** open, read, write, stat and similar */
export const PROBE_FILES = 42;
/** blocks with a system call; only with PROBE_OPTION_SYSCALLS */
export const PROBE_SYSCALLS = 43;
/** voluntary context switches */
export const PROBE_SLEEPS = 44;
/** page faults */
export const PROBE_FAULTS = 45;
export const PROBE_SYSCALL_NUMBER = 46;
/** CPU time of the slowest block, of this thread */
export const PROBE_CPU_US_MAX = 47;
/** total CPU time of all blocks, wrapping at 2^32 */
export const PROBE_CPU_US = 48;
/** 1: the kernel supports observing system calls */
export const PROBE_HAS_SYSCALLS = 49;
/** by process */
export const PROBE_CHANGED_AUDIO = 56;
export const PROBE_CHANGED_MAIN = 57;
/** enum recovery_phase of the first change on the main thread */
export const PROBE_CHANGED_PHASE = 58;
/** MXCSR before and after the first change */
export const PROBE_FP_BEFORE = 59;
export const PROBE_FP_AFTER = 60;
/** files opened for writing */
export const PROBE_WRITTEN_FILES = 64;
/** network connections */
export const PROBE_CONNECTIONS = 65;
/** fork and similar */
export const PROBE_CHILDREN = 66;

// enum probe_option
/** inputs and outputs share their planes */
export const PROBE_OPTION_IN_PLACE = 1;
/** observe system calls in process */
export const PROBE_OPTION_SYSCALLS = 2;

// enum probe_change
export const PROBE_CHANGE_FP = 1;
export const PROBE_CHANGE_LOCALE = 2;
export const PROBE_CHANGE_MASK = 4;
export const PROBE_CHANGE_HANDLERS = 8;
export const PROBE_CHANGE_DIRECTORY = 16;
export const PROBE_CHANGE_UMASK = 32;

// enum probe_text: Index of a text. All but the last two hold the call stack of the first such event.
export const PROBE_TEXT_END = 0;
export const PROBE_TEXT_HEAP = 1;
export const PROBE_TEXT_LOCKS = 2;
export const PROBE_TEXT_FILES = 3;
export const PROBE_TEXT_SYSCALLS = 4;
/** path of the last file */
export const PROBE_TEXT_WRITTEN = 5;
/** address of the last connection */
export const PROBE_TEXT_CONNECTION = 6;

/** Functions of probe.h. */
export interface ProbeFunctions {
  /** [main-thread] Remember the main thread, and catch fatal signals and exit. */
  probe_begin(): number;
  /**
   * [main-thread] Before plugin_bind: with PROBE_OPTION_IN_PLACE the planes are shared from then on, even
   * after a rebind.
   */
  probe_before_bind(block: Pointer<'block'> | Uint8Array): void;
  /** [main-thread] After plugin_bind: wrap plugin->process. */
  probe_watch(
    plugin: Pointer<'plugin'>,
    base: Pointer<'base'> | Uint8Array,
    block: Pointer<'block'> | Uint8Array,
  ): void;
  /** [main-thread] Plugin code is about to run. Returns the previous phase. */
  probe_enter(phase: number): number;
  /** [main-thread] Plugin code has returned. */
  probe_leave(before: number): void;
  /** [main-thread] The base and block for plugin_bind; NULL: no memory. */
  probe_memory(): Pointer<'memory'>;
  probe_free(base: Pointer<'base'> | Uint8Array): void;
  /** [main-thread] Have LeakSanitizer look for leaks and report them. */
  probe_leaks(): number;
  /** [main-thread] Run a block through an active plugin: silence, or noise of a level from 0 to 1. */
  probe_run(plugin: Pointer<'plugin'>, base: Pointer<'base'> | Uint8Array, frames: Frames, level: number): number;
  /** [main-thread] The greatest absolute sample of the last block's outputs. */
  probe_peak(base: Pointer<'base'> | Uint8Array): number;
  /** [any-thread] Bytes that malloc has given and not got back. */
  probe_heap_bytes(): number;
}

/** The same for koffi. */
export const probePrototypes: { readonly [name in keyof ProbeFunctions]: string } = {
  probe_begin: 'int32_t probe_begin()',
  probe_before_bind: 'void probe_before_bind(void *block)',
  probe_watch: 'void probe_watch(void *plugin, void *base, void *block)',
  probe_enter: 'int32_t probe_enter(int32_t phase)',
  probe_leave: 'void probe_leave(int32_t before)',
  probe_memory: 'void *probe_memory()',
  probe_free: 'void probe_free(void *base)',
  probe_leaks: 'int32_t probe_leaks()',
  probe_run: 'int32_t probe_run(void *plugin, void *base, uint32_t frames, float level)',
  probe_peak: 'float probe_peak(void *base)',
  probe_heap_bytes: 'double probe_heap_bytes()',
};
