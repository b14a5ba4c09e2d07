// SPDX-License-Identifier: BSD-2-Clause
/**
 * `test --host <executable>`: the rules turned round. A checking plugin in each format (dist/lib/checker) runs in any host that speaks the
 * protocol; it judges every call that it gets by the letter of its specification and writes down what it finds, while this plays the DAW and
 * listens. Each check that holds is a point.
 */
import { accessSync, constants, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { PluginHost } from '../../client/index.ts';
import type { PluginFormat } from '../../client/types.ts';
import { formats } from '../../plugins/installed.ts';
import { searchFolders } from '../../scan/roots.ts';
import { CommandError, type Context, EXIT_FAILED } from '../command.ts';

const FRAMES = 256;
const TIMEOUT_MS = 2000;
/** It has nothing to load but the checker. */
const LOAD_MS = 20_000;

interface Verdict {
  check: string;
  /** Empty: it holds. */
  fault: string;
}

/** A checking plugin: a gain, whose parameter has this id, range and meaning. */
interface Checker {
  spec: string;
  channels: number;
  gainId: number;
  /** The value for a factor of 0..2. */
  toValue: (factor: number) => number;
  /** Does it judge its host? */
  judges: boolean;
  environment: Record<string, string>;
}

function checkerOf(format: PluginFormat, folder: string): Checker {
  const place = join(folder, 'checker');
  if (format === 'lv2')
    return {
      spec: 'urn:maolan:fixture:clean',
      channels: 1,
      gainId: 2,
      toValue: (factor) => factor,
      judges: false,
      environment: { LV2_PATH: [place, ...searchFolders('lv2')].join(':') },
    };
  const spec = join(place, `clean.${format}`);
  const toValue = format === 'vst3' ? (factor: number) => factor / 2 : (factor: number) => factor;
  return { spec, channels: 2, gainId: 1, toValue, judges: true, environment: {} };
}

/** One host process with the checker in it. */
class Visit {
  readonly host: PluginHost;
  readonly checker: Checker;
  #position = 0;

  constructor(host: PluginHost, checker: Checker) {
    this.host = host;
    this.checker = checker;
  }

  /** A block of ramps; the gain changes at a frame. @returns what is wrong with the output, or an empty text. */
  async block(frames: number, before: number, change?: { frame: number; factor: number }): Promise<string> {
    const planes = () => Array.from({ length: this.checker.channels }, () => new Float32Array(frames));
    const [inputs, outputs] = [planes(), planes()];
    for (const plane of inputs) for (let i = 0; i < frames; i++) plane[i] = ((this.#position + i) % 512) / 1024 + 0.25;
    this.#position += frames;
    const { gainId: id, toValue } = this.checker;
    const events = change
      ? [{ type: 'parameter' as const, id, frame: change.frame, value: toValue(change.factor) }]
      : [];
    const isPlayed = await this.host.processAsync(inputs, outputs, { frames, events });
    if (!isPlayed) return 'a block was not answered';
    for (const [channel, plane] of outputs.entries())
      for (let i = 0; i < frames; i++) {
        const factor = change !== undefined && i >= change.frame ? change.factor : before;
        const wanted = Math.fround((inputs[channel]?.[i] ?? 0) * factor);
        if (Math.abs((plane[i] ?? 0) - wanted) > 1e-6)
          return `output ${channel + 1}, frame ${i} of ${frames}: ${plane[i]} instead of ${wanted}`;
      }
    return '';
  }
}

type Check = readonly [name: string, run: (visit: Visit) => Promise<string>];

/** The first fault, or none. */
async function each<T>(items: readonly T[], run: (item: T) => Promise<string>): Promise<string> {
  for (const item of items) {
    const fault = await run(item);
    if (fault !== '') return fault;
  }
  return '';
}

async function refusal(action: Promise<unknown>): Promise<string> {
  return action.then(
    () => 'it was taken',
    () => '',
  );
}

const CHECKS: readonly Check[] = [
  ['the first block is played', (visit) => visit.block(FRAMES, 1)],
  ['a value counts from its frame on', (visit) => visit.block(FRAMES, 1, { frame: 100, factor: 0.5 })],
  ['it stays', (visit) => visit.block(FRAMES, 0.5)],
  [
    'blocks of any length are played',
    (visit) => each([1, 2, 63, 64, 255, 256, 17], (frames) => visit.block(frames, 0.5)),
  ],
  [
    'values at the first and the last frame count',
    async (visit) =>
      (await visit.block(FRAMES, 0.5, { frame: 0, factor: 0.75 })) ||
      visit.block(FRAMES, 0.75, { frame: FRAMES - 1, factor: 0.25 }),
  ],
  [
    'a state brings the settings back',
    async (visit) => {
      const state = await visit.host.saveState();
      const changed = await visit.block(FRAMES, 0.25, { frame: 0, factor: 1.5 });
      await visit.host.restoreState(state);
      return changed || visit.block(FRAMES, 0.25);
    },
  ],
  [
    'a damaged state is refused, and changes nothing',
    async (visit) => {
      const damaged = (await visit.host.saveState()).slice(0, 5);
      return (await refusal(visit.host.restoreState(damaged))) || visit.block(FRAMES, 0.25);
    },
  ],
  [
    'the state can be saved while it plays',
    async (visit) => {
      const play = each(
        Array.from({ length: 200 }, () => FRAMES),
        (frames) => visit.block(frames, 0.25),
      );
      const [fault] = await Promise.all([play, visit.host.saveState()]);
      return fault;
    },
  ],
  [
    'two thousand blocks are played',
    (visit) => each(new Array<number>(2000).fill(64), (frames) => visit.block(frames, 0.25)),
  ],
];

async function verdictOf([check, run]: Check, visit: Visit): Promise<Verdict> {
  try {
    return { check, fault: await run(visit) };
  } catch (error) {
    return { check, fault: (error as Error).message };
  }
}

/** What the plugin wrote down: its judgements, and its last calls. */
function judgements(log: string): Verdict[] {
  const lines = existsSync(log) ? readFileSync(log, 'utf8').split('\n').filter(Boolean) : [];
  const faults = [
    ...new Set(lines.filter((line) => line.split(' ')[1] === 'fault').map((line) => line.replace(/^\S+ fault /, ''))),
  ];
  const closed = lines.some((line) => /deinit|ModuleExit|module\.exit|terminate|destroy/i.test(line));
  return [
    { check: `the plugin's own judgement of ${lines.length} calls`, fault: faults.join('; ') },
    { check: 'the plugin is destroyed before the process ends', fault: closed ? '' : 'it was not' },
  ];
}

/** Ends the processes that it has started and left behind; a word in their environment tells them from others. */
function endLeftovers(word: string): void {
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name)))
    try {
      const isIts = readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0').includes(word);
      if (isIts && Number(pid) !== process.pid) process.kill(Number(pid), 'SIGKILL');
    } catch {
      // it has ended, or is another user's
    }
}

