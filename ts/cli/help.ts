// SPDX-License-Identifier: BSD-2-Clause
/** The help that fits a screen: what there is, a line each. */
import { EXIT_CODES, isGroup, type Verb, type VerbGroup } from './command.ts';
import { fold } from './fold.ts';

export const PROGRAM_NAME = 'maolan-plugin-host';

const WIDTH_MAX = 100;
/** Narrower than that, folding makes it no more readable. */
const WIDTH_MIN = 40;

const notes = [
  `${PROGRAM_NAME} help <verb> has details. A plugin is named by path, id, URI or a part of its name; clap:, vst3: or lv2: before it chooses the format.`,
  'Formats: clap, vst3, lv2, null',
  `DAWs start it as ${PROGRAM_NAME} <format> <plugin> <shm-name> <instance-id> <d2h-fd> <h2d-fd> ...`,
  'Exit codes: 0 done, 1 failed, 2 wrong command line, 128+n ended by signal n',
];

/** `render` of `render <plugin> [files..]`. */
export function nameOf(entry: Verb | VerbGroup): string {
  return isGroup(entry) ? entry.name : (entry.usage.split(' ')[0] ?? '');
}

type Line = readonly [name: string, says: string];

/** Names next to their descriptions, folded. */
function twoColumns(lines: readonly Line[], width: number): string[] {
  const indent = Math.max(...lines.map(([name]) => name.length)) + 4;
  return lines.flatMap(([name, says]) =>
    fold(says, width - indent).map((line, i) => (i === 0 ? `  ${name}` : '').padEnd(indent) + line),
  );
}

function widthFor(columns: number): number {
  return Math.max(WIDTH_MIN, Math.min(WIDTH_MAX, columns));
}

/** @param columns of the terminal */
export function rootHelp(entries: readonly (Verb | VerbGroup)[], columns: number): string {
  const width = widthFor(columns);
  const lines = entries.map((entry): Line => [nameOf(entry), entry.brief ?? entry.summary]);
  const folded = notes.flatMap((note) => fold(note, width));
  return [`Usage: ${PROGRAM_NAME} <verb> [arguments]`, '', ...twoColumns(lines, width), '', ...folded].join('\n');
}

/** @param columns of the terminal */
export function groupHelp({ name, summary, verbs }: VerbGroup, columns: number): string {
  const lines = verbs.map((verb): Line => [verb.usage, verb.summary]);
  const head = [`${PROGRAM_NAME} ${name} <verb>`, '', summary, ''];
  const more = `${PROGRAM_NAME} help ${name} <verb> has details.`;
  return [...head, ...twoColumns(lines, widthFor(columns)), '', more, '', exitCodesText].join('\n');
}

/** Printed under the help of each verb. */
export const exitCodesText = `Exit codes:\n${EXIT_CODES.map(([code, meaning]) => `  ${code.padEnd(6)} ${meaning}`).join('\n')}`;
