// SPDX-License-Identifier: BSD-2-Clause
/** A sound that streams by, and what a picture needs of it. */
import { Spectrogram } from './spectrogram.ts';
import { Waveform } from './waveform.ts';

/** A sound as waveforms below one another: of its channels, or of all of them together. */
export interface Lanes {
  title: string;
  seconds: number;
  waveforms: readonly Waveform[];
}

export interface OverviewOptions {
  title: string;
  /** Of the whole sound, 1 or more. */
  frames: number;
  /** Hz. */
  sampleRate: number;
  channels: number;
  /** Frames of the spectrogram's windows, a power of two; default 2048. */
  windowFrames?: number;
}

/** A sound as a waveform and a spectrogram. */
export class Overview implements Lanes {
  readonly title: string;
  readonly sampleRate: number;
  readonly seconds: number;
  readonly waveforms: readonly [Waveform];
  readonly spectrogram: Spectrogram;

  constructor({ title, frames, sampleRate, channels, windowFrames = 2048 }: OverviewOptions) {
    this.title = title;
    this.sampleRate = sampleRate;
    this.seconds = frames / sampleRate;
    this.waveforms = [new Waveform(frames)];
    this.spectrogram = new Spectrogram({ frames, sampleRate, channels, windowFrames });
  }

  /** The next frames, one plane per channel. */
  add(planes: readonly Float32Array[], frames: number): void {
    this.waveforms[0].add(planes, frames);
    this.spectrogram.add(planes, frames);
  }

  /** To be called once, when all has been added. */
  finish(): void {
    this.spectrogram.finish();
  }
}
