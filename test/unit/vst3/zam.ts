/** The Zam plugins, installed as VST3, as LV2 and as CLAP, and sound to put through them. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Answer, drive, line, type Options, type Parameter, parameters, started } from './driver.ts';

export const names = [
  'ZaMaximX2',
  'ZaMultiComp',
  'ZaMultiCompX2',
  'ZamAutoSat',
  'ZamComp',
  'ZamCompX2',
  'ZamDelay',
  'ZamDynamicEQ',
  'ZamEQ2',
  'ZamGEQ31',
  'ZamGate',
  'ZamGateX2',
  'ZamGrains',
  'ZamHeadX2',
  'ZamPhono',
  'ZamTube',
  'ZamVerb',
];

/** clap: only in a test that has imported ../clap/driver.ts, which builds that driver. */
export type Format = 'vst3' | 'lv2' | 'clap';
const drivers: Record<Format, Options> = {
  vst3: { build: 'driver' },
  lv2: { build: 'driver-lv2' },
  clap: { build: 'driver', folder: 'clap' },
};

export const spec = (name: string, format: Format): string =>
  format === 'lv2' ? `urn:zamaudio:${name}` : `/usr/lib/${format}/${name}.${format}`;

/** A change of a parameter, named by its title and normalized. */
export interface Change {
  frame: number;
  name: string;
  value: number;
}

/** Normalized values that mean the same in all formats: whole steps where the parameter has steps. */
function steps({ flags, minimum, maximum }: Parameter): number[] {
  const INTEGER = 1;
  const TOGGLED = 2;
  if (flags & TOGGLED) return [1, 0];
  if (flags & INTEGER) return [1 / (maximum - minimum), 0];
  return [0.25, 0.75, 0.5];
}

/**
 * Every parameter moves, one after the other, at starts of blocks: DPF applies changes there only. First of all each is moved
 * twice, because in VST3 DPF loads a program that LV2 does not have, and then takes the program's values for the defaults.
 */
export function automation(parameters: Parameter[], blocks: number, frames: number): Change[] {
  const starts = parameters.flatMap((parameter) => {
    const [first = 0, second = 0] = steps(parameter);
    return [first, second].map((value, block) => ({ name: parameter.name, value, frame: block * frames }));
  });
  const moves = parameters.flatMap((parameter) => steps(parameter).map((value) => ({ name: parameter.name, value })));
  const spread = moves.map((move, i) => ({
    ...move,
    frame: (5 + Math.floor((i * (blocks - 20)) / moves.length)) * frames,
  }));
  return [...starts.sort((one, other) => one.frame - other.frame), ...spread];
}

export interface Description {
  inputs: number;
  outputs: number;
  parameters: Parameter[];
}

export function describe(name: string, format: Format): Description {
  const answer = drive([...started(spec(name, format)), 'parameters', 'close'], drivers[format]);
  const [, inputs, outputs] = /inputs (\d+) outputs (\d+)/.exec(line(answer, 'bound')) ?? [];
  return { inputs: Number(inputs), outputs: Number(outputs), parameters: parameters(answer) };
}

/**
 * Noise (a linear congruential generator, the same every time) over a slow swell, so that gates and compressors move. Channels
 * beyond the first `loud` are silent.
 */
function noise(frames: number, channels: number, loud: number): Float32Array {
  const samples = new Float32Array(frames * channels);
  let random = 1;
  for (let i = 0; i < samples.length; i++) {
    if (i % channels >= loud) continue;
    random = (Math.imul(random, 1664525) + 1013904223) >>> 0;
    const swell = 0.5 - 0.5 * Math.cos((2 * Math.PI * Math.floor(i / channels)) / 16384);
    samples[i] = 0.8 * swell * (random / 2 ** 31 - 1);
  }
  return samples;
}

export interface Take {
  answer: Answer;
  sound: Float32Array;
}

export interface TakeOptions {
  blocks?: number;
  frames?: number;
  changes?: Change[];
  /** Commands before the sound, and after it. Paths in them are inside the folder. */
  before?: (folder: string) => string[];
  after?: (folder: string) => string[];
  folder?: string;
  /** Hz */
  rate?: number;
  /** The block length that is announced to the plugin; the real one if not given. */
  announced?: number;
  /** Input channels that are not silent; all of them if not given. */
  loud?: number;
}

/** Value of a change as the format has it on the wire: VST3 normalized; else plain, the range in single precision as in DPF. */
const onTheWire = (parameter: Parameter, value: number, format: Format): number =>
  format === 'vst3' ? value : value * Math.fround(parameter.maximum - parameter.minimum) + parameter.minimum;

/** Load the plugin in a separate process and put noise through it. */
export function take(name: string, format: Format, description: Description, options: TakeOptions = {}): Take {
  const { blocks = 500, frames = 256, changes = [], before = () => [], after = () => [], rate = 48000 } = options;
  const { announced = frames } = options;
  const channels = Math.max(1, description.inputs);
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'vst3-zam-'));
  try {
    writeFileSync(join(folder, 'in'), noise(blocks * frames, channels, options.loud ?? channels));
    const automation = changes.map(({ frame, name: title, value }) => {
      const index = description.parameters.findIndex((candidate) => candidate.name === title);
      return `at ${frame} ${index} ${onTheWire(description.parameters[index]!, value, format)}`;
    });
    const answer = drive(
      [
        ...started(spec(name, format), rate, announced),
        ...before(folder),
        'transport 0 120 4 4 1',
        ...automation,
        `play ${join(folder, 'in')} ${join(folder, 'out')} ${frames}`,
        'parameters',
        ...after(folder),
        'close',
      ],
      drivers[format],
    );
    if (answer.code !== 0)
      throw new Error(
        `${name} ended by ${answer.signal ?? answer.code}:\n${answer.lines.join('\n')}\n${answer.stderr}`,
      );
    const bytes = readFileSync(join(folder, 'out'));
    return { answer, sound: new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4) };
  } finally {
    if (options.folder === undefined) rmSync(folder, { recursive: true });
  }
}

/** Largest difference of two takes; infinite if they are not of the same length or not numbers. */
export function difference(one: Float32Array, other: Float32Array): number {
  if (one.length !== other.length) return Number.POSITIVE_INFINITY;
  let most = 0;
  for (let i = 0; i < one.length; i++) {
    const distance = Math.abs(one[i]! - other[i]!);
    if (!(distance <= most)) most = Number.isNaN(distance) ? Number.POSITIVE_INFINITY : distance;
  }
  return most;
}

export const loudest = (sound: Float32Array): number =>
  sound.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
