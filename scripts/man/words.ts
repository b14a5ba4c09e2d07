// SPDX-License-Identifier: BSD-2-Clause
/** The table for shell completion, from the verbs' declarations. */
import type { Options } from 'yargs';
import { isGroup, type Verb, type VerbGroup } from '../../ts/cli/command.ts';
import type {
  CompletedOption,
  CompletedPositional,
  CompletedValue,
  CompletedVerb,
  CompletionTable,
} from '../../ts/cli/completion/table.ts';
import { nameOf } from '../../ts/cli/help.ts';
import { scanFormats } from '../../ts/scan/plugins.ts';
import { type Option, type Positional, record } from './recorder.ts';

/** Options and positionals whose values are names. */
const named: Readonly<Record<string, CompletedValue>> = {
  plugin: 'plugin',
  first: 'plugin',
  second: 'plugin',
  // biome-ignore lint/suspicious/noThenProperty: the option is called so
  then: 'plugin',
  with: 'plugin',
  preset: 'preset',
  param: 'parameter',
  'param-a': 'parameter',
  'param-b': 'parameter',
  automate: 'parameter',
};
const help: CompletedOption = { names: ['--help', '-h'], value: 'none', choices: [] };

const textsOf = (choices: Options['choices']) => (choices ?? []).map(String);

function completedValue(name: string, choices: Options['choices']): Pick<CompletedOption, 'value' | 'choices'> {
  if (choices !== undefined) return { value: 'choice', choices: textsOf(choices) };
  if (name === 'format') return { value: 'list', choices: scanFormats };
  return { value: named[name] ?? 'other', choices: [] };
}

function optionOf({ name, options }: Option): CompletedOption {
  const names = [name, ...[options.alias ?? []].flat()].map((one) => (one.length === 1 ? `-${one}` : `--${one}`));
  return options.type === 'boolean'
    ? { names, value: 'none', choices: [] }
    : { names, ...completedValue(name, options.choices) };
}

function positionalOf({ name, options }: Positional): CompletedPositional {
  return { ...completedValue(name, options.choices), isRest: options.array === true };
}

function completed(name: string, verb: Verb): CompletedVerb {
  const { options, positionals } = record(verb);
  return { name, options: [...options.map(optionOf), help], positionals: positionals.map(positionalOf) };
}

export function completionTable(entries: readonly (Verb | VerbGroup)[]): CompletionTable {
  const verbs = entries.flatMap((entry) =>
    isGroup(entry)
      ? entry.verbs.map((verb) => completed(`${entry.name} ${nameOf(verb)}`, verb))
      : [completed(nameOf(entry), entry)],
  );
  const groups = Object.fromEntries(entries.filter(isGroup).map((group) => [group.name, group.verbs.map(nameOf)]));
  return { first: entries.map(nameOf), groups, verbs };
}
