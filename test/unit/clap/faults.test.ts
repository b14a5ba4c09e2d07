/** What no host can prevent must be visible from outside. */
import test from 'ava';
import { drive, fixture, line, started } from './driver.ts';

test('A crash in process ends the host by its signal', (t) => {
  const answer = drive([...started(fixture('crash-in-process')), 'run 64', 'event 0 0 1', 'run 64'], {
    build: 'driver',
  });
  t.is(line(answer, 'run'), 'run 0 latency 0');
  t.is(answer.signal, 'SIGSEGV');
});

test('A crash in the entry ends the host by its signal', (t) => {
  t.is(drive([`open ${fixture('crash-in-entry')}`], { build: 'driver' }).signal, 'SIGSEGV');
});

test('A plugin that hangs in its entry or in init can be killed', (t) => {
  for (const name of ['hang-in-entry', 'slow-init']) {
    const answer = drive(started(fixture(name)), { build: 'driver', timeout: 1500 });
    t.is(answer.signal, 'SIGKILL');
    t.deepEqual(answer.lines, []);
  }
});
