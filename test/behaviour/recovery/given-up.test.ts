/** A block that the DAW gives up while the plugin comes back is not answered: the reply would be the next block's. */
import { setTimeout as sleep } from 'node:timers/promises';
import { readyTest } from '../../support/host-test.ts';
import { Player } from '../torture/player.ts';
import { formats, setParameter, torture } from '../torture/support.ts';
import { GAIN } from './scene.ts';
import { DAW_TIMEOUT_MS, killIn, processesAfter } from './support.ts';

const FRAMES = 64;
/** A reply too many would come with the blocks. */
const RUN_MS = 500;

for (const format of formats)
  for (const thread of ['audio', 'main'] as const)
    readyTest(
      `${format}: no reply comes to a block that was given up after a death of the ${thread} thread`,
      () => torture(format),
      async (t, daw) => {
        const player = new Player(daw, GAIN);
        setParameter(daw, format, 'gain', GAIN);
        t.true(await player.playUntil('heard'));
        killIn(daw, thread);
        // The supervisor answers at once; on a busy machine a block may be given up all the same, and its answer be under way.
        let isGivenUp = false;
        while (!isGivenUp && processesAfter(daw) === 0)
          isGivenUp = (await daw.block(FRAMES, DAW_TIMEOUT_MS)) !== 'byte';
        if (!isGivenUp) t.is(await daw.toDaw.wait(RUN_MS), 'time-out');
        t.true(await player.playUntil('heard', 20), player.toString());
        if (!isGivenUp) t.is(daw.toDaw.drain(), 0, 'replies are left');
      },
    );

for (const version of [1, 6] as const)
  readyTest(
    `Version ${version}: a supervisor that was stopped while it answers is one reply behind for one block, no longer`,
    () => ({ ...torture('lv2', 'slow(2000)@instantiate'), version, current: true }),
    async (t, daw) => {
      const player = new Player(daw, GAIN);
      setParameter(daw, 'lv2', 'gain', GAIN);
      t.true(await player.playUntil('heard'));
      killIn(daw, 'main');
      t.true(await player.playUntil('bypassed', 3), player.toString());
      for (let round = 0; round < 3; round++) {
        daw.process.kill('SIGSTOP');
        await player.block();
        daw.process.kill('SIGCONT');
        await sleep(20); // now there is the answer to the block that was given up
        await player.block();
        const { length } = player.seen;
        await player.play(10);
        t.false(player.seen.slice(length).includes('stale'), player.toString());
      }
      t.true(await player.playUntil('heard', 20), player.toString());
    },
  );
