// SPDX-License-Identifier: BSD-2-Clause
/** MIDI that one plugin of the chain sends to a later one. */
import type { BlockEvent, MidiMessage } from '../../client/types.ts';

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
    const events: BlockEvent[] = [];
    for (let next = this.#sent[0]; next !== undefined && next.frame < position + frames; next = this.#sent[0]) {
      const frame = Math.max(0, next.frame - position);
      events.push({ type: 'midi', frame, port: next.port < ports ? next.port : 0, data: next.data });
      this.#sent.shift();
    }
    return events;
  }
}
