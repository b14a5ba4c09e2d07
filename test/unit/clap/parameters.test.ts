/** Parameters: from the DAW, from the plugin, in blocks and between them. */
import test from 'ava';
import { callsTo, details, drive, events, fixture, line, numbers, parameters, probe, started } from './driver.ts';

test('Parameters stand in the plugin’s order, with their ids, ranges, modules and flags', (t) => {
  const [gain] = parameters(probe(t, 'gain', ['parameters']));
  t.like(gain, { id: 4242, name: 'Gain', minimum: -60, maximum: 12, default: 0, value: 0, flags: 0 });
  t.regex(line(probe(t, 'gain', ['parameters']), 'parameter'), / table 4242 -60 12 0 module main name Gain$/);
  const three = parameters(probe(t, 'modulation', ['parameters']));
  t.deepEqual(
    three.map(({ id, name, flags }) => [id, name, flags]),
    [
      [7, 'Depth', 256],
      [8, 'Stiff', 257],
      [9, 'Meter', 288],
    ],
  );
});

const decibels = (gain: number): number => Math.fround(10 ** (gain / 20));

test('Changes apply at their sample', (t) => {
  const answer = probe(t, 'gain', [
    ...['input 0 1', 'event 10 0 -6', 'event 20 0 3', 'event 20 0 -12', 'event 63 0 12', 'run 64', 'output 0 0 64'],
    ...['value 0', 'run 64', 'output 0 0 1'],
  ]);
  const samples = numbers(answer);
  for (const [frame, gain] of [
    [0, 0],
    [9, 0],
    [10, -6],
    [19, -6],
    [20, -12],
    [62, -12],
    [63, 12],
  ] as const)
    t.true(Math.abs(samples[frame]! - decibels(gain)) < 1e-6, `frame ${frame}`);
  t.deepEqual(numbers(answer, 'value'), [12]);
  t.true(Math.abs(numbers(answer, 'output', 1)[0]! - decibels(12)) < 1e-6);
  t.deepEqual(details(answer, 'plugin.process'), ['64 events 4', '64 events 0'], 'no change comes twice');
});

test('Changes apply at their sample when the block is longer than announced, too', (t) => {
  const answer = drive([
    ...started(fixture('gain'), 48000, 100),
    ...['input 0 1', 'event 99 0 -6', 'event 100 0 -12', 'event 250 0 6', 'run 300', 'output 0 0 300', 'close'],
  ]);
  const samples = numbers(answer);
  t.deepEqual(answer.faults, []);
  for (const [frame, gain] of [
    [98, 0],
    [99, -6],
    [100, -12],
    [249, -12],
    [250, 6],
    [299, 6],
  ] as const)
    t.true(Math.abs(samples[frame]! - decibels(gain)) < 1e-6, `frame ${frame}`);
});

test('Many changes in a block all arrive', (t) => {
  const changes = Array.from({ length: 1024 }, (_, i) => `event ${i} 0 ${i / 1024}`);
  const samples = numbers(probe(t, 'modulation', [...changes, 'run 1024', 'output 0 0 1024']));
  t.deepEqual(
    samples,
    Array.from({ length: 1024 }, (_, i) => i / 1024),
  );
});

test('The plugin gets back the cookie that it gave', (t) => {
  t.deepEqual(details(probe(t, 'modulation', ['event 3 0 0.5', 'run 64']), 'params.value'), ['3 cookie given']);
});

test('Values are clamped, stepped ones rounded; NaN and unknown parameters change nothing', (t) => {
  const answer = probe(t, 'modulation', [
    ...['event 0 0 7', 'event 0 1 3.6', 'event 1 1 nan', 'event 1 9 1', 'run 64', 'value 0', 'value 1'],
    ...['set 0 -7', 'value 0', 'set 1 2.4', 'value 1', 'set 0 nan', 'value 0', 'set 3 0'],
  ]);
  t.deepEqual(
    [0, 1, 2, 3, 4].map((nth) => numbers(answer, 'value', nth)[0]),
    [1, 4, -1, 2, -1],
  );
  t.deepEqual(
    [2, 3].map((nth) => numbers(answer, 'set', nth)[0]),
    [-1, -1],
  );
});

test('A read-only parameter is left to the plugin', (t) => {
  const answer = probe(t, 'modulation', ['event 0 2 0.5', 'run 64', 'value 2', 'set 2 0.5', 'value 2', 'run 64']);
  t.deepEqual([numbers(answer, 'value'), numbers(answer, 'value', 1)], [[0], [0]]);
});

