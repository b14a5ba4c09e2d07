/** An editor that was open is opened again, where it was; unless it is what kills the plugin. */
import { setTimeout as sleep } from 'node:timers/promises';
import { editorTest, isOffScreen, show, windowOf } from '../../support/editor.ts';
import { until } from '../../support/host-process.ts';
import { request } from '../../support/layout.ts';
import { Player } from '../torture/player.ts';
import { FaultLog, setParameter, torture } from '../torture/support.ts';
import { killAndWait, processesAfter, says } from './support.ts';

const zam = (format: 'clap' | 'vst3' | 'lv2') => () => {
  const spec = format === 'lv2' ? 'urn:zamaudio:ZamEQ2' : `/usr/lib/${format}/ZamEQ2.${format}`;
  return { format, spec, version: 6 as const };
};

for (const format of ['clap', 'vst3', 'lv2'] as const) {
  editorTest(`${format}: an open editor is opened again`, zam(format), async (t, scene) => {
    const before = await show(scene);
    await sleep(300);
    const place = scene.x.area(before);
    await killAndWait(t, scene.daw);
    // The server took the old one off when the process became another.
    const after = await windowOf(scene);
    await sleep(300);
    t.deepEqual(scene.x.area(after), place);
    scene.daw.askFor(request.guiHide);
    t.true(await isOffScreen(scene));
  });
}

editorTest('One that was hidden stays hidden', zam('clap'), async (t, scene) => {
  await show(scene);
  scene.daw.askFor(request.guiHide);
  t.true(await isOffScreen(scene));
  await killAndWait(t, scene.daw);
  await sleep(500);
  t.deepEqual(scene.x.windowsOf(scene.daw.process.hostPid), []);
});

const log = new FaultLog();
editorTest(
  'One that kills the plugin twice is not opened a third time unasked',
  () => torture('clap', 'segv@editor-idle:5*2', { MAOLAN_TORTURE_LOG: log.path }),
  async (t, scene) => {
    const { daw, x } = scene;
    const player = new Player(daw, 0.25);
    setParameter(daw, 'clap', 'gain', 0.25);
    await player.playUntil('heard');
    await sleep(700);
    daw.askFor(request.guiShow);
    t.true(await until(() => processesAfter(daw) === 2), daw.process.stderr);
    await says(t, daw, 'SIGSEGV in its window');
    t.true(await player.playUntil('heard', 20), player.toString());
    await sleep(500);
    t.deepEqual(x.windowsOf(daw.process.hostPid), []);
    // A client that asks for it gets it.
    await show(scene);
    t.true(await player.playUntil('heard', 20), player.toString());
    log.remove();
  },
);
