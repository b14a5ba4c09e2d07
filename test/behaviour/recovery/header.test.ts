/** Wild writes of a plugin can reach the segment, too: mark and version of its header are damaged when the crash comes. */
import { readyTest } from '../../support/host-test.ts';
import { request, status } from '../../support/layout.ts';
import { Player } from '../torture/player.ts';
import { formats, setParameter, torture } from '../torture/support.ts';
import { GAIN } from './scene.ts';
import { killIn, processesAfter } from './support.ts';

const HEAD_BYTES = 8;

for (const format of formats)
  for (const byte of [0x00, 0xff])
    readyTest(
      `${format}: mark and version are all ${byte.toString(16)} when the crash comes, and the plugin comes back`,
      () => torture(format),
      async (t, daw) => {
        const player = new Player(daw, GAIN);
        setParameter(daw, format, 'gain', GAIN);
        t.true(await player.playUntil('heard'));
        daw.segment.write(0, Buffer.alloc(HEAD_BYTES, byte));
        killIn(daw, 'main');
        t.true(await player.playWhileNot(() => processesAfter(daw) > 0), player.toString());
        t.true(await player.playUntil('heard'), player.toString());
        t.is(await daw.request(request.saveState), status.ok);
      },
    );
