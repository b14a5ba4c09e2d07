// SPDX-License-Identifier: BSD-2-Clause
/** `crashes`: reports of the last plugin crashes. */
import { basename } from 'node:path';
import { CRASHES_KEPT, crashFolder, keptCrashes } from '../../crashes/store.ts';
import type { CrashFrame, KeptCrash } from '../../report.ts';
import { CommandError, type Context, EXIT_USAGE, type Verb } from '../command.ts';
import { countOf } from '../count.ts';
import { jsonOption } from '../options.ts';
import { tableOf } from '../table.ts';

interface Arguments {
  number?: number;
  json: boolean;
}

/** In the local time zone: 2026-11-27 12:03:04. */
function localTime(time: string): string {
  const date = new Date(time);
  const two = (number: number) => String(number).padStart(2, '0');
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join('-');
  return `${day} ${[date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':')}`;
}

/** A path, URI or id in one word. */
function shortName({ plugin }: KeptCrash): string {
  return basename(plugin) || plugin;
}

function whatHappened({ cause, signal, exitCode, message }: KeptCrash): string {
  if (cause === 'signal') return signal ?? 'signal';
  if (cause === 'exit') return `exit code ${exitCode}`;
  return cause === 'other' ? message : cause;
}

function placeOf({ function: name, module, offset, address }: Partial<CrashFrame>): string {
  if (module === undefined) return address ?? '';
  const place = `${basename(module)}+0x${(offset ?? 0).toString(16)}`;
  return name === undefined ? place : `${name} (${place})`;
}

function table(crashes: readonly KeptCrash[], color: boolean): string {
  const rows = crashes.map((crash, index) => [
    String(index + 1),
    localTime(crash.time),
    `${crash.format}:${shortName(crash)}`,
    whatHappened(crash),
    crash.module === undefined ? crash.during : placeOf(crash),
  ]);
  return tableOf(['', 'time', 'plugin', 'what', 'where'], rows, color);
}

function details(crash: KeptCrash): string {
  const { time, format, plugin, instance, message, thread, threadName, address, count, backtrace = [] } = crash;
  const name = threadName === undefined ? '' : ` (${threadName})`;
  const lines = [
    `${message}.`,
    '',
    `plugin   ${format}:${plugin}, ${instance}`,
    `time     ${localTime(time)}, ${countOf(count, 'crash', 'crashes')} within a minute`,
    `thread   ${thread}${name}`,
    ...(address === undefined ? [] : [`address  ${address}`]),
    ...(crash.module === undefined ? [] : [`where    ${placeOf(crash)}`, `file     ${crash.module}`]),
    ...(backtrace.length === 0 ? [] : ['', 'backtrace, the innermost first']),
    ...backtrace.map((frame, index) => `${String(index).padStart(4)}  ${placeOf(frame)}`),
  ];
  return lines.join('\n');
}

function chosen(crashes: readonly KeptCrash[], number: number): KeptCrash {
  const crash = crashes[number - 1];
  if (crash !== undefined) return crash;
  const there = crashes.length === 0 ? 'none is recorded' : `the last ${crashes.length} are recorded; 1 is the latest`;
  throw new CommandError(`There is no crash ${number}: ${there}`, EXIT_USAGE);
}

async function run({ number, json }: Arguments, { print, say, color }: Context): Promise<void> {
  const folder = crashFolder(process.env);
  const crashes = keptCrashes(folder);
  if (number !== undefined) {
    const crash = chosen(crashes, number);
    return print(json ? JSON.stringify(crash, null, 2) : details(crash));
  }
  if (json) return print(JSON.stringify(crashes, null, 2));
  if (crashes.length > 0) print(table(crashes, color));
  say(`${countOf(crashes.length, 'crash', 'crashes')} in ${folder}`);
}

export const verb: Verb<Arguments> = {
  usage: 'crashes [number]',
  summary: `show the last ${CRASHES_KEPT} crashes of plugins that were restarted`,
  examples: [
    { words: 'crashes', says: 'the latest first' },
    { words: 'crashes 1', says: 'the latest, with its backtrace' },
    { words: 'crashes 1 --json', says: "for a report to the plugin's author" },
  ],
  options: (yargs) =>
    yargs
      .positional('number', { type: 'number', describe: 'number in the list; 1 is the latest' })
      .option('json', jsonOption),
  run,
};
