/**
 * The command line that a DAW uses. Ten arguments, numbers as Rust prints them; what cannot be parsed takes the original's default.
 */

export interface CommandLine {
  format: string;
  /** LV2: plugin URI. `__test__`, `__crash__` and `__hang__` are the DAW's own tests. */
  spec: string;
  segmentName: string;
  instanceId: string;
  /** Read end of the pipe DAW -> host; -1 if unusable. */
  dawToHost: number;
  /** Write end of the pipe host -> DAW; -1 if unusable. */
  hostToDaw: number;
  /** Hz. */
  sampleRate: number;
  /** Frames, 1..4096. */
  bufferSize: number;
  inputChannels: number;
  outputChannels: number;
}

export const USAGE =
  'Usage: maolan-engine-plugin-host <format> <plugin-spec> <shm-name> <instance-id> <d2h-fd> <h2d-fd> <sample-rate> <buffer-size> <num-inputs> <num-outputs>\n' +
  '  format: vst3 | lv2\n';

/** The original's words for pipe ends that are no fds. */
export const INVALID_FDS = 'Invalid event pipe file descriptors\n';

const FRAMES_MAX = 4096;

/** @returns undefined if the number of arguments is wrong. */
export function parseCommandLine(args: readonly string[]): CommandLine | undefined {
  const [format, spec, segmentName, instanceId, dawToHost, hostToDaw, sampleRate, bufferSize, inputs, outputs] = args;
  if (args.length !== 10 || format === undefined || spec === undefined) return undefined;
  if (segmentName === undefined || instanceId === undefined) return undefined;
  return {
    format,
    spec,
    segmentName,
    instanceId,
    dawToHost: integer(dawToHost, -1, 0, 0x7fffffff),
    hostToDaw: integer(hostToDaw, -1, 0, 0x7fffffff),
    sampleRate: positive(sampleRate, 48000),
    bufferSize: frames(bufferSize),
    inputChannels: integer(inputs, 2, 0, 0xffffffff),
    outputChannels: integer(outputs, 2, 0, 0xffffffff),
  };
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

/** A DAW may say 0 for an LV2 plugin: it does not know yet, so expect the longest block there is. */
function frames(text: string | undefined): number {
  const value = integer(text, 256, 0, Number.MAX_SAFE_INTEGER);
  return value === 0 ? FRAMES_MAX : Math.min(value, FRAMES_MAX);
}
