/** Parameters: from the DAW, from the plugin's editor, from the processor; and what restartComponent asks for. */
import test from 'ava';
import { callsTo, drive, fixture, line, numbers, parameters, probe, started } from './driver.ts';

test('Parameters stand in the controller’s order, with their ids and normalized ranges', (t) => {
  const found = parameters(probe(t, 'sample-accurate', ['parameters']));
  t.deepEqual(
    found.map(({ id, name, minimum, maximum, default: initial, value }) => [
      id,
      name,
      minimum,
      maximum,
      initial,
      value,
    ]),
    [
      [5, 'Value', 0, 1, 0.125, 0.125],
      [3, 'Other', 0, 1, 0, 0],
    ],
  );
});

test('The table of the block record says the same', (t) => {
  const answer = probe(t, 'sample-accurate', ['parameters']);
  t.regex(line(answer, 'parameter'), / table 5 0 1 0\.125 /);
  t.regex(line(answer, 'parameter', 1), / table 3 0 1 0 /);
});

test('Changes apply at their sample', (t) => {
  const answer = probe(t, 'sample-accurate', [
    ...['event 0 1 0.5', 'event 10 0 0.25', 'event 20 0 0.5', 'event 20 0 0.75', 'event 63 0 1'],
    ...['run 64', 'output 0 0 64', 'value 0', 'output 1 0 1', 'value 1', 'run 64', 'output 0 0 1'],
  ]);
  const samples = numbers(answer);
  t.deepEqual(
    [0, 9, 10, 19, 20, 62, 63].map((i) => samples[i]),
    [0.125, 0.125, 0.25, 0.25, 0.75, 0.75, 1],
  );
  t.deepEqual([numbers(answer, 'value'), numbers(answer, 'value', 1)], [[1], [0.5]]);
  t.deepEqual(numbers(answer, 'output', 1), [0.5]);
  t.deepEqual(numbers(answer, 'output', 2), [1], 'no change comes twice');
});

test('Changes apply at their sample when the block is longer than announced, too', (t) => {
  const answer = drive([
    ...started(fixture('sample-accurate'), 48000, 100),
    ...['event 99 0 0.25', 'event 100 0 0.5', 'event 250 0 0.75', 'run 300', 'output 0 0 300', 'close'],
  ]);
  const samples = numbers(answer);
  t.deepEqual(answer.faults, []);
  t.deepEqual(
    [98, 99, 100, 249, 250, 299].map((i) => samples[i]),
    [0.125, 0.25, 0.5, 0.5, 0.75, 0.75],
  );
});

test('Many changes in a block all arrive', (t) => {
  const events = Array.from({ length: 1000 }, (_, i) => `event ${i} 0 ${i / 1024}`);
  const samples = numbers(probe(t, 'sample-accurate', [...events, 'run 1000', 'output 0 0 1000']));
  t.deepEqual(
    samples,
    Array.from({ length: 1000 }, (_, i) => i / 1024),
  );
});

test('The controller hears of the DAW’s changes on the main thread, the last value at least', (t) => {
  const answer = probe(t, 'sample-accurate', ['event 0 0 0.25', 'event 5 0 0.5', 'run 64', 'obey 50']);
  const reported = callsTo(answer, 'controller.setParamNormalized');
  t.is(reported.at(-1)?.details, '5 0.5');
});

test('A value set by the main thread is in the table at once and in the plugin with the next block', (t) => {
  const answer = probe(t, 'sample-accurate', ['set 0 0.75', 'value 0', 'run 64', 'output 0 0 1']);
  t.deepEqual([numbers(answer, 'value'), numbers(answer)], [[0.75], [0.75]]);
});

test('A value set before bind is kept', (t) => {
  const [open, ...rest] = started(fixture('sample-accurate'));
  const answer = drive([open!, 'set 0 0.75', ...rest, 'value 0', 'run 64', 'output 0 0 1', 'close']);
  t.deepEqual(answer.faults, []);
  t.deepEqual([numbers(answer, 'value'), numbers(answer)], [[0.75], [0.75]]);
});

