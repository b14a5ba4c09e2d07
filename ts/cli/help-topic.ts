// SPDX-License-Identifier: BSD-2-Clause
/** What help is asked for: the verb, and how much of its help; and what a mistyped verb was meant to be. */
import { nearest } from '../plugins/nearest.ts';
import { CommandError, EXIT_USAGE, isGroup, type Verb, type VerbGroup } from './command.ts';
import { nameOf, PROGRAM_NAME } from './help.ts';

type Entries = readonly (Verb | VerbGroup)[];

const HELP_OPTIONS = ['--help', '-h'];
const WHOLE_OPTION = '--all';

/** Words for what other programs call it. */
const SYNONYMS: Readonly<Record<string, string>> = {
  list: 'scan',
  ls: 'scan',
  show: 'info',
  describe: 'info',
  convert: 'render',
  process: 'render',
  open: 'gui',
  edit: 'gui',
  diff: 'compare',
  draw: 'plot',
  check: 'doctor',
  preset: 'presets',
};

/** The sentence about a word that is not a verb, if it is like one. */
export function likelyVerb(word: string, entries: Entries): CommandError | undefined {
  const names = entries.map(nameOf);
  const synonym = SYNONYMS[word.toLowerCase()];
  const meant = names.find((name) => name === synonym) ?? nearest(word, names);
  if (meant === undefined) return undefined;
  return new CommandError(`${word} is not a verb; did you mean ${meant}? (${PROGRAM_NAME} help lists all)`, EXIT_USAGE);
}

/** `help state save` as `state save --help`. @throws CommandError (EXIT_USAGE) if it is not a verb */
function topicWords(topics: readonly string[], entries: Entries): string[] {
  const [first, ...rest] = topics;
  if (first === undefined || first === 'help') return ['--help'];
  const entry = entries.find((one) => nameOf(one) === first);
  if (entry === undefined)
    throw (
      likelyVerb(first, entries) ??
      new CommandError(`there is no help about "${first}"; ${PROGRAM_NAME} help lists all verbs`, EXIT_USAGE)
    );
  const inner = isGroup(entry) ? entry.verbs.map(nameOf) : [];
  const depth = rest[0] !== undefined && inner.includes(rest[0]) ? 2 : 1;
  const stranger = topics[depth];
  if (stranger === undefined) return [...topics, '--help'];
  const meant = depth === 1 ? nearest(stranger, inner) : undefined;
  const path = topics.slice(0, depth).join(' ');
  const advice = meant === undefined ? `see ${PROGRAM_NAME} help ${path}` : `did you mean ${first} ${meant}?`;
  throw new CommandError(`${path} has no help about "${stranger}"; ${advice}`, EXIT_USAGE);
}

/** A command line whose help, if it asks for that, is asked for with --help. */
export interface Request {
  words: readonly string[];
  /** With what the short help leaves out. */
  whole: boolean;
}

/** @throws CommandError (EXIT_USAGE) */
export function readRequest(given: readonly string[], entries: Entries): Request {
  const [first, ...rest] = given;
  if (first === 'help') {
    const topics = rest.filter((word) => ![...HELP_OPTIONS, WHOLE_OPTION, '--'].includes(word));
    return { words: topicWords(topics, entries), whole: rest.includes(WHOLE_OPTION) };
  }
  const end = given.includes('--') ? given.indexOf('--') : given.length;
  const options = given.slice(0, end);
  const whole = options.includes(WHOLE_OPTION) && HELP_OPTIONS.some((name) => options.includes(name));
  if (whole) return { words: options.filter((word) => word !== WHOLE_OPTION), whole };
  return { words: first === '-v' ? ['--version', ...rest] : given, whole };
}
