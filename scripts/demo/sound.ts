// SPDX-License-Identifier: BSD-2-Clause
/** Sound files: reads WAV of any depth, writes stereo float WAV. */
import { existsSync, readFileSync } from 'node:fs';
import wavefile from 'wavefile';

const { WaveFile } = wavefile;

/** Stereo; samples in -1..1. */
export interface Sound {
  title?: string;
  /** Hz. */
  sampleRate: number;
  left: Float32Array;
  right: Float32Array;
}

/** Recordings from Debian packages: a voice (alsa-utils), a click (lv2-examples). */
const RECORDINGS = [
  ['Front_Center', 'Front_Left', 'Front_Right'].map((name) => `/usr/share/sounds/alsa/${name}.wav`),
  ['/usr/lib/lv2/eg-sampler.lv2/click.wav'],
];

/** @throws Error with a sentence if the file does not exist or is not a WAV file. */
export function readSound(path: string | undefined): Sound & { title: string } {
  if (path !== undefined) return { ...readWav(path), title: path };
  const files = RECORDINGS.find((group) => group.every((file) => existsSync(file)));
  if (files === undefined) {
    throw new Error(
      'no recording found; install the Debian package alsa-utils, or name a WAV: npm run demo -- file.wav',
    );
  }
  const sounds = files.map(readWav);
  const first = sounds[0] as Sound;
  const title = files.length > 1 ? 'a voice saying "front center, front left, front right"' : (files[0] ?? '');
  return {
    title,
    sampleRate: first.sampleRate,
    left: concatenate(sounds.map((sound) => sound.left)),
    right: concatenate(sounds.map((sound) => sound.right)),
  };
}

function readWav(path: string): Sound {
  let wav: InstanceType<typeof WaveFile>;
  try {
    wav = new WaveFile(readFileSync(path));
    wav.toBitDepth('32f');
  } catch (error) {
    throw new Error(`${path} cannot be read as WAV: ${error instanceof Error ? error.message : String(error)}`);
  }
  const { sampleRate, numChannels } = wav.fmt as { sampleRate: number; numChannels: number };
  const samples = wav.getSamples(false, Float32Array) as unknown as Float32Array | Float32Array[];
  const channels = numChannels === 1 ? [samples as Float32Array] : (samples as Float32Array[]);
  const left = channels[0] ?? new Float32Array(0);
  return { sampleRate, left, right: channels[1] ?? left };
}

function concatenate(parts: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** Contents of a WAV file, 32-bit float. */
export function writeSound(sound: Sound): Uint8Array {
  const wav = new WaveFile();
  wav.fromScratch(2, sound.sampleRate, '32f', [sound.left, sound.right] as unknown as Float64Array[]);
  return wav.toBuffer();
}
