// SPDX-License-Identifier: BSD-2-Clause
/** Addresses in libraries, as functions and lines where binutils are installed and the library has debug information. */
import { execFile } from 'node:child_process';
import { basename } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const LIMIT_MS = 5000;
/** The host's calls follow the plugin's; no one needs them. */
const HOST = /\/(libmaolan-|node$)/;

interface Address {
  file: string;
  offset: string;
  symbol: string;
}

function parse(line: string): Address {
  const [, file = '?', offset = '', symbol = ''] = /^(.*)\+(0x[0-9a-f]+) ?(.*)$/.exec(line) ?? [];
  return { file, offset, symbol };
}

/** One question for each library. */
async function ask(file: string, offsets: readonly string[]): Promise<string[]> {
  try {
    const { stdout } = await run('addr2line', ['-Cfpe', file, ...offsets], { timeout: LIMIT_MS });
    return stdout.trimEnd().split('\n');
  } catch {
    return []; // not installed, or no library
  }
}

function textOf({ file, offset, symbol }: Address, found: string | undefined): string {
  const place = `${basename(file)}+${offset}`;
  if (found !== undefined && !found.startsWith('??')) return `${found} (${place})`;
  return symbol === '' ? place : `${symbol} (${place})`;
}

/** @param lines `<file>+0x<offset> <symbol>`, innermost first. @returns the plugin's part, for people. */
export async function namedCalls(lines: readonly string[]): Promise<string[]> {
  const all = lines.map(parse);
  const plugins = all.findIndex(({ file }) => !/\/(lib(c|pthread|stdc\+\+|gcc_s|m)[.-]|ld-linux)/.test(file));
  const host = all.findIndex(({ file }, i) => i > plugins && HOST.test(file));
  const shown = host < 0 ? all : all.slice(0, host);
  const files = [...new Set(shown.map(({ file }) => file))];
  const answers = new Map<Address, string>();
  for (const file of files) {
    const those = shown.filter((address) => address.file === file);
    const found = await ask(
      file,
      those.map(({ offset }) => offset),
    );
    those.forEach((address, i) => {
      if (found[i] !== undefined) answers.set(address, found[i]);
    });
  }
  return shown.map((address) => textOf(address, answers.get(address)));
}
