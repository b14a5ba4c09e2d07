// SPDX-License-Identifier: BSD-2-Clause
/** Reports of a host process to the client library about its plugin: the JSON texts after the protocol's layout. */

/** A place in a program that crashed. */
export interface CrashFrame {
  /** Such as 0x7f12345678. */
  address: string;
  /** File of the library. Code generated at run time has none. */
  module?: string;
  /** From the library's load address, in bytes. */
  offset?: number;
  /** If the library has symbols. */
  function?: string;
}

/** Where it happened, as far as the process could record it. */
export interface CrashPlace {
  threadName?: string;
  /** That could not be accessed, such as 0x0. */
  address?: string;
  /** Of the innermost frame outside the C library. */
  module?: string;
  offset?: number;
  function?: string;
  /** Innermost first. */
  backtrace?: readonly CrashFrame[];
}

/** The process was restarted because of the plugin. */
export interface CrashReport extends CrashPlace {
  event: 'crash';
  cause: 'signal' | 'exit' | 'hang' | 'core' | 'other';
  /** Such as SIGSEGV; for cause signal. */
  signal?: string;
  /** For cause exit. */
  exitCode?: number;
  thread: 'audio' | 'main' | 'other';
  /** Such as "while it was loading". */
  during: string;
  /** Within the last minute, including this one. */
  count: number;
  /** A sentence. */
  message: string;
}

/** As stored in a file (ts/crashes/store.ts). */
export interface KeptCrash extends Omit<CrashReport, 'event'> {
  /** ISO 8601, UTC. */
  time: string;
  format: string;
  /** As named by the DAW. */
  plugin: string;
  /** The DAW's name for it. */
  instance: string;
}

/** The plugin is running again. */
export interface RevivedReport {
  event: 'revived';
  afterMs: number;
  /** What differs from before the crash. */
  lost: 'nothing' | 'edits' | 'state';
  message: string;
}

/** The process continues without it. */
export interface BypassedReport {
  event: 'bypassed';
  message: string;
}

export type Report = CrashReport | RevivedReport | BypassedReport;
