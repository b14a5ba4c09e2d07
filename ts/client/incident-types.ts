// SPDX-License-Identifier: BSD-2-Clause
/** How plugins and their processes fail: crashes, ends, blocks that are passed through, codes of errors. */

/** The host was closed. */
export interface ExitClosed {
  /** Why. */
  kind: 'closed';
}

/** A signal ended it: mostly the plugin's fault. */
export interface ExitCrashed {
  /** Why. */
  kind: 'crashed';
  /** Like SIGSEGV. */
  signal: string;
}

/** It ended by itself. */
export interface ExitExited {
  /** Why. */
  kind: 'exited';
  /** Exit code; -1 if it could not even be started. */
  code: number;
  /** Its last sentence. */
  message: string;
}

/** It did not answer any more, and was ended. */
export interface ExitHung {
  /** Why. */
  kind: 'hung';
}

/** How a host process ended. */
export type ExitReason = ExitClosed | ExitCrashed | ExitExited | ExitHung;

/**
 * timeout: it was not in time; crash: the plugin crashed and is not back yet; refused: the plugin failed to process the block; gaveUp: it crashed
 * too often and is not loaded again; exited: the host process has ended.
 */
export type BypassReason = 'timeout' | 'crash' | 'refused' | 'gaveUp' | 'exited';

/** A place in the program when it crashed. */
export interface CrashFrame {
  /** Of the code; hexadecimal, like 0x7f12345678. */
  address: string;
  /** File of the library; undefined: code of no file. */
  module?: string;
  /** Bytes from where the library was loaded, as `addr2line -e module` takes it. */
  offset?: number;
  /** If the library's file has symbols; C++ names as the linker has them. */
  function?: string;
}

/** The plugin crashed. Its process goes on, and loads it again. */
export interface Crash {
  /** signal: of a deadly one; exit: it ended its process; hang: a block did not return; core: the host's own fault; other: see message. */
  cause: 'signal' | 'exit' | 'hang' | 'core' | 'other';
  /** Like SIGSEGV; of cause `signal`. */
  signal?: string;
  /** Of cause `exit`. */
  exitCode?: number;
  /** audio: in a block; main: in a call of the host's; other: in a thread of the plugin's own. */
  thread: 'audio' | 'main' | 'other';
  /** What the thread was doing, like "while it was loaded". */
  during: string;
  /** Crashes within the last minute, this one included. */
  count: number;
  /** All of it as a sentence. */
  message: string;
  /**
   * What follows is there if the process could still write it down: after a fault (SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT and the like) or a call
   * of exit(), not after SIGKILL, _exit(), a hang, or a stack overflow in a thread of the plugin's own. Of the thread, as the system knows it.
   */
  threadName?: string;
  /** That could not be accessed; hexadecimal, like 0x0. Only faults have one. */
  address?: string;
  /** File of the library in which it happened: the innermost that is not the C or C++ library. */
  module?: string;
  /** Bytes from where that library was loaded. */
  offset?: number;
  /** If that library's file has symbols. */
  function?: string;
  /** The innermost first, as many as fit in 4 KB. */
  backtrace?: readonly CrashFrame[];
}

/** The plugin was loaded again after a crash. */
export interface Revival {
  /** Milliseconds from the crash until now. */
  afterMs: number;
  /** edits: what was changed after the last state that was kept; state: all but its parameters. */
  lost: 'nothing' | 'edits' | 'state';
  /** A sentence. */
  message: string;
}

/** The plugin crashed too often: its process goes on without it. */
export interface GaveUpPlugin {
  /** Why. */
  kind: 'bypassed';
  /** A sentence. */
  message: string;
}

/** Codes of the library's errors; stable. */
export type ErrorCode =
  | 'HOST_NOT_FOUND'
  | 'NOT_FOUND'
  | 'LOAD_FAILED'
  | 'NOT_READY'
  | 'INVALID_ARGUMENT'
  | 'NOT_SUPPORTED'
  | 'CLOSED'
  | 'REQUEST_FAILED'
  | 'REQUEST_TIMEOUT'
  | 'RENDER_FAILED'
  | 'SOUND_FAILED'
  | 'HOST_EXITED'
  | 'NO_SHARED_MEMORY'
  | 'ABORTED';
