/** Blocks: the order of calls, audio through the ports, lengths, sleep and failure. */
import test from 'ava';
import { type Answer, callsTo, details, drive, fixture, line, numbers, probe, started } from './driver.ts';

const names = (answer: Answer): string[] =>
  answer.calls
    .filter(({ name }) => /^(entry|factory|plugin)\./.test(name))
    .map(({ thread, name }) => `${thread} ${name}`);

test('A plugin goes through all states in order, each on its thread', (t) => {
  t.deepEqual(names(probe(t, 'gain', ['run 64 2'])), [
    'main entry.init',
    'main factory.createPlugin',
    'main plugin.init',
    'main plugin.activate',
    'audio plugin.startProcessing',
    'audio plugin.process',
    'audio plugin.process',
    'audio plugin.stopProcessing',
    'main plugin.deactivate',
    'main plugin.destroy',
    'main entry.deinit',
  ]);
});

test('It is activated with the rate and the block size of the DAW', (t) => {
  const answer = drive([...started(fixture('gain'), 44100, 512), 'run 64', 'close']);
  t.deepEqual(details(answer, 'plugin.activate'), ['44100 1 512']);
});

test('Without a block it is never started; without activation never deactivated', (t) => {
  t.is(callsTo(probe(t, 'gain', []), 'plugin.startProcessing', 'plugin.stopProcessing').length, 0);
  const unused = drive([`open ${fixture('gain')}`, 'close']);
  t.is(unused.code, 0, unused.stderr);
  t.deepEqual(unused.faults, []);
  t.is(callsTo(unused, 'plugin.activate', 'plugin.deactivate').length, 0);
});

test('Deactivating and activating again goes back and forth through the states', (t) => {
  const answer = probe(t, 'gain', ['run 64', 'deactivate', 'activate', 'run 64', 'restart', 'run 64']);
  const cycle = ['activate', 'startProcessing', 'process', 'stopProcessing', 'deactivate'];
  const states = names(answer).flatMap((name) => /plugin\.(\w+)/.exec(name)?.[1] ?? []);
  t.deepEqual(
    states.filter((name) => cycle.includes(name)),
    [...cycle, ...cycle, ...cycle],
  );
});

test('A plugin that rests is started again by the next block', (t) => {
  const answer = probe(t, 'gain', ['run 64', 'plugin-rest', 'plugin-rest', 'input 0 1', 'run 64', 'output 0 0 1']);
  t.deepEqual(numbers(answer), [1]);
  t.is(callsTo(answer, 'plugin.startProcessing').length, 2);
  t.is(callsTo(answer, 'plugin.stopProcessing').length, 2);
  t.is(callsTo(answer, 'plugin.activate').length, 1);
});

test('Blocks of every length go through whole; none that reaches the plugin is longer than announced', (t) => {
  const lengths = [1, 2, 63, 64, 100, 1023, 1024, 1025, 2048, 4095, 4096];
  for (const announced of [1, 64, 1000, 1024, 4096]) {
    const answer = drive([
      ...started(fixture('gain'), 48000, announced),
      'ramp 0',
      'ramp 1',
      ...lengths
        .filter((length) => length < announced * 200)
        .flatMap((length) => ['poison 9', `run ${length}`, `output 0 0 ${length}`, `output 1 ${length - 1} 1`]),
      'close',
    ]);
    t.is(answer.code, 0, answer.stderr);
    t.deepEqual(answer.faults, []);
    const outputs = answer.lines.filter((text) => text.startsWith('output ')).map((text) => text.split(' ').slice(1));
    for (const [i, samples] of outputs.entries()) {
      const last = outputs[i - (i % 2)]!.length - 1;
      if (i % 2 === 0) t.true(samples.every((sample, frame) => Number(sample) === frame));
      else t.is(Number(samples[0]), last);
    }
  }
});

test('Channels of all ports lie on the DAW’s channels in a row', (t) => {
  const inputs = Array.from({ length: 6 }, (_, i) => `input ${i} ${i + 1}`);
  const outputs = Array.from({ length: 6 }, (_, i) => `output ${i} 63 1`);
  const answer = probe(t, 'many-ports', [...inputs, 'run 64', ...outputs]);
  t.is(line(answer, 'bound'), 'bound 0 inputs 6 outputs 6 parameters 0');
  for (let i = 0; i < 6; i++) t.deepEqual(numbers(answer, 'output', i), [i + 1]);
});

test('Of more channels than the DAW has, the first 32 are heard; the plugin has buffers for all', (t) => {
  const inputs = Array.from({ length: 32 }, (_, i) => `input ${i} ${i + 1}`);
  const answer = probe(t, 'forty-channels', [...inputs, 'run 64', 'output 0 0 1', 'output 31 63 1']);
  t.is(line(answer, 'bound'), 'bound 0 inputs 32 outputs 32 parameters 0');
  t.deepEqual([numbers(answer), numbers(answer, 'output', 1)], [[1], [32]]);
});

