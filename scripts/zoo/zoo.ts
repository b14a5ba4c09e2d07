// SPDX-License-Identifier: BSD-2-Clause
/**
 * `npm run zoo`: runs every plugin of many Debian packages in the host, and writes the results to docs/plugins.md.
 *
 *   --only text     plugins whose name, id or package contains it; replaces their earlier results; may be repeated
 *   --fresh         discard earlier results (build/zoo/results.jsonl)
 *   --limit 90      seconds for all checks of one plugin
 *   --page file     file for the tables; default docs/plugins.md
 *   --results file  default build/zoo/results.jsonl
 */
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type FoundPlugin, scanPlugins } from '../../ts/client/index.ts';
import { type Answer, questions, type Result, Results } from './results.ts';
import { startScreen } from './screen.ts';
import { writeTables } from './table.ts';
import { tryPlugin } from './trial.ts';

const root = join(import.meta.dirname, '../..');
const { values: options } = parseArgs({
  options: {
    only: { type: 'string', multiple: true },
    fresh: { type: 'boolean', default: false },
    limit: { type: 'string', default: '90' },
    page: { type: 'string', default: join(root, 'docs/plugins.md') },
    results: { type: 'string', default: join(root, 'build/zoo/results.jsonl') },
  },
});
const limitMs = Number(options.limit) * 1000;
if (!(limitMs > 0)) throw new Error(`--limit ${options.limit}: a number of seconds is wanted`);

const packages = new Map<string, string>();
function packageOf(path: string): string {
  let name = packages.get(path);
  if (name === undefined) {
    try {
      const owners = execFileSync('dpkg-query', ['-S', path], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      name = owners.split(/[:,]/)[0];
    } catch {
      name = '';
    }
    packages.set(path, name ?? '');
  }
  return name ?? '';
}

function isWanted({ name, id, path }: FoundPlugin): boolean {
  const texts = [name, id, packageOf(path)].map((text) => text.toLowerCase());
  return options.only?.some((only) => texts.some((text) => text.includes(only.toLowerCase()))) ?? true;
}

const mark = (answer: Answer): string => ({ yes: '+', no: '-', 'not tried': '.' })[answer.is];

if (options.fresh) rmSync(options.results, { force: true });
const results = new Results(options.results);
const { plugins, failures } = await scanPlugins();
const wanted = plugins.filter(isWanted);
const due = options.only ? wanted : wanted.filter(({ format, id }) => !results.has(format, id));
process.stderr.write(`${plugins.length} plugins, ${due.length} to try (${questions.join(', ')})\n`);
for (const { path, message } of failures) process.stderr.write(`not scanned: ${path}: ${message}\n`);

let isEnded = false;
process.once('SIGINT', () => {
  isEnded = true;
  process.stderr.write('ended after this plugin; the next run goes on from here\n');
});
const screen = await startScreen();
for (const [index, plugin] of due.entries()) {
  if (isEnded) break;
  const began = performance.now();
  const answers = await tryPlugin(plugin, { display: screen.display, limitMs });
  const seconds = Number(((performance.now() - began) / 1000).toFixed(1));
  const { format, id, name, path } = plugin;
  const result: Result = { format, id, name, package: packageOf(path), answers, seconds };
  results.add(result);
  const marks = questions.map((question) => mark(answers[question])).join('');
  process.stderr.write(`${index + 1}/${due.length} ${marks} ${format} ${name} (${seconds} s)\n`);
  for (const question of questions) {
    const answer = answers[question];
    if (answer.is === 'no') process.stderr.write(`    ${question}: ${answer.why}\n`);
  }
}
screen.end();
writeTables(options.page, results.all);
