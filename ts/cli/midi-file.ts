/** A MIDI file as a plugin hears it: messages at frames, and the tempo. */
import { readFileSync } from 'node:fs';
import type { MidiData, MidiEvent } from 'midi-file';
import { CommandError } from './command.ts';

export interface MidiMessage {
  /** Seconds since the beginning. */
  time: number;
  /** One to three bytes. */
  data: Uint8Array;
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
  /** Messages of more than three bytes (system exclusive), which plugins are not given. */
  leftOut: number;
}

const usualMicrosecondsPerBeat = 500_000;
const microsecondsPerSecond = 1e6;
const microsecondsPerMinute = 6e7;

/** An event with the ticks since the beginning; the tracks of a file play together. */
interface Placed {
  tick: number;
  event: MidiEvent;
}

function placed(track: readonly MidiEvent[]): Placed[] {
  let tick = 0;
  return track.map((event) => {
    tick += event.deltaTime;
    return { tick, event };
  });
}

function bytesOf(event: MidiEvent): number[] | undefined {
  switch (event.type) {
    case 'noteOff':
      return [0x80 | event.channel, event.noteNumber, event.velocity];
    case 'noteOn':
      return [0x90 | event.channel, event.noteNumber, event.velocity];
    case 'noteAftertouch':
      return [0xa0 | event.channel, event.noteNumber, event.amount];
    case 'controller':
      return [0xb0 | event.channel, event.controllerType, event.value];
    case 'programChange':
      return [0xc0 | event.channel, event.programNumber];
    case 'channelAftertouch':
      return [0xd0 | event.channel, event.amount];
    case 'pitchBend':
      return [0xe0 | event.channel, (event.value + 0x2000) & 0x7f, ((event.value + 0x2000) >> 7) & 0x7f];
    default:
      return undefined;
  }
}

/** Seconds of one tick: fixed where the file counts frames of film, else a matter of the tempo. */
function secondsPerTick({ header }: MidiData, microsecondsPerBeat: number): number {
  if (header.framesPerSecond && header.ticksPerFrame) return 1 / (header.framesPerSecond * header.ticksPerFrame);
  return microsecondsPerBeat / microsecondsPerSecond / (header.ticksPerBeat ?? 1);
}

function scoreOf(file: MidiData): MidiScore {
  const events = file.tracks.flatMap(placed).toSorted((a, b) => a.tick - b.tick);
  const score: MidiScore = { messages: [], tempos: [], meters: [], seconds: 0, leftOut: 0 };
  let perTick = secondsPerTick(file, usualMicrosecondsPerBeat);
  let last = 0;
  for (const { tick, event } of events) {
    score.seconds += (tick - last) * perTick;
    last = tick;
    const time = score.seconds;
    const data = bytesOf(event);
    if (data !== undefined) score.messages.push({ time, data: Uint8Array.from(data) });
    else if (event.type === 'setTempo') {
      perTick = secondsPerTick(file, event.microsecondsPerBeat);
      score.tempos.push({ time, tempo: microsecondsPerMinute / event.microsecondsPerBeat });
    } else if (event.type === 'timeSignature')
      score.meters.push({ time, numerator: event.numerator, denominator: event.denominator });
    else if (event.type === 'sysEx' || event.type === 'endSysEx') score.leftOut++;
  }
  return score;
}

/** @throws CommandError if it is no MIDI file, or plays nothing. */
export async function readMidiFile(path: string): Promise<MidiScore> {
  const { parseMidi } = await import('midi-file');
  let score: MidiScore;
  try {
    score = scoreOf(parseMidi(readFileSync(path)));
    if (!Number.isFinite(score.seconds)) throw new Error('a beat has no ticks');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why = code === 'ENOENT' ? 'there is no such file' : (message ?? String(error));
    throw new CommandError(`${path} cannot be read as a MIDI file: ${why}`);
  }
  if (score.messages.length === 0) throw new CommandError(`${path} has no notes or other messages in it`);
  return score;
}
