// SPDX-License-Identifier: BSD-2-Clause
/** The table for shell completion, from the verbs' declarations. */
import type { Options } from 'yargs';
import { isGroup, type Verb, type VerbGroup } from '../../ts/cli/command.ts';
import type { CompletedOption, CompletedVerb, CompletionTable } from '../../ts/cli/completion/table.ts';
import { nameOf } from '../../ts/cli/help.ts';
import { type Option, record } from './recorder.ts';

const textsOf = (choices: Options['choices']) => (choices ?? []).map(String);
const help: CompletedOption = { names: ['--help', '-h'], takesValue: false, choices: [] };

function optionOf({ name, options }: Option): CompletedOption {
  const names = [name, ...[options.alias ?? []].flat()].map((one) => (one.length === 1 ? `-${one}` : `--${one}`));
  return { names, takesValue: options.type !== 'boolean', choices: textsOf(options.choices) };
}

function completed(verb: Verb): CompletedVerb {
  const { options, positionals } = record(verb);
  return {
    options: [...options.map(optionOf), help],
    positionals: positionals.map(({ name, options: { choices } }) => ({ name, choices: textsOf(choices) })),
  };
}

export function completionTable(entries: readonly (Verb | VerbGroup)[]): CompletionTable {
  const verbs = entries.flatMap((entry): [string, CompletedVerb][] =>
    isGroup(entry)
      ? entry.verbs.map((verb) => [`${entry.name} ${nameOf(verb)}`, completed(verb)])
      : [[nameOf(entry), completed(entry)]],
  );
  const groups = entries.filter(isGroup).map((group) => [group.name, group.verbs.map(nameOf)]);
  return { verbs: Object.fromEntries(verbs), groups: Object.fromEntries(groups), first: entries.map(nameOf) };
}
