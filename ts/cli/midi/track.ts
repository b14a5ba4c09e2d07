// SPDX-License-Identifier: BSD-2-Clause
/** Reads the events of one track, as tolerantly as MIDI players do. */

export interface SmfMessage {
  kind: 'message';
  tick: number;
  /** A channel's message of two or three bytes, or a whole system exclusive one. */
  data: Uint8Array;
}

export interface SmfMeta {
  kind: 'meta';
  tick: number;
  type: number;
  data: Uint8Array;
}

export type SmfEvent = SmfMessage | SmfMeta;

export interface SmfTrack {
  events: SmfEvent[];
  /** Of its end. */
  ticks: number;
  warnings: string[];
}

const END_OF_TRACK = 0x2f;
const SYSEX_START = 0xf0;
const SYSEX_END = 0xf7;
const META = 0xff;
/** Of a delta time or a length; four by the letter, but zeros may come before. */
const VAR_BYTES_MAX = 8;
const VAR_MAX = 0xffffffff;

class Cursor {
  readonly #bytes: Uint8Array;
  at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get isAtEnd(): boolean {
    return this.at >= this.#bytes.length;
  }

  peek(): number {
    return this.#bytes[this.at] ?? 0;
  }

  byte(): number {
    return this.#bytes[this.at++] ?? 0;
  }

  variable(): number {
    let value = 0;
    for (let i = 0; i < VAR_BYTES_MAX; i++) {
      const byte = this.byte();
      value = value * 128 + (byte & 0x7f);
      if (byte < 0x80) break;
    }
    return Math.min(value, VAR_MAX);
  }

  bytes(count: number): Uint8Array {
    const from = this.at;
    this.at = Math.min(from + count, this.#bytes.length);
    return this.#bytes.slice(from, this.at);
  }
}

function dataBytes(status: number): number {
  return (status & 0xe0) === 0xc0 ? 1 : 2;
}

class Reader {
  readonly track: SmfTrack = { events: [], ticks: 0, warnings: [] };
  readonly #cursor: Cursor;
  /** Of the last channel message; it also holds behind other messages, where it should not. */
  #status = 0;
  /** A system exclusive message that continues in later packets. */
  #open: number[] | undefined;
  #isEnded = false;

  constructor(bytes: Uint8Array) {
    this.#cursor = new Cursor(bytes);
  }

  read(): SmfTrack {
    const cursor = this.#cursor;
    while (!cursor.isAtEnd && !this.#isEnded) {
      this.track.ticks += cursor.variable();
      if (cursor.isAtEnd) break;
      this.#event(cursor.peek());
    }
    if (!this.#isEnded) this.#warn('has a track without an end');
    this.#close();
    return this.track;
  }

  #warn(text: string): void {
    if (!this.track.warnings.includes(text)) this.track.warnings.push(text);
  }

  #event(status: number): void {
    if (status < 0x80) {
      if (this.#status !== 0) this.#message(this.#status);
      else {
        this.#warn('has data where a message should begin');
        while (!this.#cursor.isAtEnd && this.#cursor.peek() < 0x80) this.#cursor.byte();
        if (!this.#cursor.isAtEnd) this.#event(this.#cursor.peek());
      }
      return;
    }
    this.#cursor.byte();
    if (status < SYSEX_START) this.#message(status);
    else if (status === META) this.#meta();
    else if (status === SYSEX_START || status === SYSEX_END) this.#sysex(status);
    else this.#system(status);
  }

  #message(status: number): void {
    this.#status = status;
    const data = Uint8Array.of(status, ...this.#cursor.bytes(dataBytes(status)));
    if (data.length <= dataBytes(status)) {
      this.#warn('ends in the middle of a message');
      return;
    }
    for (let i = 1; i < data.length; i++) {
      const byte = data[i] ?? 0;
      if (byte > 0x7f) this.#warn('has data bytes above 127; their highest bit is ignored');
      data[i] = byte & 0x7f;
    }
    this.track.events.push({ kind: 'message', tick: this.track.ticks, data });
  }

  #meta(): void {
    const type = this.#cursor.byte();
    const length = this.#cursor.variable();
    const data = this.#cursor.bytes(length);
    if (type === END_OF_TRACK) {
      this.#isEnded = true;
      return;
    }
    if (data.length < length) this.#warn('ends in the middle of a text or other meta event');
    this.track.events.push({ kind: 'meta', tick: this.track.ticks, type, data });
  }

  /** F0: a message, or its first part; F7: a further part, or any bytes (an escape). */
  #sysex(status: number): void {
    const length = this.#cursor.variable();
    const data = this.#cursor.bytes(length);
    if (status === SYSEX_START) {
      this.#close();
      this.#open = [SYSEX_START];
    }
    if (data.length < length) this.#warn('ends in the middle of a system exclusive message');
    else if (this.#open === undefined) this.#escape(data);
    else this.#goOn(this.#open, data);
  }

  #goOn(open: number[], data: Uint8Array): void {
    for (const byte of data) open.push(byte);
    if (data.at(-1) !== SYSEX_END) return;
    this.track.events.push({ kind: 'message', tick: this.track.ticks, data: Uint8Array.from(open) });
    this.#open = undefined;
  }

  /** A message in packets does not go on. */
  #close(): void {
    if (this.#open !== undefined) this.#warn('has system exclusive messages without an end; they are left out');
    this.#open = undefined;
  }

  /** Of what may be escaped only whole messages mean something to a plugin. */
  #escape(data: Uint8Array): void {
    const status = data[0] ?? 0;
    const isMessage = status >= 0x80 && status < SYSEX_START && data.length === 1 + dataBytes(status);
    const isSysex = status === SYSEX_START && data.at(-1) === SYSEX_END;
    if (isMessage || isSysex) this.track.events.push({ kind: 'message', tick: this.track.ticks, data });
  }

  /** F1 to FE do not belong in a file. */
  #system(status: number): void {
    this.#warn('contains system messages, which do not belong in a file; they are left out');
    this.#cursor.bytes(status === 0xf2 ? 2 : status === 0xf1 || status === 0xf3 ? 1 : 0);
  }
}

export function readTrack(bytes: Uint8Array): SmfTrack {
  return new Reader(bytes).read();
}
