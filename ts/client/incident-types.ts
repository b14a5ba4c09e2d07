// SPDX-License-Identifier: BSD-2-Clause
/** How plugins and their processes fail: crashes, exits, bypassed blocks, error codes. */

/** The host was closed. */
export interface ExitClosed {
  /** Why. */
  kind: 'closed';
}

/** A signal killed it, usually because of the plugin. */
export interface ExitCrashed {
  /** Why. */
  kind: 'crashed';
  /** Like SIGSEGV. */
  signal: string;
}

/** It exited. */
export interface ExitExited {
  /** Why. */
  kind: 'exited';
  /** Exit code; -1 if it could not even be started. */
  code: number;
  /** Its last sentence. */
  message: string;
}

/** It stopped answering and was killed. */
export interface ExitHung {
  /** Why. */
  kind: 'hung';
}

/** How a host process ended. */
export type ExitReason = ExitClosed | ExitCrashed | ExitExited | ExitHung;

/**
 * timeout: the block was late; crash: the plugin crashed and is not loaded again yet; refused: the plugin failed to process the block;
 * gaveUp: it crashed too often and is not loaded again; exited: the host process has ended.
 */
export type BypassReason = 'timeout' | 'crash' | 'refused' | 'gaveUp' | 'exited';

/** A frame of the backtrace. */
export interface CrashFrame {
  /** Address of the code, in hexadecimal, such as 0x7f12345678. */
  address: string;
  /** File of the library; undefined: the code is not in a file. */
  module?: string;
  /** Bytes from where the library was loaded, as `addr2line -e module` takes it. */
  offset?: number;
  /** Present if the library has symbols; C++ names are mangled. */
  function?: string;
}

/** The plugin crashed. It is loaded again. */
export interface Crash {
  /** signal: a fatal signal; exit: the plugin called exit; hang: a block did not return; core: a fault of the host; other: see message. */
  cause: 'signal' | 'exit' | 'hang' | 'core' | 'other';
  /** Like SIGSEGV; of cause `signal`. */
  signal?: string;
  /** Of cause `exit`. */
  exitCode?: number;
  /** audio: in a block; main: in a call by the host; other: in a thread of the plugin. */
  thread: 'audio' | 'main' | 'other';
  /** What the thread was doing, like "while it was loading". */
  during: string;
  /** Crashes within the last minute, this one included. */
  count: number;
  /** The whole report as a sentence. */
  message: string;
  /**
   * The following fields are present if the process could still record them: after a fault (SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT and
   * the like) or a call of exit(), not after SIGKILL, _exit(), a hang, or a stack overflow in a thread of the plugin's own. The thread's
   * system id.
   */
  threadName?: string;
  /** The address that could not be accessed, in hexadecimal, such as 0x0. Only faults have one. */
  address?: string;
  /** File of the library in which it happened: the innermost that is not the C or C++ library. */
  module?: string;
  /** Bytes from where that library was loaded. */
  offset?: number;
  /** Present if that library has symbols. */
  function?: string;
  /** The innermost first, as many as fit in 4 KB. */
  backtrace?: readonly CrashFrame[];
}

/** The plugin was loaded again after a crash. */
export interface Revival {
  /** Milliseconds from the crash until now. */
  afterMs: number;
  /** edits: changes after the last saved state; state: everything but the parameters. */
  lost: 'nothing' | 'edits' | 'state';
  /** A sentence. */
  message: string;
}

/** The plugin crashed too often and is not loaded again. */
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
