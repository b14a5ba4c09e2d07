// SPDX-License-Identifier: BSD-2-Clause
/**
 * What a host process tells the client library of its plugin: the JSON texts behind the protocol's layout.
 */

/** A place in a program that crashed. */
export interface CrashFrame {
  /** Like 0x7f12345678. */
  address: string;
  /** File of the library. Code that was made while the program ran is in none. */
  module?: string;
  /** From where that was loaded, in bytes. */
  offset?: number;
  /** If the library has symbols. */
  function?: string;
}

/** Where it happened, as far as the process could still say. */
export interface CrashPlace {
  threadName?: string;
  /** That could not be accessed, like 0x0. */
  address?: string;
  /** Of the innermost frame that is not the C library's. */
  module?: string;
  offset?: number;
  function?: string;
  /** The innermost first. */
  backtrace?: readonly CrashFrame[];
}

/** The process has started anew because of the plugin. */
export interface CrashReport extends CrashPlace {
  event: 'crash';
  cause: 'signal' | 'exit' | 'hang' | 'core' | 'other';
  /** Like SIGSEGV; cause signal. */
  signal?: string;
  /** Cause exit. */
  exitCode?: number;
  thread: 'audio' | 'main' | 'other';
  /** Like "while it was loaded". */
  during: string;
  /** Within the last minute, this one included. */
  count: number;
  /** A sentence. */
  message: string;
}

/** As it is kept in a file (ts/crashes/store.ts). */
export interface KeptCrash extends Omit<CrashReport, 'event'> {
  /** ISO 8601, UTC. */
  time: string;
  format: string;
  /** As the DAW named it. */
  plugin: string;
  /** The DAW's name for it. */
  instance: string;
}

/** The plugin plays again. */
export interface RevivedReport {
  event: 'revived';
  afterMs: number;
  /** What is not as it was before the crash. */
  lost: 'nothing' | 'edits' | 'state';
  message: string;
}

/** The process goes on without it. */
export interface BypassedReport {
  event: 'bypassed';
  message: string;
}

export type Report = CrashReport | RevivedReport | BypassedReport;
