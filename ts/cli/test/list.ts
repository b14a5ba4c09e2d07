// SPDX-License-Identifier: BSD-2-Clause
/** `test --list` and `test --explain`. */

import { formats } from '../../plugins/installed.ts';
import { CommandError, type Context, EXIT_USAGE } from '../command.ts';
import { foldedFor } from '../fold.ts';
import { tableOf } from '../table.ts';
import type { Rule } from './rule.ts';
import { rules } from './rules/index.ts';
import { assertChosen, chosenRules, hintFor } from './testing.ts';

export interface ListOptions {
  only: RegExp | undefined;
  skip: RegExp | undefined;
  level: number;
  json: boolean;
}

const formatsOf = (rule: Rule) => formats.filter((format) => rule.formats?.includes(format) ?? true);

export function list(options: ListOptions, { print, color }: Context): void {
  assertChosen(options);
  const chosen = chosenRules(options.level, options);
  if (options.json) {
    const objects = chosen.map((rule) => ({
      ...rule,
      formats: formatsOf(rule),
      isAdvice: rule.isAdvice ?? false,
      run: undefined,
    }));
    print(JSON.stringify(objects, null, 2));
    return;
  }
  const rows = chosen.map((rule) => {
    const { id, level, isAdvice, rule: says } = rule;
    return [id, level, formatsOf(rule).join(' '), isAdvice ? 'warns' : 'fails', says];
  });
  print(tableOf(['test', 'level', 'formats', 'breach', 'rule'], rows, color));
}

/** @throws CommandError if there is no such test */
export function explain(id: string, { print }: Context): void {
  const rule = rules.find((one) => one.id === id);
  if (rule === undefined) throw new CommandError(`There is no test ${id}; ${hintFor(id)}`, EXIT_USAGE);
  const sources = Object.entries(rule.source).map(([format, source]) => `  ${format.padEnd(5)} ${source}`);
  const lines = [
    `${rule.id}, from level ${rule.level} on, ${formatsOf(rule).join(', ')}; breaking it ${rule.isAdvice ? 'is a warning' : 'fails'}`,
    '',
    rule.rule,
    '',
    `Why: ${rule.why}`,
    rule.who ? `Who breaks it: ${rule.who}` : '',
    rule.needs ? `Needs: ${rule.needs.join(', ')}` : '',
    'Source:',
    ...sources,
  ];
  for (const line of lines.filter((text, i) => text !== '' || i < 4)) print(foldedFor(line));
}
