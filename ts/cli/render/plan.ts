// SPDX-License-Identifier: BSD-2-Clause
/** The request for a render, read from the command line: the chain of plugins, each with its own options, and what goes in and out. */
import type { Argv } from 'yargs';
import { CommandError, EXIT_USAGE } from '../command.ts';
import {
  blockOption,
  checkBlockAndRate,
  checkInRange,
  outputOption,
  paramOption,
  pluginArgument,
  presetOption,
  rateOption,
  stateOption,
} from '../options.ts';
import { type Automation, checkAssignment, parseAutomation } from '../parameter-name.ts';
import { type BitDepth, bitDepths, formatNames } from '../sound-format.ts';
import { parseTime, TIME_HELP, type Time } from '../times.ts';
import { MIDI_TYPE } from './output.ts';

export interface RenderArguments {
  plugin: string;
  files?: string[];
  then?: string[];
  with?: string[];
  param?: string[];
  automate?: string[];
  bypassAt?: string[];
  state?: string[];
  preset?: string[];
  midi?: string[];
  channel?: string[];
  track?: string[];
  sidechain?: string[];
  into?: string;
  tail?: string;
  length?: string;
  settle: string;
  block: number;
  bitDepth?: BitDepth;
  type?: string;
  force: boolean;
  rate?: number;
  output?: string;
  tempo: number;
}

export interface TimeRange {
  from: Time;
  /** undefined: to the end. */
  to: Time | undefined;
}

/** One plugin of the chain, as it was named. */
export interface LinkPlan {
  plugin: string;
  /** name=value */
  values: string[];
  automations: Automation[];
  bypassed: TimeRange[];
  state: string | undefined;
  preset: string | undefined;
  /** Sound file for its side chain. */
  sidechain: string | undefined;
}

/** A chain of plugins. Parts play in parallel, and are mixed. */
export interface PartPlan {
  links: LinkPlan[];
  /** MIDI file that it plays; undefined: that of the first part. */
  midi: string | undefined;
  /** MIDI channels that it plays, 1 to 16; undefined: all. */
  channels: ReadonlySet<number> | undefined;
  /** Tracks that it plays, by number from 1 on or by name; undefined: all. */
  tracks: readonly string[] | undefined;
}

/** Options that belong to the plugin that was named last before them. */
const ownOptions = ['param', 'automate', 'bypass-at', 'state', 'preset', 'sidechain'] as const;
/** Options that belong to the part. */
const partOptions = ['midi', 'channel', 'track'] as const;
type OwnOption = (typeof ownOptions)[number] | (typeof partOptions)[number];

const USUAL_FRAMES = 1024;
const USUAL_TEMPO = 120;
const USUAL_SETTLE = '10s';
const TEMPO_MAX = 960;

export function renderOptions(yargs: Argv, whole: boolean): Argv {
  const options = yargs
    .positional('plugin', { ...pluginArgument, describe: 'first plugin: name, id, URI or path' })
    .positional('files', {
      type: 'string',
      array: true,
      describe: 'input and output; - is standard input or output',
    })
    .option('then', { type: 'string', array: true, describe: 'next plugin of the chain' })
    .option('param', { ...paramOption, describe: 'name=value, for the preceding plugin' })
    .option('automate', {
      type: 'string',
      array: true,
      describe: 'name=time:value,time:value... for the preceding plugin, with straight lines between',
    })
    .option('bypass-at', {
      type: 'string',
      array: true,
      describe: 'time or time-time at which the preceding plugin is bypassed',
    })
    .option('state', {
      ...stateOption,
      array: true,
      describe: 'state file for the preceding plugin, as state save writes it',
    })
    .option('preset', {
      ...presetOption,
      array: true,
      describe: 'its preset: name, URI or .vstpreset file',
    })
    .option('sidechain', {
      type: 'string',
      array: true,
      describe: 'sound file for the side chain of the preceding plugin',
    })
    .option('with', {
      type: 'string',
      array: true,
      describe: 'plugin of another part, mixed with the parts before it',
    })
    .option('midi', {
      type: 'string',
      array: true,
      describe: 'MIDI file to play; an input may then be left out',
    })
    .option('channel', { type: 'string', array: true, describe: 'MIDI channels that the part plays: 10 or 1-9,11' })
    .option('track', {
      type: 'string',
      array: true,
      describe: 'tracks of the MIDI file that the part plays, by number or name: 2 or Bass or 1,3-5',
    })
    .option('output', { ...outputOption, describe: 'output file; then all other files are inputs' })
    .option('into', { type: 'string', describe: 'folder for the outputs, named as their inputs; all files are inputs' })
    .option('tail', { type: 'string', describe: 'time to render beyond the input; with --midi 2s, else 0' })
    .option('length', { type: 'string', describe: 'time to render; an input may then be left out' })
    .option('settle', {
      type: 'string',
      default: USUAL_SETTLE,
      describe: 'how long to wait for a plugin that is still loading before it plays',
    })
    .option('block', { ...blockOption, default: USUAL_FRAMES })
    .option('bit-depth', {
      choices: bitDepths,
      describe: 'bit depth of the output; default: that of the input, with --midi 24',
    })
    .option('type', {
      alias: 'format',
      choices: [...formatNames, MIDI_TYPE],
      describe: 'format of the output, if its name does not say; default for -: wav',
    })
    .option('rate', {
      ...rateOption,
      describe:
        'sample rate (Hz) of the render and its output, to which the input is converted; default: that of the input, else 48000',
    })
    .option('force', { type: 'boolean', default: false, describe: 'allow the output to replace its input' })
    .option('tempo', { type: 'number', default: USUAL_TEMPO, describe: 'beats per minute, if no MIDI file sets them' });
  if (!whole) return options;
  return options
    .group(['then', 'with', ...ownOptions, ...partOptions], 'Plugins:')
    .epilogue(`Each part plays the MIDI file of the first, if it has none of its own. Times: ${TIME_HELP}.`);
}