async function testFormat(executable: string, format: PluginFormat, context: Context): Promise<Verdict[]> {
  const checker = checkerOf(format, context.folder);
  const folder = mkdtempSync(join(tmpdir(), 'maolan-host-'));
  const log = join(folder, 'log');
  const verdicts: Verdict[] = [];
  try {
    const host = await PluginHost.open({
      format,
      plugin: checker.spec,
      maxFrames: FRAMES,
      executable,
      inputs: checker.channels,
      outputs: checker.channels,
      blockTimeoutMs: TIMEOUT_MS,
      loadTimeoutMs: LOAD_MS,
      policy: { restart: false },
      environment: { ...checker.environment, MAOLAN_FIXTURE_LOG: log },
      signal: context.signal,
    });
    verdicts.push({ check: 'the plugin is loaded', fault: '' });
    const visit = new Visit(host, checker);
    for (const check of CHECKS) verdicts.push(await verdictOf(check, visit));
    const started = performance.now();
    await host.close();
    const isSlow = performance.now() - started > 4500;
    verdicts.push({ check: 'it exits when it is asked to', fault: isSlow ? 'it had to be killed' : '' });
    if (checker.judges) verdicts.push(...judgements(log));
  } catch (error) {
    context.signal.throwIfAborted();
    verdicts.push({ check: 'the plugin is loaded', fault: (error as Error).message });
  } finally {
    endLeftovers(`MAOLAN_FIXTURE_LOG=${log}`);
    rmSync(folder, { recursive: true, force: true });
  }
  return verdicts;
}

/** @throws CommandError */
function assertExecutable(path: string): void {
  if (!existsSync(path)) throw new CommandError(`There is no executable ${path}`);
  try {
    accessSync(path, constants.X_OK);
    if (statSync(path).isFile()) return;
  } catch {
    // said below
  }
  throw new CommandError(`${path} is not an executable file`);
}

/** @throws CommandError (exit code 1) if a check does not hold */
export async function testHost(name: string, json: boolean, context: Context): Promise<void> {
  const executable = resolve(name);
  assertExecutable(executable);
  const results: { format: PluginFormat; verdicts: Verdict[] }[] = [];
  for (const format of formats) results.push({ format, verdicts: await testFormat(executable, format, context) });
  const all = results.flatMap(({ verdicts }) => verdicts);
  const points = all.filter(({ fault }) => fault === '').length;
  if (json) context.print(JSON.stringify({ host: executable, points, of: all.length, results }, null, 2));
  else {
    for (const { format, verdicts } of results)
      for (const { check, fault } of verdicts)
        context.print(
          `${fault === '' ? 'ok  ' : 'FAIL'} ${format.padEnd(4)} ${check}${fault === '' ? '' : `: ${fault}`}`,
        );
    context.print(`${points} of ${all.length} points`);
  }
  if (points === 0)
    throw new CommandError(
      `${name} is not a plugin host that speaks this protocol: it loaded a plugin in none of the formats`,
    );
  if (points < all.length) throw new CommandError(`${name}: not passed`, EXIT_FAILED);
}
