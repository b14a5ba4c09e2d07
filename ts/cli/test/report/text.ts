// SPDX-License-Identifier: BSD-2-Clause
/** Results for people. */
import pc from 'picocolors';
import type { InstalledPlugin } from '../../../plugins/installed.ts';
import { countOf } from '../../count.ts';
import { isBad, type Result, type Status, sourceOf } from '../rule.ts';

const NAMES: Readonly<Record<Status, string>> = {
  passed: 'ok',
  warned: 'warn',
  failed: 'FAIL',
  crashed: 'CRASH',
  hung: 'HANG',
  skipped: 'skip',
};

/** Names and messages of plugins, without what a terminal would obey. */
export const visible = (text: string): string => text.replaceAll(/[^\P{Cc}\n]/gu, '\uFFFD');

type Colors = ReturnType<typeof pc.createColors>;

function colored(status: Status, text: string, colors: Colors): string {
  if (status === 'passed') return colors.green(text);
  if (status === 'warned') return colors.yellow(text);
  return status === 'skipped' ? colors.dim(text) : colors.red(text);
}

function details({ rule, seen, expected, where, calls, command }: Result, { format }: InstalledPlugin): string[] {
  const rows: [string, string][] = [
    ['rule', rule.rule],
    ['source', sourceOf(rule, format)],
    ['expected', expected],
    ['seen', seen],
    ['where', where],
    ['again', command],
  ];
  const lines = rows
    .filter(([, text]) => text !== '')
    .map(([name, text]) => `         ${name.padEnd(9)} ${visible(text).replaceAll('\n', `\n${' '.repeat(19)}`)}`);
  return [...lines, ...calls.map((call) => `           ${visible(call)}`)];
}

/** One line, and more of what is not passed. */
export function resultLines(result: Result, plugin: InstalledPlugin, color: boolean): string[] {
  const { rule, status, ms, seen } = result;
  const head = `  ${colored(status, NAMES[status].padEnd(5), pc.createColors(color))}  ${rule.id}`;
  if (status === 'passed') return [`${head}  ${ms.toFixed(0)} ms`];
  if (status === 'skipped') return [`${head}: ${visible(seen)}`];
  return [head, ...details(result, plugin)];
}

/** Counts of what there is. */
export function summaryOf(results: readonly Result[]): string {
  const counts = (Object.keys(NAMES) as Status[]).map(
    (status) => [status, results.filter((one) => one.status === status).length] as const,
  );
  return counts
    .filter(([status, count]) => count > 0 || status === 'passed')
    .map(([status, count]) => `${count} ${status}`)
    .join(', ');
}

export function summaryLine(results: readonly Result[], seconds: number): string {
  const isFine = !results.some(isBad);
  return `${isFine ? 'passed' : 'FAILED'}: ${countOf(results.length, 'test')}, ${summaryOf(results)}, in ${seconds.toFixed(1)} s`;
}
