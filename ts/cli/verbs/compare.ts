// SPDX-License-Identifier: BSD-2-Clause
/** `compare`: whether two plugins, or two formats of one, sound the same. */

import { PROTOCOL_CHANNELS_MAX } from '../../contract/protocol.ts';
import { CommandError, type Context, EXIT_USAGE, type Verb } from '../command.ts';
import type { Place } from '../compare/difference.ts';
import { type Compared, compareSounds, playsPhrase } from '../compare/run.ts';
import { TEST_SIGNAL, TestSignal } from '../compare/signal.ts';
import { countOf } from '../count.ts';
import {
  blockOption,
  checkBlockAndRate,
  jsonOption,
  outputOption,
  paramOption,
  pluginArgument,
  rateOption,
  USUAL_RATE,
} from '../options.ts';
import { checkPictureName, type Drawing, loadDrawing, savePicture } from '../picture-file.ts';
import { Player } from '../player.ts';
import { FileInput, type SoundInput } from '../sound-input.ts';

interface Arguments {
  first: string;
  second: string;
  input?: string;
  tolerance: number;
  param: string[];
  paramA: string[];
  paramB: string[];
  rate?: number;
  block: number;
  output?: string;
  json: boolean;
}

function check({ tolerance, block, rate, output }: Arguments): void {
  if (!(tolerance >= 0)) throw new CommandError(`--tolerance ${tolerance}: it must be 0 or more`, EXIT_USAGE);
  checkBlockAndRate({ block, rate });
  if (output !== undefined) checkPictureName('--output', output);
}

function decibels(value: number): string {
  return value === 0 ? 'none' : `${(20 * Math.log10(value)).toFixed(1)} dB`;
}

/** Channels are counted from 1, as people do. */
function placeText({ frame, channel }: Place, sampleRate: number): string {
  return `${(frame / sampleRate).toFixed(4)} s (frame ${frame}, channel ${channel + 1})`;
}

/** "2 channels, 5.000 s of the test signal at 48000 Hz" */
function comparedText({ channels }: Compared, a: Player, b: Player, input: SoundInput): string {
  const { frames, sampleRate, title } = input;
  const name = playsPhrase(a) && playsPhrase(b) ? 'a built-in phrase' : title === TEST_SIGNAL ? `the ${title}` : title;
  return `${countOf(channels, 'channel')}, ${(frames / sampleRate).toFixed(3)} s of ${name} at ${sampleRate} Hz`;
}

function resultLines(compared: Compared, a: Player, b: Player, tolerance: number, input: SoundInput): string[] {
  const { meter } = compared;
  const { sampleRate } = input;
  const { largest, largestAt, first, count, rms } = meter;
  const at = largestAt === undefined ? '' : ` at ${placeText(largestAt, sampleRate)}`;
  const none = `none above ${tolerance}`;
  return [
    `A: ${a.title}, latency ${countOf(a.latency, 'frame')}`,
    `B: ${b.title}, latency ${countOf(b.latency, 'frame')}`,
    `Compared: ${comparedText(compared, a, b, input)}`,
    `Largest difference: ${largest === 0 ? 'none' : `${largest.toPrecision(4)} (${decibels(largest)})${at}`}`,
    `First different sample: ${first === undefined ? none : placeText(first, sampleRate)}`,
    `Samples that differ: ${count === 0 ? none : count}`,
    `RMS of the difference: ${rms === 0 ? 'none' : `${rms.toPrecision(4)} (${decibels(rms)})`}`,
  ];
}

/** For programs. Infinite differences (only one of two samples is a number) are null. */
function resultObject({ meter, channels }: Compared, a: Player, b: Player, input: SoundInput): object {
  const { largest, largestAt = null, first = null, count, rms } = meter;
  const player = ({ title, latency, inputs, outputs }: Player) => {
    return { plugin: title, latency, inputs: inputs.length, outputs: outputs.length };
  };
  const { title, sampleRate, frames } = input;
  return {
    equal: count === 0 && !meter.isSilent && meter.notFinite.a + meter.notFinite.b === 0,
    silent: meter.isSilent,
    notFinite: meter.notFinite,
    phrase: playsPhrase(a) && playsPhrase(b),
    a: player(a),
    b: player(b),
    input: { title, sampleRate, frames, channels: input.channels },
    channels,
    largest,
    largestAt,
    first,
    different: count,
    rms,
  };
}

async function draw(
  path: string,
  drawing: Drawing,
  {
    compared,
    a,
    b,
    input,
    tolerance,
  }: { compared: Compared; a: Player; b: Player; input: SoundInput; tolerance: number },
  context: Context,
): Promise<void> {
  const { waveforms, meter } = compared;
  if (waveforms === undefined) return;
  const seconds = input.frames / input.sampleRate;
  const first = meter.first && meter.first.frame / input.sampleRate;
  const lanes = {
    a: { title: `A: ${a.title}`, seconds, waveforms: waveforms.a },
    b: { title: `B: ${b.title}`, seconds, waveforms: waveforms.b },
  };
  const svg = await drawing.drawDifference({ ...lanes, difference: waveforms.difference, first, tolerance });
  await savePicture(path, svg, context);
}

