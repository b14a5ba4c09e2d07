// SPDX-License-Identifier: BSD-2-Clause
/**
 * The results as a part of docs/plugins.md: numbers per package, and each plugin that fails a check, with the reason.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { reasonFor } from './reasons.ts';
import { type Question, questions, type Result } from './results.ts';

const BEGIN = '<!-- npm run zoo -->';
const END = '<!-- end of npm run zoo -->';

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
const row = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string[] {
  return [row(heads), `|${'---|'.repeat(heads.length)}`, ...rows.map(row)];
}

/** The share of successes among the plugins that were tried. */
function share(results: readonly Result[], question: Question): string {
  const tried = results.filter(({ answers }) => answers[question].is !== 'not tried');
  const good = tried.filter(({ answers }) => answers[question].is === 'yes').length;
  return tried.length === 0 ? '' : good === tried.length ? `${good}` : `${good} of ${tried.length}`;
}

function countsPerPackage(results: readonly Result[]): string[] {
  const groups = new Map<string, Result[]>();
  for (const result of results) {
    const key = `${result.package || 'not of Debian'} ${result.format.toUpperCase()}`;
    groups.set(key, [...(groups.get(key) ?? []), result]);
  }
  const line = (name: string, group: readonly Result[]) => [
    name,
    String(group.length),
    ...questions.map((question) => share(group, question)),
  ];
  const rows = [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, group]) => line(name, group));
  return table(['package', 'plugins', ...questions], [...rows, line('all', results)]);
}

/** Plugins with the same failure share a line. */
function failures(results: readonly Result[]): string[] {
  const lines = new Map<string, { question: Question; why: string; names: string[] }>();
  for (const question of questions)
    for (const { id, name, format, answers } of results) {
      const answer = answers[question];
      if (answer.is !== 'no') continue;
      const why = reasonFor(question, id) ?? answer.why;
      const key = `${question} ${why}`;
      const line = lines.get(key) ?? { question, why, names: [] };
      line.names.push(format === 'lv2' ? name : `${name} (${format.toUpperCase()})`);
      lines.set(key, line);
    }
  const rows = [...lines.values()].map(({ question, why, names }) => [names.join(', '), question, why]);
  return table(['plugin', 'what it does not', 'why'], rows);
}

/** Insert the tables between their markers in the page, whose other text is kept. @throws Error if it has no markers */
export function writeTables(page: string, results: readonly Result[]): void {
  const text = readFileSync(page, 'utf8');
  const [begin, end] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (begin < 0 || end < begin) throw new Error(`${page} has no place for the tables: ${BEGIN} and ${END}`);
  const sorted = results.toSorted((a, b) =>
    `${a.format} ${a.name} ${a.id}` < `${b.format} ${b.name} ${b.id}` ? -1 : 1,
  );
  const tables = [BEGIN, ...countsPerPackage(sorted), '', ...failures(sorted), ''].join('\n');
  writeFileSync(page, text.slice(0, begin) + tables + text.slice(end));
}
