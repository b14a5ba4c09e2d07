// SPDX-License-Identifier: BSD-2-Clause
/**
 * The table of verbs and options from which the executable completes command lines (native-shim/completion/). Made of the verbs'
 * declarations when the program is built. Each line has fields between tabs:
 *
 *     first       <word>...              what a command line begins with
 *     group       <group> <verb>...      verbs of a group
 *     verb        <name>                 what follows, up to the next verb, belongs to it; a verb of a group by both names
 *     option      <names> <value> <choice>...
 *     positional  <value> <choice>...    in order
 *     rest        <value> <choice>...    any number behind them
 */

/** What a value is: which names complete it. none: an option without value; other: a file, a number, a text. */
export type CompletedValue = 'none' | 'choice' | 'list' | 'plugin' | 'preset' | 'parameter' | 'other';

export interface CompletedOption {
  /** `--param`, `-p`. */
  readonly names: readonly string[];
  readonly value: CompletedValue;
  readonly choices: readonly string[];
}

export interface CompletedPositional {
  readonly value: CompletedValue;
  readonly choices: readonly string[];
  /** It may be repeated. */
  readonly isRest: boolean;
}

export interface CompletedVerb {
  /** Of a verb of a group by both, such as `state save`. */
  readonly name: string;
  readonly options: readonly CompletedOption[];
  readonly positionals: readonly CompletedPositional[];
}

export interface CompletionTable {
  /** First words, in the order of the help. */
  readonly first: readonly string[];
  /** Verbs of each group. */
  readonly groups: Readonly<Record<string, readonly string[]>>;
  readonly verbs: readonly CompletedVerb[];
}

export function tableText({ first, groups, verbs }: CompletionTable): string {
  const lines = [['first', ...first], ...Object.entries(groups).map(([group, names]) => ['group', group, ...names])];
  for (const { name, options, positionals } of verbs) {
    lines.push(['verb', name]);
    for (const { names, value, choices } of options) lines.push(['option', names.join(' '), value, ...choices]);
    for (const { value, choices, isRest } of positionals)
      lines.push([isRest ? 'rest' : 'positional', value, ...choices]);
  }
  return lines.map((fields) => `${fields.join('\t')}\n`).join('');
}
