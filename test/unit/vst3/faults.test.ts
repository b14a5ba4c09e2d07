/** What no host can prevent must be visible from outside. */
import test from 'ava';
import { drive, fixture, line, probe, started } from './driver.ts';

test('A crash in process ends the host by its signal', (t) => {
  const answer = drive([...started(fixture('crash-in-process')), 'run 64', 'event 0 0 1', 'run 64'], {
    build: 'driver',
  });
  t.is(line(answer, 'run'), 'run 0 latency 0');
  t.is(answer.signal, 'SIGSEGV');
});

test('An exception from process or initialize ends the host by SIGABRT: no C frame can catch it', (t) => {
  const inProcess = drive([...started(fixture('throws')), 'event 0 0 1', 'run 64'], { build: 'driver' });
  t.is(inProcess.signal, 'SIGABRT');
  const inInitialize = drive(started(fixture('throws')), { build: 'driver', env: { MAOLAN_FIXTURE_THROW: '1' } });
  t.is(inInitialize.signal, 'SIGABRT');
  t.regex(inInitialize.stderr, /a fixture that throws/);
});

test('A plugin that is slow to initialize loads all the same', (t) => {
  probe(t, 'hang-in-initialize', ['run 64'], { env: { MAOLAN_FIXTURE_HANG_MS: '300' } });
});

test('A plugin that hangs in initialize can be killed', (t) => {
  const answer = drive(started(fixture('hang-in-initialize')), { build: 'driver', timeout: 1500 });
  t.is(answer.signal, 'SIGKILL');
  t.deepEqual(answer.lines, []);
});
