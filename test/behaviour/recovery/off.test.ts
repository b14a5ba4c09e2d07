/** MAOLAN_RECOVERY=0: a dying plugin ends the process, and nothing is taken unasked. */

import { hostTest } from '../../support/host-test.ts';
import { at, status } from '../../support/layout.ts';
import { Player } from '../torture/player.ts';
import { setParameter, torture } from '../torture/support.ts';
import { project, tortureTest } from './scene.ts';
import { killIn } from './support.ts';

const off = { MAOLAN_RECOVERY: '0' };

for (const thread of ['audio', 'main'] as const)
  hostTest(
    `A death on the ${thread} thread ends the process`,
    () => torture('clap', '', off),
    async (t, daw) => {
      t.true(await daw.ready());
      setParameter(daw, 'clap', 'gain', 0.25);
      t.true(await new Player(daw, 0.25).playUntil('heard'));
      killIn(daw, thread);
      t.deepEqual(await daw.process.end(), { code: null, signal: 'SIGSEGV' });
      t.throws(() => daw.toHost.signal(), { code: 'EPIPE' });
    },
  );

hostTest(
  'The DAW learns that a plugin died while it was loading',
  () => ({ ...torture('vst3', 'segv@instantiate', off), version: 1 }),
  async (t, daw) => {
    t.deepEqual(await daw.process.end(), { code: null, signal: 'SIGSEGV' });
    t.true(await daw.ready(), 'the DAW waits 10 s for this');
    t.is(daw.segment.readU32(at.errorCode), 1);
  },
);

tortureTest(
  'a state that it refuses is not kept',
  'clap',
  'refuse@restore',
  async ({ t, daw }) => {
    const state = project('clap', 3);
    t.is(await daw.restoreState(state), status.error);
    t.notDeepEqual(await daw.saveState(), state);
  },
  off,
);
