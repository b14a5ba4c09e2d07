// SPDX-License-Identifier: BSD-2-Clause
/** What a verb tells yargs about its arguments, taken down word for word: the page says what --help says, because it hears what --help hears. */
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
  /** What stands below them. */
  epilogues: string[];
}

/** Functions of yargs that add nothing which a page could tell. */
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

/** @throws Error if the verb uses a function of yargs that this does not know: something would be missing from the page. */
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
  verb.options(recorder as Argv);
  return recorded;
}
