/** What fits a terminal as it opens. */
import type { ExecutionContext } from 'ava';

const SCREEN = { rows: 24, columns: 80 };

export function fitsScreen(t: ExecutionContext, text: string): void {
  const lines = text.trimEnd().split('\n');
  t.true(lines.length <= SCREEN.rows, `${lines.length} lines: ${text}`);
  for (const line of lines) t.true(line.length <= SCREEN.columns, line);
}
