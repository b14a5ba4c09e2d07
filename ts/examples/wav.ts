// SPDX-License-Identifier: BSD-2-Clause
/** WAV files as channels of samples in -1..1; any depth in, 32-bit float out. */
import { readFileSync, writeFileSync } from 'node:fs';
import wavefile from 'wavefile';

export interface Sound {
  /** Hz */
  sampleRate: number;
  channels: Float32Array[];
}

export function readWav(path: string): Sound {
  const wav = new wavefile.WaveFile(readFileSync(path));
  wav.toBitDepth('32f');
  const { sampleRate, numChannels } = wav.fmt as { sampleRate: number; numChannels: number };
  const samples = wav.getSamples(false, Float32Array) as unknown as Float32Array | Float32Array[];
  return { sampleRate, channels: numChannels === 1 ? [samples as Float32Array] : (samples as Float32Array[]) };
}

export function writeWav(path: string, { sampleRate, channels }: Sound): void {
  const wav = new wavefile.WaveFile();
  wav.fromScratch(channels.length, sampleRate, '32f', channels as unknown as Float64Array[]);
  writeFileSync(path, wav.toBuffer());
}
