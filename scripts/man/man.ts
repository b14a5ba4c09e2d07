// SPDX-License-Identifier: BSD-2-Clause
/**
 * `tsx scripts/man/man.ts <page> <table>`: writes the manual page, and the table for shell completion. Run by the
 * build.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { tableText } from '../../ts/cli/completion/table.ts';
import { programVersion } from '../../ts/cli/parse.ts';
import { verbs } from '../../ts/cli/verbs/index.ts';
import { manualPage } from './page.ts';
import { completionTable } from './words.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** The date of the newest release in CHANGELOG.md, none before the first: the same sources give the same page. */
function releaseDate(): string {
  return /^## .*(\d{4}-\d{2}-\d{2})/m.exec(readFileSync(join(root, 'CHANGELOG.md'), 'utf8'))?.[1] ?? '';
}

const [file, table] = process.argv.slice(2);
if (file === undefined || table === undefined) throw new Error('usage: tsx scripts/man/man.ts <page> <table>');
mkdirSync(dirname(file), { recursive: true });
writeFileSync(file, manualPage({ entries: verbs, version: programVersion, date: releaseDate() }));
writeFileSync(table, tableText(completionTable(verbs)));
