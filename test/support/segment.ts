import { closeSync, existsSync, ftruncateSync, openSync, readSync, unlinkSync, writeSync } from 'node:fs';
import { at, type Direction, MAGIC, planeAt, SEGMENT_BYTES, VERSION } from './layout.ts';

let created = 0;

/** Options for creating a segment; a DAW uses only the defaults. */
export interface SegmentOptions {
  bytes?: number;
  magic?: number;
  version?: number;
}

/**
 * The shared segment, created and used as the DAW does. Accesses go through the file in /dev/shm, which is the same
 * memory; a 4-byte access is atomic enough for the tests.
 */
export class Segment {
  readonly name: string;
  readonly path: string;
  readonly #fd: number;

  constructor(options: SegmentOptions = {}) {
    this.name = `/maolan-test-${process.pid}-${created++}`;
    this.path = `/dev/shm${this.name}`;
    this.#fd = openSync(this.path, 'w+', 0o644);
    const bytes = options.bytes ?? SEGMENT_BYTES;
    ftruncateSync(this.#fd, bytes);
    if (bytes < at.version + 4) return;
    this.writeU32(at.magic, options.magic ?? MAGIC);
    this.writeU32(at.version, options.version ?? VERSION);
  }

  read(offset: number, bytes: number): Buffer {
    const buffer = Buffer.alloc(bytes);
    readSync(this.#fd, buffer, 0, bytes, offset);
    return buffer;
  }

  write(offset: number, bytes: Uint8Array): void {
    writeSync(this.#fd, bytes, 0, bytes.length, offset);
  }

  readU32(offset: number): number {
    return this.read(offset, 4).readUInt32LE();
  }

  writeU32(offset: number, value: number): void {
    const buffer = Buffer.alloc(4);
    buffer.writeUInt32LE(value >>> 0);
    this.write(offset, buffer);
  }

  readPlane(channel: number, direction: Direction, frames: number): Float32Array {
    const bytes = this.read(planeAt(channel, direction), frames * 4);
    return new Float32Array(bytes.buffer, bytes.byteOffset, frames);
  }

  writePlane(channel: number, direction: Direction, samples: Float32Array): void {
    this.write(planeAt(channel, direction), new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength));
  }

  /** Zero all of it and write the header again, as a second instance of the 0.2.0 DAW does. */
  takeOver(): void {
    this.write(0, Buffer.alloc(SEGMENT_BYTES));
    this.writeU32(at.magic, MAGIC);
    this.writeU32(at.version, VERSION);
  }

  get exists(): boolean {
    return existsSync(this.path);
  }

  /** Close and unlink. */
  destroy(): void {
    closeSync(this.#fd);
    if (this.exists) unlinkSync(this.path);
  }
}
