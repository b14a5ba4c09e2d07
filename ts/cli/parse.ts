// SPDX-License-Identifier: BSD-2-Clause
/** Parses words into a verb and its arguments; and the texts of --help. */
import yargs, { type Argv } from 'yargs';
import packageJson from '../../package.json' with { type: 'json' };
import { nearest } from '../plugins/nearest.ts';
import { CommandError, EXIT_FAILED, EXIT_UNKNOWN, EXIT_USAGE, isGroup, type Verb, type VerbGroup } from './command.ts';
import { groupHelp, type Layout, nameOf, PROGRAM_NAME, rootHelp, verbFooter } from './help.ts';
import { likelyVerb, readRequest } from './help-topic.ts';

export { nameOf, PROGRAM_NAME as programName };
export const programVersion: string = packageJson.version;

const WIDTH_MAX = 100;

/** What a command line asks for. */
export type Invocation =
  | { kind: 'text'; text: string }
  | { kind: 'verb'; verb: Verb; args: Record<string, unknown>; words: readonly string[] };

type Entries = readonly (Verb | VerbGroup)[];

const MISSING = 'missing argument: %s of %s were given';
const strings = { 'Not enough non-option arguments: got %s, need at least %s': { one: MISSING, other: MISSING } };

/** Common to all parsers: they print nothing, do not exit, and refuse everything unknown. */
function configured(parser: Argv, columns: number): Argv {
  return parser
    .scriptName(PROGRAM_NAME)
    .locale('en')
    .updateStrings(strings as unknown as Record<string, string>)
    .parserConfiguration({
      'boolean-negation': false,
      'dot-notation': false,
      'greedy-arrays': false,
      'parse-numbers': false,
      'parse-positional-numbers': false,
    })
    .version('version', 'show the version', programVersion)
    .help('help', 'show this help')
    .alias('help', 'h')
    .strict()
    .exitProcess(false)
    .showHelpOnFail(false)
    .wrap(Math.min(WIDTH_MAX, columns));
}

/** What a parser knows of its options; not part of the types of yargs. */
interface Introspective {
  getOptions(): { key: Record<string, unknown>; array: string[]; number: string[]; string: string[] };
}

/** Filled in while a command line is parsed. */
interface Chosen {
  verb?: Verb;
  /** Of the verb that the words have led to. */
  usage?: string;
  args?: Record<string, unknown>;
  options?: ReturnType<Introspective['getOptions']>;
  /** Names of the group and the verb that the words have led to. */
  path: string[];
  /** Where the words are to go on: names of verbs. */
  expected: string[];
  /** Printed under the help. */
  footer: string;
}

/** What the help does not show: itself, and in the short one what is not usual. */
function hiddenOptions({ usual, usage }: Verb, names: readonly string[], { whole }: Layout): string[] {
  const kept = [...positionalNames(usage), ...(usual ?? [])];
  return ['help', 'version', ...(whole || usual === undefined ? [] : names.filter((name) => !kept.includes(name)))];
}

function addVerb(parser: Argv, verb: Verb, prefix: string, chosen: Chosen, layout: Layout): Argv {
  const build = (inner: Argv) => {
    const built = verb.options(inner, layout.whole).usage(`$0 ${prefix}${verb.usage}\n\n${verb.summary}`);
    chosen.options = (built as unknown as Introspective).getOptions();
    const positional = positionalNames(verb.usage);
    built.requiresArg(
      [...chosen.options.string, ...chosen.options.number].filter((name) => !positional.includes(name)),
    );
    chosen.path.push(nameOf(verb));
    chosen.expected = [];
    chosen.usage = verb.usage;
    chosen.footer = verbFooter(verb, chosen.path.join(' '), layout);
    for (const name of hiddenOptions(verb, Object.keys(chosen.options.key), layout)) built.hide(name);
    return built;
  };
  return parser.command(verb.usage, verb.summary, build, (args) => {
    chosen.verb = verb;
    chosen.args = args;
  });
}

function addGroup(parser: Argv, group: VerbGroup, chosen: Chosen, layout: Layout): Argv {
  const names = group.verbs.map(nameOf);
  const build = (inner: Argv) => {
    for (const verb of group.verbs) addVerb(inner, verb, `${group.name} `, chosen, layout);
    chosen.path.push(group.name);
    chosen.expected = names;
    chosen.footer = '';
    return inner
      .usage(`$0 ${group.name} <verb>\n\n${group.summary}`)
      .demandCommand(1, `one of these must follow ${group.name}: ${names.join(', ')}`);
  };
  return parser.command(group.name, group.summary, build);
}

function buildParser(entries: Entries, chosen: Chosen, layout: Layout): Argv {
  const parser = configured(yargs(), layout.columns).usage('$0 <verb>');
  for (const entry of entries) {
    if (isGroup(entry)) addGroup(parser, entry, chosen, layout);
    else addVerb(parser, entry, '', chosen, layout);
  }
  return parser.demandCommand(1, 'a verb must be given');
}

/** Positional arguments that a verb needs, as its usage names them. */
function neededArguments(usage: string): string[] {
  return usage.match(/<[^>]+>/g) ?? [];
}

/** Names of all positional arguments. */
function positionalNames(usage: string): string[] {
  return Array.from(usage.matchAll(/[<[]([^\]>.]+)/g), ([, name = '']) => name);
}

