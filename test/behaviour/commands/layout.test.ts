import test from 'ava';
import { DryPath } from '../../../ts/cli/render/dry-path.ts';
import { layoutOf, type Shape } from '../../../ts/cli/render/layout.ts';
import { ownersOf } from '../../../ts/cli/render/plan.ts';
import { noise } from './sounds.ts';

function shape(inputs: number, outputs: number, sideChain: number[] = []): Shape {
  return { name: 'Plugin', inputs, outputs, sideChain };
}

const silent = undefined;
const layouts: [string, number, Shape, (number | undefined)[][], number][] = [
  ['mono into mono', 1, shape(1, 1), [[0]], 1],
  ['stereo into stereo', 2, shape(2, 2), [[0, 1]], 2],
  ['mono into stereo', 1, shape(2, 2), [[0, 0]], 2],
  ['stereo into mono', 2, shape(1, 1), [[0], [1]], 2],
  ['mono into mono to stereo', 1, shape(1, 2), [[0]], 2],
  [
    'six into stereo',
    6,
    shape(2, 2),
    [
      [0, 1],
      [2, 3],
      [4, 5],
    ],
    6,
  ],
  [
    'three into stereo',
    3,
    shape(2, 2),
    [
      [0, 1],
      [2, silent],
    ],
    3,
  ],
  [
    'stereo into mono with side chain',
    2,
    shape(2, 1, [1]),
    [
      [0, silent],
      [1, silent],
    ],
    2,
  ],
  ['stereo into stereo with side chain', 2, shape(3, 2, [2]), [[0, 1, silent]], 2],
  ['three into stereo with side chain', 3, shape(3, 2, [2]), [[0, 1, 2]], 2],
  ['side chain first', 1, shape(2, 1, [0]), [[silent, 0]], 1],
  ['stereo into four', 2, shape(4, 4), [[0, 1, silent, silent]], 4],
  ['nothing into an instrument', 0, shape(0, 2), [[]], 2],
];
for (const [what, channels, plugin, sources, outputs] of layouts)
  test(`Channels: ${what}`, (t) => {
    t.deepEqual(layoutOf(channels, plugin), { sources, outputs });
  });

test('What cannot be laid out is refused', (t) => {
  t.throws(() => layoutOf(2, shape(2, 0)), { message: /no audio outputs/ });
  t.throws(() => layoutOf(2, shape(0, 2)), { message: /no audio inputs/ });
  t.throws(() => layoutOf(5, shape(4, 2)), {
    message: /5 channels do not fit Plugin, which has 4 inputs and 2 outputs/,
  });
});

test('Options belong to the plugin that was named before them', (t) => {
  const words =
    'A in out --param a=1 --then B --param=b=1 --param c=1 --block 64 --then C --preset x --param d=1'.split(' ');
  t.deepEqual(ownersOf('param', words), [0, 1, 1, 2]);
  t.deepEqual(ownersOf('preset', words), [2]);
  t.deepEqual(ownersOf('state', words), []);
});

for (const latency of [0, 1, 100, 1000, 2500])
  for (const block of [1, 64, 1000])
    test(`A bypassed plugin gives its input, ${latency} frames later, in blocks of ${block}`, (t) => {
      const length = 4000;
      const [from, to] = [500, 1300];
      const input = noise(length);
      const dry = new DryPath([{ from, to }], block);
      const heard = new Float32Array(length);
      for (let position = 0; position < length; position += block) {
        const inputs = [input.slice(position, position + block)];
        const outputs = [new Float32Array(block).fill(9)];
        dry.process(inputs, outputs, position, latency);
        heard.set((outputs[0] as Float32Array).subarray(0, length - position), position);
      }
      const expected = heard.map((_, i) => (i >= from + latency && i < to + latency ? (input[i - latency] ?? 0) : 9));
      t.deepEqual(heard, expected);
    });
