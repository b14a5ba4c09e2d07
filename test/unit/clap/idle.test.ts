/** The main thread between blocks: callbacks, timers, file descriptors, restarts, lines to log. None of them is a block. */
import test, { type ExecutionContext } from 'ava';
import { type Answer, callsTo, details, drive, fixture, line, numbers, probe, started } from './driver.ts';

const timed = (answer: Answer, which: string): number =>
  details(answer, 'timer.onTimer').filter((text) => text.startsWith(which)).length;

test('A timer of 33 ms is called about 30 times a second, with no editor open, and is not a block', (t) => {
  const answer = probe(t, 'timer', ['idle 1000']);
  const calls = timed(answer, 'first');
  t.true(calls >= 10 && calls <= 32, `${calls} calls`);
  t.is(callsTo(answer, 'plugin.process').length, 0);
  t.true(callsTo(answer, 'timer.onTimer').every(({ thread }) => thread === 'main'));
});

test('A timer does not stop for blocks', (t) => {
  const answer = probe(t, 'timer', ['race 1000 64']);
  const calls = timed(answer, 'first');
  t.true(calls >= 10 && calls <= 34, `${calls} calls`);
});

test('A timer may unregister itself while it runs; another one goes on', (t) => {
  const answer = probe(t, 'timer', ['idle 400', 'run 64']);
  t.is(timed(answer, 'second'), 3);
  t.true(timed(answer, 'first') > 3);
});

test('A file descriptor is handed over as long as there is something to read, and not after it was unregistered', (t) => {
  const answer = probe(t, 'fd-handler', ['idle 400']);
  const calls = details(answer, 'fd.onFd');
  t.deepEqual(
    calls.filter((text) => text.startsWith('again')),
    ['again 1', 'again 2', 'again 3', 'again 4', 'again 5'],
  );
  t.deepEqual(
    calls.filter((text) => text.startsWith('once')),
    ['once 1'],
  );
  t.is(callsTo(answer, 'plugin.process').length, 0);
});

test('A plugin that leaves a timer and a descriptor registered is not called after its end', (t) => {
  const answer = drive([
    ...started(fixture('leaves-timer')),
    ...['idle 50', 'close', ...started(fixture('gain')), 'idle 100', 'close'],
  ]);
  t.is(answer.code, 0, answer.stderr);
  t.deepEqual(answer.faults, []);
  t.true(callsTo(answer, 'timer.onTimer').length > 3);
  t.is(callsTo(answer, 'fd.onFd').length, 1);
});

test('Each request_callback, from whatever thread, is followed by on_main_thread, once', (t) => {
  const answer = probe(t, 'callback', [
    ...['obey 50', 'event 0 0 1', 'run 64', 'obey 50', 'event 0 0 0.5', 'run 64', 'obey 50', 'run 64', 'obey 50'],
  ]);
  const called = callsTo(answer, 'host.requestCallback', 'plugin.onMainThread').map(
    ({ thread, name }) => `${thread} ${name}`,
  );
  t.deepEqual(called, [
    'main host.requestCallback',
    'main plugin.onMainThread',
    'audio host.requestCallback',
    'main plugin.onMainThread',
    'audio host.requestCallback',
    'main plugin.onMainThread',
  ]);
});

test('request_restart deactivates and activates once, between blocks', (t) => {
  const answer = probe(t, 'restart', [
    'run 64',
    'output 0 0 1',
    'event 0 0 1',
    'run 64',
    'obey 50',
    'run 64',
    'output 0 0 1',
    'obey 50',
  ]);
  t.regex(line(answer, 'idle'), /restart/);
  t.notRegex(line(answer, 'idle', 1), /restart/);
  t.is(line(answer, 'restarted'), 'restarted 0');
  t.deepEqual([numbers(answer), numbers(answer, 'output', 1)], [[1], [2]]);
});

/** Activations of a plugin that is given these blocks. */
function activations(t: ExecutionContext, announced: number, ...blocks: string[]): string[] {
  const answer = drive([...started(fixture('exact-length'), 48000, announced), ...blocks, 'close']);
  t.is(answer.code, 0, answer.stderr);
  t.deepEqual(answer.faults, []);
  return details(answer, 'plugin.activate').map((text) => text.replace('48000 1 ', ''));
}

test('The first block waits until the plugin is activated for its length, where the DAW has said nothing of it', (t) => {
  const frames = ['input 0 1', 'run 64', 'output 0 0 64', 'run 64', 'output 0 0 64'];
  const [announced, untold] = [64, 4096].map((announced) =>
    drive([...started(fixture('exact-length'), 48000, announced), ...frames, 'close']),
  );
  t.deepEqual(untold!.faults, []);
  t.deepEqual(details(untold!, 'plugin.activate'), ['48000 1 4096', '48000 1 64']);
  t.deepEqual(details(untold!, 'plugin.process'), ['64 events 0', '64 events 0']);
  t.deepEqual(numbers(untold!, 'output', 1), numbers(announced!, 'output', 1));
  t.is(numbers(untold!, 'output', 1)[63], 1);
});

