// SPDX-License-Identifier: BSD-2-Clause
// Generated from native-shim/include/os.h by `npm run contract`; do not edit.
import type { Fd, Milliseconds } from '../contract-types.ts';

/** Functions of os.h. */
export interface OsFunctions {
  /** [main-thread] Open a POSIX shared-memory object for reading and writing. */
  segment_open(name: string): Fd;
  /** [main-thread] Create (or take over) the object with this many bytes, as a DAW does: mode 0644, no O_EXCL. */
  segment_create(name: string, bytes: number): Fd;
  segment_unlink(name: string): number;
  /** [any-thread] Map bytes bytes of fd over the page-aligned window (MAP_SHARED | MAP_FIXED). */
  segment_map(fd: Fd, window: Uint8Array, bytes: number): number;
  /** [any-thread] Map private zero pages over the window again. */
  segment_unmap(window: Uint8Array, bytes: number): number;
  /** [any-thread] */
  fd_close(fd: Fd): number;
  /** [main-thread] 1 if fd is an open pipe or socket, else 0. */
  fd_is_pipe(fd: Fd): number;
  /**
   * [main-thread] The read end of the pipe that wakes the main thread's event loop; non-blocking,
   * close-on-exec.
   */
  notify_open(): Fd;
  /** [main-thread] In a forked process: put a pipe of its own in the place of the one that it shares. */
  notify_renew(): number;
  /** [any-thread] Wake the main thread. Async-signal-safe, never waits. */
  notify_main(): void;
  /**
   * [main-thread] Start the watch thread: every 100 ms it checks whether the parent is still running and
   * whether shutdown was requested without a wake byte, and advances the heartbeat while the audio thread
   * makes progress.
   */
  watch_start(shutdownWord: Uint8Array, heartbeatWord: Uint8Array, dawToHost: Fd): number;
  /** [any-thread] Milliseconds, monotonic, wrapping at 2^32. */
  clock_ms(): Milliseconds;
  /** [main-thread] A symbol's name as it is in the source, cut at 511 bytes: of C++, or name itself. */
  symbol_demangle(name: string): string;
  /** [any-thread] Write text to stderr. */
  process_say(text: string): void;
  /** [main-thread] */
  process_sleep(sleepMs: Milliseconds): void;
  /** [main-thread] Sleep until the parent process ends (`__hang__`). */
  process_wait_for_parent_end(): void;
  /** [any-thread] Error text for an errno value (positive or negative). */
  process_error_text(error: number): string;
  /** [main-thread] Call this first: sets the process name for ps and top, and ignores SIGUSR1. */
  process_begin(name: string): void;
  /** [any-thread] End the process immediately by a system call; no exit handlers run. Async-signal-safe. */
  process_end(exitCode: number): never;
  /**
   * [main-thread] End the process now, without atexit handlers and without destructors of plugins that are
   * still loaded.
   */
  process_exit(exitCode: number): never;
  /** [main-thread] The same with SIGABRT: how `__crash__` ends. */
  process_abort(): never;
  /**
   * [main-thread] What the supervisor writes to the segment after this host has ended: error_code (if not 0),
   * and ready if sets_ready is not 0.
   */
  process_report_at_end(setsReady: number, errorCode: number): void;
  /** [any-thread] Create a pipe with both ends close-on-exec. fds[0]: read end; fds[1]: write end. */
  pipe_open(fds: Int32Array): number;
  /** [any-thread] Write one byte: 0 or -errno. */
  pipe_signal(fd: Fd): number;
  /** [any-thread] Wait up to timeout_ms for a byte and read it: 1; 0 on timeout; -EPIPE at end of file; -errno. */
  pipe_wait(fd: Fd, timeoutMs: Milliseconds): number;
  /** [any-thread] Bytes waiting to be read. */
  pipe_unread(fd: Fd): number;
  /** [any-thread] This thread has started a child, and takes its status. */
  child_started(pid: number): number;
  /** [the same thread] The status has been taken. Returns 0 or -errno. */
  child_ended(pid: number): number;
  /** [any-thread] Queue a line for stderr (cut at 500 bytes) and wake the main thread. Real-time safe. */
  log_line(text: string): void;
  /** [main-thread] Copy the next line into text (at least 512 bytes), NUL-terminated. */
  log_take(text: Uint8Array): number;
  /** [main-thread] Unknown ids are ignored. */
  run_loop_remove(id: number): void;
  /** [main-thread] Call back everything that is due. Returns the number of calls made. */
  run_loop_dispatch(): number;
  /**
   * [main-thread] Call this before adding the first timer: from then on timers follow run_loop_advance instead
   * of the machine's clock, and missed periods are made up for.
   */
  run_loop_go_offline(): void;
  /**
   * [audio-thread, or main-thread while no block runs] Set the time to ms milliseconds since the plugin was
   * opened; it never goes back.
   */
  run_loop_advance(ms: number): number;
  /** [main-thread] 1 if there is a timer. */
  run_loop_has_timers(): number;
}

/** The same for koffi. */
export const osPrototypes: { readonly [name in keyof OsFunctions]: string } = {
  segment_open: 'int32_t segment_open(const char *name)',
  segment_create: 'int32_t segment_create(const char *name, uint32_t bytes)',
  segment_unlink: 'int32_t segment_unlink(const char *name)',
  segment_map: 'int32_t segment_map(int32_t fd, void *window, uint32_t bytes)',
  segment_unmap: 'int32_t segment_unmap(void *window, uint32_t bytes)',
  fd_close: 'int32_t fd_close(int32_t fd)',
  fd_is_pipe: 'int32_t fd_is_pipe(int32_t fd)',
  notify_open: 'int32_t notify_open()',
  notify_renew: 'int32_t notify_renew()',
  notify_main: 'void notify_main()',
  watch_start: 'int32_t watch_start(const void *shutdown_word, void *heartbeat_word, int32_t daw_to_host)',
  clock_ms: 'uint32_t clock_ms()',
  symbol_demangle: 'const char *symbol_demangle(const char *name)',
  process_say: 'void process_say(const char *text)',
  process_sleep: 'void process_sleep(uint32_t sleep_ms)',
  process_wait_for_parent_end: 'void process_wait_for_parent_end()',
  process_error_text: 'const char *process_error_text(int32_t error)',
  process_begin: 'void process_begin(const char *name)',
  process_end: 'void process_end(int exit_code)',
  process_exit: 'void process_exit(int32_t exit_code)',
  process_abort: 'void process_abort()',
  process_report_at_end: 'void process_report_at_end(int32_t sets_ready, uint32_t error_code)',
  pipe_open: 'int32_t pipe_open(int32_t *fds)',
  pipe_signal: 'int32_t pipe_signal(int32_t fd)',
  pipe_wait: 'int32_t pipe_wait(int32_t fd, int32_t timeout_ms)',
  pipe_unread: 'int32_t pipe_unread(int32_t fd)',
  child_started: 'int32_t child_started(int32_t pid)',
  child_ended: 'int32_t child_ended(int32_t pid)',
  log_line: 'void log_line(const char *text)',
  log_take: 'int32_t log_take(void *text)',
  run_loop_remove: 'void run_loop_remove(int32_t id)',
  run_loop_dispatch: 'int32_t run_loop_dispatch()',
  run_loop_go_offline: 'void run_loop_go_offline()',
  run_loop_advance: 'int32_t run_loop_advance(double ms)',
  run_loop_has_timers: 'int32_t run_loop_has_timers()',
};
