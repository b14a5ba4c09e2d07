/** Audio buses over the DAW's flat channels: bus after bus, main before side chain. */
import test from 'ava';
import { callsTo, drive, fixture, line, numbers, probe, started } from './driver.ts';

test('The side chain follows the main input in the channels, and both reach the plugin', (t) => {
  const answer = probe(t, 'side-chain', [
    ...['input 0 2', 'input 1 3', 'input 2 5', 'input 3 7', 'poison 99', 'run 64'],
    ...['output 0 0 1', 'output 1 63 1'],
  ]);
  t.is(line(answer, 'bound'), 'bound 0 inputs 4 outputs 2 parameters 0');
  t.deepEqual([numbers(answer), numbers(answer, 'output', 1)], [[10], [21]]);
});

test('The main input comes first in the channels, also where the plugin lists its side chain first', (t) => {
  const answer = probe(t, 'aux-first', [
    'input 0 1',
    'input 1 2',
    'input 2 3',
    'run 64',
    'output 0 0 1',
    'output 1 0 1',
  ]);
  t.deepEqual([numbers(answer), numbers(answer, 'output', 1)], [[31], [32]]);
});

test('Every bus is activated, the side chain too', (t) => {
  const answer = probe(t, 'side-chain', ['run 64']);
  t.deepEqual(
    callsTo(answer, 'component.activateBus')
      .map(({ details }) => details)
      .sort(),
    ['audio input 0 1', 'audio input 1 1', 'audio output 0 1'],
  );
});

test('A plugin that refuses stereo runs in mono', (t) => {
  const answer = probe(t, 'mono-only', ['input 0 0.5', 'input 1 9', 'run 64', 'output 0 63 1', 'describe']);
  t.is(line(answer, 'bound'), 'bound 0 inputs 1 outputs 1 parameters 0');
  t.deepEqual(numbers(answer), [0.5]);
});

test('Six channels come and go in their order', (t) => {
  const inputs = [1, 2, 3, 4, 5, 6];
  const answer = probe(t, 'six-channels', [
    ...inputs.map((value, channel) => `input ${channel} ${value}`),
    'run 64',
    ...inputs.map((_, channel) => `output ${channel} 0 1`),
  ]);
  t.deepEqual(
    inputs.map((_, nth) => numbers(answer, 'output', nth)[0]),
    inputs.map((value) => value * value),
  );
});

test('Of more channels than the DAW has planes, the first 32 are heard and the others are silent', (t) => {
  const answer = probe(t, 'forty-channels', ['input 0 1', 'input 31 1', 'run 64', 'output 0 0 1', 'output 31 0 1']);
  t.is(line(answer, 'bound'), 'bound 0 inputs 32 outputs 32 parameters 0');
  t.deepEqual([numbers(answer), numbers(answer, 'output', 1)], [[1], [32]]);
});

for (const [inputs, outputs, arrangement] of [
  [1, 1, '0x80000'],
  [2, 2, '0x3'],
] as const)
  test(`A plugin that takes any width gets what the DAW asks for: ${inputs}`, (t) => {
    const answer = drive([...started(fixture('any-width'), 48000, 1024, inputs, outputs), 'run 64', 'close']);
    t.is(line(answer, 'bound'), `bound 0 inputs ${inputs} outputs ${outputs} parameters 0`);
    t.deepEqual(answer.faults, []);
    t.true(
      callsTo(answer, 'processor.setBusArrangements').some(({ details }) =>
        details.includes(`first ${arrangement} ${arrangement}`),
      ),
    );
  });

test('An instrument has no input and plays all the same', (t) => {
  const answer = probe(t, 'instrument', ['midi 3 0 144 60 127', 'run 64', 'output 0 3 1']);
  t.is(line(answer, 'bound'), 'bound 0 inputs 0 outputs 2 parameters 5');
  t.deepEqual(numbers(answer), [60]);
});

test('A plugin that is wrong about its buses plays, and the host survives it', (t) => {
  const answer = probe(t, 'lies-about-buses', ['poison 99', 'run 64', 'output 0 0 2', 'run 1024', 'output 0 1023 1']);
  t.deepEqual(numbers(answer), [0.5, 0.5]);
  t.deepEqual(numbers(answer, 'output', 1), [0.5]);
});

test('Silence is flagged where there is silence, and only there', (t) => {
  const answer = probe(t, 'context-probe', [
    ...['input 0 0', 'input 1 0', 'run 64', 'output 1 0 1'],
    ...['input 0 1', 'run 64', 'output 1 0 1', 'input 1 1', 'run 64', 'output 1 0 1'],
  ]);
  const [both, second, none] = [0, 1, 2].map((nth) => numbers(answer, 'output', nth)[0]);
  /* Flags are allowed, not demanded. */
  t.true(both === 3 || both === 0);
  t.true(second === 2 || second === 0);
  t.is(none, 0);
});

for (const [title, name] of [
  ['An output that the plugin declares silent is silent', 'silent-output'],
  ['An output that the plugin leaves alone is silent, not the last block again', 'untouched-output'],
] as const)
  test(`${title}`, (t) => {
    const answer = probe(t, name, ['poison 99', 'run 64', 'output 0 0 64', 'output 1 0 64']);
    for (const nth of [0, 1]) t.true(numbers(answer, 'output', nth).every((sample) => sample === 0));
  });

test('A plugin that fails to process says so for that block only', (t) => {
  const blocks = ['run 64', 'event 0 0 1', 'run 64', 'output 0 0 1', 'event 0 0 0', 'run 64'];
  const answer = probe(t, 'fails-to-process', blocks);
  t.deepEqual(numbers(answer), [1e6], 'what it wrote all the same is heard');
  t.deepEqual(
    [0, 1, 2].map((nth) => line(answer, 'run', nth)),
    ['run 0 latency 0', 'run 1 latency 0', 'run 0 latency 0'],
  );
});
