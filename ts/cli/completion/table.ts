// SPDX-License-Identifier: BSD-2-Clause
/** What can follow what on a command line: made of the verbs' declarations when the program is built, so that completing loads none of them. */

export interface CompletedOption {
  /** `--param`, `-p`. */
  readonly names: readonly string[];
  readonly takesValue: boolean;
  readonly choices: readonly string[];
}

export interface CompletedVerb {
  readonly options: readonly CompletedOption[];
  /** Their names in the usage, in order; the last may be repeated. */
  readonly positionals: readonly { readonly name: string; readonly choices: readonly string[] }[];
}

export interface CompletionTable {
  /** By name; a verb of a group by both, such as `state save`. */
  readonly verbs: Readonly<Record<string, CompletedVerb>>;
  /** Verbs of each group. */
  readonly groups: Readonly<Record<string, readonly string[]>>;
  /** First words, in the order of the help. */
  readonly first: readonly string[];
}
