// SPDX-License-Identifier: BSD-2-Clause
/** What a binary exports, as nm of binutils tells. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);
const LIMIT_MS = 10_000;
const MAX_BYTES = 16 << 20;

/** @returns undefined: it cannot be told. */
export async function exportedSymbols(binary: string): Promise<string[] | undefined> {
  try {
    const options = { timeout: LIMIT_MS, maxBuffer: MAX_BYTES };
    const { stdout } = await run('nm', ['-D', '--defined-only', '--format=posix', binary], options);
    return stdout
      .split('\n')
      .map((line) => line.split(' '))
      .filter(([name, kind]) => name !== undefined && kind !== undefined && 'TDBRVWiu'.includes(kind))
      .map(([name = '']) => name.replace(/@.*$/, ''));
  } catch {
    return undefined;
  }
}
