// SPDX-License-Identifier: BSD-2-Clause
/** `tsx scripts/man/options.ts`: writes docs/options.md, every option of every command, from the verbs' declarations. */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { isGroup } from '../../ts/cli/command.ts';
import { verbs } from '../../ts/cli/verbs/index.ts';
import { type Option, record } from './recorder.ts';

const HEAD = `# Options

Every option of every [command](commands.md), as \`--help\` shows them. \`npm run contract\` writes this page.
`;

/** Table cells: a bar would end them. */
const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('<', '&lt;');

function row({ name, options }: Option): string {
  const names = [name, ...[options.alias ?? []].flat()].toSorted((a, b) => a.length - b.length);
  const dashed = names.map((one) => `\`${one.length === 1 ? '-' : '--'}${one}\``).join(', ');
  const { describe, choices, default: value } = options;
  const isGiven = value !== undefined && value !== false && !(Array.isArray(value) && value.length === 0);
  const notes = [
    ...(choices === undefined ? [] : [`one of ${choices.join(', ')}`]),
    ...(isGiven ? [`default: ${options.defaultDescription ?? String(value)}`] : []),
  ];
  return `| ${dashed} | ${cell([describe ?? '', ...notes].join('; '))} |`;
}

/** @returns the page's source. */
export function optionsPage(): string {
  const commands = verbs.flatMap((entry) =>
    isGroup(entry) ? entry.verbs.map((verb) => ({ ...verb, usage: `${entry.name} ${verb.usage}` })) : [entry],
  );
  const sections = commands.map((verb) => {
    const rows = record(verb).options.filter(({ options }) => !options.hidden);
    const table =
      rows.length === 0 ? 'No options.' : ['| option | meaning |', '|---|---|', ...rows.map(row)].join('\n');
    return `\n## ${verb.usage.replace(/ [<[].*/, '')}\n\n    maolan-plugin-host ${verb.usage}\n\n${table}\n`;
  });
  return HEAD + sections.join('');
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  writeFileSync(new URL('../../docs/options.md', import.meta.url), optionsPage());
