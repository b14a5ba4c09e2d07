// SPDX-License-Identifier: BSD-2-Clause
/** Pictures of sounds: waveform and spectrogram of each, all on the same scales. */
import type { Overview } from './overview.ts';
import { commonPeak, longest, SPECTROGRAM_HEIGHT, spectrogramPanel, waveformPanel } from './panels.ts';
import type { FrequencyAxis } from './spectrogram.ts';
import { sheet, toSvg } from './svg.ts';

/** Hz. */
const LOWEST_AUDIBLE = 20;

/** Up to the highest frequency that any of them can have. */
function frequencyAxis(sounds: readonly Overview[], logarithmic: boolean): FrequencyAxis {
  const maximum = Math.max(...sounds.map(({ sampleRate }) => sampleRate / 2));
  const lowest = Math.min(LOWEST_AUDIBLE, maximum / 10);
  return { rows: SPECTROGRAM_HEIGHT, minimum: logarithmic ? lowest : 0, maximum, logarithmic };
}

export interface SoundsOptions {
  /** Of the spectrograms' frequency axis; default logarithmic. */
  frequency?: 'log' | 'linear';
}

/** @returns the text of an SVG file. */
export function drawSounds(sounds: readonly Overview[], { frequency = 'log' }: SoundsOptions = {}): Promise<string> {
  const axis = frequencyAxis(sounds, frequency === 'log');
  const [length, peak] = [longest(sounds), commonPeak(sounds)];
  const panels = sounds.flatMap((sound) => [waveformPanel(sound, length, peak), spectrogramPanel(sound, length, axis)]);
  return toSvg(sheet(panels));
}
