// SPDX-License-Identifier: BSD-2-Clause
/** The command that does a test again: for a shell, with all that the test depends on. */
import type { InstalledPlugin } from '../../plugins/installed.ts';
import type { Setup } from './bench.ts';

const PROGRAM = 'maolan-plugin-host';
/** As the user gave it: a bundle that is elsewhere is added to it (makeFindable). */
const GIVEN_LV2_PATH = process.env.LV2_PATH;
/** The verbs' own limits. */
const DEFAULT_MS = { test: 30_000, fuzz: 60_000 } as const;

function quoted(word: string): string {
  return /^[\w:./@-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** Also for one of several in a file. */
function nameOf({ format, id, spec, path }: InstalledPlugin): string {
  if (format === 'lv2') return `lv2:${id}`;
  return format === 'vst3' && id !== '' ? `vst3:${path}#${id}` : `${format}:${spec}`;
}

function commandLine(verb: 'test' | 'fuzz', { plugin, hold, timeoutMs }: Setup, words: readonly string[]): string {
  const path = process.env.LV2_PATH;
  const isElsewhere = plugin.format === 'lv2' && path !== undefined && path !== GIVEN_LV2_PATH;
  const all = [
    ...(isElsewhere ? [`LV2_PATH=${quoted(path)}`] : []),
    PROGRAM,
    verb,
    quoted(nameOf(plugin)),
    ...words,
    ...(hold === undefined ? [] : ['--hold', quoted(hold.source)]),
    ...(timeoutMs === DEFAULT_MS[verb] ? [] : ['--timeout', `${timeoutMs}ms`]),
  ];
  return all.join(' ');
}

/** At the level of this run: tests do more at higher ones. */
export function testAgain(setup: Setup, id: string): string {
  const words = ['--level', `${setup.level}`, '--only', quoted(`^${id}$`), '--seed', `${setup.seed}`];
  return commandLine('test', setup, words);
}

export function fuzzAgain(setup: Setup): string {
  return commandLine('fuzz', setup, ['--reproduce', `${setup.seed}`]);
}
