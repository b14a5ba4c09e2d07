// SPDX-License-Identifier: BSD-2-Clause
/**
 * Reports incidents of the plugin to the client library as they happen: a ring of JSON texts after the protocol's
 * layout (wasm/include/protocol.h). DAWs have no such area, and use the log and the header's error code.
 */
import { constants } from 'node:os';
import {
  PROTOCOL_PLUGIN_IS_AWAY,
  PROTOCOL_REPORT_BYTES,
  PROTOCOL_REPORT_SLOTS,
  PROTOCOL_REPORTS,
  PROTOCOL_REPORTS_WRITTEN,
} from '../../contract/protocol.ts';
import {
  RECOVERY_AUDIO,
  RECOVERY_CORE,
  RECOVERY_EXIT,
  RECOVERY_HANG,
  RECOVERY_OTHER,
  RECOVERY_SIGNAL,
} from '../../contract/recovery.ts';
import type { Core } from '../../core.ts';
import { crashFolder, keepCrash } from '../../crashes/store.ts';
import type { CrashPlace, CrashReport, Report, RevivedReport } from '../../report.ts';
import type { CommandLine } from '../command-line.ts';
import { describeEnd, type LastProcess, type Plan, placeOf } from './restart-policy.ts';

const LENGTH_BYTES = 4;
const WORD_BYTES = 4;

/** Write a report. Does nothing without a reader. */
export function publishReport(core: Core, report: Report): void {
  if (process.env.MAOLAN_CLIENT_AREA !== '1') return;
  const { u8, u32, exports } = core;
  const window = exports.core_window();
  const word = (window + PROTOCOL_REPORTS_WRITTEN) / WORD_BYTES;
  const written = Atomics.load(u32, word);
  const at = window + PROTOCOL_REPORTS + (written % PROTOCOL_REPORT_SLOTS) * PROTOCOL_REPORT_BYTES;
  const bytes = fittingBytes(report);
  u32[at / WORD_BYTES] = bytes.length;
  u8.set(bytes, at + LENGTH_BYTES);
  Atomics.store(u32, word, written + 1);
}

/** Without its last frames if it is too long. */
function fittingBytes(report: Report): Uint8Array {
  const bytes = new TextEncoder().encode(JSON.stringify(report));
  if (bytes.length <= PROTOCOL_REPORT_BYTES - LENGTH_BYTES) return bytes;
  const frames = report.event === 'crash' ? (report.backtrace ?? []) : [];
  if (frames.length > 0) return fittingBytes({ ...report, backtrace: frames.slice(0, -1) } as Report);
  return fittingBytes({ ...report, message: report.message.slice(0, report.message.length / 2) });
}

/** The plugin is running again, or has been given up for good: readers can stop waiting for a report. */
export function announcePlugin({ u32, exports }: Core): void {
  if (process.env.MAOLAN_CLIENT_AREA !== '1') return;
  Atomics.store(u32, (exports.core_window() + PROTOCOL_PLUGIN_IS_AWAY) / WORD_BYTES, 0);
}

function causeOf({ cause }: LastProcess): CrashReport['cause'] {
  if (cause === RECOVERY_HANG) return 'hang';
  if (cause === RECOVERY_EXIT) return 'exit';
  if (cause === RECOVERY_SIGNAL) return 'signal';
  return cause === RECOVERY_CORE ? 'core' : 'other';
}

function threadOf({ thread }: LastProcess): CrashReport['thread'] {
  if (thread === RECOVERY_AUDIO) return 'audio';
  return thread === RECOVERY_OTHER ? 'other' : 'main';
}

export function crashReport(last: LastProcess, place: CrashPlace): CrashReport {
  const cause = causeOf(last);
  const name = Object.entries(constants.signals).find(([, number]) => number === last.signal)?.[0];
  return {
    event: 'crash',
    cause,
    ...(cause === 'signal' && { signal: name ?? `signal ${last.signal}` }),
    ...(cause === 'exit' && { exitCode: last.signal }),
    thread: threadOf(last),
    during: placeOf(last),
    count: last.crashes,
    message: describeEnd(last),
    ...place,
  };
}

/** Put it into a file. @returns why that failed; undefined: it did not. */
export function keepReport(report: CrashReport, line: CommandLine, msAgo: number): string | undefined {
  const { event: _, ...crash } = report;
  const time = new Date(Date.now() - msAgo).toISOString();
  const folder = crashFolder(process.env);
  try {
    keepCrash(folder, { time, format: line.format, plugin: line.spec, instance: line.instanceId, ...crash });
    return undefined;
  } catch (error) {
    return `The report of the crash is not kept in ${folder}: ${(error as Error).message}`;
  }
}

/** @param brought what the plugin has now: "with its last state". */
export function revivedReport(plan: Plan, hadState: boolean, afterMs: number, brought: string): RevivedReport {
  const restored = plan.kind === 'again' ? plan.restore : 'nothing';
  const lost = !hadState ? 'state' : restored === 'with-changes' ? 'nothing' : 'edits';
  return { event: 'revived', afterMs, lost, message: `It was loaded again ${brought}` };
}
