/** The parts of pictures of sounds. All of one picture share their axes. */
import type { GroupMark, Scale } from 'vega';
import { imageUrl, PALETTE } from './image.ts';
import type { Lane, Overview } from './overview.ts';
import type { FrequencyAxis } from './spectrogram.ts';
import { panel, WIDTH } from './svg.ts';

const WAVEFORM_HEIGHT = 160;
export const SPECTROGRAM_HEIGHT = 240;
/** Decibels of the lightest colour: 16-bit noise is just below. */
const QUIET = -100;
const LOUD = 0;
/** Hz. */
const FREQUENCY_LABELS = [1, 2, 5].flatMap((digit) => [10, 100, 1e3, 1e4, 1e5].map((power) => digit * power));

export function longest(lanes: readonly Lane[]): number {
  return Math.max(...lanes.map(({ seconds }) => seconds));
}

/** Full scale, or more if a sound goes beyond. */
export function commonPeak(lanes: readonly Lane[]): number {
  return Math.max(1, ...lanes.map(({ waveform }) => waveform.peak));
}

/** length: the seconds that the whole width stands for. */
export function timeScale(length: number): Scale {
  return { name: 'time', type: 'linear', range: [0, WIDTH], domain: [0, length], zero: false };
}

/** peak: the distance from zero that still fits. */
export function waveformPanel({ title, seconds, waveform }: Lane, length: number, peak: number): GroupMark {
  const values = Array.from({ length: waveform.columns }, (_, column) => ({
    time: (column * seconds) / waveform.columns,
    low: waveform.low[column] ?? 0,
    high: waveform.high[column] ?? 0,
  })).filter(({ low, high }) => low <= high);
  return panel(WAVEFORM_HEIGHT, {
    type: 'group',
    title: { text: title, anchor: 'start' },
    data: [{ name: 'columns', values }],
    scales: [timeScale(length), { name: 'sample', type: 'linear', range: [WAVEFORM_HEIGHT, 0], domain: [-peak, peak] }],
    axes: [
      { orient: 'bottom', scale: 'time', title: 'seconds', grid: true },
      { orient: 'left', scale: 'sample', title: 'sample', grid: true, tickCount: 5 },
    ],
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
  });
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
