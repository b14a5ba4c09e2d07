// SPDX-License-Identifier: BSD-2-Clause
// Generated from native-shim/include/recovery.h by `npm run contract`; do not edit.
import type { Fd, Milliseconds } from '../contract-types.ts';

export const RECOVERY_STATE_BYTES_MAX = 67108864;

// enum recovery_phase: What the main thread is doing.
/** the host's own code */
export const RECOVERY_IDLE = 0;
export const RECOVERY_LOAD = 1;
/** requested by the DAW. Here and in the next one, the state's parameter table is saved when the phase begins */
export const RECOVERY_SAVE = 2;
/** unrequested: taking the last good state */
export const RECOVERY_CAPTURE = 3;
export const RECOVERY_RESTORE = 4;
export const RECOVERY_EDITOR = 5;
/** timers, file descriptors, parameter lists */
export const RECOVERY_SERVE = 6;
/** the DAW has requested the end: a crash now only ends the process, with exit code 0 */
export const RECOVERY_CLOSE = 7;
/** the plugin has requested a restart (deactivate and activate); blocks pass without it */
export const RECOVERY_RESTART = 8;

// enum recovery_cause
/** this is the first process */
export const RECOVERY_NONE = 0;
/** recovery_signal */
export const RECOVERY_SIGNAL = 1;
/** the plugin called exit, _exit or similar; recovery_signal is the exit code */
export const RECOVERY_EXIT = 2;
/** plugin code did not return; recovery_thread tells which thread */
export const RECOVERY_HANG = 3;
/** intended: recovery_restart */
export const RECOVERY_AGAIN = 4;
/** the host's own core trapped */
export const RECOVERY_CORE = 5;
/** plugin code closed the pipes to the DAW */
export const RECOVERY_PIPES = 6;
/** the plugin replaced the process with another program (exec) */
export const RECOVERY_REPLACED = 7;
/** a thread ended: pthread_exit, pthread_cancel */
export const RECOVERY_ENDED = 8;

// enum recovery_thread
export const RECOVERY_MAIN = 1;
export const RECOVERY_AUDIO = 2;
export const RECOVERY_OTHER = 3;

export const RECOVERY_WORD_EDITOR = 1;
export const RECOVERY_FORMAT_WORD = 8;

// enum environment
export const ENVIRONMENT_FP = 1;
export const ENVIRONMENT_LOCALE = 2;
export const ENVIRONMENT_MASK = 4;
export const ENVIRONMENT_DIRECTORY = 8;

/** Functions of recovery.h. */
export interface RecoveryFunctions {
  /** [main-thread] Find the record. */
  recovery_open(dawToHost: Fd, hostToDaw: Fd): number;
  /** [main-thread] The supervisor's segment fd (the DAW may have unlinked its name since), or -1. */
  recovery_segment_fd(): Fd;
  /** [main-thread] From now on an unexpected end is a crash, after which the supervisor starts another process. */
  recovery_arm(): number;
  /**
   * [any-thread] Set up an alternate signal stack for the calling thread, and have its end reported to the
   * supervisor.
   */
  recovery_enter_thread(): number;
  /** [main-thread] enum recovery_cause */
  recovery_cause(): number;
  recovery_signal(): number;
  /** [main-thread] enum recovery_thread of that process. */
  recovery_thread(): number;
  /** [main-thread] enum recovery_phase of its main thread. */
  recovery_phase_then(): number;
  /** [main-thread] Crashes in the last 60 s, including the last one; RECOVERY_AGAIN does not count. */
  recovery_crashes(): number;
  /** [main-thread] Milliseconds since it ended. */
  recovery_age_ms(): Milliseconds;
  /**
   * [main-thread] The unanswered request of the main thread: its type, or 0 if none, and the clock_ms() when
   * its byte was read.
   */
  recovery_request_type(): number;
  recovery_request_ms(): Milliseconds;
  /** Where it crashed, if it could say: by a signal, or by a call of exit. */
  recovery_crash_thread_id(): number;
  recovery_crash_thread_name(): string;
  /** [main-thread] The address that could not be accessed; -1: the signal has none. */
  recovery_crash_address(): number;
  /** [main-thread] At most 24. */
  recovery_frame_count(): number;
  /** [main-thread] The innermost frame that is not the C library's (or C++'s): whom to blame. */
  recovery_frame_blamed(): number;
  /**
   * [main-thread] Its address; the path of the file that this lies in (empty: none); and from where that file
   * was loaded.
   */
  recovery_frame_address(index: number): number;
  recovery_frame_module(index: number): string;
  recovery_frame_offset(index: number): number;
  /** [main-thread] Set the current phase. Returns the previous one. */
  recovery_set_phase(phase: number): number;
  /** [any-thread] A request was handed to the main thread at wake_ms; type 0: it has been answered. */
  recovery_note_request(type: number, wakeMs: Milliseconds): void;
  recovery_word(index: number): number;
  recovery_set_word(index: number, value: number): void;
  /** [main-thread] Intentionally restart in a new process. Returns only if there is no supervisor. */
  recovery_restart(): number;
  /**
   * [main-thread] Keep bytes as the last good state, with the parameter table saved at RECOVERY_SAVE or
   * _CAPTURE.
   */
  recovery_keep_state(state: Uint8Array, bytes: number): number;
  /** [main-thread] A state that is about to be handed to the plugin. */
  recovery_try_state(state: Uint8Array, bytes: number): number;
  recovery_commit_state(): void;
  /**
   * [main-thread] Size in bytes of the last good state, 0 if none; and a copy of it: the number of bytes, or
   * -errno (-EBADMSG: it is corrupted).
   */
  recovery_state_bytes(): number;
  recovery_take_state(state: Uint8Array, room: number): number;
  /** [main-thread] 1: that is the one before the last good state, whose copy in memory was damaged. */
  recovery_state_is_earlier(): number;
  /**
   * Parameters whose value at the end differed from the last good state, plus those that the unfinished block
   * was going to change: set these after restoring that state. [main-thread], left by the previous process.
   */
  recovery_change_count(): number;
  recovery_change_id(index: number): number;
  recovery_change_value(index: number): number;
  /** [main-thread] Position of the editor's own window (root coordinates of its frame's client area). */
  recovery_note_window(x: number, y: number): void;
  recovery_window(x: Int32Array, y: Int32Array): number;
  recovery_restore_environment(): number;
}

