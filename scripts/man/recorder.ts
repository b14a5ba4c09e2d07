// SPDX-License-Identifier: BSD-2-Clause
/** Records what a verb declares to yargs about its arguments, so that the page says the same as --help. */
import type { Argv, Options, PositionalOptions } from 'yargs';
import type { Verb } from '../../ts/cli/command.ts';

export interface Positional {
  name: string;
  options: PositionalOptions;
}

export interface Option {
  name: string;
  options: Options;
}

export interface Recorded {
  positionals: Positional[];
  options: Option[];
  /** Text below the options. */
  epilogues: string[];
}

/** Functions of yargs that add nothing to the page. */
const SILENT = [
  'check',
  'coerce',
  'conflicts',
  'implies',
  'strict',
  'strictOptions',
  'middleware',
  'demandOption',
  'group',
];

/** @throws Error if the verb uses an unknown function of yargs: something would be missing from the page. */
export function record(verb: Verb): Recorded {
  const recorded: Recorded = { positionals: [], options: [], epilogues: [] };
  const functions: Record<string, (...words: never[]) => void> = {
    positional: (name: string, options: PositionalOptions) => recorded.positionals.push({ name, options }),
    epilogue: (text: string) => recorded.epilogues.push(text),
    option: (name: string | Record<string, Options>, options: Options) => {
      const named = typeof name === 'string' ? { [name]: options } : name;
      for (const [key, value] of Object.entries(named)) recorded.options.push({ name: key, options: value });
    },
  };
  functions.options = functions.option as (...words: never[]) => void;
  const recorder: object = new Proxy(
    {},
    {
      get: (_, name: string) => {
        const known = functions[name] ?? (SILENT.includes(name) ? () => {} : undefined);
        if (known === undefined)
          throw new Error(`the man page knows nothing of yargs' ${name}(), which ${verb.usage} uses`);
        return (...words: never[]) => {
          known(...words);
          return recorder;
        };
      },
    },
  );
  verb.options(recorder as Argv, true);
  return recorded;
}