test('Values are clamped; NaN and unknown parameters are errors', (t) => {
  const answer = probe(t, 'sample-accurate', [
    'set 0 7',
    'value 0',
    'set 0 -1',
    'value 0',
    'set 0 nan',
    'value 0',
    'set 2 0',
  ]);
  t.deepEqual(
    [0, 1, 2].map((nth) => numbers(answer, 'value', nth)[0]),
    [1, 0, 0],
  );
  t.deepEqual(
    [2, 3].map((nth) => numbers(answer, 'set', nth)[0]),
    [-1, -1],
  );
});

test('Without a block, changes reach the processor with one frame of silence, which is what all hear', (t) => {
  const answer = probe(t, 'sample-accurate', ['set 0 0.75', 'obey 50', 'save', 'bytes']);
  t.regex(line(answer, 'idle'), /flush/);
  t.true(callsTo(answer, 'processor.process').some(({ details }) => details === '1'));
});

test('An edit of the plugin’s reaches its own processor, the DAW, and is framed by its gesture', (t) => {
  const answer = probe(t, 'gestures', [
    'event 0 0 0.5',
    'run 64',
    'idle 50',
    'run 64',
    'output 0 63 1',
    'value 1',
    'events',
  ]);
  t.deepEqual([numbers(answer), numbers(answer, 'value')], [[0.5], [0.5]]);
  t.deepEqual(
    answer.lines.filter((text) => text.startsWith('event ')),
    ['event 0 kind 3 port 0 index 1', 'event 0 kind 4 port 0 index 1'],
  );
});

test('An edit while no block comes is flushed', (t) => {
  const answer = probe(t, 'gestures', ['event 0 0 0.5', 'run 64', 'obey 50', 'value 1', 'events']);
  t.regex(line(answer, 'idle'), /flush/);
  t.is(callsTo(answer, 'processor.process').at(-1)?.details, '1');
  t.deepEqual(numbers(answer, 'value'), [0.5]);
  t.is(line(answer, 'events'), 'events 2');
});

test('Edits and restarts asked for by a foreign thread arrive, and only the right threads act on them', (t) => {
  const answer = probe(t, 'foreign-thread', ['obey 100', 'run 64', 'value 0', 'describe', 'events']);
  t.deepEqual(numbers(answer, 'value'), [0.75]);
  t.regex(line(answer, 'idle'), /restart/);
  t.is(numbers(answer, 'run').at(-1), 99);
  t.is(line(answer, 'events'), 'events 2');
  t.deepEqual(
    answer.calls.filter(({ thread }) => thread === 'foreign'),
    [],
  );
});

test('A program change inside the plugin reaches the DAW', (t) => {
  const answer = probe(t, 'program-change', [
    'event 0 0 0.5',
    'run 64',
    'obey 50',
    'value 1',
    'run 64',
    'value 0',
    'value 1',
  ]);
  const level = Math.fround(0.5 * 0.9);
  t.deepEqual(
    [0, 1, 2].map((nth) => numbers(answer, 'value', nth)[0]),
    [level, 0.5, level],
  );
});

test('What the processor reports is in the table after the block, its last point', (t) => {
  const answer = probe(t, 'parameter-output', [
    'input 0 0.5',
    'run 64',
    'value 1',
    'input 0 -0.75',
    'run 64',
    'value 1',
    'obey 50',
  ]);
  t.deepEqual([numbers(answer, 'value'), numbers(answer, 'value', 1)], [[0.5], [0.75]]);
  t.is(callsTo(answer, 'controller.setParamNormalized').at(-1)?.details, '7 0.75', 'the controller shows the meter');
});

test('A change of latency is found after the restart that the plugin asked for', (t) => {
  const answer = probe(t, 'latency-changes', [
    ...['describe', 'run 64', 'event 0 0 0.5', 'run 64', 'obey 100', 'describe', 'run 64'],
  ]);
  t.regex(line(answer, 'description'), /latency 64 /);
  t.is(line(answer, 'run'), 'run 0 latency 64');
  t.regex(line(answer, 'idle'), /restart/);
  t.is(line(answer, 'restarted'), 'restarted 0');
  t.notRegex(line(answer, 'idle'), /describe/);
  t.regex(line(answer, 'description', 1), /latency 500 /);
  t.is(line(answer, 'run', -1), 'run 0 latency 500');
});

