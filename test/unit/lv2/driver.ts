/** Runs the native driver (driver.c) against fixture plugins or installed ones. */
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
export const root = join(here, '..', '..', '..');
export const fixtures = join(root, 'build', 'fixtures', 'lv2');

/** Prefix of the fixtures' URIs. */
export const fixture = (name: string): string => `urn:maolan:fixture:${name}`;

export interface Answer {
  /** Lines of stdout. */
  lines: string[];
  stderr: string;
  /** Exit code, or null if a signal ended it. Not 0 if AddressSanitizer found anything, leaks included. */
  code: number | null;
  signal: NodeJS.Signals | null;
}

export interface Options {
  env?: Record<string, string>;
  /** Whether to run the build without AddressSanitizer: for plugins that are not ours. */
  plain?: boolean;
}

/** Give the driver commands (see driver.c). */
export function drive(commands: string[], { env = {}, plain = false }: Options = {}): Answer {
  const result = spawnSync(join(root, 'build', 'test', 'lv2', plain ? 'driver' : 'driver-asan'), {
    input: `${commands.join('\n')}\n`,
    encoding: 'utf8',
    env: { ...process.env, ...(plain ? {} : { LV2_PATH: fixtures }), ...env },
    maxBuffer: 64 << 20,
  });
  if (result.error) throw result.error;
  return {
    lines: result.stdout.split('\n').slice(0, -1),
    stderr: result.stderr,
    code: result.status,
    signal: result.signal,
  };
}

/** The commands that start a fixture. */
export const started = (name: string, rate = 48000, framesMax = 1024): string[] => [
  `open ${fixture(name)} ${rate} ${framesMax}`,
  'bind',
  'activate',
];

/** Numbers of the n-th line that starts with a word. */
export function numbers(answer: Answer, word = 'output', nth = 0): number[] {
  const line = answer.lines.filter((candidate) => candidate.startsWith(`${word} `))[nth];
  if (line === undefined) throw new Error(`no line ${nth} "${word}" in:\n${answer.lines.join('\n')}\n${answer.stderr}`);
  return line.split(' ').slice(1).map(Number);
}