/** For each time that an option was given, the plugin it belongs to: 0 is the first, 1 that of the first --then or --with. */
export function ownersOf(option: string, words: readonly string[]): number[] {
  const owners: number[] = [];
  let plugin = 0;
  for (const word of words) {
    if (word === '--') break;
    const name = word === `-${paramOption.alias}` ? 'param' : /^--([^=]+)/.exec(word)?.[1];
    if (name === 'then' || name === 'with') plugin++;
    if (name === option) owners.push(plugin);
  }
  return owners;
}

function parseRange(text: string): TimeRange {
  const [from = '', to, ...more] = text.split('-');
  const what = `--bypass-at ${text}`;
  if (more.length > 0) throw new CommandError(`${what}: time or time-time is expected`, EXIT_USAGE);
  return { from: parseTime(from, what), to: to === undefined ? undefined : parseTime(to, what) };
}

function only(option: OwnOption, values: readonly string[], plugin: string): string | undefined {
  if (values.length > 1)
    throw new CommandError(`--${option} was given ${values.length} times for ${plugin}`, EXIT_USAGE);
  return values[0];
}

/** "1-9,11" */
function parseChannels(text: string): Set<number> {
  const channels = new Set<number>();
  for (const range of text.split(',')) {
    const [, first, last = first] = /^(\d+)(?:-(\d+))?$/.exec(range.trim()) ?? [];
    const [from, to] = [Number(first), Number(last)];
    if (!(from >= 1 && to <= 16 && from <= to))
      throw new CommandError(`--channel ${text}: channels are 1 to 16, like 10 or 1-9,11`, EXIT_USAGE);
    for (let channel = from; channel <= to; channel++) channels.add(channel);
  }
  return channels;
}

/** The plugins in their order, each with whether it begins a part. */
function namesIn({ plugin, then = [], with: beside = [] }: RenderArguments, words: readonly string[]) {
  const names = [{ name: plugin, begins: true }];
  const owners = [ownersOf('then', words), ownersOf('with', words)] as const;
  for (const [i, name] of then.entries()) names[owners[0][i] ?? names.length] = { name, begins: false };
  for (const [i, name] of beside.entries()) names[owners[1][i] ?? names.length] = { name, begins: true };
  return names;
}

/** @throws CommandError (EXIT_USAGE) */
export function readParts(args: RenderArguments, words: readonly string[]): PartPlan[] {
  const given: Readonly<Record<OwnOption, readonly string[]>> = {
    param: args.param ?? [],
    automate: args.automate ?? [],
    'bypass-at': args.bypassAt ?? [],
    state: args.state ?? [],
    preset: args.preset ?? [],
    sidechain: args.sidechain ?? [],
    midi: args.midi ?? [],
    channel: args.channel ?? [],
    track: args.track ?? [],
  };
  const parts: PartPlan[] = [];
  for (const [index, { name: plugin, begins }] of namesIn(args, words).entries()) {
    const own = (option: OwnOption) => {
      const owners = ownersOf(option, words);
      return given[option].filter((_, i) => owners[i] === index);
    };
    if (begins) parts.push({ links: [], midi: undefined, channels: undefined, tracks: undefined });
    const part = parts.at(-1) as PartPlan;
    part.links.push(readLink(plugin, own));
    readPart(part, plugin, own);
  }
  return parts;
}

function readPart(part: PartPlan, plugin: string, own: (option: OwnOption) => readonly string[]): void {
  const midi = only('midi', own('midi'), plugin);
  if (midi !== undefined && part.midi !== undefined)
    throw new CommandError(
      `--midi was given twice for one part: ${part.midi}, ${midi}; --with begins another`,
      EXIT_USAGE,
    );
  part.midi ??= midi;
  for (const text of own('channel')) part.channels = new Set([...(part.channels ?? []), ...parseChannels(text)]);
  for (const text of own('track')) part.tracks = [...(part.tracks ?? []), ...text.split(',').map((one) => one.trim())];
}

function readLink(plugin: string, own: (option: OwnOption) => readonly string[]): LinkPlan {
  const link = {
    plugin,
    values: own('param').map((text) => checkAssignment(text, '--param')),
    automations: own('automate').map(parseAutomation),
    bypassed: own('bypass-at').flatMap((text) => text.split(',').map(parseRange)),
    state: only('state', own('state'), plugin),
    preset: only('preset', own('preset'), plugin),
    sidechain: only('sidechain', own('sidechain'), plugin),
  };
  if (link.state !== undefined && link.preset !== undefined)
    throw new CommandError(`--state and --preset were both given for ${plugin}; use one of them`, EXIT_USAGE);
  return link;
}

/** @throws CommandError (EXIT_USAGE) */
export function checkNumbers({ block, tempo, rate }: RenderArguments): void {
  checkBlockAndRate({ block, rate });
  checkInRange('tempo', tempo, 1, TEMPO_MAX);
}