test('Modulation is added to the value and leaves it as it is; what cannot be modulated is not', (t) => {
  const answer = probe(t, 'modulation', [
    ...['event 0 0 0.5', 'modulation 8 0 0.25', 'modulation 8 1 5', 'modulation 16 0 -0.25', 'run 64'],
    ...['output 0 0 17', 'output 1 63 1', 'value 0'],
  ]);
  const samples = numbers(answer);
  t.deepEqual(
    [0, 7, 8, 15, 16].map((frame) => samples[frame]),
    [0.5, 0.5, 0.75, 0.75, 0.25],
  );
  t.deepEqual(numbers(answer, 'output', 1), [0]);
  t.deepEqual(numbers(answer, 'value'), [0.5]);
});

test('Gestures arrive around the value, at their samples', (t) => {
  const answer = probe(t, 'modulation', ['gesture-begin 2 0', 'event 4 0 0.5', 'gesture-end 6 0', 'run 64']);
  t.deepEqual(
    answer.calls.filter(({ name }) => name.startsWith('params.')).map(({ name, details: text }) => `${name} ${text}`),
    ['params.gesture begin 2 of 7', 'params.value 4 cookie given', 'params.gesture end 6 of 7'],
  );
});

test('A value set by the main thread is in the table at once and in the plugin with the next block', (t) => {
  const answer = probe(t, 'modulation', ['set 0 0.75', 'value 0', 'run 64', 'output 0 0 1']);
  t.deepEqual([numbers(answer, 'value'), numbers(answer)], [[0.75], [0.75]]);
});

test('A value set before bind is kept', (t) => {
  const [open, ...rest] = started(fixture('modulation'));
  const answer = drive([open!, 'set 0 0.75', ...rest, 'value 0', 'run 64', 'output 0 0 1', 'close']);
  t.deepEqual(answer.faults, []);
  t.deepEqual([numbers(answer, 'value'), numbers(answer)], [[0.75], [0.75]]);
});

test('Without a block, changes are flushed: on the audio thread while active', (t) => {
  const answer = probe(t, 'modulation', ['run 64', 'set 0 0.75', 'obey 50', 'save', 'bytes', 'run 64', 'output 0 0 1']);
  t.regex(line(answer, 'idle'), /flush/);
  const [flush] = callsTo(answer, 'params.flush');
  t.like(flush, { thread: 'audio', details: 'active events 1' });
  t.deepEqual(numbers(answer), [0.75]);
});

test('A plugin that processes is stopped before a flush, and started by the next block', (t) => {
  const answer = probe(t, 'gain', ['run 64', 'event 0 0 -6', 'run 0', 'run 0', 'value 0', 'run 64']);
  const calls = callsTo(answer, 'plugin.startProcessing', 'plugin.stopProcessing', 'plugin.process', 'params.flush');
  t.deepEqual(
    calls.map(({ name, details: text }) => `${name} ${text}`.trim()),
    [
      'plugin.startProcessing',
      'plugin.process 64 events 0',
      'plugin.stopProcessing',
      'params.flush active events 1',
      'params.flush active events 0',
      'plugin.startProcessing',
      'plugin.process 64 events 0',
      'plugin.stopProcessing',
    ],
  );
  t.deepEqual(numbers(answer, 'value'), [-6]);
});

test('A parameter that requires process is not flushed while active: it gets a frame that is not heard', (t) => {
  const answer = probe(t, 'sleeps', ['event 0 2 0.5', 'run 0', 'value 2', 'save', 'bytes']);
  t.is(callsTo(answer, 'params.flush').length, 0);
  t.deepEqual(details(answer, 'plugin.process'), ['1 events 1']);
  t.deepEqual(numbers(answer, 'value'), [0.5]);
  t.regex(line(answer, 'item'), /000000000000e03f/, 'the state that is saved then has it');
});

test('Before activation every parameter is flushed, on the main thread', (t) => {
  const [open, bind, activate] = started(fixture('sleeps'));
  const answer = drive([open!, bind!, 'set 1 0.25', 'set 2 0.5', activate!, 'run 64', 'output 0 0 1', 'close']);
  t.deepEqual(answer.faults, []);
  t.true(
    callsTo(answer, 'params.flush').every(
      ({ thread, details: text }) => `${thread} ${text}` === 'main inactive events 1',
    ),
  );
  t.is(callsTo(answer, 'params.flush').length, 2);
  t.deepEqual(numbers(answer), [0.5]);
});

