// SPDX-License-Identifier: BSD-2-Clause
// Generated from native-shim/include/zygote.h by `npm run contract`; do not edit.
// enum zygote_role: Which process zygote_serve has returned in.
/** a host process */
export const ZYGOTE_HOST = 0;
/** a process that shows, by exit code 0, that this engine can be forked */
export const ZYGOTE_PROBE = 1;
/** a host process that has no request yet */
export const ZYGOTE_SPARE = 2;

/** Functions of zygote.h. */
export interface ZygoteFunctions {
  /** [main-thread] Load a library's dependencies and bind their symbols, without making them global. */
  zygote_preload(path: string): void;
  /** [main-thread] Serve until the DAW ends or there has been no request for some time; then end the process. */
  zygote_serve(folder: string, key: string): number;
  /** [main-thread] In a spare: wait for the request. Ends the process if the zygote ends. */
  zygote_wait_for_request(): void;
  /** [main-thread] In a forked process: reinitialize its event loop (libuv). */
  zygote_begin_loop(): void;
  /** [main-thread] In a host process: report to the supervisor that it runs, and wait for the reply. */
  zygote_wait_for_supervisor(): void;
  /** [main-thread] In a host process: its arguments, including the program name. index: less than the count. */
  zygote_argument_count(): number;
  zygote_argument(index: number): string;
  /**
   * [main-thread] End the process at once: its exit handlers would wait for threads that do not exist after a
   * fork.
   */
  zygote_exit(exitCode: number): void;
}

/** The same for koffi. */
export const zygotePrototypes: { readonly [name in keyof ZygoteFunctions]: string } = {
  zygote_preload: 'void zygote_preload(const char *path)',
  zygote_serve: 'int32_t zygote_serve(const char *folder, const char *key)',
  zygote_wait_for_request: 'void zygote_wait_for_request()',
  zygote_begin_loop: 'void zygote_begin_loop()',
  zygote_wait_for_supervisor: 'void zygote_wait_for_supervisor()',
  zygote_argument_count: 'int32_t zygote_argument_count()',
  zygote_argument: 'const char *zygote_argument(int32_t index)',
  zygote_exit: 'void zygote_exit(int32_t exit_code)',
};
