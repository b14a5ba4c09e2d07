/** The two threads at once, under ThreadSanitizer: blocks while the main thread idles, saves and looks. */
import test from 'ava';
import { line, probe } from './driver.ts';

for (const name of [
  'separate-controller',
  'gestures',
  'timer-unregisters-itself',
  'parameter-output',
  'instrument',
  'foreign-thread',
])
  test(`Main thread and audio thread share nothing unguarded: ${name}.`, (t) => {
    const answer = probe(t, name, ['race 300 64', 'obey 20', 'race 100 64'], { build: 'driver-tsan' });
    t.notRegex(answer.stderr, /ThreadSanitizer/);
    t.is(line(answer, 'raced'), 'raced 0 saved');
  });
