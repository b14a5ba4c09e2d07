// SPDX-License-Identifier: BSD-2-Clause
/** The report: plain text, or Markdown for the README. */
import { type Results, type Table, tablesOf } from './tables.ts';

const INTRODUCTION =
  'Host: the plugin host. Floor: the cheapest host that can exist, a C program. A cell with two numbers is host / floor unless its table ' +
  'says otherwise. p50 is the middle value: half of the blocks took less; of 1000 blocks, 999 took less than p99.9.';

const WIDTH = 110;

/** Break text into lines. */
function wrap(text: string): string {
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1) ?? '';
    if (line.length + word.length < WIDTH) lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
    else lines.push(word);
  }
  return lines.join('\n');
}

function plain({ title, shows, head, rows }: Table): string {
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)));
  const line = (row: string[]) =>
    row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join('  ');
  const rule = line(widths.map((columns) => '-'.repeat(columns)));
  return [title, wrap(shows), '', line(head), rule, ...rows.map(line)].join('\n');
}

function markdown({ title, shows, head, rows }: Table): string {
  const line = (row: string[]) => `| ${row.join(' | ')} |`;
  const rule = line(head.map((_, i) => (i === 0 ? '---' : '---:')));
  return [`**${title}.** ${shows}`, '', line(head), rule, ...rows.map(line)].join('\n');
}

export function report(results: Results, style: 'plain' | 'markdown'): string {
  const tables = tablesOf(results);
  const parts =
    style === 'plain'
      ? [results.machine, wrap(INTRODUCTION), ...tables.map(plain)]
      : [results.machine, INTRODUCTION, ...tables.map(markdown)];
  return `${parts.join('\n\n')}\n`;
}
