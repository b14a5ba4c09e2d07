/**
 * The proof that the audio thread allocates nothing, takes no lock, opens no file and prints nothing once it plays. Counted, not timed: the
 * same counters as in the benchmark, which runs them for a million blocks.
 */
import test from 'ava';
import { audioCalls } from '../../../scripts/bench/driver.ts';

/** More than 16 bits can count. */
const BLOCKS = 70_000;
const none = { heap: 0, locks: 0, files: 0 };

for (const protocol of ['6', '7'] as const)
  test.serial(
    `Version ${protocol}: the audio thread makes no heap call, takes no lock and touches no file`,
    async (t) => {
      const calls = await audioCalls(protocol, BLOCKS);
      t.deepEqual(calls.duringBlocks, none);
      t.deepEqual(calls.duringSeldom, none, 'what happens seldom');
      for (const [kind, count] of Object.entries(calls.mainThread))
        t.true(count > 0, `the counter of ${kind} counts nothing`);
    },
  );
