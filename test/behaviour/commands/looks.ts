/** Pictures as tests look at them, and sounds to draw. */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { initWasm, Resvg } from '@resvg/resvg-wasm';
import wavefile from 'wavefile';

const { WaveFile } = wavefile;

export interface Pixels {
  width: number;
  height: number;
  /** Red, green, blue, opacity; row after row. */
  data: Uint8Array;
}

let loading: Promise<void> | undefined;

function sizeOf(png: Buffer): { width: number; height: number } {
  return { width: png.readUInt32BE(16), height: png.readUInt32BE(20) };
}

/** What a PNG file shows. */
export async function readPng(path: string): Promise<Pixels> {
  const wasm = createRequire(import.meta.url).resolve('@resvg/resvg-wasm/index_bg.wasm');
  loading ??= initWasm(readFileSync(wasm));
  await loading;
  const png = readFileSync(path);
  const { width, height } = sizeOf(png);
  const url = `data:image/png;base64,${png.toString('base64')}`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><image href="${url}" width="${width}" height="${height}"/></svg>`;
  const image = new Resvg(svg).render();
  return { width: image.width, height: image.height, data: Uint8Array.from(image.pixels) };
}

/** Mean darkness (0 white, 1 black) of an area given in shares of width and height. */
export function darkness(
  { width, height, data }: Pixels,
  [left, right]: [number, number],
  [top, bottom]: [number, number],
): number {
  let [sum, count] = [0, 0];
  for (let y = Math.floor(top * height); y < bottom * height; y++)
    for (let x = Math.floor(left * width); x < right * width; x++, count++) {
      const at = (y * width + x) * 4;
      sum += 1 - ((data[at] ?? 0) + (data[at + 1] ?? 0) + (data[at + 2] ?? 0)) / (3 * 255);
    }
  return sum / count;
}

/** Share (0 to 1) of the pixels that are not white. */
export function ink({ data }: Pixels): number {
  let inked = 0;
  for (let at = 0; at < data.length; at += 4)
    if ((data[at] ?? 0) + (data[at + 1] ?? 0) + (data[at + 2] ?? 0) < 3 * 250) inked++;
  return inked / (data.length / 4);
}

/** Write a float WAV. */
export function writeWav(path: string, sampleRate: number, channels: readonly Float32Array[]): void {
  const wav = new WaveFile();
  wav.fromScratch(channels.length, sampleRate, '32f', channels as unknown as Float64Array[]);
  writeFileSync(path, wav.toBuffer());
}

/** A sine whose first half is quiet (-40 dB) and whose second half is loud (-6 dB). */
export function quietThenLoud(sampleRate: number, seconds: number, hertz: number): Float32Array {
  const frames = Math.round(sampleRate * seconds);
  return Float32Array.from({ length: frames }, (_, frame) => {
    const level = frame < frames / 2 ? 0.01 : 0.5;
    return level * Math.sin((2 * Math.PI * hertz * frame) / sampleRate);
  });
}
