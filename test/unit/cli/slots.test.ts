/** So many tests at a time. */
import { setImmediate as turn } from 'node:timers/promises';
import test from 'ava';
import { Slots } from '../../../ts/cli/test/slots.ts';

test('So many run at a time, in the order in which they came, also after one that failed', async (t) => {
  const slots = new Slots(2);
  const begun: number[] = [];
  const ends: (() => void)[] = [];
  const work = (number: number) =>
    slots.run(async () => {
      begun.push(number);
      await new Promise<void>((resolve) => ends.push(resolve));
      if (number === 0) throw new Error('broken');
      return number;
    });
  const results = Promise.allSettled([0, 1, 2, 3].map(work));
  await turn();
  t.deepEqual(begun, [0, 1]);
  ends[0]?.();
  await turn();
  t.deepEqual(begun, [0, 1, 2]);
  ends[1]?.();
  ends[2]?.();
  await turn();
  t.deepEqual(begun, [0, 1, 2, 3]);
  ends[3]?.();
  t.deepEqual(
    (await results).map((one) => (one.status === 'fulfilled' ? one.value : 'failed')),
    ['failed', 1, 2, 3],
  );
});
