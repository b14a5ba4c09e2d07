/** The DAW's side of the MIDI rings. */
import type { Daw } from './daw.ts';
import { type Direction, type MidiRing, RING_SLOTS, SLOT_BYTES } from './layout.ts';

/** A message of up to three bytes, at a frame of the block. */
export interface Midi {
  sampleOffset: number;
  bytes: readonly number[];
}

function ringOf(daw: Daw, direction: Direction, port: number): MidiRing {
  const ring = daw.at.midi[direction][port];
  if (ring === undefined) throw new Error(`Version ${daw.at.number} has no MIDI port ${port}`);
  return ring;
}

/** Send a message to the plugin; false if the ring is full. Unused bytes are 0. */
export function pushMidi(daw: Daw, port: number, { sampleOffset, bytes }: Midi): boolean {
  const { segment } = daw;
  const ring = ringOf(daw, 'toHost', port);
  const write = segment.readU32(ring.write);
  if ((write - segment.readU32(ring.read)) >>> 0 >= RING_SLOTS - 1) return false;
  const slot = Buffer.alloc(SLOT_BYTES);
  slot.writeUInt32LE(sampleOffset, 0);
  slot.set(bytes.slice(0, 3), 4);
  slot.writeUInt8((bytes[0] ?? 0) & 0x0f, 7);
  segment.write(ring.slots + (write % RING_SLOTS) * SLOT_BYTES, slot);
  segment.writeU32(ring.write, write + 1);
  return true;
}

/** A note-on, and a note-off. */
export function noteOn(note: number, sampleOffset = 0, velocity = 100): Midi {
  return { sampleOffset, bytes: [0x90, note, velocity] };
}
export function noteOff(note: number, sampleOffset = 0): Midi {
  return { sampleOffset, bytes: [0x80, note, 0] };
}

/** A message from the plugin: always three bytes, as on the wire. */
export interface Received {
  sampleOffset: number;
  bytes: number[];
  channel: number;
}

/** Take all messages from the plugin. */
export function takeMidi(daw: Daw, port: number): Received[] {
  const { segment } = daw;
  const ring = ringOf(daw, 'toDaw', port);
  const write = segment.readU32(ring.write);
  const messages: Received[] = [];
  let read = segment.readU32(ring.read);
  for (; read !== write; read = (read + 1) >>> 0) {
    const slot = segment.read(ring.slots + (read % RING_SLOTS) * SLOT_BYTES, SLOT_BYTES);
    messages.push({ sampleOffset: slot.readUInt32LE(0), bytes: [...slot.subarray(4, 7)], channel: slot.readUInt8(7) });
  }
  segment.writeU32(ring.read, read);
  return messages;
}

/** The result of takeMidi for a message. */
export function received({ sampleOffset, bytes }: Midi): Received {
  const [status = 0, first = 0, second = 0] = bytes;
  return { sampleOffset, bytes: [status, first, second], channel: status & 0x0f };
}

/** Whether all messages to the plugin have been taken. */
export function midiTaken(daw: Daw, port: number): boolean {
  const ring = ringOf(daw, 'toHost', port);
  return daw.segment.readU32(ring.write) === daw.segment.readU32(ring.read);
}
