// SPDX-License-Identifier: BSD-2-Clause
// Generated from native-shim/include/zygote.h by `npm run contract`; do not edit.
// enum zygote_role: Why zygote_serve has returned: in which process.
/** a host process */
export const ZYGOTE_HOST = 0;
/** a process that has to show whether this engine can be forked: by its exit code 0 */
export const ZYGOTE_PROBE = 1;

/** Functions of zygote.h. */
export interface ZygoteFunctions {
  /** [main-thread] Open a library's dependencies and bind them, without showing its symbols to others. */
  zygote_preload(path: string): void;
  /** [main-thread] Serve until the DAW ends, or there has been no request for some time; then end the process. */
  zygote_serve(folder: string, key: string): number;
  /** [main-thread] In a forked process: have its event loop (libuv's) begin anew. */
  zygote_begin_loop(): void;
  /** [main-thread] In a host process: tell the supervisor that it runs, and wait for its word. */
  zygote_wait_for_supervisor(): void;
  /** [main-thread] In a host process: its arguments, with the program's name. index: below the count. */
  zygote_argument_count(): number;
  zygote_argument(index: number): string;
  /** [main-thread] End the process at once: its exit handlers would wait for threads that it does not have. */
  zygote_exit(exitCode: number): void;
}

/** The same for koffi. */
export const zygotePrototypes: { readonly [name in keyof ZygoteFunctions]: string } = {
  zygote_preload: 'void zygote_preload(const char *path)',
  zygote_serve: 'int32_t zygote_serve(const char *folder, const char *key)',
  zygote_begin_loop: 'void zygote_begin_loop()',
  zygote_wait_for_supervisor: 'void zygote_wait_for_supervisor()',
  zygote_argument_count: 'int32_t zygote_argument_count()',
  zygote_argument: 'const char *zygote_argument(int32_t index)',
  zygote_exit: 'void zygote_exit(int32_t exit_code)',
};
