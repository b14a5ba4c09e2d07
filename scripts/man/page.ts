// SPDX-License-Identifier: BSD-2-Clause
/** The manual page of all commands, generated from the verbs' declarations. */
import type { Options, PositionalOptions } from 'yargs';
import { EXIT_CODES, isGroup, type Verb, type VerbGroup } from '../../ts/cli/command.ts';
import { type Option, record } from './recorder.ts';
import { bold, example, italic, item, paragraph, plain, section, subsection, title } from './roff.ts';

const NAME = 'maolan-plugin-host';

const DAW_FORMS = [
  `${NAME} <format> <plugin> <shm-name> <instance-id> <d2h-fd> <h2d-fd> [<sample-rate> <buffer-size> <inputs> <outputs>] [--log-level <level>]`,
  `${NAME} --scan --format <format> [--path <path>] [--output <file>]`,
];

const ENVIRONMENT: readonly (readonly [string, string])[] = [
  ['MAOLAN_NODE', 'The Node.js to run on; else node beside the program, the one that built it, or the one in PATH.'],
  ['MAOLAN_PLUGIN_HOST', 'The host executable that the commands start; default: their own.'],
  ['MAOLAN_SCAN_TIMEOUT_MS', 'How long the scan of one plugin file may take, in milliseconds.'],
  ['MAOLAN_HANG_MS', 'How long a block may take before the plugin counts as hung and is restarted; in milliseconds.'],
  ['MAOLAN_RECOVERY', '0: a crash ends the process; the plugin is not restarted.'],
  ['MAOLAN_ZYGOTE', '0: each plugin starts its own Node.js, instead of as a fork of one; see doctor.'],
  ['MAOLAN_SCALE', 'Pixels per design pixel of editors: 1, 1.25, 2 ...'],
  ['CLAP_PATH, VST3_PATH', 'Folders with plugins besides the usual ones, separated by colons.'],
  ['LV2_PATH', 'Folders with LV2 bundles instead of the usual ones.'],
  ['NO_COLOR', 'If it is set to anything, no output has colours.'],
];

const FILES: readonly (readonly [string, string])[] = [
  [
    '$XDG_CACHE_HOME/maolan-plugin-host',
    'What scans found; may be removed at any time. XDG_CACHE_HOME is ~/.cache if it is not set.',
  ],
  [
    '$XDG_STATE_HOME/maolan-plugin-host/states',
    'States that are too large for the projects of a DAW, which hold their hashes only: see the command state. XDG_STATE_HOME is ~/.local/state if it is not set.',
  ],
  [
    '$XDG_STATE_HOME/maolan-plugin-host/crashes',
    'Reports of the last 20 crashes of plugins, as JSON: see the command crashes.',
  ],
  [
    '$XDG_CONFIG_HOME/maolan/plugin-blocklist.json',
    'Plugins that the DAW has blocked. XDG_CONFIG_HOME is ~/.config if it is not set.',
  ],
];

interface Command {
  /** `state save <plugin> <file>` */
  usage: string;
  verb: Verb;
}

function commandsOf(entries: readonly (Verb | VerbGroup)[]): Command[] {
  return entries.flatMap((entry) =>
    isGroup(entry)
      ? entry.verbs.map((verb) => ({ usage: `${entry.name} ${verb.usage}`, verb }))
      : [{ usage: entry.usage, verb: entry }],
  );
}

/** Words in <> and [] are placeholders. */
function synopsis(usage: string): string {
  return `${bold(NAME)} ${usage
    .split(' ')
    .map((word) => (/^[<[]/.test(word) ? italic(word) : bold(word)))
    .join(' ')}`;
}

