/** A picture of two sounds that should be one: both, and how far they are apart when. */
import type { GroupMark } from 'vega';
import type { Lane } from './overview.ts';
import { commonPeak, longest, timeScale, waveformPanel } from './panels.ts';
import { panel, sheet, toSvg, WIDTH } from './svg.ts';
import type { Waveform } from './waveform.ts';

const HEIGHT = 160;
/** Decibels: the last bit of a 24-bit file is at -138. */
const LOWEST = -180;

export interface Difference {
  a: Lane;
  b: Lane;
  /** Sample by sample a minus b. */
  difference: Waveform;
  /** Seconds until the first difference above the tolerance, if there is one. */
  first: number | undefined;
  /** Largest difference that counts as none. */
  tolerance: number;
}

function differencePanel({ difference, first, tolerance }: Difference, seconds: number): GroupMark {
  const decibels = (value: number) => Math.max(LOWEST, 20 * Math.log10(value));
  const width = seconds / difference.columns;
  const values = Array.from({ length: difference.columns }, (_, column) => ({
    from: column * width,
    to: (column + 1) * width,
    level: decibels(difference.peakOf(column)),
  })).filter(({ level }) => level > LOWEST);
  const top = Math.max(0, ...values.map(({ level }) => level));
  const line = (data: string, encoding: object, colour: string): GroupMark['marks'] => [
    {
      type: 'rule',
      from: { data },
      encode: { update: { ...encoding, stroke: { value: colour }, strokeDash: { value: [4, 3] } } },
    },
  ];
  return panel(HEIGHT, {
    type: 'group',
    title: { text: values.length > 0 ? 'difference' : 'difference: none', anchor: 'start' },
    data: [
      { name: 'columns', values },
      { name: 'first', values: first === undefined ? [] : [{ time: first }] },
      { name: 'tolerance', values: tolerance > 0 ? [{ level: decibels(tolerance) }] : [] },
    ],
    scales: [
      timeScale(seconds),
      { name: 'level', type: 'linear', range: [HEIGHT, 0], domain: [LOWEST, top], zero: false },
    ],
    axes: [
      { orient: 'bottom', scale: 'time', title: 'seconds', grid: true },
      { orient: 'left', scale: 'level', title: 'dB', grid: true, tickCount: 6 },
    ],
    marks: [
      {
        type: 'rect',
        from: { data: 'columns' },
        encode: {
          update: {
            x: { scale: 'time', field: 'from' },
            x2: { scale: 'time', field: 'to' },
            y: { scale: 'level', field: 'level' },
            y2: { value: HEIGHT },
            fill: { value: '#c0392b' },
          },
        },
      },
      ...(line('first', { x: { scale: 'time', field: 'time' }, y: { value: 0 }, y2: { value: HEIGHT } }, 'black') ??
        []),
      ...(line('tolerance', { x: { value: 0 }, x2: { value: WIDTH }, y: { scale: 'level', field: 'level' } }, '#555') ??
        []),
    ],
  });
}

/** @returns the text of an SVG file. */
export function drawDifference(parts: Difference): Promise<string> {
  const lanes = [parts.a, parts.b];
  const [length, peak] = [longest(lanes), commonPeak(lanes)];
  const panels = lanes.map((lane) => waveformPanel(lane, length, peak));
  return toSvg(sheet([...panels, differencePanel(parts, length)]));
}
