// SPDX-License-Identifier: BSD-2-Clause
/** Tables for users: aligned columns without borders, also in a file or a pipe. */
import Table from 'cli-table3';
import pc from 'picocolors';
import { fold, widthOf } from './fold.ts';

const noLines = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
} as const;

const GAP = 2;
/** Narrower columns are unreadable. */
const COLUMN_MIN = 8;

/** Widths that fit the terminal, the widest columns made narrower first. */
function fittingWidths(natural: readonly number[], columns: number): number[] {
  const widths = [...natural];
  let over = widths.reduce((sum, width) => sum + width + GAP, -GAP) - columns;
  for (; over > 0; over--) {
    const widest = Math.max(...widths);
    if (widest <= COLUMN_MIN) break;
    widths[widths.indexOf(widest)] = widest - 1;
  }
  return widths;
}

/** Widths of the columns when nothing is folded. */
function naturalWidths(head: readonly string[], rows: readonly (readonly string[])[]): number[] {
  return head.map((_, i) => Math.max(...[head, ...rows].map((row) => widthOf(row[i] ?? ''))));
}

/** Columns that do not fit next to each other, however narrow they are. */
function isTooNarrow(natural: readonly number[], columns: number): boolean {
  const least = natural.reduce((sum, width) => sum + Math.min(width, COLUMN_MIN) + GAP, -GAP);
  return least > columns;
}

/** The rows with their texts wrapped at words, so that the table fits the terminal. */
function folded(rows: readonly (readonly string[])[], natural: readonly number[], columns: number): string[][] {
  const widths = fittingWidths(natural, columns);
  return rows.map((row) => row.map((text, i) => fold(text, widths[i] ?? COLUMN_MIN).join('\n')));
}

/**
 * A name on each line, and its description next to it.
 * @param columns of the terminal, as for tableOf
 */
export function pairsOf(
  pairs: readonly (readonly [name: string, says: string])[],
  color: boolean,
  columns = process.stdout.columns || Number.POSITIVE_INFINITY,
): string {
  const { bold } = pc.createColors(color);
  const natural = Math.max(...pairs.map(([name]) => widthOf(name)));
  const width = Math.max(1, Math.min(natural, Math.floor((columns - GAP) / 2)));
  const room = Math.max(1, columns - width - GAP);
  const foldTo = (text: string, most: number) => (Number.isFinite(most) ? fold(text, most) : [text]);
  const lines = pairs.flatMap(([name, says]) => {
    const [left, right] = [foldTo(name, width), foldTo(says, room)];
    return Array.from({ length: Math.max(left.length, right.length) }, (_, i) => {
      const label = left[i] ?? '';
      return `${label && bold(label)}${' '.repeat(width + GAP - widthOf(label))}${right[i] ?? ''}`.trimEnd();
    });
  });
  return lines.join('\n');
}

/**
 * On a terminal that is too narrow for all columns, each row is a list of pairs.
 * @param rows texts, and numbers, which stand on the right.
 * @param columns of the terminal; what is not for one, or for one that does not know its width, is never folded.
 */
export function tableOf(
  head: readonly string[],
  rows: readonly (readonly (string | number)[])[],
  color: boolean,
  columns = process.stdout.columns || Number.POSITIVE_INFINITY,
): string {
  const { bold } = pc.createColors(color);
  const colAligns = head.map(
    (_, column) => (typeof rows[0]?.[column] === 'number' ? 'right' : 'left') as 'right' | 'left',
  );
  const style = { 'padding-left': 0, 'padding-right': 0, head: [], border: [] };
  const texts = rows.map((row) => row.map(String));
  const natural = naturalWidths(head, texts);
  if (Number.isFinite(columns) && isTooNarrow(natural, columns)) {
    const lists = texts.map((row) => head.map((name, i) => [name, row[i] ?? ''] as const).filter(([, says]) => says));
    return lists.map((pairs) => pairsOf(pairs, color, columns)).join('\n\n');
  }
  const all = [[...head], ...texts];
  const [top = [], ...lines] = Number.isFinite(columns) ? folded(all, natural, columns) : all;
  const table = new Table({ head: top.map((text) => bold(text)), chars: noLines, style, colAligns });
  table.push(...lines);
  // The last column is filled up with blanks, too.
  return table.toString().replace(/ +$/gm, '');
}
