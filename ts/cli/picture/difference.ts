// SPDX-License-Identifier: BSD-2-Clause
/** A picture of two sounds that should be one: both, and how far they are apart when, channel by channel. */
import type { GroupMark, Mark } from 'vega';
import { type LaneOptions, lanesPanel } from './lanes.ts';
import type { Lanes } from './overview.ts';
import { commonPeak, longest, timeAxis, timeScale, waveformPanel } from './panels.ts';
import { sheet, toSvg, WIDTH } from './svg.ts';
import type { Waveform } from './waveform.ts';

/** Decibels: the last bit of a 24-bit file is at -138. */
const LOWEST = -180;

export interface Difference {
  a: Lanes;
  b: Lanes;
  /** Sample by sample a minus b, of each channel. */
  difference: readonly Waveform[];
  /** Seconds until the first difference above the tolerance, if there is one. */
  first: number | undefined;
  /** Largest difference that counts as none. */
  tolerance: number;
}

function decibels(value: number): number {
  return Math.max(LOWEST, 20 * Math.log10(value));
}

function differencePanel(parts: Difference, seconds: number): GroupMark {
  const { difference } = parts;
  const top = Math.max(0, ...difference.map(({ peak }) => decibels(peak)));
  const isNone = difference.every(({ peak }) => peak === 0);
  return lanesPanel(isNone ? 'difference: none' : 'difference in dB', difference.length, 'dB', (lane) =>
    differenceLane(difference[lane.channel], lane, { ...parts, seconds, top }),
  );
}

function differenceLane(
  waveform: Waveform | undefined,
  { height, axis, isLast }: LaneOptions,
  { first, tolerance, seconds, top }: Pick<Difference, 'first' | 'tolerance'> & { seconds: number; top: number },
): GroupMark {
  const columns = waveform?.columns ?? 0;
  const width = seconds / columns;
  const values = Array.from({ length: columns }, (_, column) => ({
    from: column * width,
    to: (column + 1) * width,
    level: decibels(waveform?.peakOf(column) ?? 0),
  })).filter(({ level }) => level > LOWEST);
  return {
    type: 'group',
    data: [
      { name: 'columns', values },
      { name: 'first', values: first === undefined ? [] : [{ time: first }] },
      { name: 'tolerance', values: tolerance > 0 ? [{ level: decibels(tolerance) }] : [] },
    ],
    scales: [
      timeScale(seconds),
      { name: 'level', type: 'linear', range: [height, 0], domain: [LOWEST, top], zero: false },
    ],
    axes: [timeAxis(isLast), axis('level')],
    marks: [
      {
        type: 'rect',
        from: { data: 'columns' },
        encode: {
          update: {
            x: { scale: 'time', field: 'from' },
            x2: { scale: 'time', field: 'to' },
            y: { scale: 'level', field: 'level' },
            y2: { value: height },
            fill: { value: '#c0392b' },
          },
        },
      },
      dashes('first', { x: { scale: 'time', field: 'time' }, y: { value: 0 }, y2: { value: height } }, 'black'),
      dashes('tolerance', { x: { value: 0 }, x2: { value: WIDTH }, y: { scale: 'level', field: 'level' } }, '#555'),
    ],
  };
}

function dashes(data: string, place: object, colour: string): Mark {
  return {
    type: 'rule',
    from: { data },
    encode: { update: { ...place, stroke: { value: colour }, strokeDash: { value: [4, 3] } } },
  };
}

/** @returns the text of an SVG file. */
export function drawDifference(parts: Difference): Promise<string> {
  const sounds = [parts.a, parts.b];
  const [length, peak] = [longest(sounds), commonPeak(sounds)];
  const panels = sounds.map((sound) => waveformPanel(sound, length, peak));
  return toSvg(sheet([...panels, differencePanel(parts, length)]));
}
