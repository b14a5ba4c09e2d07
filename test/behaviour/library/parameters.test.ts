import { deepStrictEqual, strictEqual } from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import fc from 'fast-check';
import { PluginHost } from '../../../ts/client/index.ts';
import { clapFile } from '../../support/paths.ts';
import { run } from '../commands/commands.ts';
import { type Control, manyControls } from './many-controls.ts';
import { amp, constant, fixture, hostTest, next, nothingIsLeft, thrown } from './support.ts';

/** Open the plugin with these controls, hand it over, leave nothing. */
async function withControls(
  controls: readonly Control[],
  body: (host: PluginHost) => Promise<void> | void,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'maolan-test-'));
  const host = await PluginHost.open(manyControls(folder, controls));
  try {
    await body(host);
  } finally {
    await host.close();
    rmSync(folder, { recursive: true });
  }
}

test.serial('More parameters than fit one answer come complete and in order', async (t) => {
  const controls = Array.from({ length: 1500 }, (_, index) => ({ name: `Control ${index} ${'ä€😀'.repeat(8)}` }));
  await withControls(controls, (host) => {
    t.deepEqual(
      host.parameters.map(({ name }) => name),
      controls.map(({ name }) => name),
    );
    t.deepEqual(
      host.parameters.map(({ id }) => id),
      controls.map((_, index) => index + 2),
    );
  });
  await nothingIsLeft(t);
});

test.serial('LV2 units: those of the extension, those of the plugin, none, and one that cannot be known', async (t) => {
  const units: [string | undefined, string][] = [
    [undefined, ''],
    ['units:db', 'dB'],
    ['units:hz', 'Hz'],
    ['units:pc', '%'],
    ['units:coef', ''],
    ['units:nonsense', ''],
    ['<urn:elsewhere>', ''],
    ['[ units:symbol "bananas" ]', 'bananas'],
    ['[ units:render "%f apples" ]', 'apples'],
    ['[ units:render "%.2f%%" ]', '%'],
    ['[ units:render "nothing to see" ]', ''],
    [`[ units:symbol "${'x'.repeat(100)}" ]`, 'x'.repeat(31)],
  ];
  const controls = units.map(([unit], index) => ({ name: `c${index}`, ...(unit !== undefined && { unit }) }));
  await withControls(controls, (host) => {
    t.deepEqual(
      host.parameters.map(({ unit }) => unit),
      units.map(([, text]) => text),
    );
  });
});

test.serial('Parameters are found by id, by name, by name but for case; never by a guess', async (t) => {
  const names = ['Gain', 'gain', 'Cutoff', 'Resonance', 'Cutoff', 'Attack time'];
  await withControls(
    names.map((name) => ({ name })),
    (host) => {
      t.is(host.parameter(4).name, 'Cutoff');
      t.is(host.parameter('Gain').id, 2);
      t.is(host.parameter('gain').id, 3);
      t.is(host.parameter('RESONANCE').id, 5);
      t.regex(thrown(t, () => host.parameter('Cutoff')).message, /2 parameters.*4, 6/);
      t.regex(thrown(t, () => host.parameter('GAIN')).message, /2 parameters/);
      t.regex(thrown(t, () => host.parameter('Atack time')).message, /nearest is "Attack time"/);
      t.regex(thrown(t, () => host.parameter(99)).message, /99/);
    },
  );
});

hostTest('Values are clamped to the range, and reported as the plugin has them', amp, (t, host) => {
  const gain = host.parameter('Gain');
  for (const [asked, got] of [
    [1000, 24],
    [-1000, -90],
    [0.1, Math.fround(0.1)],
  ] as const) {
    host.setParameter('Gain', asked);
    t.is(gain.value, got);
    t.true(host.process([constant(64, 0)], [new Float32Array(64)]));
    t.is(gain.value, got);
  }
  thrown(t, () => host.setParameter('Gain', Number.NaN));
  thrown(t, () => host.setParameter('Gain', 0, 4096));
  thrown(t, () => host.setParameter('Gain', 0, -1));
  thrown(t, () => host.setParameter('Volume', 0));
});

hostTest(
  'What the DAW sets is no news; what the plugin makes of it is',
  () => fixture('integer-controls'),
  (t, host) => {
    const reported: { id: number; value: number }[] = [];
    host.on('parameterChange', ({ id, value }) => reported.push({ id, value }));
    const integer = host.parameters.find(
      ({ isInteger, isToggled, maximum }) => isInteger && !isToggled && maximum >= 2,
    );
    t.truthy(integer);
    const { id } = integer ?? { id: 0 };
    const block = () => t.true(host.process([constant(64, 0)], [new Float32Array(64)]));
    host.setParameter(id, 1);
    block();
    block();
    t.deepEqual(
      reported.filter((change) => change.id === id),
      [],
    );
    host.setParameter(id, 1.7);
    block();
    t.deepEqual(
      reported.filter((change) => change.id === id),
      [{ id, value: 2 }],
    );
    t.is(host.parameter(id).value, 2);
  },
);

