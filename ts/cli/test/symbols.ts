// SPDX-License-Identifier: BSD-2-Clause
/** What a binary exports, and what it expects of others, as listed by nm of binutils. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);
const LIMIT_MS = 10_000;
const MAX_BYTES = 16 << 20;
const WITHOUT_VERSION = /@.*$/;

/** Names of these kinds. @returns undefined: unknown. */
async function symbols(binary: string, option: string, kinds: string): Promise<string[] | undefined> {
  try {
    const options = { timeout: LIMIT_MS, maxBuffer: MAX_BYTES };
    const { stdout } = await run('nm', ['-D', option, '--format=posix', binary], options);
    return stdout
      .split('\n')
      .map((line) => line.split(' '))
      .filter(([name, kind]) => name !== undefined && kind !== undefined && kinds.includes(kind))
      .map(([name = '']) => name.replace(WITHOUT_VERSION, ''));
  } catch {
    return undefined;
  }
}

export const exportedSymbols = (binary: string): Promise<string[] | undefined> =>
  symbols(binary, '--defined-only', 'TDBRVWiu');

export const undefinedSymbols = (binary: string): Promise<string[] | undefined> =>
  symbols(binary, '--undefined-only', 'Uwv');
