// SPDX-License-Identifier: BSD-2-Clause
/** The parts of pictures of sounds. All of one picture share their axes. */
import type { Axis, GroupMark, Scale } from 'vega';
import { imageUrl, PALETTE } from './image.ts';
import { type LaneOptions, lanesPanel } from './lanes.ts';
import type { Lanes, Overview } from './overview.ts';
import type { FrequencyAxis } from './spectrogram.ts';
import { panel, WIDTH } from './svg.ts';
import type { Waveform } from './waveform.ts';

export const SPECTROGRAM_HEIGHT = 240;
/** Decibels of the lightest colour: 16-bit noise is just below. */
const QUIET = -100;
const LOUD = 0;
/** Hz. */
const FREQUENCY_LABELS = [1, 2, 5].flatMap((digit) => [10, 100, 1e3, 1e4, 1e5].map((power) => digit * power));

export function longest(sounds: readonly Lanes[]): number {
  return Math.max(...sounds.map(({ seconds }) => seconds));
}

/** Full scale, or more if a sound goes beyond. */
export function commonPeak(sounds: readonly Lanes[]): number {
  return Math.max(1, ...sounds.flatMap(({ waveforms }) => waveforms.map(({ peak }) => peak)));
}

/** length: the seconds that the whole width represents. */
export function timeScale(length: number): Scale {
  return { name: 'time', type: 'linear', range: [0, WIDTH], domain: [0, length], zero: false };
}

/** Below the last lane with its numbers, below the others as a grid. */
export function timeAxis(isLast: boolean): Axis {
  const plain = { ticks: false, labels: false, domain: false };
  return { orient: 'bottom', scale: 'time', grid: true, ...(isLast ? { title: 'seconds' } : plain) };
}

/** peak: the distance from zero that still fits. */
export function waveformPanel({ title, seconds, waveforms }: Lanes, length: number, peak: number): GroupMark {
  return lanesPanel(title, waveforms.length, 'sample', (lane) =>
    waveformLane(waveforms[lane.channel], lane, { seconds, length, peak }),
  );
}

interface Extent {
  /** Of the sound, and of the width. */
  seconds: number;
  length: number;
  peak: number;
}

function waveformLane(
  waveform: Waveform | undefined,
  { height, axis, isLast }: LaneOptions,
  { seconds, length, peak }: Extent,
): GroupMark {
  const columns = waveform?.columns ?? 0;
  const values = Array.from({ length: columns }, (_, column) => ({
    time: (column * seconds) / columns,
    low: waveform?.low[column] ?? 0,
    high: waveform?.high[column] ?? 0,
  })).filter(({ low, high }) => low <= high);
  return {
    type: 'group',
    data: [{ name: 'columns', values }],
    scales: [timeScale(length), { name: 'sample', type: 'linear', range: [height, 0], domain: [-peak, peak] }],
    axes: [timeAxis(isLast), axis('sample')],
    marks: [
      {
        type: 'area',
        from: { data: 'columns' },
        encode: {
          update: {
            x: { scale: 'time', field: 'time' },
            y: { scale: 'sample', field: 'low' },
            y2: { scale: 'sample', field: 'high' },
            fill: { value: '#30638e' },
            // Silence has no height, but is not nothing.
            stroke: { value: '#30638e' },
            strokeWidth: { value: 0.5 },
          },
        },
      },
    ],
  };
}

export function spectrogramPanel(sound: Overview, length: number, axis: FrequencyAxis): GroupMark {
  const { spectrogram, seconds } = sound;
  const url = imageUrl(spectrogram.levels(axis), spectrogram.columns, QUIET, LOUD);
  const domain = [axis.minimum, axis.maximum];
  const labels = FREQUENCY_LABELS.filter((label) => label >= axis.minimum && label <= axis.maximum);
  return panel(SPECTROGRAM_HEIGHT, {
    type: 'group',
    scales: [
      timeScale(length),
      {
        name: 'frequency',
        type: axis.logarithmic ? 'log' : 'linear',
        range: [SPECTROGRAM_HEIGHT, 0],
        domain,
        zero: false,
      },
      { name: 'level', type: 'linear', domain: [QUIET, LOUD], range: { scheme: PALETTE }, reverse: true, zero: false },
    ],
    axes: [
      { orient: 'bottom', scale: 'time', title: 'seconds' },
      {
        orient: 'left',
        scale: 'frequency',
        title: 'Hz',
        format: '~s',
        ...(axis.logarithmic && { values: labels }),
      },
    ],
    legends: [{ fill: 'level', type: 'gradient', title: 'dB', gradientLength: SPECTROGRAM_HEIGHT - 40 }],
    marks: [
      {
        type: 'image',
        encode: {
          update: {
            url: { value: url },
            x: { value: 0 },
            y: { value: 0 },
            width: { value: (WIDTH * seconds) / length },
            height: { value: SPECTROGRAM_HEIGHT },
            aspect: { value: false },
          },
        },
      },
    ],
  });
}
