// SPDX-License-Identifier: BSD-2-Clause
/** MIDI that one plugin of a chain sends to a later one. */
import type { BlockEvent, MidiMessage, Ports } from './types.ts';

type MidiPorts = Pick<Ports, 'midiInputs' | 'midiOutputs'>;

export interface MidiWires {
  /** The plugin that plays the MIDI that is given to the chain; -1: none takes any. */
  first: number;
  /** For each plugin: the one whose MIDI it plays. */
  senders: (number | undefined)[];
  /** The plugin whose MIDI no other one takes. */
  last: number | undefined;
}

/** How MIDI goes along a chain: what is given goes to the first plugin that takes MIDI, what a plugin sends to the next that takes some. */
export function midiWires(plugins: readonly MidiPorts[]): MidiWires {
  const senders: (number | undefined)[] = [];
  let sender: number | undefined;
  for (const [index, { midiInputs, midiOutputs }] of plugins.entries()) {
    senders.push(midiInputs > 0 ? sender : undefined);
    if (midiInputs > 0) sender = undefined;
    if (midiOutputs > 0) sender = index;
  }
  return { first: plugins.findIndex(({ midiInputs }) => midiInputs > 0), senders, last: sender };
}

interface Sent {
  /** Of the whole piece. */
  frame: number;
  port: number;
  data: Uint8Array;
}

export class MidiCable {
  /** In the order of their frames. */
  #sent: Sent[] = [];
  #begun = 0;

  /** A block begins at a frame; if it is played again, what came of it before is void. */
  begin(position: number): void {
    this.#begun = position;
    this.#sent = this.#sent.filter(({ frame }) => frame < position);
  }

  /** What the plugin sends in that block. */
  send({ port, frame, data }: MidiMessage): void {
    this.#sent.push({ port, frame: this.#begun + frame, data });
  }

  /** @param ports of the receiving plugin: messages of further ports go to the first. */
  take(position: number, frames: number, ports: number): BlockEvent[] {
    let count = 0;
    while ((this.#sent[count]?.frame ?? Number.POSITIVE_INFINITY) < position + frames) count++;
    return this.#sent.splice(0, count).map(({ frame, port, data }) => {
      return { type: 'midi', frame: Math.max(0, frame - position), port: port < ports ? port : 0, data };
    });
  }
}
