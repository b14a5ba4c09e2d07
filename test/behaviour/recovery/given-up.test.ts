/** A block that the DAW gives up while the plugin comes back is not answered: the reply would be the next block's. */
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
