// SPDX-License-Identifier: BSD-2-Clause
/** The commands' door: completing a word must not take longer than typing it, so it loads nothing else. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
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
  const commands = createRequire(join(folder, 'cli.cjs'))('./commands.cjs') as typeof import('./main.ts');
  return commands.cliMain(words, folder);
}
