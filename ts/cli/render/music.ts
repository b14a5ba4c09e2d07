// SPDX-License-Identifier: BSD-2-Clause
/** What a MIDI file gives to each block: its messages, and where in the piece it is. */
import type { BlockEvent, Transport } from '../../client/types.ts';
import type { MidiScore } from '../midi-file.ts';

interface Placed<T> {
  frame: number;
  what: T;
}

const usualMeter = { numerator: 4, denominator: 4 };

function place<T extends { time: number }>(list: readonly T[], sampleRate: number): Placed<T>[] {
  return list.map((what) => ({ frame: Math.round(what.time * sampleRate), what }));
}

/** Blocks are asked for in their order. */
export class Music {
  readonly #messages: readonly Placed<{ data: Uint8Array }>[];
  readonly #tempos: readonly Placed<{ tempo: number }>[];
  readonly #meters: readonly Placed<{ numerator: number; denominator: number }>[];
  #next = 0;
  #nextTempo = 0;
  #nextMeter = 0;
  readonly #transport: Transport;
  readonly #events: BlockEvent[] = [];

  /** score: undefined if there is none; then the tempo (beats per minute) stays. */
  constructor(score: MidiScore | undefined, sampleRate: number, tempo: number) {
    this.#messages = place(score?.messages ?? [], sampleRate);
    this.#tempos = place(score?.tempos ?? [], sampleRate);
    this.#meters = place(score?.meters ?? [], sampleRate);
    this.#transport = { position: 0, tempo, ...usualMeter, playing: true };
  }

  /** As it is at the beginning of the block. */
  transportAt(position: number): Transport {
    this.#transport.position = position;
    for (; (this.#tempos[this.#nextTempo]?.frame ?? Number.POSITIVE_INFINITY) <= position; this.#nextTempo++)
      Object.assign(this.#transport, { tempo: this.#tempos[this.#nextTempo]?.what.tempo });
    for (; (this.#meters[this.#nextMeter]?.frame ?? Number.POSITIVE_INFINITY) <= position; this.#nextMeter++) {
      const { numerator, denominator } = this.#meters[this.#nextMeter]?.what ?? usualMeter;
      Object.assign(this.#transport, { numerator, denominator });
    }
    return this.#transport;
  }

  /** The messages of a block; the array is used again for the next. */
  eventsAt(position: number, frames: number): BlockEvent[] {
    this.#events.length = 0;
    for (;;) {
      const message = this.#messages[this.#next];
      if (message === undefined || message.frame >= position + frames) return this.#events;
      this.#events.push({ type: 'midi', frame: message.frame - position, data: message.what.data });
      this.#next++;
    }
  }
}
