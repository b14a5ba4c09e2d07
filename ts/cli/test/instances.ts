// SPDX-License-Identifier: BSD-2-Clause
/** Several instances in one process, one after the other or together: a process of the tester's own (instances-process.ts). */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { PLUGIN_NOT_SUPPORTED, PLUGIN_OK } from '../../contract/plugin.ts';
import type { Bench } from './bench.ts';
import { Broken, expect, NotApplicable, skipUnless } from './broken.ts';
import { ProbeRecord } from './probe-record.ts';
import { type Leak, leakEnvironment, leaksOf, preloadOf } from './sanitizer.ts';

export interface InstancesOptions {
  /** So often one after the other. */
  times: number;
  /** So many at once. */
  together: number;
  /** Questions to the first one. */
  ask?: Question;
  /** Then the first one plays for so long, and is restarted when it asks. */
  seconds?: number;
  /** Keep this binary loaded: its libraries allocate once what is lost when they are unloaded. */
  keep?: string;
  /** The same, and have LeakSanitizer look for what it lost. */
  leaksOf?: string;
  /** Instead of all that: one of enum plugin_trial, with one instance. */
  trial?: number;
}

/** Each parameter's texts of values and back. */
export interface Question {
  /** Per parameter, at most: fewer where there are many. */
  values: number;
}

export interface TextAnswer {
  name: string;
  value: number;
  text: string | null;
  parsed: number | null;
  /** Of what was parsed. */
  again: string | null;
  isInteger: boolean;
  /** Only the plugin sets it, never a user. */
  isReadOnly: boolean;
  minimum: number;
  maximum: number;
}

/** What a trial found: plugin_try's status, and a sentence or a number. */
export interface TrialAnswer {
  status: number;
  text: string;
}

/** After each pass. */
export interface Instances {
  /** Bytes. */
  rss: number[];
  /** Bytes that malloc has given. */
  heap: number[];
  threads: number[];
  fds: number[];
  texts: TextAnswer[];
  trial?: TrialAnswer;
  /** How often it asked for one after its first moments. */
  restarts: number;
  leaks: Leak[];
  /** Of the second one's output, while it was silent and the first one was not. */
  peak: number;
}

/** Linked text of a process, and how it ended. */
interface Ended {
  text: string;
  said: string;
  code: number | null;
  signal: string | null;
  /** It was made to end. */
  isLate: boolean;
}

/** Of a test's time: what does not go on for so long hangs. */
const TIMEOUT_SHARE = 0.5;
/** How long each plays in real time, in which it may ask for restarts. */
export const RESTART_SECONDS = 2;
/** Values per parameter that are read as text, below level 5. */
const FEW_TEXTS = 20;
/** For its last words. */
const REASON_MS = 2000;

const reportOf = ({ path }: ProbeRecord) => `${path}.leaks`;

function run(bench: Bench, record: ProbeRecord, job: string, looksForLeaks: boolean): Promise<Ended> {
  const { folder } = bench.setup;
  const env = {
    ...process.env,
    MAOLAN_PROBE: record.path,
    LD_PRELOAD: preloadOf(folder),
    ...(looksForLeaks && leakEnvironment(reportOf(record))),
  };
  const child = spawn(process.execPath, [join(folder, 'instances.cjs'), job], {
    env,
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    signal: bench.signal,
    killSignal: 'SIGKILL',
  });
  const ended: Ended = { text: '', said: '', code: null, signal: null, isLate: false };
  const limit = setTimeout(() => {
    ended.isLate = true;
    child.kill('SIGABRT');
    setTimeout(() => child.kill('SIGKILL'), REASON_MS).unref();
  }, TIMEOUT_SHARE * bench.limitMs);
  child.stderr?.setEncoding('utf8').on('data', (data: string) => {
    ended.said = (ended.said + data).slice(-4096);
  });
  (child.stdio[3] as NodeJS.ReadableStream).setEncoding('utf8').on('data', (data: string) => {
    limit.refresh(); // it goes on
    ended.text += data;
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      clearTimeout(limit);
      resolve({ ...ended, code, signal });
    });
  });
}

async function faultOf({ said, code, signal, isLate }: Ended, { end, where: now }: ProbeRecord, limitMs: number) {
  const where = end?.where || now;
  const limit = `for ${(TIMEOUT_SHARE * limitMs) / 1000} s`;
  if (isLate && where === '')
    return new NotApplicable(`it did not go on ${limit}, and not for the plugin: try --timeout`);
  const details = { expected: 'all of them live and end in peace', where, calls: end?.calls ?? [] };
  if (isLate) return new Broken({ ...details, seen: `it did not come back ${limit}`, isHung: true });
  const reason = /sentence: (.*)/.exec(said)?.[1];
  if (reason !== undefined) return new Broken({ ...details, seen: reason });
  const crash = end?.signal || end?.exit || signal || `exit(${code})`;
  return new Broken({ ...details, seen: `the process ended by ${crash}`, crash });
}

/** @throws Broken if one of them could not be opened, or the process ended. */
export async function instances(bench: Bench, options: InstancesOptions): Promise<Instances> {
  const { plugin } = bench;
  const record = new ProbeRecord(0);
  try {
    const job = JSON.stringify({ format: plugin.format, spec: plugin.spec, ...options });
    const ended = await run(bench, record, job, options.leaksOf !== undefined);
    if (ended.code !== 0) throw await faultOf(ended, record, bench.limitMs);
    const leaks = options.leaksOf === undefined ? [] : leaksOf(options.leaksOf, reportOf(record));
    return { ...(JSON.parse(ended.text) as Omit<Instances, 'leaks'>), leaks };
  } finally {
    record.remove();
  }
}

/** For several tests to look at: two at once, of which the first is asked all that is asked of one. */
export function twoInstances(bench: Bench): Promise<Instances> {
  const more = bench.plugin.format === 'lv2' ? {} : { ask: { values: FEW_TEXTS }, seconds: RESTART_SECONDS };
  return instances(bench, { times: 1, together: 2, ...more });
}

/** @returns what it claims, if the trial is about that. @throws Broken, NotApplicable */
export async function tried(bench: Bench, trial: number): Promise<string> {
  const { trial: answer } = await instances(bench, { times: 1, together: 1, trial });
  if (answer === undefined) throw new Error('the trial has no answer');
  skipUnless(answer.status !== PLUGIN_NOT_SUPPORTED, answer.text);
  expect(answer.status === PLUGIN_OK, 'what the rule says', answer.text);
  return answer.text;
}