test('A change of buses is followed after the restart', (t) => {
  const answer = probe(t, 'buses-change', [
    ...['input 0 1', 'input 1 1', 'run 64', 'output 1 0 1', 'event 0 0 0', 'run 64', 'obey 100', 'describe'],
    ...['run 64', 'output 0 0 1'],
  ]);
  t.deepEqual(numbers(answer), [2]);
  t.regex(line(answer, 'idle'), /restart.* describe$/, 'the caller is told to describe the plugin anew');
  t.regex(line(answer, 'description'), /inputs 1 outputs 1 /);
  t.deepEqual(numbers(answer, 'output', 1), [1]);
});

test('The latency is read again after a restore', (t) => {
  const answer = probe(t, 'latency-changes', [
    ...['event 0 0 0.5', 'run 64', 'obey 50', 'save', 'event 0 0 0.25', 'run 64', 'obey 50', 'describe'],
    ...['keep', 'restore', 'describe', 'obey 50', 'run 64'],
  ]);
  t.regex(line(answer, 'description'), /latency 250 /);
  t.regex(line(answer, 'description', 1), /latency 500 /);
  t.is(line(answer, 'run', -1), 'run 0 latency 500');
});

test('A plugin that asks to be reloaded is made anew, and keeps its state', (t) => {
  const answer = probe(t, 'reloads-itself', [
    ...['event 0 1 0.75', 'run 64', 'event 0 0 1', 'run 64', 'obey 100', 'value 1', 'run 64', 'output 0 0 1'],
  ]);
  t.is(line(answer, 'restarted'), 'restarted 0');
  t.is(callsTo(answer, 'factory.createInstance').length, 2);
  t.is(callsTo(answer, 'component.free').length, 2);
  t.deepEqual([numbers(answer, 'value'), numbers(answer)], [[0.75], [0.75]]);
});

test('A change is a step at its frame, also for a plugin that draws lines between points', (t) => {
  const answer = probe(t, 'draws-lines', [
    ...['event 10 0 0.25', 'event 11 0 0.5', 'event 40 0 1', 'run 64', 'output 0 0 64', 'value 0'],
    ...['event 0 0 0', 'run 64', 'output 0 0 64'],
  ]);
  const expected = Array.from({ length: 64 }, (_, i) => (i < 10 ? 0.125 : i < 11 ? 0.25 : i < 40 ? 0.5 : 1));
  t.deepEqual(numbers(answer), expected);
  t.deepEqual(
    numbers(answer, 'output', 1),
    expected.map(() => 0),
  );
});

test('What the processor gives its controller arrives, though the controller has that value already', (t) => {
  const answer = probe(t, 'echoes-parameter', ['run 64', 'obey 50', 'run 64', 'obey 50']);
  t.deepEqual(
    callsTo(answer, 'controller.setParamNormalized').map(({ details }) => details),
    ['1 5.96046e-08', '1 5.96046e-08'],
  );
});

test('Of a parameter with many steps, the controller hears of the smallest', (t) => {
  const answer = probe(t, 'echoes-parameter', [`event 0 0 ${2 / (1 << 24)}`, 'run 64', 'obey 50']);
  t.is(callsTo(answer, 'controller.setParamNormalized').at(0)?.details, '1 1.19209e-07');
});

test('Read-only parameters are reported and not set, the bypass is known', (t) => {
  const [readOnly, bypass] = [32, 64];
  const answer = probe(t, 'echoes-parameter', [
    ...['parameters', 'set 1 0.75', 'event 0 1 0.75', 'run 64', 'value 1', 'describe'],
  ]);
  t.deepEqual(
    parameters(answer).map(({ name, flags }) => [name, flags & (readOnly | bypass)]),
    [
      ['Same', 0],
      ['Meter', readOnly],
      ['Hidden', 0],
      ['Bypass', bypass],
    ],
  );
  t.deepEqual(numbers(answer, 'set'), [-1]);
  t.deepEqual(numbers(answer, 'value'), [0.5]);
  t.regex(line(answer, 'description'), /parameters 4 /);
});

test('What the controller changes by itself reaches the processor, without a block or with one', (t) => {
  for (const commands of [['obey 100'], ['idle 50', 'run 64']]) {
    const answer = probe(t, 'controller-program', [
      ...['event 0 0 0.5', 'run 64', ...commands, 'value 1', 'value 2', 'run 64', 'output 0 0 1'],
    ]);
    t.deepEqual([numbers(answer, 'value'), numbers(answer, 'value', 1)], [[0.25], [0.125]]);
    t.deepEqual(numbers(answer), [0.25]);
  }
});