/** yargs names what it does not know, but not what might have been meant. */
function sentenceOf(message: string, chosen: Chosen, words: readonly string[]): string {
  const stranger = unknownOption(words, chosen);
  if (stranger !== undefined) return unknownSentence(stranger, chosen);
  const given = /^missing argument: (\d+) of/.exec(message)?.[1];
  if (given !== undefined) {
    const names = neededArguments(chosen.usage ?? '').slice(Number(given));
    return names.length > 1 ? `missing arguments: ${names.join(' ')}` : `missing argument: ${names.join('')}`;
  }
  const lacking = /^Not enough arguments following: (\S+)/.exec(message)?.[1];
  if (lacking !== undefined) return `${lacking.length === 1 ? '-' : '--'}${lacking} needs a value`;
  const required = /^Missing required argument: (\S+)/.exec(message)?.[1];
  if (required !== undefined) return `--${required} is missing`;
  const [, option, value, choices] = /Argument: (\S+), Given: (.*), Choices: (.*)$/m.exec(message) ?? [];
  if (choices !== undefined)
    return `--${option} ${value?.replaceAll('"', '')}: expected one of ${choices.replaceAll('"', '')}`;
  const [, unknown] = /^Unknown (?:argument|command)s?: ([^,]+)/.exec(message) ?? [];
  return unknown === undefined ? message.replaceAll('\n', ' ') : unknownSentence(unknown, chosen);
}

/** The first word that looks like an option and is none: it may have taken the word behind it along. */
function unknownOption(words: readonly string[], { options, usage }: Chosen): string | undefined {
  if (usage === undefined) return undefined;
  const known = Object.keys(options?.key ?? {});
  const names = words.flatMap((word) => /^--([^=]+)/.exec(word)?.[1] ?? []);
  return names.find((name) => !known.includes(name));
}

function unknownSentence(unknown: string, chosen: Chosen): string {
  const message = `Unknown argument: ${unknown}`;
  const options = Object.keys(chosen.options?.key ?? {}).filter((name) => name.length > 1 && !/[A-Z]/.test(name));
  const nearOption = nearest(unknown, options);
  const meant = nearest(unknown, chosen.expected) ?? (nearOption && `--${nearOption}`);
  return meant === undefined ? message : `${message}; did you mean ${meant}?`;
}

/** For options that were given twice and may not be repeated, the last one counts. Invalid numbers are refused. */
function checkOptions(args: Record<string, unknown>, options: Chosen['options']): void {
  for (const name of options?.number ?? []) {
    const values = [args[name]].flat();
    if (values.some((value) => typeof value === 'number' && Number.isNaN(value)))
      throw new CommandError(`--${name} must be a number`, EXIT_USAGE);
  }
  for (const name of Object.keys(options?.key ?? {}))
    if (Array.isArray(args[name]) && !options?.array.includes(name)) args[name] = args[name].at(-1);
}

/** The first word is not a verb. @throws CommandError */
function refuseVerb(word: string, entries: Entries, columns: number): never {
  // The first word of a DAW's is a format.
  throw (
    likelyVerb(word, entries) ??
    new CommandError(`${word} is neither a verb nor a format`, EXIT_UNKNOWN, rootHelp(entries, columns))
  );
}

/** Precedes a word that is always a name; no shell can pass it. */
const NAME = '\0';

/** The words without `--`, with those after it marked as names; so is `-`, which yargs does not understand. */
function withNames(words: readonly string[]): string[] {
  const at = words.includes('--') ? words.indexOf('--') : words.length;
  const before = words.slice(0, at).map((word) => (word === '-' ? NAME + word : word));
  return [...before, ...words.slice(at + 1).map((word) => NAME + word)];
}

function unmarked(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unmarked);
  return typeof value === 'string' && value.startsWith(NAME) ? value.slice(NAME.length) : value;
}

/** @throws CommandError (EXIT_USAGE) when the words are not right. */
export function parse(given: readonly string[], entries: Entries, columns: number): Invocation {
  const { words, whole } = readRequest(given, entries);
  const [first] = words;
  if (first === undefined) throw new CommandError('', EXIT_FAILED, rootHelp(entries, columns));
  if (first === '--help' || first === '-h') return { kind: 'text', text: rootHelp(entries, columns) };
  const group = entries.filter(isGroup).find(({ name }) => name === first);
  if (group && ['--help', '-h'].includes(words[1] ?? '')) return { kind: 'text', text: groupHelp(group, columns) };
  if (!first.startsWith('-') && !entries.some((entry) => nameOf(entry) === first)) refuseVerb(first, entries, columns);
  const chosen: Chosen = { path: [], expected: entries.map(nameOf), footer: '' };
  const fail = (message: string | null, error: Error | undefined) => {
    if (error instanceof CommandError) throw error;
    const help = [PROGRAM_NAME, ...chosen.path, '--help'].join(' ');
    throw new CommandError(
      `${sentenceOf(message ?? error?.message ?? '', chosen, withNames(words))} (see ${help})`,
      EXIT_USAGE,
    );
  };
  let text = '';
  const parser = buildParser(entries, chosen, { columns, whole }).fail(fail);
  parser.parse(withNames(words), {}, (_error, args, output) => {
    text = 'help' in args && args.help === true ? `${output}\n\n${chosen.footer}` : output;
  });
  const { verb, args } = chosen;
  if (text !== '' || verb === undefined || args === undefined) return { kind: 'text', text };
  checkOptions(args, chosen.options);
  for (const [name, value] of Object.entries(args)) args[name] = unmarked(value);
  return { kind: 'verb', verb, args, words: words.slice(words.indexOf(nameOf(verb)) + 1) };
}
