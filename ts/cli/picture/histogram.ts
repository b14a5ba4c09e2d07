// SPDX-License-Identifier: BSD-2-Clause
/** A picture of how long blocks took: how many how long, on logarithmic axes, since the few that matter are rare and far out. */
import type { Bin, Percentiles } from '../bins.ts';
import { toSvg, WIDTH } from './svg.ts';

const HEIGHT = 320;
const NAMES = { p50: 'p50', p90: 'p90', p99: 'p99', p999: 'p99.9', max: 'max' } as const;

export interface Histogram {
  title: string;
  bins: readonly Bin[];
  percentiles: Percentiles;
  /** How long a block lasts, microseconds. */
  period: number;
}

/** 1, 10, 100 ... as far as needed. */
function powersOfTen(most: number): number[] {
  return Array.from({ length: Math.floor(Math.log10(most)) + 1 }, (_, power) => 10 ** power);
}

/** @returns the text of an SVG file. */
export function drawHistogram({ title, bins, percentiles, period }: Histogram): Promise<string> {
  const most = Math.max(...bins.map(({ count }) => count));
  const [from, to] = [bins.at(0)?.from ?? 1, bins.at(-1)?.to ?? 10];
  const domain = [from, Math.max(to, period * 1.05)];
  const marked = Object.entries(NAMES).map(([key, name]) => ({ time: percentiles[key as keyof typeof NAMES], name }));
  const lines = [...marked, { time: period, name: 'a block lasts' }].map((line, index) => ({ ...line, index }));
  return toSvg({
    background: 'white',
    padding: 10,
    width: WIDTH,
    height: HEIGHT,
    title: { text: title, anchor: 'start', offset: 12 },
    data: [
      { name: 'bins', values: bins.filter(({ count }) => count > 0) },
      { name: 'lines', values: lines },
    ],
    scales: [
      { name: 'time', type: 'log', range: [0, WIDTH], domain, zero: false, nice: false },
      // A bin with one block in it must have a height.
      { name: 'count', type: 'log', range: [HEIGHT, 0], domain: [0.5, most * 1.5], zero: false, nice: false },
    ],
    axes: [
      { orient: 'bottom', scale: 'time', title: 'microseconds', format: '~r', tickCount: 10, labelOverlap: true },
      { orient: 'left', scale: 'count', title: 'blocks', values: powersOfTen(most), format: '~r', grid: true },
    ],
    marks: [
      {
        type: 'rect',
        from: { data: 'bins' },
        encode: {
          update: {
            x: { scale: 'time', field: 'from' },
            x2: { scale: 'time', field: 'to' },
            y: { scale: 'count', field: 'count' },
            y2: { value: HEIGHT },
            fill: { value: '#30638e' },
          },
        },
      },
      {
        type: 'rule',
        from: { data: 'lines' },
        encode: {
          update: {
            x: { scale: 'time', field: 'time' },
            y: { value: 0 },
            y2: { value: HEIGHT },
            stroke: { value: '#c0392b' },
            strokeDash: { value: [4, 3] },
          },
        },
      },
      {
        type: 'text',
        from: { data: 'lines' },
        encode: {
          update: {
            x: { scale: 'time', field: 'time', offset: 4 },
            // One below the other: they can be as near as they like.
            y: { signal: '12 + datum.index * 14' },
            text: { field: 'name' },
            fill: { value: '#333' },
          },
        },
      },
    ],
  });
}
