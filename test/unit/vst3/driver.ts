/** Runs the native driver (driver.h) against fixture plugins or installed ones. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ExecutionContext } from 'ava';

const here = dirname(fileURLToPath(import.meta.url));
export const root = join(here, '..', '..', '..');
const fixtures = join(root, 'build', 'fixtures', 'vst3');

/** Path of a fixture's bundle. */
export const fixture = (name: string): string => join(fixtures, `${name}.vst3`);

/** One line of the fixtures' log. */
export interface Call {
  /** "main", "audio", or the name of the thread. */
  thread: string;
  /** "<object>.<function>" */
  name: string;
  details: string;
}

export interface Answer {
  /** Lines of stdout. */
  lines: string[];
  stderr: string;
  /** Exit code, or null if a signal ended it. Not 0 if a sanitizer found anything, leaks included. */
  code: number | null;
  signal: NodeJS.Signals | null;
  /** What a fixture wrote down, without its complaints. */
  calls: Call[];
  /** What the host did against the rules of the format, each once. */
  faults: string[];
}

/** driver: for plugins that are not ours, which sanitizers would stumble over. */
export type Build = 'driver' | 'driver-asan' | 'driver-tsan' | 'driver-lv2';

export interface Options {
  env?: Record<string, string>;
  build?: Build;
  /** Folder of the driver's builds, inside build/test. */
  folder?: string;
  /** Milliseconds after which the driver is killed. */
  timeout?: number;
}

function parseLog(path: string): Pick<Answer, 'calls' | 'faults'> {
  const lines = existsSync(path) ? readFileSync(path, 'utf8').split('\n').slice(0, -1) : [];
  const calls: Call[] = [];
  const faults = new Set<string>();
  for (const line of lines) {
    const [thread = '', name = '', ...details] = line.split(' ');
    if (name === 'fault') faults.add(details.join(' '));
    else calls.push({ thread, name, details: details.join(' ') });
  }
  return { calls, faults: [...faults] };
}

/** Give the driver commands (see driver.h). */
export function drive(commands: string[], options: Options = {}): Answer {
  const { env = {}, build = 'driver-asan', folder = 'vst3', timeout = 60_000 } = options;
  const scratch = mkdtempSync(join(tmpdir(), 'driver-test-'));
  const log = join(scratch, 'log');
  try {
    const result = spawnSync(join(root, 'build', 'test', folder, build), {
      input: `${commands.join('\n')}\n`,
      encoding: 'utf8',
      env: { ...process.env, MAOLAN_FIXTURE_LOG: log, ...env },
      maxBuffer: 64 << 20,
      timeout,
      killSignal: 'SIGKILL',
    });
    return {
      lines: (result.stdout ?? '').split('\n').slice(0, -1),
      stderr: result.stderr ?? '',
      code: result.status,
      signal: result.signal,
      ...parseLog(log),
    };
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

/** The commands that start a plugin. */
export const started = (spec: string, rate = 48000, framesMax = 1024, inputs = 2, outputs = 2): string[] => [
  `open ${spec} ${rate} ${framesMax} ${inputs} ${outputs}`,
  'bind',
  'activate',
];

/** Load a fixture, give commands, close it; nothing may go wrong, leak or offend the plugin. */
export function probe(t: ExecutionContext, name: string, commands: string[], options: Options = {}): Answer {
  const answer = drive([...started(fixture(name)), ...commands, 'close'], options);
  t.is(answer.code, 0, `${answer.signal ?? ''}\n${answer.lines.join('\n')}\n${answer.stderr}`);
  t.is(answer.lines.at(-1), 'closed', answer.lines.join('\n'));
  t.deepEqual(answer.faults, []);
  return answer;
}

/** The n-th line that starts with a word. */
export function line(answer: Answer, word: string, nth = 0): string {
  const found = answer.lines.filter((candidate) => candidate.split(' ', 1)[0] === word).at(nth);
  if (found === undefined)
    throw new Error(`no line ${nth} "${word}" in:\n${answer.lines.join('\n')}\n${answer.stderr}`);
  return found;
}

/** Numbers of the n-th line that starts with a word. */
export const numbers = (answer: Answer, word = 'output', nth = 0): number[] =>
  line(answer, word, nth).split(' ').slice(1).map(Number);

export interface Parameter {
  id: number;
  flags: number;
  minimum: number;
  maximum: number;
  default: number;
  value: number;
  name: string;
}

/** What the command "parameters" printed. */
export function parameters(answer: Answer): Parameter[] {
  const pattern = /^parameter id (\d+) flags (\d+) range (\S+) (\S+) default (\S+) value (\S+) table .* name (.*)$/;
  return answer.lines.flatMap((text) => {
    const [, ...fields] = pattern.exec(text) ?? [];
    if (fields.length === 0) return [];
    const [id, flags, minimum, maximum, initial, value] = fields.map(Number);
    return [
      {
        id: id!,
        flags: flags!,
        minimum: minimum!,
        maximum: maximum!,
        default: initial!,
        value: value!,
        name: fields[6]!,
      },
    ];
  });
}

/** The calls with one of these names, in order. */
export const callsTo = (answer: Answer, ...names: string[]): Call[] =>
  answer.calls.filter(({ name }) => names.includes(name));
