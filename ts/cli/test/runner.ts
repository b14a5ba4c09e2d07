// SPDX-License-Identifier: BSD-2-Clause
/** Runs tests: each in its own processes, after those that it needs, within its limit. */
import { availableParallelism } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import pLimit from 'p-limit';
import { PluginHostError } from '../../client/index.ts';
import { PROBE_BLOCKS } from '../../contract/probe.ts';
import { testAgain } from './again.ts';
import { Bench, type Setup } from './bench.ts';
import { Broken, NotApplicable } from './broken.ts';
import { namedCalls } from './calls.ts';
import { Random, seedFor } from './random.ts';
import { appliesTo, isBad, type Result, type Rule, type Status } from './rule.ts';
import { rules as allRules } from './rules/index.ts';
import type { Subject } from './subject.ts';

export interface Chosen {
  rules: readonly Rule[];
  jobs: number | undefined;
  signal: AbortSignal;
  onResult(result: Result, done: number, total: number): void;
}

/** A plugin that does not move for so long hangs. */
const [LOOKS, LOOK_MS] = [40, 50];

/** Tests wait much of their time: for timers, for windows, for a process. */
const JOBS_PER_PROCESSOR = 2;

/** How long the library waits for the answer to a request. */
const REQUEST_MS = 4000;

type Outcome = Pick<Result, 'status' | 'seen' | 'expected' | 'where' | 'signal' | 'calls'>;
const NOTHING = { seen: '', expected: '', where: '', signal: '', calls: [] };

class TooLong extends Error {}

/** Rejects when the time is over, or on a request to stop. */
async function within(work: Promise<void>, ms: number, signal: AbortSignal): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  let abort = () => {};
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new TooLong()), ms);
    abort = () => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
  });
  work.catch(() => {});
  try {
    await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', abort);
  }
}

/** In which call a plugin is; empty: in none, or it makes progress, if slowly. */
async function placeOf({ record }: Subject): Promise<string> {
  const look = () => `${record.where} ${record.word(PROBE_BLOCKS)}`;
  const [where, first] = [record.where, look()];
  for (let i = 0; i < LOOKS && where !== ''; i++) {
    await sleep(LOOK_MS);
    if (look() !== first) return '';
  }
  return where;
}

/** The plugin is somewhere, and does not come back. */
async function hung(subject: Subject | undefined, ms: number): Promise<Outcome | undefined> {
  const where = subject === undefined ? '' : await placeOf(subject);
  if (subject === undefined || where === '') return undefined;
  await subject.interrupt();
  const calls = await namedCalls(subject.record.end?.calls ?? []);
  const seen = `it did not come back within ${ms / 1000} s`;
  return { ...NOTHING, status: 'hung', expected: 'every call returns', seen, where, calls };
}

/** It hangs; or the tester or its machine is too slow. */
async function late(bench: Bench, ms: number): Promise<Outcome> {
  const subject = bench.subjects.find(({ record }) => record.where !== '') ?? bench.subjects[0];
  const seen = `not done within ${ms / 1000} s, and the plugin is not the cause: try --timeout`;
  return (await hung(subject, ms)) ?? { ...NOTHING, status: 'skipped', seen };
}

/** The crash of a plugin, if there was one. */
async function crashOf(subjects: readonly Subject[]): Promise<Outcome | undefined> {
  for (const { record, reason } of subjects) {
    const { end } = record;
    if (end === undefined && reason === undefined) continue;
    const signal = end?.signal || (reason?.kind === 'crashed' ? reason.signal : '');
    const exit = end?.exit || (reason?.kind === 'exited' ? `exit(${reason.code})` : '');
    const seen = signal === '' ? `it ended the process: ${exit}` : `it crashed with ${signal}`;
    const calls = await namedCalls(end?.calls ?? []);
    const where = end?.where || record.where;
    return { status: 'crashed', seen, expected: 'the process goes on', where, signal, calls };
  }
  return undefined;
}

/** The host gives a request up by itself, while the plugin is still in it. */
function isLost(error: unknown): boolean {
  return error instanceof PluginHostError && ['REQUEST_TIMEOUT', 'REQUEST_FAILED'].includes(error.code);
}

