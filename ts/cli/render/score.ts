// SPDX-License-Identifier: BSD-2-Clause
/** What each part plays: the MIDI file, or the channels and tracks of it that were named. */
import { CommandError, type Context } from '../command.ts';
import { type MidiScore, readMidiFile } from '../midi-file.ts';
import type { PartPlan } from './plan.ts';

const SYSTEM_STATUS = 0xf0;

/** Of a range like 3-5 or a single number; undefined: it is a name. */
function numbersOf(text: string): { from: number; to: number } | undefined {
  const [, first, last = first] = /^(\d+)(?:-(\d+))?$/.exec(text) ?? [];
  return first === undefined ? undefined : { from: Number(first), to: Number(last) };
}

/** @returns whether a track, counted from 0, is one of those named. @throws CommandError if there is none such. */
function trackFilter(path: string, score: MidiScore, wanted: readonly string[]): (track: number) => boolean {
  const nameOf = (track: number) => score.trackNames[track]?.toLowerCase() ?? '';
  const tests = wanted.map((text) => {
    const range = numbersOf(text);
    const isOne = (track: number) =>
      range === undefined ? nameOf(track) === text.toLowerCase() : track + 1 >= range.from && track + 1 <= range.to;
    if (!score.messages.some(({ track }) => isOne(track))) {
      const names = score.trackNames.flatMap((name, track) => (name ? [`${track + 1} ${name}`] : []));
      const there = names.length > 0 ? `; there are ${names.join(', ')}` : '';
      throw new CommandError(`--track ${text}: ${path} has no such track with notes${there}`);
    }
    return isOne;
  });
  return (track) => tests.some((isOne) => isOne(track));
}

function partOf(path: string, score: MidiScore, { channels, tracks }: PartPlan): MidiScore {
  const isTrack = tracks === undefined ? () => true : trackFilter(path, score, tracks);
  const isChannel = (status: number) =>
    channels === undefined || status >= SYSTEM_STATUS || channels.has((status & 0x0f) + 1);
  const messages = score.messages.filter(({ track, data }) => isTrack(track) && isChannel(data[0] ?? 0));
  if (channels !== undefined && !messages.some(({ data }) => (data[0] ?? 0) < SYSTEM_STATUS))
    throw new CommandError(`--channel ${[...channels].join(',')}: ${path} has no messages there`);
  return { ...score, messages };
}

/** One for each part; undefined: it plays none. @throws CommandError */
export async function scoresOf(
  parts: readonly PartPlan[],
  { say, signal }: Pick<Context, 'say' | 'signal'>,
): Promise<(MidiScore | undefined)[]> {
  const read = new Map<string, MidiScore>();
  const usual = parts.find(({ midi }) => midi !== undefined)?.midi;
  const scores: (MidiScore | undefined)[] = [];
  for (const part of parts) {
    const path = part.midi ?? usual;
    if (path === undefined) {
      const option = part.channels !== undefined ? '--channel' : part.tracks !== undefined ? '--track' : undefined;
      if (option !== undefined) throw new CommandError(`${option} selects from a MIDI file, but there is no --midi`);
      scores.push(undefined);
      continue;
    }
    const score = read.get(path) ?? (await readMidiFile(path, signal));
    if (!read.has(path)) tell(path, score, say);
    read.set(path, score);
    scores.push(partOf(path, score, part));
  }
  return scores;
}

function tell(path: string, { warnings, leftOut }: MidiScore, say: (text: string) => void): void {
  for (const warning of warnings) say(`${path} ${warning}`);
  if (leftOut > 0)
    say(`${path}: ${leftOut} system exclusive messages are skipped: they are malformed, or longer than 393212 bytes`);
}
