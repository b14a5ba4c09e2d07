/**
 * The only file that loads native code. The binding is koffi's prebuilt addon, loaded directly: its JavaScript entry point spends 10 ms on
 * finding the addon, which the build has done already (dist/lib/koffi.node).
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';

export type Koffi = typeof import('koffi');
type NativeFunction = ReturnType<ReturnType<Koffi['load']>['func']>;

/** Address of a native object, as koffi hands it out; TypeScript only passes it on. */
export type Pointer<Name extends string> = { readonly __brand: Name } | null;
export type PluginPointer = Pointer<'plugin'>;
export type BasePointer = Pointer<'base'>;
export type BlockPointer = Pointer<'block'>;

/** Functions of a library by their C prototypes. Symbols are global: a format library finds the shim's log there. */
export function declareFunctions<T>(koffi: Koffi, path: string, prototypes: readonly string[]): T {
  const library = koffi.load(path, { global: true });
  const functions: Record<string, NativeFunction> = {};
  for (const prototype of prototypes) {
    const name = /(\w+)\(/.exec(prototype)?.[1];
    if (name === undefined) throw new Error(`not a C prototype: ${prototype}`);
    functions[name] = library.func(prototype);
  }
  return functions as T;
}

/** native-shim/include/os.h: see there for threads, units and errors. */
export interface Os {
  segment_open(name: string): number;
  segment_create(name: string, bytes: number): number;
  segment_unlink(name: string): number;
  segment_map(fd: number, window: Uint8Array, bytes: number): number;
  segment_unmap(window: Uint8Array, bytes: number): number;
  fd_close(fd: number): number;
  fd_is_pipe(fd: number): number;
  audio_start(
    start: number,
    segmentFd: number,
    dawToHost: number,
    hostToDaw: number,
    client: number,
    answersShow: number,
    readyMs: number,
    owedWakes: number,
  ): number;
  audio_base(): BasePointer;
  audio_block(): BlockPointer;
  audio_run_plugin(plugin: PluginPointer): number;
  audio_is_early(): number;
  audio_suspend(timeoutMs: number): number;
  audio_resume(): void;
  audio_flush(): void;
  audio_take_notice(): number;
  audio_notice_value(): number;
  audio_notice_ms(): number;
  audio_notice_is_answered(): number;
  audio_request_is_awaited(): number;
  audio_request_claim(): number;
  audio_request_done(reply: number): void;
  clock_ms(): number;
  audio_quiet_ms(): number;
  audio_edits(): number;
  notify_open(): number;
  notify_main(): void;
  watch_start(shutdownWord: Uint8Array, heartbeatWord: Uint8Array, dawToHost: number): number;
  process_name(name: string): void;
  undertaker_start(readyWord: Uint8Array | null, errorWord: Uint8Array, errorCode: number): number;
  undertaker_dismiss(): void;
  undertaker_exit(exitCode: number, errorCode: number): never;
  undertaker_abort(): never;
  process_exit(exitCode: number): never;
  process_say(text: string): void;
  process_wait_for_parent_end(): void;
  process_error_text(error: number): string;
  pipe_open(fds: Int32Array): number;
  pipe_signal(fd: number): number;
  pipe_wait(fd: number, timeoutMs: number): number;
  pipe_unread(fd: number): number;
  log_take(text: Uint8Array): number;
  recovery_open(dawToHost: number, hostToDaw: number): number;
  recovery_segment_fd(): number;
  recovery_keep_segment(fd: number): void;
  recovery_arm(): number;
  recovery_enter_thread(): number;
  recovery_cause(): number;
  recovery_signal(): number;
  recovery_thread(): number;
  recovery_phase_then(): number;
  recovery_deaths(): number;
  recovery_age_ms(): number;
  recovery_request_type(): number;
  recovery_request_ms(): number;
  recovery_set_phase(phase: number): number;
  recovery_note_request(type: number, wakeMs: number): void;
  recovery_word(index: number): number;
  recovery_set_word(index: number, value: number): void;
  recovery_restart(): number;
  recovery_keep_state(state: Uint8Array, bytes: number): number;
  recovery_try_state(state: Uint8Array, bytes: number): number;
  recovery_commit_state(): void;
  recovery_state_bytes(): number;
  recovery_take_state(state: Uint8Array, room: number): number;
  recovery_change_count(): number;
  recovery_change_id(index: number): number;
  recovery_change_value(index: number): number;
  recovery_note_window(x: number, y: number): void;
  recovery_window(x: Uint8Array, y: Uint8Array): number;
  recovery_restore_manners(): number;
}

const OS_PROTOTYPES = [
  'int32_t segment_open(const char *name)',
  'int32_t segment_create(const char *name, uint32_t bytes)',
  'int32_t segment_unlink(const char *name)',
  'int32_t segment_map(int32_t fd, void *window, uint32_t bytes)',
  'int32_t segment_unmap(void *window, uint32_t bytes)',
  'int32_t fd_close(int32_t fd)',
  'int32_t fd_is_pipe(int32_t fd)',
  'int32_t audio_start(int32_t start, int32_t segment_fd, int32_t daw_to_host, int32_t host_to_daw, int32_t client, int32_t answers_show, uint32_t ready_ms, uint32_t owed_wakes)',
  'void *audio_base()',
  'void *audio_block()',
  'int32_t audio_run_plugin(void *plugin)',
  'int32_t audio_is_early()',
  'int32_t audio_suspend(int32_t timeout_ms)',
  'void audio_resume()',
  'void audio_flush()',
  'int32_t audio_take_notice()',
  'int32_t audio_notice_value()',
  'uint32_t audio_notice_ms()',
  'int32_t audio_notice_is_answered()',
  'int32_t audio_request_is_awaited()',
  'int32_t audio_request_claim()',
  'void audio_request_done(int32_t reply)',
  'uint32_t clock_ms()',
  'uint32_t audio_quiet_ms()',
  'uint32_t audio_edits()',
  'int32_t notify_open()',
  'void notify_main()',
  'int32_t watch_start(void *shutdown_word, void *heartbeat_word, int32_t daw_to_host)',
  'void process_name(const char *name)',
  'int32_t undertaker_start(void *ready_word, void *error_word, uint32_t error_code)',
  'void undertaker_dismiss()',
  'void undertaker_exit(int32_t exit_code, uint32_t error_code)',
  'void undertaker_abort()',
  'void process_exit(int32_t exit_code)',
  'void process_say(const char *text)',
  'void process_wait_for_parent_end()',
  'const char *process_error_text(int32_t error)',
  'int32_t pipe_open(int32_t *fds)',
  'int32_t pipe_signal(int32_t fd)',
  'int32_t pipe_wait(int32_t fd, int32_t timeout_ms)',
  'int32_t pipe_unread(int32_t fd)',
  'int32_t log_take(void *text)',
  'int32_t recovery_open(int32_t daw_to_host, int32_t host_to_daw)',
  'int32_t recovery_segment_fd()',
  'void recovery_keep_segment(int32_t fd)',
  'int32_t recovery_arm()',
  'int32_t recovery_enter_thread()',
  'int32_t recovery_cause()',
  'int32_t recovery_signal()',
  'int32_t recovery_thread()',
  'int32_t recovery_phase_then()',
  'int32_t recovery_deaths()',
  'uint32_t recovery_age_ms()',
  'uint32_t recovery_request_type()',
  'uint32_t recovery_request_ms()',
  'int32_t recovery_set_phase(int32_t phase)',
  'void recovery_note_request(uint32_t type, uint32_t wake_ms)',
  'int32_t recovery_word(int32_t index)',
  'void recovery_set_word(int32_t index, int32_t value)',
  'int32_t recovery_restart()',
  'int32_t recovery_keep_state(const void *state, uint32_t bytes)',
  'int32_t recovery_try_state(const void *state, uint32_t bytes)',
  'void recovery_commit_state()',
  'uint32_t recovery_state_bytes()',
  'int32_t recovery_take_state(void *state, uint32_t room)',
  'uint32_t recovery_change_count()',
  'uint32_t recovery_change_id(uint32_t index)',
  'double recovery_change_value(uint32_t index)',
  'void recovery_note_window(int32_t x, int32_t y)',
  'int32_t recovery_window(void *x, void *y)',
  'int32_t recovery_restore_manners()',
] as const;

/** A main thread's usual size. It takes no memory but where it is used. */
const STACK_BYTES = 8 << 20;

/** The native side as one thread sees it. */
export class Native {
  readonly os: Os;
  readonly koffi: Koffi;
  readonly folder: string;

  /** @param folder of the built files: the shim's libraries and koffi.node. */
  constructor(folder: string) {
    this.folder = folder;
    this.koffi = createRequire(join(folder, 'koffi.node'))('./koffi.node') as Koffi;
    // Native code runs on stacks of the binding's: as large as the one that plugins have in other hosts.
    if (this.koffi.config().sync_stack_size !== STACK_BYTES) this.koffi.config({ sync_stack_size: STACK_BYTES });
    this.os = declareFunctions<Os>(this.koffi, join(folder, 'libmaolan-os.so'), OS_PROTOTYPES);
  }
}

/** Text of a NUL-terminated UTF-8 buffer. */
export function textOf(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return new TextDecoder().decode(end < 0 ? bytes : bytes.subarray(0, end));
}
