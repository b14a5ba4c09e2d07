/** A plugin that cannot be loaded again, because it was uninstalled: nothing is lost, and it comes back with its files. */
import { cpSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { readyTest } from '../../support/host-test.ts';
import { status } from '../../support/layout.ts';
import { lv2Folder } from '../../support/lv2-folder.ts';
import { Player } from '../torture/player.ts';
import { savedState } from '../torture/requests.ts';
import { formats, setParameter, specOf, torture } from '../torture/support.ts';
import { GAIN } from './scene.ts';
import { killIn, noReplyIsLeft, playUntil, says, untilKept, wordIs } from './support.ts';

const LOAD_FAILED = 1;

for (const format of formats) {
  const folder = mkdtempSync(join(tmpdir(), 'maolan-gone-'));
  const installed = join(folder, 'installed');
  const options = () => {
    const given = torture(format);
    const built = dirname(specOf('clap'));
    cpSync(built, installed, { recursive: true });
    const environment = { ...given.environment, LV2_PATH: `${installed}:${lv2Folder}` };
    return { ...given, environment, spec: given.spec.replace(built, installed) };
  };

  readyTest(`${format}: a plugin whose files are gone is passed by, with its state kept`, options, async (t, daw) => {
    t.teardown(() => rmSync(folder, { recursive: true }));
    const player = new Player(daw, GAIN);
    const { pid } = daw.process;
    setParameter(daw, format, 'gain', GAIN);
    t.true(await player.playUntil('heard'));
    await untilKept();

    renameSync(installed, join(folder, 'removed'));
    killIn(daw, 'audio');
    t.true((await playUntil(daw, () => /It is bypassed now/.test(daw.process.stderr))).held, daw.process.stderr);
    await says(t, daw, /Failed to load \w+ plugin '.*torture.*': /);
    await says(
      t,
      daw,
      'cannot be loaded again. It is bypassed now; its last state is kept, and saved with the project',
    );
    t.true(await player.playUntil('bypassed', 20), player.toString());
    t.true(await wordIs(daw, daw.at.errorCode, LOAD_FAILED));
    t.is(daw.process.pid, pid);
    const state = await daw.saveState();
    t.is((await savedState(daw, format)).values[0], GAIN);

    renameSync(join(folder, 'removed'), installed);
    t.is(await daw.restoreState(state), status.ok);
    t.true(await player.playUntil('heard', 20), player.toString());
    t.true(await wordIs(daw, daw.at.errorCode, 0));
    await noReplyIsLeft(t, daw);
  });
}