/** The same for koffi. */
export const recoveryPrototypes: { readonly [name in keyof RecoveryFunctions]: string } = {
  recovery_open: 'int32_t recovery_open(int32_t daw_to_host, int32_t host_to_daw)',
  recovery_segment_fd: 'int32_t recovery_segment_fd()',
  recovery_arm: 'int32_t recovery_arm()',
  recovery_enter_thread: 'int32_t recovery_enter_thread()',
  recovery_cause: 'int32_t recovery_cause()',
  recovery_signal: 'int32_t recovery_signal()',
  recovery_thread: 'int32_t recovery_thread()',
  recovery_phase_then: 'int32_t recovery_phase_then()',
  recovery_crashes: 'int32_t recovery_crashes()',
  recovery_age_ms: 'uint32_t recovery_age_ms()',
  recovery_request_type: 'uint32_t recovery_request_type()',
  recovery_request_ms: 'uint32_t recovery_request_ms()',
  recovery_crash_thread_id: 'int32_t recovery_crash_thread_id()',
  recovery_crash_thread_name: 'const char *recovery_crash_thread_name()',
  recovery_crash_address: 'double recovery_crash_address()',
  recovery_frame_count: 'uint32_t recovery_frame_count()',
  recovery_frame_blamed: 'uint32_t recovery_frame_blamed()',
  recovery_frame_address: 'double recovery_frame_address(uint32_t index)',
  recovery_frame_module: 'const char *recovery_frame_module(uint32_t index)',
  recovery_frame_offset: 'double recovery_frame_offset(uint32_t index)',
  recovery_set_phase: 'int32_t recovery_set_phase(int32_t phase)',
  recovery_note_request: 'void recovery_note_request(uint32_t type, uint32_t wake_ms)',
  recovery_word: 'int32_t recovery_word(int32_t index)',
  recovery_set_word: 'void recovery_set_word(int32_t index, int32_t value)',
  recovery_restart: 'int32_t recovery_restart()',
  recovery_keep_state: 'int32_t recovery_keep_state(const void *state, uint32_t bytes)',
  recovery_try_state: 'int32_t recovery_try_state(const void *state, uint32_t bytes)',
  recovery_commit_state: 'void recovery_commit_state()',
  recovery_state_bytes: 'uint32_t recovery_state_bytes()',
  recovery_take_state: 'int32_t recovery_take_state(void *state, uint32_t room)',
  recovery_state_is_earlier: 'int32_t recovery_state_is_earlier()',
  recovery_change_count: 'uint32_t recovery_change_count()',
  recovery_change_id: 'uint32_t recovery_change_id(uint32_t index)',
  recovery_change_value: 'double recovery_change_value(uint32_t index)',
  recovery_note_window: 'void recovery_note_window(int32_t x, int32_t y)',
  recovery_window: 'int32_t recovery_window(int32_t *x, int32_t *y)',
  recovery_restore_environment: 'int32_t recovery_restore_environment()',
};