test('A plugin without audio ports has none, and runs', (t) => {
  for (const [name, parameters] of [
    ['no-audio-ports', 1],
    ['null-functions', 0],
  ] as const) {
    const answer = probe(t, name, ['run 64', 'run 0', 'run 4096', 'save', 'obey 20']);
    t.is(line(answer, 'bound'), `bound 0 inputs 0 outputs 0 parameters ${parameters}`);
    t.is(line(answer, 'run', -1), 'run 0 latency 0');
  }
});

test('A block that the plugin calls a failure is one; the next is heard again', (t) => {
  const answer = probe(t, 'process-error', [
    ...['input 0 1', 'event 0 0 1', 'run 64', 'event 0 0 0', 'poison 9', 'run 64', 'output 0 0 1'],
  ]);
  t.is(line(answer, 'run'), 'run -1 latency 0');
  t.is(line(answer, 'run', 1), 'run 0 latency 0');
  t.deepEqual(numbers(answer), [1]);
});

const blocks = (answer: Answer): number => callsTo(answer, 'plugin.process').length;

test('A plugin that sleeps is left alone while its input is silent, and its outputs are', (t) => {
  const answer = probe(t, 'sleeps', ['run 64', 'poison 9', 'run 64 10', 'output 0 0 1', 'output 1 63 1']);
  t.is(blocks(answer), 1);
  t.is(line(answer, 'run', 1), 'run 0 latency 0', 'sleeping is no failure');
  t.deepEqual([numbers(answer), numbers(answer, 'output', 1)], [[0], [0]]);
});

for (const [what, commands, awake] of [
  ['an event', ['event 5 0 0.25'], 1],
  ['sound in any input', ['input 1 0.25'], 2],
  ['request_process', ['event 0 0 1', 'run 64', 'obey 50'], 2],
  ['a transport that starts', ['transport 0 0 0 0 1'], 1],
  ['a tempo', ['transport 0 120 0 0 0'], 1],
  ['a time signature', ['transport 0 0 3 4 0'], 1],
  ['a transport that jumps', ['transport 48000 0 0 0 0'], 1],
  ['a parameter set by the main thread', ['set 1 0.5'], 1],
] as const)
  test(`A sleeping plugin is woken by ${what}, and goes on as if it had not slept`, (t) => {
    const answer = probe(t, 'sleeps', ['run 64', 'run 64', ...commands, 'run 64', 'run 64']);
    t.is(blocks(answer), 1 + awake);
    t.is(callsTo(answer, 'plugin.activate').length, 1);
  });

test('A transport that just goes on wakes no one', (t) => {
  t.is(blocks(probe(t, 'sleeps', ['transport 0 120 4 4 1', 'run 64 10'])), 1);
});

test('A plugin that wants to sleep and is not silent is heard on', (t) => {
  const offset = probe(t, 'sleeps', ['event 0 2 0.5', 'run 64 10', 'poison 9', 'run 64', 'output 0 0 1']);
  t.deepEqual(numbers(offset), [0.5]);
  t.is(blocks(offset), 11);
});

test('A sleeping plugin is woken by an input that varies, not by one that stands', (t) => {
  const deaf = ['event 0 1 0', 'input 0 0.5', 'run 64 10'];
  t.is(blocks(probe(t, 'sleeps', deaf)), 1);
  t.is(blocks(probe(t, 'sleeps', [...deaf, 'input 0 0.25', 'run 64 10'])), 2);
  t.is(blocks(probe(t, 'sleeps', [...deaf, 'ramp 0', 'run 64 10'])), 11);
});

test('A flush neither starts nor wakes a sleeping plugin, unless it changes something there', (t) => {
  const asks = ['event 0 0 0.5', 'run 64', 'run 64', 'idle 50', 'run 64 5'];
  const asleep = probe(t, 'sleeps', asks);
  t.is(blocks(asleep), 1);
  t.like(callsTo(asleep, 'params.flush')[0], { thread: 'audio', details: 'active events 0' });
  t.is(callsTo(asleep, 'params.flush').length, 1);
  t.is(callsTo(asleep, 'plugin.startProcessing').length, 1);
  const turned = probe(t, 'sleeps', ['event 0 3 0.5', 'run 64', ...asks, 'value 1']);
  t.deepEqual(numbers(turned, 'value'), [0.5]);
  t.is(blocks(turned), 3);
});

test('A plugin in its tail is processed on', (t) => {
  const answer = probe(t, 'tail', ['run 64 10', 'poison 9', 'run 64', 'output 0 0 1']);
  t.is(blocks(answer), 11);
  t.deepEqual(numbers(answer), [1]);
});

test('Tasks of a plugin run once each before request_exec returns, or are refused', (t) => {
  const answer = probe(t, 'thread-pool', ['run 64 3', 'output 0 0 64', 'event 0 0 1', 'run 0']);
  t.is(callsTo(answer, 'params.flush').length, 1);
  t.deepEqual(
    numbers(answer),
    Array.from({ length: 64 }, (_, i) => (i % 8) + 1),
  );
});