/** A description, including what yargs adds to it. */
function describe(options: Options | PositionalOptions): string {
  const { describe: a, desc: b, description: c, choices, default: value } = options;
  const additions = [
    choices === undefined ? [] : [`one of ${[choices].flat().join(', ')}`],
    value === undefined || value === false || (Array.isArray(value) && value.length === 0)
      ? []
      : [`default: ${('defaultDescription' in options && options.defaultDescription) || String(value)}`],
  ].flat();
  const text = a ?? b ?? c ?? '';
  return plain(additions.length === 0 ? text : `${text} (${additions.join('; ')})`);
}

const VALUES: Readonly<Record<string, string>> = { number: ' number', string: ' text', array: ' text' };

function termOf({ name, options }: Option): string {
  const names = [name, ...[options.alias ?? []].flat()].toSorted((x, y) => x.length - y.length);
  const dashed = names.map((one) => bold(one.length === 1 ? `-${one}` : `--${one}`)).join(', ');
  const isText = options.string || options.array || options.choices !== undefined;
  const type = options.type ?? (options.number ? 'number' : isText ? 'string' : 'boolean');
  return `${dashed}${italic(VALUES[type] ?? '')}${options.array ? ' ...' : ''}`;
}

function commandSection({ usage, verb }: Command): string[] {
  const { positionals, options, epilogues } = record(verb);
  const visible = options.filter(({ options: { hidden } }) => !hidden);
  return [
    subsection(usage.replaceAll(/ [<[].*/g, '')),
    synopsis(usage),
    paragraph(plain(sentence(verb.summary))),
    ...positionals.map(({ name, options }) => item(italic(name), describe(options))),
    ...visible.map((option) => item(termOf(option), describe(option.options))),
    ...epilogues.flatMap((text) => text.split(/\n\s*\n/)).map((text) => paragraph(plain(text.replaceAll(/\s+/g, ' ')))),
    ...(verb.examples.length > 0 ? [paragraph('Examples:')] : []),
    ...verb.examples.flatMap(({ words, says }) => [paragraph(plain(sentence(says))), example([`${NAME} ${words}`])]),
  ];
}

function sentence(text: string): string {
  const first = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.:!?]$/.test(first) ? first : `${first}.`;
}

export interface PageOptions {
  entries: readonly (Verb | VerbGroup)[];
  version: string;
  /** YYYY-MM-DD */
  date: string;
}

/** @returns the source of maolan-plugin-host(1). */
export function manualPage({ entries, version, date }: PageOptions): string {
  const commands = commandsOf(entries);
  const items = (list: readonly (readonly [string, string])[]) =>
    list.map(([term, text]) => item(bold(term), plain(text)));
  const lines = [
    title(NAME.toUpperCase(), '1', date, `${NAME} ${version}`, 'User Commands'),
    section('NAME'),
    `${plain(NAME)} \\- run, render, compare and examine audio plugins (CLAP, VST3, LV2)`,
    section('SYNOPSIS'),
    `${bold(NAME)} ${italic('command')} [${italic('argument')} ...]`,
    section('DESCRIPTION'),
    plain(
      'Every command that makes a plugin sound or speak runs it in a process of its own, the one that DAWs start: what it does there it does in the DAW.',
    ),
    paragraph(
      plain(
        'A plugin is named by its path, its id or URI, or a part of its name that only one plugin has; clap:, vst3: or lv2: before the name chooses the format. Results go to the standard output, everything else to the standard error output.',
      ),
    ),
    section('COMMANDS'),
    ...commands.flatMap(commandSection),
    section('WHAT DAWS START'),
    'A DAW starts the same program, once per plugin, with words of its own:',
    example(DAW_FORMS),
    section('EXIT STATUS'),
    ...items(EXIT_CODES),
    section('ENVIRONMENT'),
    ...items(ENVIRONMENT),
    section('FILES'),
    ...items(FILES),
    section('SEE ALSO'),
    [`${bold('lv2apply')}(1)`, `${bold('lv2info')}(1)`, `${bold('sndfile-info')}(1)`].join(', '),
  ];
  return `${lines.join('\n')}\n`;
}
