/** The two threads at once: blocks that move the first parameter, while the main thread idles, saves and looks. */
import test from 'ava';
import { type Answer, line, numbers, probe } from './driver.ts';

const PLUGINS = [
  ...['gain', 'modulation', 'timer', 'fd-handler', 'callback', 'restart', 'params-out', 'requests-flush'],
  ...['rescan', 'host-probe', 'sleeps', 'thread-pool', 'latency-changes', 'many-ports', 'note-names'],
];

for (const name of PLUGINS)
  test(`Main thread and audio thread share nothing unguarded: ${name}`, (t) => {
    const answer = probe(t, name, ['race 300 64', 'obey 20', 'race 100 64'], { build: 'driver-tsan' });
    t.notRegex(answer.stderr, /ThreadSanitizer/);
    t.regex(line(answer, 'raced'), /^raced 0 /);
  });

/** What the second race left: the value sent last. */
const last = (answer: Answer): number => Number(line(answer, 'raced', -1).split(' ').at(-1));

for (const name of ['gain', 'params-out', 'requests-flush'])
  test(`When both threads have come to rest, the table has the values sent last: ${name}`, (t) => {
    for (let attempt = 0; attempt < 20; attempt++) {
      const answer = probe(t, name, ['race 20 64', 'race 20 64', 'obey 20', 'value 0'], {
        build: 'driver',
        env: { MAOLAN_FIXTURE_LOG: '' },
      });
      t.is(numbers(answer, 'value')[0], last(answer));
    }
  });

test('A value that the plugin has rescanned while a block changes it is the block’s in the end', (t) => {
  const answer = probe(t, 'rescan-in-block', ['race 20 64', 'race 20 64', 'obey 100', 'value 0', 'save', 'bytes']);
  t.true(last(answer) > 0);
  t.is(numbers(answer, 'value')[0], last(answer));
});
