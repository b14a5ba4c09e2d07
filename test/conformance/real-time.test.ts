/**
 * The proof that the audio thread allocates nothing, in JavaScript or in C, once it plays. Counted, not timed: the same counters as in the
 * benchmark, which runs them for a million blocks.
 */
import test from 'ava';
import { build, collections, heapCalls } from '../../scripts/bench/driver.ts';

const blocks = 200_000;

test.before(() => build());

test.serial('No garbage is collected on the audio thread while it plays', async (t) => {
  const audio = (await collections(blocks)).find(({ thread }) => thread === 'audio');
  t.is(audio?.duringBlocks, 0);
  t.not(audio?.beforeBlocks, 0, 'the counter does not see the audio thread');
});

test.serial('The audio thread makes no heap call while it plays', async (t) => {
  const calls = await heapCalls(blocks);
  t.is(calls.duringBlocks, 0);
  t.is(calls.duringSeldom, 0, 'calls for what happens seldom');
});
