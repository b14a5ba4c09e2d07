/** Tables for people: columns side by side, no lines around them; also when they go into a file or a pipe. */
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

const gap = 2;
/** A narrower column is no help to anybody. */
const columnMin = 8;

/** Widths that fit the terminal, the widest columns made narrower first. */
function fittingWidths(natural: readonly number[], columns: number): number[] {
  const widths = [...natural];
  let over = widths.reduce((sum, width) => sum + width + gap, -gap) - columns;
  for (; over > 0; over--) {
    const widest = Math.max(...widths);
    if (widest <= columnMin) break;
    widths[widths.indexOf(widest)] = widest - 1;
  }
  return widths;
}

/** The rows with their texts folded by words, so that the table is no wider than the terminal. */
function folded(head: readonly string[], rows: readonly (readonly string[])[], columns: number): string[][] {
  const natural = head.map((_, i) => Math.max(...[head, ...rows].map((row) => widthOf(row[i] ?? ''))));
  const widths = fittingWidths(natural, columns);
  return [head, ...rows].map((row) => row.map((text, i) => fold(text, widths[i] ?? columnMin).join('\n')));
}

/**
 * @param rows texts, and numbers, which stand on the right.
 * @param columns of the terminal; what is not for a terminal is never folded.
 */
export function tableOf(
  head: readonly string[],
  rows: readonly (readonly (string | number)[])[],
  color: boolean,
  columns = process.stdout.columns ?? Number.POSITIVE_INFINITY,
): string {
  const { bold } = pc.createColors(color);
  const colAligns = head.map(
    (_, column) => (typeof rows[0]?.[column] === 'number' ? 'right' : 'left') as 'right' | 'left',
  );
  const style = { 'padding-left': 0, 'padding-right': 0, head: [], border: [] };
  const texts = rows.map((row) => row.map(String));
  const [top = [], ...lines] = Number.isFinite(columns) ? folded(head, texts, columns) : [[...head], ...texts];
  const table = new Table({ head: top.map((text) => bold(text)), chars: noLines, style, colAligns });
  table.push(...lines);
  // The last column is filled up with blanks, too.
  return table.toString().replace(/ +$/gm, '');
}
