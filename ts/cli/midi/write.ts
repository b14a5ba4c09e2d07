// SPDX-License-Identifier: BSD-2-Clause
/** Writes messages as a Standard MIDI File: the tempo in the first track, then a track for each part. */
import { type MidiEvent, writeMidi } from 'midi-file';
import type { MeterChange, TempoChange } from '../midi-file.ts';

export interface TrackToWrite {
  name: string;
  /** time: seconds since the beginning, ascending. */
  messages: readonly { time: number; data: Uint8Array }[];
}

export interface MidiToWrite {
  tracks: readonly TrackToWrite[];
  /** Both begin at 0 with what was usual, unless they say otherwise. */
  tempos: readonly TempoChange[];
  meters: readonly MeterChange[];
  /** Of the file that the music comes from: its ticks are met exactly. */
  ticksPerBeat: number | undefined;
  /** When the tracks end, if not with a later message. */
  seconds: number;
}

const MICROSECONDS_PER_MINUTE = 6e7;
const MICROSECONDS_PER_SECOND = 1e6;
/** The field has 24 bits. */
const MICROSECONDS_PER_BEAT_MAX = 0xffffff;
/** A tick is less than two frames at 48 kHz and 120 beats per minute. */
const TICKS_PER_BEAT = 15_360;
const USUAL_TEMPO = 120;
const DATA_MASK = 0x7f;
const PITCH_CENTER = 8192;
const SYSEX_START = 0xf0;
const SYSEX_END = 0xf7;

type Untimed = MidiEvent extends infer E ? (E extends MidiEvent ? Omit<E, 'deltaTime'> : never) : never;

interface Placed {
  tick: number;
  event: Untimed;
}

/** A message as the writer takes it; undefined: it has no place in a file (clock, active sensing and so on). */
function eventOf(data: Uint8Array): Untimed | undefined {
  const [status = 0] = data;
  const [first, second] = [(data[1] ?? 0) & DATA_MASK, (data[2] ?? 0) & DATA_MASK];
  const channel = status & 0x0f;
  switch (status & 0xf0) {
    case 0x80:
      return { type: 'noteOff', channel, noteNumber: first, velocity: second };
    case 0x90:
      return { type: 'noteOn', channel, noteNumber: first, velocity: second };
    case 0xa0:
      return { type: 'noteAftertouch', channel, noteNumber: first, amount: second };
    case 0xb0:
      return { type: 'controller', channel, controllerType: first, value: second };
    case 0xc0:
      return { type: 'programChange', channel, programNumber: first };
    case 0xd0:
      return { type: 'channelAftertouch', channel, amount: first };
    case 0xe0:
      return { type: 'pitchBend', channel, value: second * 128 + first - PITCH_CENTER };
    default:
      return status === SYSEX_START && data.at(-1) === SYSEX_END
        ? { type: 'sysEx', data: Array.from(data.subarray(1)) }
        : undefined;
  }
}

/** Seconds to ticks, along the changes of tempo. */
class Beats {
  readonly ticksPerBeat: number;
  /** From each change on. */
  readonly #changes: { time: number; tick: number; microseconds: number }[] = [];

  constructor(tempos: readonly TempoChange[], ticksPerBeat = TICKS_PER_BEAT) {
    this.ticksPerBeat = ticksPerBeat * Math.max(1, Math.floor(TICKS_PER_BEAT / ticksPerBeat));
    const all = (tempos[0]?.time ?? 1) > 0 ? [{ time: 0, tempo: USUAL_TEMPO }, ...tempos] : tempos;
    for (const { time, tempo } of all) {
      const tick = this.#changes.length === 0 ? 0 : this.tickAt(time);
      const microseconds = Math.min(Math.round(MICROSECONDS_PER_MINUTE / tempo), MICROSECONDS_PER_BEAT_MAX);
      this.#changes.push({ time, tick, microseconds });
    }
  }

  tickAt(time: number): number {
    const last = this.#changes.findLast((change) => change.time <= time) ?? this.#changes[0];
    if (last === undefined) return 0;
    const seconds = last.microseconds / MICROSECONDS_PER_SECOND / this.ticksPerBeat;
    return last.tick + Math.round((time - last.time) / seconds);
  }

  get events(): Placed[] {
    return this.#changes.map(({ tick, microseconds }) => {
      return { tick, event: { type: 'setTempo', microsecondsPerBeat: microseconds } };
    });
  }
}

/** @param end ticks. */
function trackOf(placed: readonly Placed[], end: number): MidiEvent[] {
  const events: MidiEvent[] = [];
  let last = 0;
  for (const { tick, event } of [...placed, { tick: end, event: { type: 'endOfTrack' } as const }]) {
    events.push({ ...event, deltaTime: Math.max(0, tick - last) } as MidiEvent);
    last = Math.max(last, tick);
  }
  return events;
}

/** The writer takes characters for bytes. */
function bytesAsText(text: string): string {
  return Buffer.from(text).toString('latin1');
}

function conductor({ meters }: MidiToWrite, beats: Beats): Placed[] {
  const signatures = meters.map(({ time, numerator, denominator }): Placed => {
    const event = { type: 'timeSignature', numerator, denominator, metronome: 24, thirtyseconds: 8 } as const;
    return { tick: beats.tickAt(time), event };
  });
  return [...beats.events, ...signatures].toSorted((a, b) => a.tick - b.tick);
}

/** @returns the file, and how many messages do not belong in one, such as clock and active sensing. */
export function midiFileOf(music: MidiToWrite): { bytes: Uint8Array; leftOut: number } {
  const beats = new Beats(music.tempos, music.ticksPerBeat);
  const end = beats.tickAt(music.seconds);
  let leftOut = 0;
  const tracks = [trackOf(conductor(music, beats), end)];
  for (const { name, messages } of music.tracks) {
    const placed: Placed[] = [{ tick: 0, event: { type: 'trackName', text: bytesAsText(name) } }];
    for (const { time, data } of messages) {
      const event = eventOf(data);
      if (event === undefined) leftOut++;
      else placed.push({ tick: beats.tickAt(time), event });
    }
    tracks.push(trackOf(placed, end));
  }
  const header = { format: 1, numTracks: tracks.length, ticksPerBeat: beats.ticksPerBeat } as const;
  return { bytes: Uint8Array.from(writeMidi({ header, tracks })), leftOut };
}
