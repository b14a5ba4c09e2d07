/** As many crashes as fit into some minutes; `npm run soak` goes on for longer. */
import test from 'ava';
import { formats } from '../behaviour/torture/support.ts';
import { soak } from './session.ts';

const CRASHES = 12;

for (const format of formats) {
  test.serial(
    `${format}: after ${CRASHES} crashes at random moments nothing but the last moment of edits is lost`,
    async (t) => {
      t.timeout(180_000);
      const seed = Number(process.env.SOAK_SEED) || Date.now() % 2 ** 31;
      t.log(`seed ${seed}`);
      const { faults, answeredMs } = await soak({ format, crashes: CRASHES, seed, crashesMax: 1000 });
      t.deepEqual(faults, [], `SOAK_SEED=${seed} npx ava test/soak`);
      t.is(answeredMs.length, CRASHES);
    },
  );
}
