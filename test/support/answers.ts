/** The contents of scratch once the host is ready, and the data of requests 5 to 12. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { ExecutionContext } from 'ava';
import type { Daw } from './daw.ts';
import { request, SCRATCH_BYTES, status } from './layout.ts';

const PORTS_AT = 1024;
const FILE_REFERENCES_AT = 2048;
const PORTS_MAGIC = 0x504f_5254;
const FILE_MAGIC = 0x4649_4c45;
const UPDATE_MAGIC = 0x5550_4441;

/** Reads little-endian numbers and texts one after the other; throws past the end. */
class Reader {
  #at = 0;
  readonly #bytes: Buffer;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  u32(): number {
    this.#at += 4;
    return this.#bytes.readUInt32LE(this.#at - 4);
  }

  f32(): number {
    this.#at += 4;
    return this.#bytes.readFloatLE(this.#at - 4);
  }

  f64(): number {
    this.#at += 8;
    return this.#bytes.readDoubleLE(this.#at - 8);
  }

  text(): string {
    const bytes = this.u32();
    if (this.#at + bytes > this.#bytes.length) throw new RangeError(`a text of ${bytes} bytes leaves scratch`);
    this.#at += bytes;
    return new TextDecoder('utf-8', { fatal: true }).decode(this.#bytes.subarray(this.#at - bytes, this.#at));
  }

  list<T>(entry: () => T): T[] {
    return Array.from({ length: this.u32() }, entry);
  }

  /** Whether everything was read. */
  get atEnd(): boolean {
    return this.#at === this.#bytes.length;
  }
}

/** The name that the host announces. */
export function announcedName(daw: Daw): string {
  return new Reader(daw.segment.read(daw.at.scratch, SCRATCH_BYTES)).text();
}

/** The counts in a PORT record; undefined if there is none. */
export interface Ports {
  audioInputs: number;
  audioOutputs: number;
  midiInputs: number;
  midiOutputs: number;
}
export function portsRecord(daw: Daw): Ports | undefined {
  const reader = new Reader(daw.segment.read(daw.at.scratch + PORTS_AT, 20));
  if (reader.u32() !== PORTS_MAGIC) return undefined;
  const [audioInputs, audioOutputs, midiInputs, midiOutputs] = [reader.u32(), reader.u32(), reader.u32(), reader.u32()];
  return { audioInputs, audioOutputs, midiInputs, midiOutputs };
}

/** Assert that a request had this status, was cleared, and got exactly one reply. */
export async function answeredOnce(t: ExecutionContext, daw: Daw, result: number | undefined, expected: number) {
  t.is(result, expected);
  t.is(daw.segment.readU32(daw.at.requestType), 0);
  await sleep(20);
  t.is(daw.toDaw.drain(), 0, 'more than one reply');
}

/** Send a request and parse the whole answer; throws unless the host answered once, with success. */
async function ask<T>(daw: Daw, type: number, read: (reader: Reader) => T): Promise<T> {
  const result = await daw.request(type);
  if (result !== status.ok) throw new Error(`Request ${type}: status ${result}. stderr: ${daw.process.stderr}`);
  const reader = new Reader(daw.segment.read(daw.at.scratch, daw.segment.readU32(daw.at.scratchSize)));
  const answer = read(reader);
  if (!reader.atEnd) throw new Error(`Request ${type}: scratch_size is more than the answer has`);
  return answer;
}

export interface ControlPort {
  port: number;
  name: string;
  minimum: number;
  maximum: number;
  value: number;
}
export function controlPorts(daw: Daw): Promise<ControlPort[]> {
  return ask(daw, request.controlPorts, (reader) =>
    reader.list(() => ({
      port: reader.u32(),
      name: reader.text(),
      minimum: reader.f32(),
      maximum: reader.f32(),
      value: reader.f32(),
    })),
  );
}

export interface ClapParameter {
  id: number;
  name: string;
  module: string;
  minimum: number;
  maximum: number;
  default: number;
}
export function clapParameters(daw: Daw): Promise<ClapParameter[]> {
  return ask(daw, request.parameters, (reader) =>
    reader.list(() => ({
      id: reader.u32(),
      name: reader.text(),
      module: reader.text(),
      minimum: reader.f64(),
      maximum: reader.f64(),
      default: reader.f64(),
    })),
  );
}

/** Names by note. type: midnam for LV2, noteNames for CLAP. */
export function noteNames(
  daw: Daw,
  type: typeof request.midnam | typeof request.noteNames,
): Promise<[number, string][]> {
  return ask(daw, type, (reader) => reader.list(() => [reader.u32(), reader.text()]));
}

/** The last answer to request fileReferences: paths by index; undefined if there is none. */
export function fileReferences(daw: Daw): [number, string][] | undefined {
  const reader = new Reader(daw.segment.read(daw.at.scratch + FILE_REFERENCES_AT, SCRATCH_BYTES - FILE_REFERENCES_AT));
  return reader.u32() === FILE_MAGIC ? reader.list(() => [reader.u32(), reader.text()]) : undefined;
}

function u32(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32LE(value >>> 0);
  return buffer;
}

/** Set the folder for a plugin's files; length may be wrong. Returns the status. */
export function setResourceDirectory(
  daw: Daw,
  path: string | Buffer,
  { length = Buffer.from(path).length, mark = FILE_MAGIC } = {},
): Promise<number | undefined> {
  daw.segment.write(daw.at.scratch, Buffer.concat([u32(mark), u32(length), Buffer.from(path)]));
  return daw.request(request.setResourceDirectory);
}

/** Set a new path for a file; length may be wrong. Returns the status. */
export function updateFileReference(
  daw: Daw,
  index: number,
  path: string,
  { length = Buffer.from(path).length, mark = UPDATE_MAGIC } = {},
): Promise<number | undefined> {
  daw.segment.write(daw.at.scratch, Buffer.concat([u32(mark), u32(index), u32(length), Buffer.from(path)]));
  return daw.request(request.updateFileReference);
}
