// SPDX-License-Identifier: BSD-2-Clause
/** A MIDI file as a plugin receives it: messages at frames, and the tempo. */
import { closeSync, fstatSync, readFileSync } from 'node:fs';
import { readRegularFile } from '../regular-file.ts';
import { CommandError } from './command.ts';
import { readChunks, type SmfFile } from './midi/chunks.ts';
import { readTrack, type SmfEvent, type SmfMeta } from './midi/track.ts';
import { isStream, takeIn } from './sound-stream.ts';

export interface MidiMessage {
  /** Seconds since the beginning. */
  time: number;
  /** Two or three bytes, or a system exclusive message. */
  data: Uint8Array;
  /** From 0. */
  track: number;
}

export interface TempoChange {
  /** Seconds. */
  time: number;
  /** Beats per minute. */
  tempo: number;
}

export interface MeterChange {
  /** Seconds. */
  time: number;
  numerator: number;
  denominator: number;
}

export interface MidiScore {
  messages: MidiMessage[];
  tempos: TempoChange[];
  meters: MeterChange[];
  /** When the last event is, the ends of the tracks included. */
  seconds: number;
  /** System exclusive messages that are too long for a plugin, or contain invalid bytes. */
  leftOut: number;
  /** Ticks of a beat; undefined: time is counted in film frames and has no tempo. */
  ticksPerBeat: number | undefined;
  /** Names of the tracks, where they have one. */
  trackNames: string[];
  /** Deviations from the specification, each the end of a sentence about the file. */
  warnings: string[];
}

const USUAL_MICROSECONDS_PER_BEAT = 500_000;
const MICROSECONDS_PER_SECOND = 1e6;
const MICROSECONDS_PER_MINUTE = 6e7;
/** More than any music takes. */
const BYTES_MAX = 256 << 20;
const SYSEX_START = 0xf0;
/** As much as the library takes (ts/client/types.ts, MidiEvent). */
const SYSEX_BYTES_MAX = 393_212;
const META_TRACK_NAME = 0x03;
const META_TEMPO = 0x51;
const META_METER = 0x58;
/** Of the bar, 2 to its power: 64th notes, and more would be no meter. */
const DENOMINATOR_POWER_MAX = 6;

interface Placed {
  track: number;
  event: SmfEvent;
}

/** One or more tracks that play together. */
interface Pattern {
  events: Placed[];
  ticks: number;
}

/** The tracks of a format 2 play one after the other. */
function patternsOf({ header, tracks }: SmfFile, warnings: string[]): Pattern[] {
  const read = tracks.map(readTrack);
  for (const track of read) for (const text of track.warnings) if (!warnings.includes(text)) warnings.push(text);
  const patterns = read.map(({ events, ticks }, track): Pattern => {
    return { ticks, events: events.map((event) => ({ track, event })) };
  });
  if (header.format === 2) return patterns;
  const events = patterns.flatMap((pattern) => pattern.events).toSorted((a, b) => a.event.tick - b.event.tick);
  return [{ events, ticks: patterns.reduce((most, { ticks }) => Math.max(most, ticks), 0) }];
}

/** 24 bits from the first three bytes; 0 is not a tempo. */
function microsecondsPerBeat({ data }: SmfMeta): number {
  const [high = 0, middle = 0, low = 0] = data;
  return data.length < 3 ? 0 : high * 65_536 + middle * 256 + low;
}

/** The reader of tracks has seen to all but the bytes of system exclusive messages. */
function isPlayable(data: Uint8Array): boolean {
  return (
    data[0] !== SYSEX_START || (data.length <= SYSEX_BYTES_MAX && data.subarray(1, -1).every((byte) => byte < 0x80))
  );
}

class Score {
  readonly score: MidiScore;
  readonly #file: SmfFile;
  #perTick = 0;

  constructor(file: SmfFile) {
    this.#file = file;
    const warnings = [...file.warnings];
    const { ticksPerBeat } = file.header;
    this.score = {
      messages: [],
      tempos: [],
      meters: [],
      seconds: 0,
      leftOut: 0,
      ticksPerBeat,
      trackNames: [],
      warnings,
    };
    for (const pattern of patternsOf(file, warnings)) this.#play(pattern);
  }

  #setTempo(microseconds: number): void {
    const { ticksPerBeat = 1, secondsPerTick } = this.#file.header;
    this.#perTick = secondsPerTick ?? microseconds / MICROSECONDS_PER_SECOND / ticksPerBeat;
  }

  #play({ events, ticks }: Pattern): void {
    let last = 0;
    const goTo = (tick: number) => {
      this.score.seconds += (tick - last) * this.#perTick;
      last = tick;
    };
    this.#setTempo(USUAL_MICROSECONDS_PER_BEAT);
    for (const { track, event } of events) {
      goTo(event.tick);
      const time = this.score.seconds;
      if (event.kind === 'message') this.#give({ time, data: event.data, track });
      else this.#take(event, time, track);
    }
    goTo(ticks);
  }

  #give(message: MidiMessage): void {
    if (isPlayable(message.data)) this.score.messages.push(message);
    else this.score.leftOut++;
  }

  #take(event: SmfMeta, time: number, track: number): void {
    const { tempos, meters, trackNames } = this.score;
    const [numerator = 0, power = 0] = event.data;
    if (event.type === META_TEMPO && microsecondsPerBeat(event) > 0) {
      this.#setTempo(microsecondsPerBeat(event));
      tempos.push({ time, tempo: MICROSECONDS_PER_MINUTE / microsecondsPerBeat(event) });
    } else if (event.type === META_METER && numerator > 0 && power <= DENOMINATOR_POWER_MAX && event.data.length > 1)
      meters.push({ time, numerator, denominator: 2 ** power });
    else if (event.type === META_TRACK_NAME) trackNames[track] ??= Buffer.from(event.data).toString('latin1').trim();
  }
}

function refuse(path: string, error: unknown): never {
  const { code, message } = error as NodeJS.ErrnoException;
  const why = code === 'ENOENT' ? 'no such file' : code === 'EISDIR' ? 'it is a folder' : message;
  throw new CommandError(`${path} cannot be read as a MIDI file: ${why}`);
}

/** @param path for sentences. @throws CommandError if it is not a MIDI file, or plays nothing. */
export function scoreOf(path: string, bytes: Uint8Array): MidiScore {
  let score: MidiScore;
  try {
    ({ score } = new Score(readChunks(bytes)));
  } catch (error) {
    return refuse(path, error);
  }
  if (score.messages.length === 0) throw new CommandError(`${path} contains no notes or other messages`);
  return score;
}

/** `-`: standard input. @throws CommandError, or the signal's reason */
export async function readMidiFile(path: string, signal: AbortSignal): Promise<MidiScore> {
  if (!isStream(path)) return scoreOf(path, bytesIn(path));
  const fd = await takeIn(path, signal);
  try {
    if (fstatSync(fd).size > BYTES_MAX) refuse(path, new Error('it is larger than any MIDI file'));
    return scoreOf(path, readFileSync(fd));
  } finally {
    closeSync(fd);
  }
}

function bytesIn(path: string): Uint8Array {
  try {
    return readRegularFile(path, BYTES_MAX);
  } catch (error) {
    return refuse(path, error);
  }
}
