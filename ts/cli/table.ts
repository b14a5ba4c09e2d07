/** Tables for people: columns side by side, no lines around them; also when they go into a file or a pipe. */
import Table from 'cli-table3';
import pc from 'picocolors';

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

/** rows: texts, and numbers, which stand on the right. */
export function tableOf(
  head: readonly string[],
  rows: readonly (readonly (string | number)[])[],
  color: boolean,
): string {
  const { bold } = pc.createColors(color);
  const colAligns = head.map(
    (_, column) => (typeof rows[0]?.[column] === 'number' ? 'right' : 'left') as 'right' | 'left',
  );
  const style = { 'padding-left': 0, 'padding-right': 0, head: [], border: [] };
  const table = new Table({ head: head.map((text) => bold(text)), chars: noLines, style, colAligns });
  table.push(...rows.map((row) => row.map(String)));
  // The last column is filled up with blanks, too.
  return table.toString().replace(/ +$/gm, '');
}