async function outcomeOf(error: unknown, rule: Rule, bench: Bench, ms: number): Promise<Outcome> {
  if (error instanceof TooLong) return late(bench, ms);
  const crashed = await crashOf(bench.subjects);
  if (crashed !== undefined) return crashed;
  if (error === undefined) return { ...NOTHING, status: 'passed' };
  if (error instanceof NotApplicable) return { ...NOTHING, status: 'skipped', seen: error.message };
  const stuck = isLost(error) ? bench.subjects.find(({ record }) => record.where !== '') : undefined;
  const hang = await hung(stuck, REQUEST_MS);
  if (hang !== undefined) return hang;
  const isAdvice = rule.isAdvice || (error instanceof Broken && error.details.isAdvice);
  const status: Status = isAdvice ? 'warned' : 'failed';
  if (!(error instanceof Broken)) return { ...NOTHING, status, expected: rule.rule, seen: (error as Error).message };
  const { expected, seen, where = '', calls = [], crash, isHung = false } = error.details;
  const how = {
    status: isHung ? 'hung' : crash ? 'crashed' : status,
    signal: crash?.startsWith('SIG') ? crash : '',
  } as const;
  return { ...NOTHING, ...how, expected, seen, where, calls: await namedCalls(calls) };
}

/** @throws the signal's reason */
export async function runRule(rule: Rule, setup: Setup, signal: AbortSignal): Promise<Result> {
  const started = performance.now();
  const limitMs = setup.timeoutMs * (rule.timeoutFactor ?? 1);
  const bench = new Bench(setup, new Random(seedFor(setup.seed, rule.id)), limitMs, signal);
  let error: unknown;
  try {
    try {
      await within(rule.run(bench), limitMs, signal);
    } catch (reason) {
      error = reason;
    }
    signal.throwIfAborted();
    const outcome = await outcomeOf(error, rule, bench, limitMs);
    return { rule, ms: performance.now() - started, command: testAgain(setup, rule.id), ...outcome };
  } finally {
    await bench.dispose();
  }
}

function skipped(rule: Rule, setup: Setup, seen: string): Result {
  return { rule, ms: 0, command: testAgain(setup, rule.id), ...NOTHING, status: 'skipped', seen };
}

function whyNot(needed: Result): string {
  if (needed.status === 'skipped') return needed.seen;
  return `${needed.rule.id} is ${isBad(needed) ? 'broken' : 'not passed'}`;
}

/** The chosen rules that one needs; of those that are not chosen, what they need. */
function neededBy(rule: Rule, chosen: readonly Rule[]): string[] {
  return (rule.needs ?? []).flatMap((id) => {
    if (chosen.some((one) => one.id === id)) return [id];
    const other = allRules.find((one) => one.id === id);
    return other === undefined ? [] : neededBy(other, chosen);
  });
}

/** Rules whose needs stand before them. */
function inOrder(rules: readonly Rule[]): Rule[] {
  const ordered: Rule[] = [];
  const add = (rule: Rule) => {
    if (ordered.includes(rule)) return;
    for (const id of neededBy(rule, rules)) add(rules.find((one) => one.id === id) as Rule);
    ordered.push(rule);
  };
  for (const rule of rules) add(rule);
  return ordered;
}

/** @returns the results in the order of the rules. */
export async function runTests(setup: Setup, { rules, jobs, signal, onResult }: Chosen): Promise<Result[]> {
  const chosen = rules.filter((rule) => appliesTo(rule, setup.plugin.format));
  const results = new Map<string, Promise<Result>>();
  const inTurn = pLimit(jobs ?? JOBS_PER_PROCESSOR * availableParallelism());
  let done = 0;
  const runOne = async (rule: Rule): Promise<Result> => {
    // Those that it needs stand before it, so they have been begun. Waiting for them takes no turn.
    const needed = await Promise.all(neededBy(rule, chosen).flatMap((id) => results.get(id) ?? []));
    const missing = needed.find(({ status }) => status !== 'passed');
    const result = missing
      ? skipped(rule, setup, whyNot(missing))
      : await inTurn(() => {
          signal.throwIfAborted();
          return runRule(rule, setup, signal);
        });
    onResult(result, ++done, chosen.length);
    return result;
  };
  try {
    for (const rule of inOrder(chosen)) {
      const result = runOne(rule);
      result.catch(() => {}); // all are waited for below
      results.set(rule.id, result);
    }
    return await Promise.all(chosen.flatMap(({ id }) => results.get(id) ?? []));
  } finally {
    await Promise.allSettled(results.values());
    await Promise.all([...setup.kept].map((subject) => subject.dispose()));
  }
}