test('Multiples of the length are cut; another length that stays is announced in the end', (t) => {
  const loud = 'input 0 1';
  t.deepEqual(activations(t, 4096, loud, 'run 64 5', 'run 128 20', 'run 4096 20'), ['4096', '64']);
  t.deepEqual(activations(t, 4096, loud, 'run 64 5', 'run 100 16'), ['4096', '64']);
  t.deepEqual(activations(t, 4096, loud, 'run 64 5', 'run 100 17'), ['4096', '64', '100']);
  t.deepEqual(activations(t, 4096, loud, 'run 1', 'run 512 17'), ['4096', '1', '512'], 'not into 512 pieces for ever');
});

test('Another length is announced at once when nothing is to be heard', (t) => {
  t.deepEqual(activations(t, 4096, 'run 64 800', 'input 0 1', 'run 100'), ['4096', '64', '100']);
  t.deepEqual(activations(t, 4096, 'run 64 100', 'input 0 1', 'run 100'), ['4096', '64']);
});

test('A DAW that says how long its blocks are is spared the restart', (t) => {
  t.deepEqual(activations(t, 1024, 'run 64 20', 'run 32 20'), ['1024']);
});

test('Beside a restart that takes long, blocks are answered with their input, and their parameters arrive', (t) => {
  const [open, ...rest] = started(fixture('exact-length'), 48000, 4096);
  const answer = drive([
    ...[open!, 'set 0 1', ...rest, 'input 0 0.5', 'event 0 0 0.25', 'run 64', 'output 0 0 1'],
    ...['run 64', 'output 0 0 1', 'value 0', 'close'],
  ]);
  t.deepEqual(answer.faults, []);
  t.deepEqual([numbers(answer), numbers(answer, 'output', 1)], [[0.5], [0]]);
  t.deepEqual(details(answer, 'plugin.activate'), ['48000 1 4096', '48000 1 64']);
  t.deepEqual(numbers(answer, 'value'), [0.25]);
});

test('A restart keeps the parameters’ values', (t) => {
  const answer = probe(t, 'gain', [
    'event 0 0 -6',
    'run 64',
    'restart',
    'value 0',
    'input 0 1',
    'run 64',
    'output 0 0 1',
  ]);
  t.deepEqual(numbers(answer, 'value'), [-6]);
  t.true(Math.abs(numbers(answer)[0]! - 10 ** (-6 / 20)) < 1e-6);
});

test('A change of ports is followed after the restart, and the caller is asked to describe the plugin again', (t) => {
  const answer = probe(t, 'ports-change', [
    ...['input 0 1', 'input 1 2', 'run 64', 'output 1 0 1', 'event 0 0 1', 'run 64', 'obey 100', 'describe'],
    ...['run 64', 'output 0 0 1'],
  ]);
  t.deepEqual(numbers(answer), [2]);
  t.regex(line(answer, 'idle'), /restart.* describe$/);
  t.regex(line(answer, 'description'), /inputs 1 outputs 1 /);
  t.deepEqual(numbers(answer, 'output', 1), [1]);
});

test('A change of latency is found after the restart that the plugin asked for', (t) => {
  const answer = probe(t, 'latency-changes', [
    'describe',
    'run 64',
    'event 0 0 500',
    'run 64',
    'obey 100',
    'describe',
    'run 64',
  ]);
  t.regex(line(answer, 'description'), /latency 64 /);
  t.is(line(answer, 'run'), 'run 0 latency 64');
  t.regex(line(answer, 'idle'), /restart/);
  t.regex(line(answer, 'description', 1), /latency 500 /);
  t.is(line(answer, 'run', -1), 'run 0 latency 500');
});

test('The latency is read again after a restore', (t) => {
  const answer = probe(t, 'latency-changes', [
    ...['event 0 0 500', 'run 64', 'obey 50', 'save', 'event 0 0 250', 'run 64', 'obey 50', 'describe'],
    ...['keep', 'restore', 'obey 50', 'describe', 'run 64'],
  ]);
  t.regex(line(answer, 'description'), /latency 250 /);
  t.regex(line(answer, 'description', 1), /latency 500 /);
  t.is(line(answer, 'run', -1), 'run 0 latency 500');
});

test('What a plugin logs is passed on, from any thread', (t) => {
  const answer = probe(t, 'host-probe', ['run 64', 'idle 50']);
  for (const text of ['from init', 'from process', "from a thread of the plugin's own"])
    t.true(
      answer.lines.some((found) => found.startsWith('log ') && found.includes(text)),
      text,
    );
});
