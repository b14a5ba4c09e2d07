// SPDX-License-Identifier: BSD-2-Clause
/** Help that fits a screen: what there is, a line each, and what stands under the options of a verb. */
import { EXIT_CODES, isGroup, type Verb, type VerbGroup } from './command.ts';
import { fold, widthOf } from './fold.ts';

export const PROGRAM_NAME = 'maolan-plugin-host';

const WIDTH_MAX = 100;
/** Narrower than that, folding makes it no more readable. */
const WIDTH_MIN = 20;
/** Descriptions that have less room stand below the names. */
const ROOM_MIN = 24;

/** Of a verb, in its short help. */
const EXAMPLES_SHOWN = 2;

const exitCodesLine = 'Exit codes: 0 done, 1 failed, 2 wrong command line, 128+n ended by signal n';

const notes = [
  `${PROGRAM_NAME} help <verb> has details. A plugin is named by path, id, URI or a part of its name; clap:, vst3: or lv2: before it chooses the format.`,
  'Formats: clap, vst3, lv2, null',
  `DAWs start it as ${PROGRAM_NAME} <format> <plugin> <shm-name> <instance-id> <d2h-fd> <h2d-fd> ...`,
  exitCodesLine,
];

/** `render` of `render <plugin> [files..]`. */
export function nameOf(entry: Verb | VerbGroup): string {
  return isGroup(entry) ? entry.name : (entry.usage.split(' ')[0] ?? '');
}

/** How help is printed. */
export interface Layout {
  /** Of the terminal. */
  columns: number;
  /** With what the short help of a verb leaves out. */
  whole: boolean;
}

type Line = readonly [name: string, says: string];

/** Names next to their descriptions, folded; in a narrow terminal above them. */
function twoColumns(lines: readonly Line[], width: number): string[] {
  const indent = Math.max(...lines.map(([name]) => name.length)) + 4;
  if (width - indent < ROOM_MIN)
    return lines.flatMap(([name, says]) => [`  ${name}`, ...fold(says, width - 4).map((line) => `    ${line}`)]);
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
  return [
    ...fold(`Usage: ${PROGRAM_NAME} <verb> [arguments]`, width),
    '',
    ...twoColumns(lines, width),
    '',
    ...folded,
  ].join('\n');
}

/** @param columns of the terminal */
export function groupHelp({ name, summary, verbs }: VerbGroup, columns: number): string {
  const width = widthFor(columns);
  const lines = verbs.map((verb): Line => [verb.usage, verb.summary]);
  const head = [...fold(`${PROGRAM_NAME} ${name} <verb>`, width), '', ...fold(summary, width), ''];
  const more = `${PROGRAM_NAME} help ${name} <verb> has details.`;
  const foot = [more, exitCodesLine].flatMap((line) => fold(line, width));
  return [...head, ...twoColumns(lines, width), '', ...foot].join('\n');
}

/** A command line that can be copied: where it is too long, a backslash at the end of a line. */
function foldCommand(command: string, width: number): string[] {
  const words = command.match(/(?:[^\s"]|"[^"]*")+/g) ?? [];
  const lines: string[] = [];
  for (const [i, word] of words.entries()) {
    const last = lines.at(-1);
    // An option and its value stay together.
    const piece = word.startsWith('-') && words[i + 1]?.startsWith('-') === false ? `${word} ${words[i + 1]}` : word;
    if (last === undefined) lines.push(word);
    else if (widthOf(last) + 1 + widthOf(piece) <= width - 2) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(`    ${word}`);
  }
  return lines.map((line, i) => (i + 1 < lines.length ? `${line} \\` : line));
}

function examplesText({ examples }: Verb, width: number): string[] {
  const lines = examples.flatMap(({ words, says }) => [
    ...foldCommand(`${PROGRAM_NAME} ${words}`, width - 2).map((line) => `  ${line}`),
    ...fold(says, width - 6).map((line) => `      ${line}`),
  ]);
  return lines.length === 0 ? [] : ['Examples:', ...lines, ''];
}

/** Under the options of a verb: examples, and exit codes. @param path as typed: `state save` */
export function verbFooter(verb: Verb, path: string, { columns, whole }: Layout): string {
  const width = widthFor(columns);
  if (whole) return [...examplesText(verb, width), 'Exit codes:', ...twoColumns(EXIT_CODES, width)].join('\n');
  const shown = examplesText({ ...verb, examples: verb.examples.slice(0, EXAMPLES_SHOWN) }, width);
  const isWhole = verb.usual === undefined && verb.examples.length <= EXAMPLES_SHOWN;
  const left = verb.usual === undefined ? 'examples' : 'options and examples';
  const more = isWhole ? [] : fold(`More ${left}: ${PROGRAM_NAME} help ${path} --all`, width);
  return [...shown, ...more, ...fold(exitCodesLine, width)].join('\n');
}
