/** Many opens and closes leave nothing; test/soak/opens.ts does a thousand. */
import test from 'ava';
import { openOften } from '../../soak/opens.ts';
import { nothingIsLeft } from './support.ts';

test.serial('50 opens and closes leave no descriptor, no segment and no process', async (t) => {
  const [first, ...later] = await openOften(50, 10, () => {});
  for (const { descriptors, segments, children } of later)
    t.deepEqual(
      { descriptors, segments, children },
      { descriptors: first?.descriptors, segments: 0, children: first?.children },
    );
  await nothingIsLeft(t);
});
