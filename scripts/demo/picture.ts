/** A picture of a sound before and after: two waveforms on one time axis. */
import { parse, type Spec, View } from 'vega';
import type { Sound } from './sound.ts';

const WIDTH = 1000;
const HEIGHT = 200;

interface Column {
  sound: string;
  time: number;
  low: number;
  high: number;
}

/** Lowest and highest sample of each of WIDTH slices of the longest sound. */
function columns(name: string, sound: Sound, seconds: number): Column[] {
  const slice = (seconds * sound.sampleRate) / WIDTH;
  return Array.from({ length: WIDTH }, (_, x) => {
    const [from, to] = [Math.floor(x * slice), Math.floor((x + 1) * slice)];
    let [low, high] = [0, 0];
    for (const channel of [sound.left, sound.right]) {
      for (const sample of channel.subarray(from, to)) {
        low = Math.min(low, sample);
        high = Math.max(high, sample);
      }
    }
    return { sound: name, time: from / sound.sampleRate, low, high };
  });
}

function spec(values: Column[]): Spec {
  return {
    background: 'white',
    padding: 10,
    data: [{ name: 'columns', values }],
    layout: { columns: 1, padding: 20 },
    marks: [
      {
        type: 'group',
        from: { facet: { name: 'panel', data: 'columns', groupby: 'sound' } },
        title: { text: { signal: 'parent.sound' }, anchor: 'start' },
        encode: { update: { width: { value: WIDTH }, height: { value: HEIGHT } } },
        scales: [
          {
            name: 'x',
            type: 'linear',
            range: [0, WIDTH],
            domain: { data: 'columns', field: 'time' },
            nice: false,
            zero: true,
          },
          { name: 'y', type: 'linear', range: [HEIGHT, 0], domain: [-1, 1] },
        ],
        axes: [
          { orient: 'bottom', scale: 'x', title: 'seconds', grid: true },
          { orient: 'left', scale: 'y', title: 'sample', grid: true, tickCount: 5 },
        ],
        marks: [
          {
            type: 'area',
            from: { data: 'panel' },
            encode: {
              update: {
                x: { scale: 'x', field: 'time' },
                y: { scale: 'y', field: 'low' },
                y2: { scale: 'y', field: 'high' },
                fill: { value: '#30638e' },
              },
            },
          },
        ],
      },
    ],
  };
}

/** @returns the text of an SVG file. */
export async function drawBeforeAndAfter(before: Sound, after: Sound): Promise<string> {
  const seconds = Math.max(before.left.length, after.left.length) / before.sampleRate;
  const values = [...columns('before', before, seconds), ...columns('after', after, seconds)];
  const view = new View(parse(spec(values)), { renderer: 'none' });
  const svg = await view.toSVG();
  view.finalize();
  return svg;
}
