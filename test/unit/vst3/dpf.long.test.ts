/** One source built by DPF as VST3 and as LV2: notes, steps, musical position, latency and meters agree. */
import { join } from 'node:path';
import test from 'ava';
import { type Answer, drive, fixture, line, numbers, parameters, root, started } from './driver.ts';

/** The same commands through both formats; a parameter's value is normalized, and plain for LV2. */
function both(
  commands: (value: (normalized: number, maximum: number) => number) => string[],
): [vst3: Answer, lv2: Answer] {
  const lv2Path = join(root, 'build', 'fixtures', 'vst3', 'lv2');
  const end = ['parameters', 'close'];
  return [
    drive([...started(fixture('dpf-probe')), ...commands((normalized) => normalized), ...end], { build: 'driver' }),
    drive(
      [...started('urn:maolan:fixture:dpf-probe'), ...commands((normalized, maximum) => normalized * maximum), ...end],
      {
        build: 'driver-lv2',
        env: { LV2_PATH: lv2Path },
      },
    ),
  ];
}

const own = (answer: Answer): string[] =>
  parameters(answer)
    .map(({ name }) => name)
    .filter((name) => ['Gain', 'Steps', 'Beats'].includes(name));

test('Both have the same parameters, channels and latency', (t) => {
  const [vst3, lv2] = both(() => ['run 64']);
  t.deepEqual(own(vst3), own(lv2));
  t.is(line(vst3, 'bound').split(' parameters')[0], line(lv2, 'bound').split(' parameters')[0]);
  t.is(line(vst3, 'run'), 'run 0 latency 32');
  t.is(line(lv2, 'run'), 'run 0 latency 32');
});

/** Position of a parameter in each table: DPF puts its own parameters before the plugin's. */
const index = (answer: Answer, name: string): number =>
  parameters(answer).findIndex((parameter) => parameter.name === name);

test('Notes, values and the musical position give the same samples', (t) => {
  const [vst3, lv2] = both(() => []).map((answer) => (name: string) => index(answer, name));
  const commands =
    (at: (name: string) => number) =>
    (value: (normalized: number, maximum: number) => number): string[] => [
      ...['ramp 0', 'input 1 0', 'transport 60000 120 4 4 1'],
      ...[`event 0 ${at('Gain')} ${value(0.25, 2)}`, `event 0 ${at('Steps')} ${value(0.25, 8)}`],
      ...[`event 0 ${at('Beats')} ${value(0.5, 2)}`, 'midi 10 0 144 60 100', 'midi 40 0 144 62 50'],
      ...['run 64', 'output 0 0 64', 'output 1 0 64'],
    ];
  const one = both(commands(vst3!))[0];
  const other = both(commands(lv2!))[1];
  t.deepEqual(numbers(one), numbers(other));
  t.deepEqual(numbers(one, 'output', 1), numbers(other, 'output', 1));
  t.is(numbers(other)[4], 4 * 0.5 + 2);
  t.deepEqual(
    [9, 10, 40].map((frame) => numbers(other, 'output', 1)[frame]! - numbers(other, 'output', 1)[0]!),
    [0, 100, 50],
  );
});

test('The meter is heard of through VST3', (t) => {
  const [vst3] = both(() => ['input 0 1.5', 'run 64', 'obey 50']);
  const meter = parameters(vst3).find(({ name }) => name === 'Peak');
  t.is(meter?.value, 0.75);
});

test('The state has the parameters and the text, and comes back', (t) => {
  const answer = drive(
    [...started(fixture('dpf-probe')), 'save', 'bytes', 'keep', 'restore', 'save', 'bytes', 'close'],
    {
      build: 'driver',
    },
  );
  const items = answer.lines.filter((text) => text.startsWith('item '));
  t.is(line(answer, 'restored'), 'restored 0');
  t.deepEqual(items.slice(0, items.length / 2), items.slice(items.length / 2));
  t.true(items.some((text) => text.includes(Buffer.from('nothing').toString('hex'))));
});