test('A gesture is never in a flush: the next block brings what is left of it, in pairs', (t) => {
  const gestures = (...commands: string[]): string[] => details(probe(t, 'modulation', commands), 'params.gesture');
  const whole = ['gesture-begin 0 0', 'event 0 0 0.5', 'gesture-end 0 0', 'run 0', 'run 64'];
  t.deepEqual(gestures(...whole), []);
  t.deepEqual(gestures('gesture-begin 0 0', 'run 0', 'run 64', 'gesture-end 3 0', 'run 64'), [
    'begin 0 of 7',
    'end 3 of 7',
  ]);
  t.deepEqual(gestures('gesture-begin 3 0', 'run 64', 'gesture-end 0 0', 'run 0', 'run 64'), [
    'begin 3 of 7',
    'end 0 of 7',
  ]);
});

test('A flush that comes before the first block is one too, and the DAW’s changes come through it', (t) => {
  const answer = probe(t, 'modulation', ['event 0 0 0.5', 'run 0', 'value 0', 'run 64', 'output 0 0 1']);
  t.deepEqual([numbers(answer, 'value'), numbers(answer)], [[0.5], [0.5]]);
  t.is(callsTo(answer, 'params.flush')[0]?.thread, 'audio');
  t.is(line(answer, 'run'), 'run 0 latency 0');
});

test('What the plugin turns reaches the DAW, framed by its gesture, at its samples', (t) => {
  const answer = probe(t, 'params-out', ['event 0 0 0.5', 'run 64', 'value 1', 'events', 'run 64', 'events']);
  t.deepEqual(events(answer), [
    'event 3 kind 3 port 0 index 1',
    'event 5 kind 1 port 0 index 1 value 0.5',
    'event 9 kind 4 port 0 index 1',
  ]);
  t.deepEqual(numbers(answer, 'value'), [0.5]);
  t.is(line(answer, 'events', 1), 'events 0');
});

test('A parameter that the plugin does not have is ignored, a value outside the range clamped', (t) => {
  const answer = probe(t, 'params-out', ['event 0 0 0.75', 'run 64', 'value 1', 'events']);
  t.deepEqual(events(answer).at(-1), 'event 12 kind 1 port 0 index 1 value 1');
  t.is(line(answer, 'events'), 'events 4');
  t.deepEqual(numbers(answer, 'value'), [1]);
});

test('What the plugin says in a flush reaches the DAW as well', (t) => {
  const answer = probe(t, 'params-out', ['event 0 0 0.5', 'run 0', 'value 1', 'events']);
  t.deepEqual(numbers(answer, 'value'), [0.5]);
  t.is(callsTo(answer, 'params.flush').length, 1);
  t.deepEqual(
    events(answer).map((text) => text.replace(/^event \d+/, '')),
    [' kind 3 port 0 index 1', ' kind 1 port 0 index 1 value 0.5', ' kind 4 port 0 index 1'],
  );
});

test('A flush that the plugin requests comes, and what it says then is in the table', (t) => {
  const idle = probe(t, 'requests-flush', ['event 0 0 0.5', 'run 64', 'obey 100', 'value 1']);
  t.regex(line(idle, 'idle'), /flush/);
  t.is(callsTo(idle, 'params.flush')[0]?.thread, 'audio');
  t.deepEqual(numbers(idle, 'value'), [0.25]);
  const playing = probe(t, 'requests-flush', ['event 0 0 0.5', 'run 64', 'idle 50', 'run 64', 'value 1']);
  t.deepEqual(numbers(playing, 'value'), [0.25]);
});

test('After rescan(VALUES) the table has the plugin’s values', (t) => {
  const answer = probe(t, 'rescan', ['value 1', 'event 0 0 0.5', 'run 64', 'obey 100', 'value 1', 'parameters']);
  t.deepEqual([numbers(answer, 'value'), numbers(answer, 'value', 1)], [[0.25], [0.25]]);
  const other = probe(t, 'rescan', ['event 0 0 0.75', 'run 64', 'obey 100', 'value 1', 'parameters']);
  t.deepEqual(numbers(other, 'value'), [0.375]);
  t.is(parameters(other)[1]?.value, 0.375);
});

test('A parameter that goes away while the plugin restarts is gone', (t) => {
  const answer = probe(t, 'rescan', [
    'event 0 0 1',
    'run 64',
    'obey 100',
    'parameters',
    'event 0 2 1',
    'run 64',
    'describe',
  ]);
  t.is(line(answer, 'restarted'), 'restarted 0');
  t.regex(line(answer, 'idle'), /restart.* describe$/, 'the caller is told to describe the plugin anew');
  t.deepEqual(
    parameters(answer).map(({ id }) => id),
    [1, 2],
  );
  t.regex(line(answer, 'description'), /parameters 2 /);
});