/** What limits the meaning of the comparison. */
function warn(a: Player, b: Player, latencies: readonly number[], say: Context['say']): void {
  const counts = [a, b].map(({ outputs }) => outputs.length);
  if (counts[0] !== counts[1])
    say(
      `A has ${countOf(counts[0] ?? 0, 'output channel')}, B has ${counts[1]}: only those that both have are compared`,
    );
  const players = [a, b].filter(playsPhrase);
  if (players.length === 2) say('Both are instruments: they play a built-in phrase of five seconds');
  else if (players[0] !== undefined)
    say(`${players[0].title} is an instrument and plays a built-in phrase; the other plugin gets the input`);
  else if (a.inputs.length === 0 && b.inputs.length === 0)
    say('Neither plugin has an audio input: their outputs without input are compared');
  for (const [index, { title, latency }] of [a, b].entries())
    if (latencies[index] !== latency)
      say(
        `The latency of ${title} went from ${latency} to ${latencies[index]} frames during the run; ${latency} is compensated`,
      );
}

/** @throws CommandError if what came out means nothing. */
function assertCompared({ meter }: Compared, a: Player, b: Player): void {
  for (const [side, { title }] of [
    ['a', a],
    ['b', b],
  ] as const) {
    const count = meter.notFinite[side];
    if (count > 0)
      throw new CommandError(
        `${title} has in its output ${countOf(count, 'sample that is NaN or infinite', 'samples that are NaN or infinite')}`,
      );
  }
  if (meter.isSilent)
    throw new CommandError(
      `${a.title} and ${b.title} are both silent: nothing was compared; --input and --param may make them sound`,
    );
}

async function comparePlayers(
  a: Player,
  b: Player,
  input: SoundInput,
  args: Arguments,
  context: Context,
): Promise<void> {
  if (a.outputs.length === 0 || b.outputs.length === 0)
    throw new CommandError(
      `${(a.outputs.length === 0 ? a : b).title} has no audio output: there is nothing to compare`,
    );
  const { tolerance, block, output, json } = args;
  const drawing = output === undefined ? undefined : await loadDrawing(context.folder);
  const compared = await compareSounds({ a, b, input, block, tolerance, drawing, signal: context.signal });
  warn(a, b, [a.host.latency, b.host.latency], context.say);
  if (json) context.print(JSON.stringify(resultObject(compared, a, b, input), null, 2));
  else for (const line of resultLines(compared, a, b, tolerance, input)) context.print(line);
  if (output !== undefined && drawing !== undefined)
    await draw(output, drawing, { compared, a, b, input, tolerance }, context);
  assertCompared(compared, a, b);
  if (compared.meter.count > 0) throw new CommandError(`${a.title} and ${b.title} differ by more than ${tolerance}`);
}

async function run(args: Arguments, context: Context): Promise<void> {
  check(args);
  const { input: path, rate, block, param, paramA, paramB } = args;
  const file = path === undefined ? undefined : await FileInput.open(path, context);
  if (file !== undefined && rate !== undefined && rate !== file.sampleRate) {
    file.close();
    throw new CommandError(`--rate ${rate}: ${path} has ${file.sampleRate} Hz; leave it out`, EXIT_USAGE);
  }
  const players: Player[] = [];
  try {
    const sampleRate = file?.sampleRate ?? rate ?? USUAL_RATE;
    const options = { sampleRate, block, isOffline: true };
    players.push(await Player.open({ ...options, name: args.first, params: [...param, ...paramA] }, context));
    players.push(await Player.open({ ...options, name: args.second, params: [...param, ...paramB] }, context));
    const [a, b] = players as [Player, Player];
    // A test signal has as many channels as the plugin with the most inputs.
    const channels = Math.max(1, Math.min(PROTOCOL_CHANNELS_MAX, Math.max(a.inputs.length, b.inputs.length)));
    await comparePlayers(a, b, file ?? new TestSignal(sampleRate, channels), args, context);
    for (const warning of file?.warnings ?? []) context.say(`${file?.title} ${warning}`);
  } finally {
    file?.close();
    await Promise.all(players.map((player) => player.close()));
  }
}

export const verb: Verb<Arguments> = {
  usage: 'compare <first> <second>',
  brief: 'run the same sound through two plugins, and compare',
  summary:
    'run the same sound through two plugins, or two formats of one, and measure how much they differ; exit code 0: equal, 1: different',
  usual: ['input', 'param', 'output'],
  examples: [
    {
      words: 'compare lv2:ZamDelay vst3:ZamDelay',
      says: 'two formats of a plugin, with a test signal: sweep, noise, silence',
    },
    {
      words: 'compare lv2:ZamDelay clap:ZamDelay -i in.wav -o difference.svg',
      says: 'with a sound of your own, and a picture',
    },
    {
      words: 'compare lv2:ZamDelay vst3:ZamDelay --param Feedback=50% --json',
      says: 'with a setting that both formats have',
    },
  ],
  options: (yargs) =>
    yargs
      .positional('first', { ...pluginArgument, describe: 'first plugin' })
      .positional('second', { ...pluginArgument, describe: 'second plugin' })
      .option('input', {
        alias: 'i',
        type: 'string',
        description: 'sound file to run through both; default: a test signal',
      })
      .option('tolerance', {
        type: 'number',
        default: 1e-6,
        description: 'largest difference between two samples that counts as equal',
      })
      .option('param', {
        ...paramOption,
        default: [],
        describe: 'name=value, for both; 50% is half of each range',
      })
      .option('param-a', { type: 'string', array: true, default: [], description: 'the same, for the first only' })
      .option('param-b', { type: 'string', array: true, default: [], description: 'the same, for the second only' })
      .option('rate', { ...rateOption, describe: `sample rate of the test signal in Hz; default: ${USUAL_RATE}` })
      .option('block', { ...blockOption, default: 1024 })
      .option('output', {
        ...outputOption,
        description: 'picture of both and their difference (.svg or .png)',
      })
      .option('json', jsonOption),
  run,
};
