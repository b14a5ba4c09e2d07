/** The two threads at once: blocks that move the first parameter, while the main thread idles, saves and looks. */
import test from 'ava';
import { line, numbers, probe } from './driver.ts';

const PLUGINS = [
  'separate-controller',
  'gestures',
  'timer-unregisters-itself',
  'parameter-output',
  'instrument',
  'foreign-thread',
  'program-change',
  'host-probe',
];

for (const name of PLUGINS)
  test(`Main thread and audio thread share nothing unguarded: ${name}`, (t) => {
    const answer = probe(t, name, ['race 300 64', 'obey 20', 'race 100 64'], { build: 'driver-tsan' });
    t.notRegex(answer.stderr, /ThreadSanitizer/);
    t.regex(line(answer, 'raced'), /^raced 0 saved /);
  });

/** What the second race left: the value sent last. */
const last = (answer: ReturnType<typeof probe>): number => Number(line(answer, 'raced', -1).split(' ').at(-1));

for (const name of ['separate-controller', 'program-change', 'gestures', 'sample-accurate'])
  test(`When both threads have come to rest, the table has the values sent last: ${name}`, (t) => {
    for (let attempt = 0; attempt < 20; attempt++) {
      const answer = probe(t, name, ['race 20 64', 'race 20 64', 'obey 20', 'value 0', 'value 1'], {
        build: 'driver',
        env: { MAOLAN_FIXTURE_LOG: '' },
      });
      t.is(numbers(answer, 'value')[0], last(answer));
      if (name === 'program-change') t.is(numbers(answer, 'value', 1)[0], Math.fround(last(answer) * 0.9));
      if (name === 'gestures') t.is(numbers(answer, 'value', 1)[0], last(answer));
    }
  });
