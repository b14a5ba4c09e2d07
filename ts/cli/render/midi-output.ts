// SPDX-License-Identifier: BSD-2-Clause
/** The MIDI that comes out of a render, as a file: a track for each part, and for each of its plugin's MIDI ports. */
import { writeFileSync } from 'node:fs';
import { countOf } from '../count.ts';
import { midiFileOf, type TrackToWrite } from '../midi/write.ts';
import type { MidiScore } from '../midi-file.ts';
import { OutputFile } from '../output-file.ts';
import type { Chain } from './chain.ts';
import type { Output } from './output.ts';

const PORTS_MAX = 256;
const NOTE_OFF = 0x80;
const NOTE_ON = 0x90;

export interface MidiOutputOptions {
  path: string;
  /** Hz. */
  sampleRate: number;
  /** Frames of each block. */
  block: number;
  /** Frames of the output. */
  length: number;
  /** The frames at its end that are there only if something comes. */
  tail: number;
  /** Where tempo and meter come from; undefined: the tempo stays. */
  score: MidiScore | undefined;
  /** Beats per minute. */
  tempo: number;
}

interface Sent {
  frame: number;
  data: Uint8Array;
}

/** Of one MIDI port of one part. */
interface Recording {
  name: string;
  messages: Sent[];
  /** Notes that sound, as status and key. */
  held: Set<number>;
}

export class MidiOutput implements Output {
  readonly notes: string[] = [];
  readonly #chain: Chain;
  readonly #options: MidiOutputOptions;
  readonly #file: OutputFile;
  readonly #recordings = new Map<string, Recording>();

  /** @throws CommandError if the file cannot be written there. */
  constructor(chain: Chain, options: MidiOutputOptions) {
    this.#chain = chain;
    this.#options = options;
    this.#file = new OutputFile(options.path);
  }

  write(number: number): void {
    if (number < 0) return;
    const { block, length } = this.#options;
    const position = number * block;
    for (const [index, { name, cable, latency }] of this.#chain.midi.entries())
      for (const event of cable.take(position, block, PORTS_MAX)) {
        const frame = Math.max(0, position + event.frame - latency);
        if (event.type === 'midi' && frame < length)
          this.#note(`${index} ${event.port ?? 0}`, name, frame, Uint8Array.from(event.data));
      }
  }

  #note(key: string, name: string, frame: number, data: Uint8Array): void {
    const recording = this.#recordings.get(key) ?? { name, messages: [], held: new Set() };
    this.#recordings.set(key, recording);
    recording.messages.push({ frame, data });
    const [status = 0, note = 0, velocity = 0] = data;
    const one = (status & 0x0f) * 128 + note;
    const kind = status & 0xf0;
    if (kind === NOTE_ON && velocity > 0) recording.held.add(one);
    else if (kind === NOTE_ON || kind === NOTE_OFF) recording.held.delete(one);
  }

  /** Notes that still sound end with the file: programs that play it would not end them. */
  #tracks(): TrackToWrite[] {
    const { length, sampleRate, path } = this.#options;
    let held = 0;
    const tracks = Array.from(this.#recordings.values(), (recording) => {
      held += recording.held.size;
      const ends = Array.from(recording.held, (one) => {
        return { frame: length, data: Uint8Array.of(NOTE_OFF + (one >> 7), one & 0x7f, 0) };
      });
      const all: Sent[] = [...recording.messages, ...ends];
      return { name: recording.name, messages: all.map(({ frame, data }) => ({ time: frame / sampleRate, data })) };
    });
    if (held > 0) this.notes.push(`${path}: ${countOf(held, 'note')} still held at the end, and released there`);
    return tracks;
  }

  async commit(signal?: AbortSignal): Promise<void> {
    const { path, length, tail, sampleRate, score, tempo } = this.#options;
    const tracks = this.#tracks();
    if (tracks.length === 0) this.notes.push(`${path} is empty: the plugin sent no MIDI`);
    const { bytes, leftOut } = midiFileOf({
      tracks,
      tempos: score === undefined || score.ticksPerBeat === undefined ? [{ time: 0, tempo }] : score.tempos,
      meters: score?.meters ?? [],
      ticksPerBeat: score?.ticksPerBeat,
      seconds: (length - tail) / sampleRate,
    });
    if (leftOut > 0)
      this.notes.push(
        `${path}: ${countOf(leftOut, 'message')} left out, as they do not belong in a file (clock and similar)`,
      );
    writeFileSync(this.#file.fd, bytes);
    await this.#file.commit(signal);
  }

  discard(): void {
    this.#file.discard();
  }
}
