// SPDX-License-Identifier: BSD-2-Clause
/** `render`: sound files through plugins, or a MIDI file through an instrument. */

import { basename } from 'node:path';
import { detailsOf } from '../../plugins/details.ts';
import { CommandError, type Context, type Verb } from '../command.ts';
import { countOf } from '../count.ts';
import { findPlugin } from '../plugin-name.ts';
import { Bar } from '../progress.ts';
import { startState } from '../render/begin.ts';
import type { FoundPart } from '../render/chain.ts';
import { checkOutputs, type Job, prepareFolders, readJobs } from '../render/jobs.ts';
import type { FoundLink } from '../render/link.ts';
import { checkNumbers, type LinkPlan, type RenderArguments, readParts, renderOptions } from '../render/plan.ts';
import { type Rendered, type RenderOptions, renderFile } from '../render/render-file.ts';
import { scoresOf } from '../render/score.ts';
import { minutesOf, parseTime } from '../times.ts';

const USUAL_TAIL = '0';
/** Notes ring on when the last one has ended. */
const USUAL_MIDI_TAIL = '2s';

async function find(plan: LinkPlan, context: Context): Promise<FoundLink> {
  const plugin = await findPlugin(plan.plugin, context);
  const details = await detailsOf(plugin, context);
  if (details.trouble !== undefined)
    context.say(`${plugin.name}: which of its inputs are a side chain is not known: ${details.trouble}`);
  return { plan, plugin, details, state: startState(plan.state, plugin, context.folder) };
}

/** What users should know about a render. */
function notesOn({ input, output }: Job, { latency, latencyAtEnd, warnings, notes }: Rendered): string[] {
  const all = [...warnings.map((warning) => `${input ?? output} ${warning}`), ...notes];
  if (latencyAtEnd !== latency)
    all.push(
      `${output}: the latency changed from ${latency} to ${latencyAtEnd} frames while rendering; ${latency} were compensated`,
    );
  return all;
}

function summary(output: string, { seconds, took, latency }: Rendered): string {
  const delay = latency > 0 ? `, ${countOf(latency, 'frame')} of latency compensated` : '';
  return `${output}: ${minutesOf(seconds)} min in ${took.toFixed(2)} s, ${(seconds / took).toFixed(0)} x real time${delay}`;
}

async function renderOne(
  job: Job,
  number: string,
  options: Omit<RenderOptions, 'onProgress'>,
  context: Context,
): Promise<void> {
  const bar = new Bar(`${number}${basename(job.output)}`);
  let rendered: Rendered;
  try {
    rendered = await renderFile(job, { ...options, onProgress: (done) => bar.show(done) }, context);
  } finally {
    bar.clear();
  }
  for (const note of notesOn(job, rendered)) context.say(note);
  context.say(summary(job.output, rendered));
}

/** Each file separately: one that fails does not stop the others. */
async function renderAll(
  jobs: readonly Job[],
  options: Omit<RenderOptions, 'onProgress'>,
  context: Context,
): Promise<void> {
  let failed = 0;
  for (const [index, job] of jobs.entries()) {
    try {
      await renderOne(job, jobs.length > 1 ? `${index + 1}/${jobs.length} ` : '', options, context);
    } catch (error) {
      if (jobs.length === 1 || context.signal.aborted) throw error;
      context.say(`${job.output}: ${(error as Error).message}`);
      failed++;
    }
  }
  if (failed > 0)
    throw new CommandError(`${failed} of ${jobs.length} files could not be rendered; the reasons are above`);
}

async function run(args: RenderArguments, context: Context): Promise<void> {
  checkNumbers(args);
  const jobs = readJobs(args);
  const plans = readParts(args, context.words);
  const tail = parseTime(args.tail ?? (args.midi === undefined ? USUAL_TAIL : USUAL_MIDI_TAIL), '--tail');
  const length = args.length === undefined ? undefined : parseTime(args.length, '--length');
  const settle = parseTime(args.settle, '--settle');
  prepareFolders(jobs, args.into);
  checkOutputs(jobs, args);
  const scores = await scoresOf(plans, context);
  const parts: FoundPart[] = [];
  for (const [index, { links, midi, channels, tracks }] of plans.entries()) {
    const found: FoundLink[] = [];
    for (const plan of links) found.push(await find(plan, context));
    const mustPlay = (midi ?? channels ?? tracks) !== undefined;
    parts.push({ links: found, score: scores[index], mustPlay });
  }
  const { block, bitDepth, tempo, type, rate: sampleRate } = args;
  await renderAll(jobs, { parts, tail, length, settle, block, bitDepth, type, sampleRate, tempo }, context);
}

export const verb: Verb<RenderArguments> = {
  usage: 'render <plugin> [files..]',
  brief: 'render sound files through plugins, MIDI files to sound',
  summary: 'render sound files through plugins, or MIDI files through instruments',
  usual: ['then', 'param', 'preset', 'midi', 'output', 'tail'],
  examples: [
    { words: 'render lv2:ZamVerb in.wav out.wav', says: 'with the format and length of the input' },
    {
      words: 'render lv2:ZamVerb in.wav out.flac --tail 3s',
      says: 'with a reverb tail of 3 s, to FLAC',
    },
    {
      words: 'render lv2:ZamComp in.wav out.wav --param "Threshold=-30 dB" --then lv2:ZamVerb --param "Wet / Dry=30"',
      says: 'a chain',
    },
    {
      words: 'render lv2:ZamDelay in.wav out.wav --automate "Dry/Wet=0:0,500ms:1"',
      says: 'from dry to wet in half a second',
    },
    { words: 'render lv2:ZamVerb in.wav out.wav --bypass-at 200ms-400ms', says: 'with the input alone in between' },
    { words: 'render "MDA Piano" piano.wav --midi song.mid --preset "Plain Piano"', says: 'an instrument' },
    {
      words: 'render eg-fifths fifths.wav --midi song.mid --then "MDA Piano"',
      says: 'a MIDI effect before an instrument',
    },
    {
      words: 'render "MDA Piano" band.wav --midi song.mid --channel 1 --with "MDA JX10" --channel 2-16',
      says: 'two instruments, by channel',
    },
    { words: 'render eg-fifths fifths.mid --midi song.mid', says: 'a MIDI effect alone, to a MIDI file' },
    { words: 'render "MDA TestTone" tone.flac --length 2s', says: 'a generator' },
    { words: 'render lv2:ZamVerb in.wav more.wav --into wet', says: 'several files, into a folder' },
  ],
  options: renderOptions,
  run,
};
