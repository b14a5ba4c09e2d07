/**
 * Is a WAV what its header says? libsndfile reads what there is of a file that was cut short, and takes a width of samples that cannot be for
 * another one; it says nothing of either, and whoever renders the file would not know.
 */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

const chunkHeaderBytes = 8;
const riffHeaderBytes = 12;
/** As far as all formats have it. */
const formatBytes = 16;
/** Where RF64 has the real length of its data, in the chunk `ds64`. */
const ds64DataSizeAt = 8;
const ds64Bytes = 16;
/** Of programs that wrote to a pipe and never knew: not known, which is no fault. */
const unknownSizes = [0, 0xffffffff, 0x7fffffff];
/** A file has few chunks; a damaged one may seem to have any number. */
const chunksMax = 1000;
/** Format tags of plain samples: whole numbers, floats, and those that say more behind. */
const plainFormats = [1, 3, 0xfffe];
const bitsMin = 8;

interface Chunk {
  id: string;
  size: number;
  /** Of its data. */
  position: number;
}

class RiffFile {
  readonly #fd: number;
  readonly bytes: number;
  /** RIFF, RF64, or whatever stands there. */
  readonly kind: string;

  constructor(fd: number) {
    this.#fd = fd;
    this.bytes = fstatSync(fd).size;
    const head = this.at(0, riffHeaderBytes)?.toString('latin1') ?? '';
    this.kind = head.endsWith('WAVE') ? head.slice(0, 4) : '';
  }

  /** undefined if the file is shorter. */
  at(position: number, bytes: number): Buffer | undefined {
    const buffer = Buffer.alloc(bytes);
    return readSync(this.#fd, buffer, 0, bytes, position) === bytes ? buffer : undefined;
  }

  *chunks(): Generator<Chunk> {
    let position = riffHeaderBytes;
    for (let i = 0; i < chunksMax; i++) {
      const header = this.at(position, chunkHeaderBytes);
      if (header === undefined) return;
      const size = header.readUInt32LE(4);
      position += chunkHeaderBytes;
      yield { id: header.toString('latin1', 0, 4), size, position };
      position += size + (size % 2);
    }
  }
}

function formatFault(format: Buffer | undefined): string {
  if (format === undefined || !plainFormats.includes(format.readUInt16LE(0))) return '';
  const [channels, frameBytes, bits] = [format.readUInt16LE(2), format.readUInt16LE(12), format.readUInt16LE(14)];
  const isSound = bits >= bitsMin && frameBytes === channels * Math.ceil(bits / 8);
  if (isSound) return '';
  return `is damaged: its header speaks of ${channels} channels of ${bits} bits in ${frameBytes} bytes`;
}

function lengthFault(file: RiffFile, { size, position }: Chunk, longSize: number): string {
  const said = file.kind === 'RF64' && unknownSizes.includes(size) ? longSize : size;
  const missing = said - (file.bytes - position);
  return unknownSizes.includes(said) || missing <= 0 ? '' : `is cut short: ${missing} bytes are missing`;
}

function faultOf(file: RiffFile): string {
  if (file.kind !== 'RIFF' && file.kind !== 'RF64') return '';
  let longSize = 0;
  for (const chunk of file.chunks()) {
    if (chunk.id === 'ds64')
      longSize = Number(file.at(chunk.position, ds64Bytes)?.readBigUInt64LE(ds64DataSizeAt) ?? 0n);
    const fault = chunk.id === 'fmt ' ? formatFault(file.at(chunk.position, formatBytes)) : '';
    if (fault !== '') return fault;
    if (chunk.id === 'data') return lengthFault(file, chunk, longSize);
  }
  return ''; // no sound at all, which libsndfile says
}

/** What is wrong with a RIFF or RF64 file, as the end of a sentence; empty for a sound one, and for any other kind of file. */
export function wavFault(path: string): string {
  const fd = openSync(path, 'r');
  try {
    return faultOf(new RiffFile(fd));
  } finally {
    closeSync(fd);
  }
}
