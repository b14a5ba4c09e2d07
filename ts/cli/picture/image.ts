// SPDX-License-Identifier: BSD-2-Clause
/** Pictures of one number per pixel, as PNG with a palette: small enough for embedding in an SVG. */
import { deflateSync, gzipSync } from 'node:zlib';
import { scheme } from 'vega';

/** The name of a palette of vega's, used from its light end (quiet) to its dark one (loud): pictures are looked at on white. */
export const PALETTE = 'magma';

const COLOURS = 256;
const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const INDEXED = 3;

/** Entry 0 is white, for what there is nothing to say about; 1 to 255 go from quiet to loud. */
function palette(): Buffer {
  const colourAt = scheme(PALETTE) as (share: number) => string;
  const bytes = Buffer.alloc(COLOURS * 3, 0xff);
  for (let index = 1; index < COLOURS; index++) {
    const [red = 0, green = 0, blue = 0] = (colourAt(1 - index / (COLOURS - 1)).match(/\d+/g) ?? []).map(Number);
    bytes.set([red, green, blue], index * 3);
  }
  return bytes;
}

/** Node has a function for CRCs only since 20.15; a gzip file ends with its contents' CRC and length. */
function crc(bytes: Buffer): number {
  const file = gzipSync(bytes, { level: 0 });
  return file.readUInt32LE(file.length - 8);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}

/**
 * @param values row after row from the top; NaN stays white.
 * @param quiet the value of the lightest colour; `loud` that of the darkest. What is outside takes the nearer one.
 * @returns a `data:` URL.
 */
export function imageUrl(values: Float32Array, columns: number, quiet: number, loud: number): string {
  const rows = values.length / columns;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(columns, 0);
  header.writeUInt32BE(rows, 4);
  header.set([8, INDEXED], 8);
  // Each line begins with its filter's number: 0, none.
  const lines = Buffer.alloc((columns + 1) * rows);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++)
      lines[row * (columns + 1) + 1 + column] = indexOf(values[row * columns + column] ?? Number.NaN, quiet, loud);
  const png = Buffer.concat([
    Buffer.from(SIGNATURE),
    chunk('IHDR', header),
    chunk('PLTE', palette()),
    chunk('IDAT', deflateSync(lines, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
  return `data:image/png;base64,${png.toString('base64')}`;
}

function indexOf(value: number, quiet: number, loud: number): number {
  if (Number.isNaN(value)) return 0;
  const share = Math.min(1, Math.max(0, (value - quiet) / (loud - quiet)));
  return 1 + Math.round(share * (COLOURS - 2));
}
