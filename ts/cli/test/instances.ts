// SPDX-License-Identifier: BSD-2-Clause
/** Several instances in one process, one after the other or together: a process of the tester's own (instances-process.ts). */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { PLUGIN_NOT_SUPPORTED, PLUGIN_OK } from '../../contract/plugin.ts';
import type { Bench } from './bench.ts';
import { Broken, expect, skipUnless } from './broken.ts';
import { namedCalls } from './calls.ts';
import { ProbeRecord } from './probe-record.ts';

export interface InstancesOptions {
  /** So often one after the other. */
  times: number;
  /** So many at once. */
  together: number;
  /** Questions to the first one. */
  ask?: Question;
  /** Then the first one plays for so long, and is restarted when it asks. */
  seconds?: number;
  /** Instead of all that: one of enum plugin_trial, with one instance. */
  trial?: number;
}

/** Each parameter's texts of values and back. */
export interface Question {
  /** Per parameter. */
  values: number;
}

export interface TextAnswer {
  name: string;
  value: number;
  text: string | null;
  parsed: number | null;
  isInteger: boolean;
  /** Only the plugin sets it: nobody types a value in. */
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
  threads: number[];
  fds: number[];
  texts: TextAnswer[];
  trial?: TrialAnswer;
  /** How often it asked for one after its first moments. */
  restarts: number;
}

/** Linked text of a process, and how it ended. */
interface Ended {
  text: string;
  said: string;
  code: number | null;
  signal: string | null;
}

function run(bench: Bench, record: ProbeRecord, words: readonly string[]): Promise<Ended> {
  const { folder } = bench.setup;
  const env = {
    ...process.env,
    MAOLAN_PROBE: record.path,
    LD_PRELOAD: join(folder, 'libmaolan-probe.so'),
  };
  const child = spawn(process.execPath, [join(folder, 'instances.cjs'), ...words], {
    env,
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    signal: AbortSignal.any([bench.signal, AbortSignal.timeout(2 * bench.setup.timeoutMs)]),
    killSignal: 'SIGKILL',
  });
  const ended: Ended = { text: '', said: '', code: null, signal: null };
  child.stderr?.setEncoding('utf8').on('data', (data: string) => {
    ended.said = (ended.said + data).slice(-4096);
  });
  (child.stdio[3] as NodeJS.ReadableStream).setEncoding('utf8').on('data', (data: string) => {
    ended.text += data;
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ ...ended, code, signal }));
  });
}

/** @throws Broken if one of them could not be opened, or the process died. */
export async function instances(bench: Bench, options: InstancesOptions): Promise<Instances> {
  const { plugin } = bench;
  const record = new ProbeRecord(0);
  try {
    const job = JSON.stringify({ format: plugin.format, spec: plugin.spec, ...options });
    const { text, said, code, signal } = await run(bench, record, [job]);
    const { end } = record;
    const where = end?.where || record.where;
    const calls = await namedCalls(end?.calls ?? []);
    if (code !== 0) {
      const how = end?.signal || end?.exit || signal || `exit code ${code}`;
      const reason = /sentence: (.*)/.exec(said)?.[1];
      throw new Broken({
        expected: 'all of them live and end in peace',
        seen: reason ?? `the process ended by ${how}`,
        where,
        calls,
      });
    }
    return JSON.parse(text) as Instances;
  } finally {
    record.remove();
  }
}

/** @returns what it claims, if the trial is about that. @throws Broken, NotApplicable */
export async function tried(bench: Bench, trial: number): Promise<string> {
  const { trial: answer } = await instances(bench, { times: 1, together: 1, trial });
  if (answer === undefined) throw new Error('the trial has no answer');
  skipUnless(answer.status !== PLUGIN_NOT_SUPPORTED, answer.text);
  expect(answer.status === PLUGIN_OK, 'what the rule says', answer.text);
  return answer.text;
}
