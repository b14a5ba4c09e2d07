/** What a render is told, read from the command line: the chain of plugins, each with its own options, and what goes in and out. */
import type { Argv } from 'yargs';
import { PROTOCOL_FRAMES_MAX } from '../../contract/protocol.ts';
import { CommandError, EXIT_USAGE } from '../command.ts';
import { type Automation, parseAutomation, splitAssignment } from '../parameter-name.ts';
import { type BitDepth, bitDepths, formatNames } from '../sound-format.ts';
import { parseTime, type Time, timeHelp } from '../times.ts';

export interface RenderArguments {
  plugin: string;
  files?: string[];
  then?: string[];
  param?: string[];
  automate?: string[];
  bypassAt?: string[];
  state?: string[];
  preset?: string[];
  midi?: string;
  into?: string;
  tail?: string;
  length?: string;
  settle: string;
  block: number;
  bitDepth?: BitDepth;
  format?: string;
  force: boolean;
  sampleRate?: number;
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
  values: { name: string; value: string }[];
  automations: Automation[];
  bypassed: TimeRange[];
  state: string | undefined;
  preset: string | undefined;
}

/** Options that belong to the plugin that was named last before them. */
const ownOptions = ['param', 'automate', 'bypass-at', 'state', 'preset'] as const;
type OwnOption = (typeof ownOptions)[number];

const usualFrames = 1024;
const usualTempo = 120;
const usualSettle = '10s';
const tempoMax = 960;
const sampleRates = { min: 1000, max: 768_000 };

export function renderOptions(yargs: Argv): Argv {
  return yargs
    .positional('plugin', { type: 'string', demandOption: true, describe: 'the first plugin: name, id, URI or path' })
    .positional('files', {
      type: 'string',
      array: true,
      describe:
        'input and output, - for standard input and output; with --midi or --length the output alone; with --into all inputs',
    })
    .option('then', { type: 'string', array: true, describe: 'next plugin of the chain' })
    .option('param', { type: 'string', array: true, describe: 'name=value, for the preceding plugin' })
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
      type: 'string',
      array: true,
      describe: 'state file for the preceding plugin, as state save writes it',
    })
    .option('preset', {
      type: 'string',
      array: true,
      describe: 'preset of the preceding plugin: name, URI or .vstpreset file',
    })
    .option('midi', { type: 'string', describe: 'MIDI file for the first plugin to play' })
    .option('into', { type: 'string', describe: 'folder for the outputs, which get the names of their inputs' })
    .option('tail', { type: 'string', describe: 'time to render beyond the input; default: 0, with --midi 2s' })
    .option('length', { type: 'string', describe: 'time to render, whatever the length of the input' })
    .option('settle', {
      type: 'string',
      default: usualSettle,
      describe: 'how long to wait for a plugin that is still loading before it plays',
    })
    .option('block', {
      type: 'number',
      default: usualFrames,
      describe: `frames at a time, 1 to ${PROTOCOL_FRAMES_MAX}`,
    })
    .option('bit-depth', {
      choices: bitDepths,
      describe: 'bit depth of the output; default: that of the input, with --midi 24',
    })
    .option('format', {
      choices: formatNames,
      describe: 'format of the output, if its name does not say; default for -: wav',
    })
    .option('sample-rate', {
      type: 'number',
      describe:
        'Hz of the render and its output, to which the input is converted; default: that of the input, else 48000',
    })
    .option('force', { type: 'boolean', default: false, describe: 'allow the output to replace its input' })
    .option('tempo', { type: 'number', default: usualTempo, describe: 'beats per minute, if no MIDI file sets them' })
    .group(['then', ...ownOptions], 'Plugins:')
    .epilogue(`Times are ${timeHelp}.`);
}

/** For each time that an option was given, the plugin it belongs to: 0 is the first, 1 that of the first --then. */
export function ownersOf(option: string, words: readonly string[]): number[] {
  const owners: number[] = [];
  let plugin = 0;
  for (const word of words) {
    if (word === '--') break;
    const name = /^--([^=]+)/.exec(word)?.[1];
    if (name === 'then') plugin++;
    else if (name === option) owners.push(plugin);
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

/** @throws CommandError (EXIT_USAGE) */
export function readLinks(args: RenderArguments, words: readonly string[]): LinkPlan[] {
  const given: Readonly<Record<OwnOption, readonly string[]>> = {
    param: args.param ?? [],
    automate: args.automate ?? [],
    'bypass-at': args.bypassAt ?? [],
    state: args.state ?? [],
    preset: args.preset ?? [],
  };
  return [args.plugin, ...(args.then ?? [])].map((plugin, index) => {
    const own = (option: OwnOption) => {
      const owners = ownersOf(option, words);
      return given[option].filter((_, i) => owners[i] === index);
    };
    const link = {
      plugin,
      values: own('param').map((text) => splitAssignment(text, '--param')),
      automations: own('automate').map(parseAutomation),
      bypassed: own('bypass-at').flatMap((text) => text.split(',').map(parseRange)),
      state: only('state', own('state'), plugin),
      preset: only('preset', own('preset'), plugin),
    };
    if (link.state !== undefined && link.preset !== undefined)
      throw new CommandError(
        `--state and --preset were both given for ${plugin}; one of them can be its beginning`,
        EXIT_USAGE,
      );
    return link;
  });
}

function inRange(option: string, value: number, min: number, max: number): void {
  if (value >= min && value <= max) return;
  throw new CommandError(`--${option} ${value}: ${min} to ${max} are possible`, EXIT_USAGE);
}

/** @throws CommandError (EXIT_USAGE) */
export function checkNumbers({ block, tempo, sampleRate }: RenderArguments): void {
  inRange('block', block, 1, PROTOCOL_FRAMES_MAX);
  if (!Number.isInteger(block)) throw new CommandError(`--block ${block}: a whole number is expected`, EXIT_USAGE);
  inRange('tempo', tempo, 1, tempoMax);
  if (sampleRate !== undefined) inRange('sample-rate', sampleRate, sampleRates.min, sampleRates.max);
}
