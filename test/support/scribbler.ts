/** A DAW that writes anything into the segment, and tracks which bytes the host may write. */
import type { Daw } from './daw.ts';
import {
  CHANNELS_MAX,
  layoutOf,
  PLANE_BYTES,
  planeAt,
  RING_SLOTS,
  SCRATCH_BYTES,
  SEGMENT_BYTES,
  SLOT_BYTES,
} from './layout.ts';

/** A small seeded generator, so that a failure can be reproduced. */
export function generator(seed: number): () => number {
  let state = seed | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
}

/** Bytes after the segment that must not be written. */
export const CANARY_BYTES = 65_536;

/** Numbers with a special meaning, small ones, and random ones. */
export function anyNumber(next: () => number): number {
  const edges = [0, 1, 31, 32, 33, 40, 4095, 4096, 4097, 65_535, 65_536, 65_537, 0x7fff_ffff, 0xffff_fffe, 0xffff_ffff];
  const kind = next() % 4;
  if (kind === 0) return next() % 8;
  if (kind === 1) return edges[next() % edges.length] ?? 0;
  return next() >>> (next() % 32);
}

/** The segment's expected contents. All writes of the DAW go through here. */
export class Scribbler {
  readonly #daw: Daw;
  readonly #expected: Buffer;

  constructor(daw: Daw) {
    this.#daw = daw;
    this.write(SEGMENT_BYTES, Buffer.alloc(CANARY_BYTES, 0xa5));
    this.#expected = daw.segment.read(0, SEGMENT_BYTES + CANARY_BYTES);
  }

  write(offset: number, bytes: Uint8Array): void {
    this.#daw.segment.write(offset, bytes);
    this.#expected?.set(bytes, offset);
  }

  writeU32(offset: number, value: number): void {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32LE(value >>> 0);
    this.write(offset, bytes);
  }

  /** Zeros, and the header of this version: what a second instance of the 0.2.0 DAW does to the first one's segment. */
  takeOver(): void {
    this.write(0, Buffer.alloc(SEGMENT_BYTES));
    this.writeU32(this.#daw.at.magic, 0x4d41_4f4c);
    this.writeU32(this.#daw.at.version, this.#daw.at.number);
  }

  /** The first byte that was written without permission; undefined if there is none. */
  trespass(): string | undefined {
    const found = this.#daw.segment.read(0, SEGMENT_BYTES + CANARY_BYTES);
    for (const [offset, bytes] of this.#hostsAreas()) found.copy(this.#expected, offset, offset, offset + bytes);
    if (found.equals(this.#expected)) return undefined;
    const at = found.findIndex((byte, i) => byte !== this.#expected[i]);
    return `byte ${at} is ${found[at]} instead of ${this.#expected[at]}`;
  }

  /** [offset, bytes] of everything that the host may write. */
  #hostsAreas(): [number, number][] {
    const { at } = this.#daw;
    const words = [at.ready, at.heartbeat, at.errorCode, at.inputChannels, at.outputChannels, at.requestType];
    const more = [at.requestStatus, at.scratchSize, at.stateDirty, at.latency, at.midiInputPorts, at.midiOutputPorts];
    const indices = [at.parameterRead, at.echoWrite, ...at.midi.toHost.map(({ read }) => read)];
    const areas: [number, number][] = [...words, ...more, ...indices]
      .filter((offset) => offset !== undefined)
      .map((offset) => [offset, 4]);
    for (let channel = 0; channel < CHANNELS_MAX; channel++) areas.push([planeAt(channel, 'toDaw'), PLANE_BYTES]);
    areas.push([at.echoSlots, RING_SLOTS * SLOT_BYTES], [at.scratch, SCRATCH_BYTES]);
    // Version 6 has two locations for the slots; the DAW's data determines which is used.
    const layouts = at.number === 6 ? [layoutOf(6), layoutOf('6-older')] : [at];
    for (const { midi } of layouts)
      for (const { write, slots } of midi.toDaw) areas.push([write, 4], [slots, RING_SLOTS * SLOT_BYTES]);
    return areas;
  }
}
