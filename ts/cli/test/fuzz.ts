// SPDX-License-Identifier: BSD-2-Clause
/**
 * `fuzz`: anything that a host may do, in any order, for a given time. A round is a process and a seed; the seed decides all that is
 * done to it, so a round can be run again.
 */
import { availableParallelism } from 'node:os';
import { PluginHostError } from '../../client/index.ts';
import type { BlockEvent } from '../../client/types.ts';
import { CommandError, type Context, EXIT_FAILED } from '../command.ts';
import { countOf } from '../count.ts';
import { findPlugin } from '../plugin-name.ts';
import { Bar } from '../progress.ts';
import { fuzzAgain } from './again.ts';
import type { Bench, Setup } from './bench.ts';
import { resultLines } from './report/text.ts';
import { isBad, type Result, type Rule } from './rule.ts';
import { runRule } from './runner.ts';
import { expectFinite, type Subject } from './subject.ts';
import { EXIT_CRASHED, setupFor } from './testing.ts';

export interface FuzzOptions {
  plugin: string;
  minutes: number;
  seed: number | undefined;
  reproduce: number | undefined;
  hold: RegExp | undefined;
  timeoutMs: number;
  jobs: number | undefined;
  json: boolean;
}

const STEPS = 60;
const SEEDS = 2 ** 32;
/** Another one for each round. */
const SEED_STEP = 0x9e3779b1;

/** What a round remembers. */
interface Round {
  bench: Bench;
  subject: Subject;
  states: Uint8Array[];
}

function events({ bench, subject }: Round, frames: number): BlockEvent[] {
  const { random, setup } = bench;
  const settable = subject.settable(setup.hold);
  const list = Array.from({ length: random.integer(0, 24) }, (): BlockEvent => {
    const frame = random.integer(0, frames - 1);
    if (settable.length > 0 && random.next() < 0.6) {
      const { id, minimum, maximum } = random.one(settable);
      return { type: 'parameter', frame, id, value: random.one([minimum, maximum, random.between(minimum, maximum)]) };
    }
    // Not channel 16, on which test plugins take orders.
    const status = random.one([0x80, 0x90, 0xa0, 0xb0, 0xe0]) | random.integer(0, 14);
    return { type: 'midi', frame, data: [status, random.integer(0, 127), random.integer(0, 127)] };
  });
  return subject.host.ports.midiInputs > 0 ? list : list.filter(({ type }) => type === 'parameter');
}

async function play(round: Round): Promise<void> {
  const { random } = round.bench;
  const level = random.one([0, 0.25, 1, 1e-30, 100]);
  const { maxFrames } = round.subject;
  const size = Math.min(maxFrames, random.one([1, 17, 64, 512, maxFrames]));
  const outputs = await round.subject.play({
    frames: random.integer(1, 16) * size,
    size: () => (random.next() < 0.1 ? random.integer(1, size) : size),
    input: () => random.between(-level, level),
    events: (_, frames) => events(round, frames),
    transport: (start) => ({
      position: random.next() < 0.1 ? random.integer(0, 2 ** 31) : start,
      tempo: random.between(20, 400),
      numerator: random.integer(1, 16),
      denominator: random.one([2, 4, 8, 16]),
      playing: random.next() < 0.8,
    }),
  });
  expectFinite(outputs, `with input of ${level}`);
}

async function save({ subject, states }: Round): Promise<void> {
  states.push(await subject.host.saveState());
}

async function restore({ bench, subject, states }: Round): Promise<void> {
  if (states.length > 0) await subject.host.restoreState(bench.random.one(states));
}

/** A few bits of what it saved are another way. It may say no. */
async function restoreDamaged({ bench, subject, states }: Round): Promise<void> {
  if (states.length === 0) return;
  const { random, setup, plugin } = bench;
  const raw = bench.raw(random.one(states));
  for (let i = 0; i < 3 && raw.length > 0; i++) raw[random.integer(0, raw.length - 1)]! ^= 1 << random.integer(0, 7);
  try {
    await subject.host.restoreState(setup.codec.pack(plugin.format, raw));
  } catch (error) {
    if (!(error instanceof PluginHostError) || error.code !== 'REQUEST_FAILED') throw error;
  }
}

