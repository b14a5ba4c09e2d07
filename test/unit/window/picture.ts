/** Pictures of a screen: what Xvfb writes into its frame buffer file, and what tests want to know of them. */
import { crc32, deflateSync } from 'node:zlib';

/** In pixels of the screen. */
export interface Area {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** The words of an XWD header that matter here: index of the big-endian 32-bit word. */
const XWD = {
  headerBytes: 0,
  version: 1,
  width: 4,
  height: 5,
  byteOrder: 7,
  bitsPerPixel: 11,
  bytesPerLine: 12,
  colours: 19,
};
const XWD_COLOUR_BYTES = 12;
const CHANNELS = 3;

export class Picture {
  /** pixels: red, green, blue, row after row. */
  constructor(
    readonly width: number,
    readonly height: number,
    readonly pixels: Uint8Array,
  ) {}

  /** Read an X window dump of 32 bits per pixel. */
  static fromXwd(file: Buffer): Picture {
    const word = (index: number): number => file.readUInt32BE(index * 4);
    if (word(XWD.version) !== 7 || word(XWD.bitsPerPixel) !== 32 || word(XWD.byteOrder) !== 0)
      throw new Error('not a little-endian X window dump of 32 bits per pixel');
    const width = word(XWD.width);
    const height = word(XWD.height);
    const start = word(XWD.headerBytes) + word(XWD.colours) * XWD_COLOUR_BYTES;
    const pixels = new Uint8Array(width * height * CHANNELS);
    for (let y = 0, to = 0; y < height; y++)
      for (let x = 0, from = start + y * word(XWD.bytesPerLine); x < width; x++, from += 4) {
        pixels[to++] = file[from + 2]!;
        pixels[to++] = file[from + 1]!;
        pixels[to++] = file[from]!;
      }
    return new Picture(width, height, pixels);
  }

  /** The part of it inside the area. */
  crop(area: Area): Picture {
    const left = Math.max(0, area.x);
    const top = Math.max(0, area.y);
    const width = Math.min(this.width, area.x + area.width) - left;
    const height = Math.min(this.height, area.y + area.height) - top;
    if (width <= 0 || height <= 0) throw new Error(`nothing of ${JSON.stringify(area)} is on the screen`);
    const pixels = new Uint8Array(width * height * CHANNELS);
    for (let y = 0; y < height; y++) {
      const from = ((top + y) * this.width + left) * CHANNELS;
      pixels.set(this.pixels.subarray(from, from + width * CHANNELS), y * width * CHANNELS);
    }
    return new Picture(width, height, pixels);
  }

  /** One pixel as 0xrrggbb. */
  at(x: number, y: number): number {
    const from = (y * this.width + x) * CHANNELS;
    return (this.pixels[from]! << 16) | (this.pixels[from + 1]! << 8) | this.pixels[from + 2]!;
  }

  /** How often each colour (0xrrggbb) occurs. */
  colours(): Map<number, number> {
    const counts = new Map<number, number>();
    for (let y = 0; y < this.height; y++)
      for (let x = 0; x < this.width; x++) {
        const colour = this.at(x, y);
        counts.set(colour, (counts.get(colour) ?? 0) + 1);
      }
    return counts;
  }

  /** Share (0 to 1) of the pixels that have the most frequent colour: 1 is a blank picture. */
  uniformity(): number {
    return Math.max(...this.colours().values()) / (this.width * this.height);
  }

  /** Share (0 to 1) of the pixels in which two pictures of one size differ. */
  difference(other: Picture): number {
    if (other.width !== this.width || other.height !== this.height)
      throw new Error(`pictures of ${this.width}x${this.height} and ${other.width}x${other.height}`);
    let different = 0;
    for (let y = 0; y < this.height; y++)
      for (let x = 0; x < this.width; x++) if (this.at(x, y) !== other.at(x, y)) different++;
    return different / (this.width * this.height);
  }

  /** As a PNG file. */
  toPng(): Buffer {
    const header = Buffer.alloc(13);
    header.writeUInt32BE(this.width, 0);
    header.writeUInt32BE(this.height, 4);
    header.set([8, 2], 8); // 8 bits per channel, RGB
    const lineBytes = this.width * CHANNELS;
    const lines = Buffer.alloc((lineBytes + 1) * this.height); // each line after its filter's number: 0, none
    for (let y = 0; y < this.height; y++)
      lines.set(this.pixels.subarray(y * lineBytes, (y + 1) * lineBytes), y * (lineBytes + 1) + 1);
    const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
    return Buffer.concat([
      signature,
      chunk('IHDR', header),
      chunk('IDAT', deflateSync(lines)),
      chunk('IEND', Buffer.alloc(0)),
    ]);
  }
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}
