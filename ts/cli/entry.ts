// SPDX-License-Identifier: BSD-2-Clause
/** The commands' door: completing a word must not take longer than typing it, so it loads nothing else. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadBuilt } from '../built-file.ts';
import { complete } from './completion/complete.ts';
import type { CompletionTable } from './completion/table.ts';

/** @see cliMain in main.ts */
export async function cliMain(words: readonly string[], folder: string): Promise<number> {
  if (words[0] === '--complete') {
    const table = JSON.parse(readFileSync(join(folder, 'completion.json'), 'utf8')) as CompletionTable;
    process.stdout.write(
      complete(words.slice(1), table, process.env)
        .map((word) => `${word}\n`)
        .join(''),
    );
    return 0;
  }
  const commands = loadBuilt<typeof import('./main.ts')>(folder, 'commands.cjs');
  return commands.cliMain(words, folder);
}