async function turn({ bench, subject }: Round): Promise<void> {
  await bench.turnKnobs(subject);
}

async function both(round: Round): Promise<void> {
  await Promise.all([play(round), save(round)]);
}

const ACTIONS = [play, play, play, play, save, restore, restoreDamaged, turn, both];

const rule: Rule = {
  id: 'fuzz/round',
  level: 1,
  rule: 'Whatever the host does, the plugin does not crash or hang, and its output is finite.',
  source: { all: 'all rules of test' },
  why: 'Users eventually do everything.',
  async run(bench) {
    const subject = await bench.open({
      maxFrames: bench.random.one([64, 256, 1024, 4096]),
      sampleRate: bench.random.one([44_100, 48_000, 96_000, 192_000]),
    });
    const round: Round = { bench, subject, states: [] };
    await save(round).catch((error: unknown) => {
      if (subject.reason !== undefined) throw error;
    });
    for (let step = 0; step < STEPS; step++) await bench.random.one(ACTIONS)(round);
  },
};

async function runRound(setup: Setup, context: Context): Promise<Result> {
  return { ...(await runRule(rule, setup, context.signal)), command: fuzzAgain(setup) };
}

/** Rounds until the time is over, or one is bad. */
async function runRounds(
  setup: Setup,
  { minutes, jobs }: FuzzOptions,
  context: Context,
): Promise<[number, Result | undefined]> {
  const [started, limitMs] = [performance.now(), minutes * 60_000];
  const bar = new Bar('fuzz');
  let [rounds, bad]: [number, Result | undefined] = [0, undefined];
  let seed = setup.seed;
  const work = async () => {
    while (bad === undefined && performance.now() - started < limitMs) {
      const mine = seed;
      seed = (seed + SEED_STEP) % SEEDS;
      const result = await runRound({ ...setup, seed: mine }, context);
      rounds++;
      if (isBad(result)) bad ??= result;
      bar.show(Math.min(1, (performance.now() - started) / limitMs), countOf(rounds, 'round'));
    }
  };
  try {
    await Promise.all(Array.from({ length: jobs ?? availableParallelism() }, work));
  } finally {
    bar.clear();
  }
  return [rounds, bad];
}

/** @throws CommandError with exit code 1 or 3 if a round was bad */
export async function fuzz(options: FuzzOptions, context: Context): Promise<void> {
  const { reproduce, hold, timeoutMs } = options;
  const plugin = await findPlugin(options.plugin, context);
  const seed = reproduce ?? options.seed ?? Math.floor(Math.random() * SEEDS);
  const setup = await setupFor(plugin, { level: 1, seed, timeoutMs, hold }, context);
  if (!options.json) context.print(`${plugin.format}:${plugin.name} (${plugin.id}), seed ${seed}`);
  const [rounds, bad] = reproduce === undefined ? await runRounds(setup, options, context) : await once(setup, context);
  if (options.json)
    context.print(
      JSON.stringify({ plugin: plugin.id, format: plugin.format, seed, rounds, bad: bad ?? null }, null, 2),
    );
  else if (bad !== undefined) for (const line of resultLines(bad, plugin, context.color)) context.print(line);
  else context.print(`  passed: ${countOf(rounds, 'round')}`);
  if (bad !== undefined)
    throw new CommandError(`${plugin.name}: not passed`, bad.status === 'failed' ? EXIT_FAILED : EXIT_CRASHED);
}

async function once(setup: Setup, context: Context): Promise<[number, Result | undefined]> {
  const result = await runRound(setup, context);
  return [1, isBad(result) ? result : undefined];
}
