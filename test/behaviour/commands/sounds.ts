/** Sound and MIDI files for tests, and what is in the ones that come out. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type MidiEvent, writeMidi } from 'midi-file';
import { root } from '../../support/paths.ts';
import { writeWav } from './looks.ts';

/** The folder of the built files next to the executable under test. */
export const lib = process.env.MAOLAN_TEST_CURRENT_HOST
  ? join(process.env.MAOLAN_TEST_CURRENT_HOST, '../lib')
  : join(root, 'dist/lib');

/** Noise that is the same everywhere, -0.5..0.5. */
export function noise(frames: number, seed = 1): Float32Array {
  let state = seed;
  return Float32Array.from({ length: frames }, () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return state / 2 ** 32 - 0.5;
  });
}

export function writeNoise(path: string, frames: number, channels: number, sampleRate = 48_000): Float32Array[] {
  const planes = Array.from({ length: channels }, (_, channel) => noise(frames, channel + 1));
  writeWav(path, sampleRate, planes);
  return planes;
}

export interface Sound {
  sampleRate: number;
  bitDepth: string;
  container: string;
  planes: Float32Array[];
}

interface Chunk {
  id: string;
  data: Buffer;
}

function chunksOf(file: Buffer): Chunk[] {
  const chunks: Chunk[] = [];
  for (let at = 12; at + 8 <= file.length; ) {
    const size = file.readUInt32LE(at + 4);
    chunks.push({ id: file.toString('latin1', at, at + 4), data: file.subarray(at + 8, at + 8 + size) });
    at += 8 + size + (size % 2);
  }
  return chunks;
}

function sampleOf(data: Buffer, at: number, bits: number, isFloat: boolean): number {
  if (isFloat) return bits === 64 ? data.readDoubleLE(at) : data.readFloatLE(at);
  return bits === 8 ? (data.readUInt8(at) - 128) / 128 : data.readIntLE(at, bits / 8) / 2 ** (bits - 1);
}

/** A WAV file, read by the letter; samples are -1..1. */
export function readWav(path: string): Sound {
  const file = readFileSync(path);
  const chunks = chunksOf(file);
  const format = chunks.find(({ id }) => id === 'fmt ')?.data ?? Buffer.alloc(0);
  const data = chunks.find(({ id }) => id === 'data')?.data ?? Buffer.alloc(0);
  const [tag, channels, bits] = [format.readUInt16LE(0), format.readUInt16LE(2), format.readUInt16LE(14)];
  const isFloat = (tag === 0xfffe ? format.readUInt16LE(24) : tag) === 3;
  const bytes = bits / 8;
  const frames = data.length / (bytes * channels);
  const planes = Array.from({ length: channels }, (_, channel) =>
    Float32Array.from({ length: frames }, (_, i) => sampleOf(data, (i * channels + channel) * bytes, bits, isFloat)),
  );
  const container = file.toString('latin1', 0, 4);
  return { sampleRate: format.readUInt32LE(4), bitDepth: `${bits}${isFloat ? 'f' : ''}`, container, planes };
}

/** Largest absolute value. */
export function peak(plane: ArrayLike<number>): number {
  return Array.from(plane).reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}

/** A file of one track: note 60 for so many beats at 120 beats per minute, after as many of silence. */
export function writeNote(path: string, { beats = 1, channels = 1 } = {}): void {
  const ticksPerBeat = 480;
  const each = (type: 'noteOn' | 'noteOff', velocity: number): MidiEvent[] =>
    Array.from({ length: channels }, (_, channel) => ({
      deltaTime: channel === 0 ? beats * ticksPerBeat : 0,
      type,
      channel,
      noteNumber: 60,
      velocity,
    }));
  const track: MidiEvent[] = [
    { deltaTime: 0, type: 'setTempo', microsecondsPerBeat: 500_000 },
    ...each('noteOn', 100),
    ...each('noteOff', 0),
    { deltaTime: 0, type: 'endOfTrack' },
  ];
  const data = writeMidi({ header: { format: 0, numTracks: 1, ticksPerBeat }, tracks: [track] });
  writeFileSync(path, Uint8Array.from(data));
}
