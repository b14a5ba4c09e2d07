// SPDX-License-Identifier: BSD-2-Clause
/**
 * What a host process tells the client library of its plugin: the JSON texts behind the protocol's layout.
 */

/** The process has started anew because of the plugin. */
export interface CrashReport {
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