hostTest(
  'A change at a frame of the block counts from there on',
  () => fixture('gain', { maxFrames: 64 }),
  (t, host) => {
    const output = new Float32Array(64);
    host.setParameter('Gain', 2);
    host.setParameter('Gain', 0.5, 20);
    host.setParameter('Gain', 3, 40);
    t.true(host.process([constant(64, 1)], [output]));
    t.deepEqual(
      output,
      Float32Array.from({ length: 64 }, (_, i) => (i < 20 ? 2 : i < 40 ? 0.5 : 3)),
    );
  },
);

hostTest('Five thousand changes between two blocks are one for each parameter', amp, (t, host) => {
  const output = new Float32Array(64);
  for (let i = 0; i < 5000; i++) host.setParameter('Gain', -i / 100);
  t.true(host.process([constant(64, 1)], [output]));
  t.true(Math.abs((output[63] ?? 0) - 10 ** (-49.99 / 20)) < 1e-6);
});

hostTest('A restored state reports which values changed', amp, async (t, host) => {
  host.setParameter('Gain', -10);
  const state = await host.saveState();
  host.setParameter('Gain', -20);
  t.true(host.process([], []));
  const change = next(host, 'parameterChange');
  await host.restoreState(state);
  t.is(host.parameter('Gain').value, -10);
  t.true(host.process([], []));
  t.deepEqual(await change, [{ id: 0, value: -10, frame: 0 }]);
});

/** A gain by which each sample shows the value in force. */
const points = fc.uniqueArray(
  fc.record({
    frame: fc.integer({ min: 0, max: 700 }),
    value: fc.integer({ min: 0, max: 4000 }).map((value) => value / 1000),
  }),
  { selector: ({ frame }) => frame, minLength: 1, maxLength: 8 },
);

hostTest(
  'Automation is the same however the blocks are cut',
  () => fixture('gain'),
  async (t, host) => {
    const render = (cuts: readonly number[], shape: 'linear' | 'hold', list: { frame: number; value: number }[]) => {
      host.setParameter('Gain', 1);
      t.true(host.process([], []));
      host.automate('Gain', list, { shape });
      const output = new Float32Array(800);
      for (let at = 0, i = 0; at < 800; i++) {
        const frames = Math.min(cuts[i % cuts.length] ?? 1, 800 - at);
        t.true(host.process([constant(frames, 1)], [output.subarray(at, at + frames)]));
        at += frames;
      }
      return output;
    };
    fc.assert(
      fc.property(
        points,
        fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 5 }),
        fc.constantFrom('linear' as const, 'hold' as const),
        (unsorted, cuts, shape) => {
          const list = unsorted.toSorted((a, b) => a.frame - b.frame);
          const whole = render([800], shape, list);
          deepStrictEqual(render(cuts, shape, list), whole);
          for (const { frame, value } of list) strictEqual(whole[frame], Math.fround(value));
          const last = list.at(-1);
          strictEqual(whole[799], Math.fround(last?.value ?? 0));
          if (shape === 'hold') {
            const before = list[0]?.frame ?? 0;
            deepStrictEqual(whole.slice(0, before), constant(before, 1));
          }
        },
      ),
      { numRuns: 40 },
    );
  },
);

hostTest(
  'A ramp rises evenly, and an empty list ends it',
  () => fixture('gain'),
  (t, host) => {
    const output = new Float32Array(1000);
    host.automate('Gain', [
      { frame: 0, value: 0 },
      { frame: 2000, value: 4 },
    ]);
    t.true(host.process([constant(1000, 1)], [output]));
    for (let i = 0; i < 1000; i++) t.true(Math.abs((output[i] ?? 0) - i / 500) <= 4 / 256 + 1e-6);
    host.automate('Gain', []);
    t.true(host.process([constant(1000, 1)], [output]));
    t.is(new Set(output).size, 1);
    thrown(t, () =>
      host.automate('Gain', [
        { frame: 5, value: 0 },
        { frame: 4, value: 0 },
      ]),
    );
    thrown(t, () => host.automate('Gain', [{ frame: -1, value: 0 }]));
    thrown(t, () => host.automate('Gain', [{ frame: 0, value: Number.NaN }]));
  },
);

/* A value that only the plugin sets is not a setting. */

test.serial('Read-only parameters are no part of the state that is kept for a plugin without one', async (t) => {
  const cwd = mkdtempSync(join(tmpdir(), 'meters-'));
  t.teardown(() => rmSync(cwd, { recursive: true }));
  const saved = await run(['state', 'save', clapFile('no-state'), 'a.state', '--param', 'Value=0.5'], { cwd });
  t.is(saved.code, 0, saved.stderr);
  const { stdout } = await run(['state', 'show', 'a.state', '--json'], { cwd });
  const { parameters } = JSON.parse(stdout) as { parameters: { id: number; value: number }[] };
  t.deepEqual(parameters, [{ id: 1, value: 0.5 }]);
});
