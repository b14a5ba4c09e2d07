// SPDX-License-Identifier: BSD-2-Clause
/** The definition of a verb, and what it gets. Each verb is a file in verbs/ that exports one `Verb`. */
import type { Argv } from 'yargs';

export interface Example {
  /** Behind `maolan-plugin-host `; the tests execute it as it stands. */
  readonly words: string;
  readonly says: string;
}

export interface Context {
  /** Folder of the built files (dist/lib). */
  readonly folder: string;
  /** Aborted by Ctrl-C and SIGTERM: stop, leave nothing behind, throw signal.reason. */
  readonly signal: AbortSignal;
  /** stdout, for results, may have colours: a terminal, and no NO_COLOR. */
  readonly color: boolean;
  /** The words after the verb, as typed: for options whose position matters. */
  readonly words: readonly string[];
  /** Results, on stdout; a newline is added. */
  print(text: string): void;
  /** Messages for users, on stderr; a newline is added. */
  say(text: string): void;
}

export interface Verb<Arguments = object> {
  /** As yargs has it: `render <plugin> <input> <output>`. */
  readonly usage: string;
  /** One line, for the list of verbs. */
  readonly summary: string;
  /** The summary in at most 64 letters, where it has more: the list of verbs fits a screen. */
  readonly brief?: string;
  /** The most useful first: the short help has two. */
  readonly examples: readonly Example[];
  /** Options of the short help, which fits a screen; left out: all. */
  readonly usual?: readonly string[];
  /** Positional arguments and options, with descriptions. @param whole help: with groups, and notes below */
  options(yargs: Argv, whole: boolean): Argv;
  /** @throws CommandError, or an error of the library, whose message is printed unchanged. */
  run(args: Arguments, context: Context): Promise<void>;
}

/** Verbs of one thing: `state save`, `state load`. Their usage leaves out the name of the group. */
export interface VerbGroup {
  readonly name: string;
  readonly summary: string;
  readonly brief?: string;
  readonly verbs: readonly Verb[];
}

export const EXIT_FAILED = 1;
export const EXIT_USAGE = 2;
/** Neither a verb nor a format; DAWs get the same code. */
export const EXIT_UNKNOWN = 4;

/** Printed under every --help and in the manual. */
export const EXIT_CODES: readonly (readonly [string, string])[] = [
  ['0', 'done'],
  ['1', 'failed; stderr says why'],
  ['2', 'wrong command line'],
  ['3', 'test and fuzz: the plugin crashed or hung'],
  ['4', 'the first word is neither a verb nor a format'],
  ['128+n', 'ended by signal n: 130 by Ctrl-C, 141 because stdout was closed'],
];

/** A sentence for people: what, where, what to do. */
export class CommandError extends Error {
  override name = 'CommandError';
  readonly exitCode: number;
  /** Text to print before it; may be empty. */
  readonly help: string;

  constructor(message: string, exitCode = EXIT_FAILED, help = '') {
    super(message);
    this.exitCode = exitCode;
    this.help = help;
  }
}

export function isGroup(entry: Verb | VerbGroup): entry is VerbGroup {
  return 'verbs' in entry;
}
