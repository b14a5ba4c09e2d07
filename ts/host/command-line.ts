// SPDX-License-Identifier: BSD-2-Clause
/**
 * The command lines that DAWs use: the original one with ten arguments, for LV2 and VST3, and the current one with six,
 * for formats that get sample rate and block size through the segment. Numbers are parsed as Rust prints them; invalid
 * ones take the original's default.
 */
import { PROTOCOL_FRAMES_MAX } from '../contract/protocol.ts';
import type { Fd, Frames } from '../contract-types.ts';
import { DEFAULT_LEVEL, type LogLevel, parseLogLevel } from './log.ts';
import { EXIT_NOT_RESOLVED, EXIT_UNKNOWN_FORMAT, EXIT_USAGE } from './main-thread/exit-codes.ts';

export interface CommandLine {
  format: string;
  /** LV2: plugin URI. VST3: bundle. CLAP: file. `__test__`, `__crash__` and `__hang__` are the DAW's own tests. */
  spec: string;
  segmentName: string;
  instanceId: string;
  /** Read end of the pipe DAW -> host; -1 if unusable. */
  dawToHost: Fd;
  /** Write end of the pipe host -> DAW; -1 if unusable. */
  hostToDaw: Fd;
  /** Hz; undefined: as in the segment's transport. */
  sampleRate: number | undefined;
  /** Frames, 1..4096. */
  bufferSize: Frames;
  inputChannels: number;
  outputChannels: number;
  logLevel: LogLevel;
}

/** The program's two names, one for each generation of DAWs. */
export type Generation = 'engine' | 'current';

const USAGE: Readonly<Record<Generation, string>> = {
  engine:
    'Usage: maolan-engine-plugin-host <format> <plugin-spec> <shm-name> <instance-id> <d2h-fd> <h2d-fd> <sample-rate> <buffer-size> <num-inputs> <num-outputs>\n' +
    '  format: vst3 | lv2\n',
  current:
    'Usage:\n' +
    '  maolan-plugin-host <format> <plugin> <shm-name> <instance-id> <d2h-fd> <h2d-fd> [<sample-rate> <buffer-size> <num-inputs> <num-outputs>] [--log-level <level>]\n' +
    '  maolan-plugin-host --scan --format <format> [--path <path>] [--output <file>]\n' +
    'Formats: clap, vst3, lv2, au (macOS), null\n' +
    'A DAW starts it once per plugin; vst3 and lv2 need the four arguments in brackets, clap may have them, the others go without.\n' +
    'For people: maolan-plugin-host --help lists the commands (scan, info, render, ...).\n',
};

/** The original's message for pipe ends that are not fds. */
export const INVALID_FDS = 'Invalid event pipe file descriptors\n';

const LONG = 10;
const SHORT = 6;
/** DAWs omit the four numbers for CLAP; a command line that has them is accepted. */
const ARGUMENTS: Readonly<Record<string, readonly number[]>> = {
  vst3: [LONG],
  lv2: [LONG],
  au: [LONG],
  clap: [SHORT, LONG],
  null: [SHORT],
  __test__: [SHORT],
};

/** An invalid command line: the message and the exit code. */
export class CommandLineError extends Error {
  override name = 'CommandLineError';
  constructor(
    text: string,
    readonly exitCode: number,
  ) {
    super(text);
  }
}

/** @throws CommandLineError */
export function parseCommandLine(words: readonly string[], generation: Generation): CommandLine {
  const { args, logLevel } = takeLogLevel(words);
  const [format = '', spec = '', segmentName = '', instanceId = '', dawToHost, hostToDaw, ...numbers] = args;
  const wanted = ARGUMENTS[format];
  // The original checked the number of arguments first, and reported an unknown format through the segment.
  const isLast = generation === 'engine' && wanted === undefined && args.length === LONG;
  if (!(wanted ?? [LONG]).includes(args.length) || (wanted === undefined && !isLast)) {
    const unknown = generation === 'current' && args.length > 0 && wanted === undefined;
    throw new CommandLineError(USAGE[generation], unknown ? EXIT_UNKNOWN_FORMAT : EXIT_USAGE);
  }
  // Audio Units exist only on macOS. The original prints nothing then.
  if (format === 'au')
    throw new CommandLineError(
      'Audio Units (au) can be loaded on macOS only\n',
      spec === '' ? EXIT_NOT_RESOLVED : EXIT_UNKNOWN_FORMAT,
    );
  const [sampleRate, bufferSize, inputs, outputs] = numbers;
  return {
    format,
    spec,
    segmentName,
    instanceId,
    dawToHost: integer(dawToHost, -1, 0, 0x7fffffff),
    hostToDaw: integer(hostToDaw, -1, 0, 0x7fffffff),
    sampleRate: args.length === SHORT ? undefined : positive(sampleRate, DEFAULT_SAMPLE_RATE),
    // The client library sets this where the command line has no argument for it.
    bufferSize: frames(args.length === SHORT ? (process.env.MAOLAN_BUFFER_SIZE ?? '0') : bufferSize),
    inputChannels: integer(inputs, 2, 0, 0xffffffff),
    outputChannels: integer(outputs, 2, 0, 0xffffffff),
    logLevel,
  };
}

/** Default sample rate, Hz. */
export const DEFAULT_SAMPLE_RATE = 48000;

/** `--log-level <level>` may be anywhere. An unknown or missing level means the default. */
function takeLogLevel(words: readonly string[]): { args: string[]; logLevel: LogLevel } {
  const args: string[] = [];
  let logLevel: LogLevel = DEFAULT_LEVEL;
  for (let i = 0; i < words.length; i++) {
    const word = words[i];
    if (word === '--log-level') logLevel = parseLogLevel(words[++i]) ?? DEFAULT_LEVEL;
    else if (word !== undefined) args.push(word);
  }
  return { args, logLevel };
}

function integer(text: string | undefined, fallback: number, min: number, max: number): number {
  if (text === undefined || !/^\+?\d+$/.test(text)) return fallback;
  const value = Number(text);
  return value >= min && value <= max ? value : fallback;
}

function positive(text: string | undefined, fallback: number): number {
  const value = text === undefined || !/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number.NaN : Number(text);
  return Number.isFinite(value) && value > 0 ? value : fallback;
}

/** A DAW may pass 0 for an LV2 plugin if it does not know the block size yet: then allow the longest block. */
function frames(text: string | undefined): number {
  const value = integer(text, 256, 0, Number.MAX_SAFE_INTEGER);
  return value === 0 ? PROTOCOL_FRAMES_MAX : Math.min(value, PROTOCOL_FRAMES_MAX);
}
