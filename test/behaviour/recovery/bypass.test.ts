/** A plugin that keeps dying is bypassed: nothing is lost, and it is tried again on request. */
import { until } from '../../support/host-process.ts';
import { request, status } from '../../support/layout.ts';
import { savedState } from '../torture/requests.ts';
import { wireState, writeState } from '../torture/states.ts';
import { formats, parameters } from '../torture/support.ts';
import { GAIN, isSeen, project, type Scene, settle, tortureTest } from './scene.ts';
import { noReplyIsLeft, playUntil, processesAfter, says, wordIs } from './support.ts';

const ALWAYS = 'segv@process:40';
const THRICE = 'segv@process:40*3';
const PROCESS_FAILED = 2;

/** Play until the host has given the plugin up once more; while it brings it back, it passes the sound on as well. */
async function isGivenUp(scene: Scene): Promise<void> {
  const said = () => scene.daw.process.stderr.split('It is bypassed now').length - 1;
  const before = givenUp.get(scene) ?? 0;
  const { held } = await playUntil(scene.daw, () => said() > before);
  scene.t.true(held, scene.daw.process.stderr);
  givenUp.set(scene, said());
  await isSeen(scene, 'bypassed', 20);
}
const givenUp = new WeakMap<Scene, number>();

for (const format of formats) {
  tortureTest(
    'after the third death in a minute the sound passes through, and a save loses nothing',
    format,
    ALWAYS,
    async (scene) => {
      const { t, daw, player } = scene;
      const { pid } = daw.process;
      await settle(scene).catch(() => {}); // it may die before all is set
      await isGivenUp(scene);
      await says(t, daw, /crashed \(SIGSEGV in its audio processing\), 3 times within a minute\. It is bypassed now/);
      t.is(daw.process.pid, pid);
      t.true(await wordIs(daw, daw.at.errorCode, PROCESS_FAILED));
      const { values } = await savedState(daw, format);
      t.is(values[0], GAIN);
      t.is(await daw.request(format === 'lv2' ? request.controlPorts : request.parameters), status.error);
      t.is(await player.block(), 'bypassed');
      await noReplyIsLeft(t, daw);
    },
  );

  tortureTest('a restore tries it once more', format, THRICE, async (scene) => {
    const { t, daw } = scene;
    await isGivenUp(scene);
    t.true(await playUntil(daw, () => processesAfter(daw) === 3).then(({ held }) => held));
    t.is(await daw.restoreState(project(format, 7)), status.ok);
    await isSeen(scene, 'heard', 50);
    const state = await savedState(daw, format);
    t.deepEqual([state.notes, state.values[0]], [7, GAIN]);
    t.true(await wordIs(daw, daw.at.errorCode, 0));
    await noReplyIsLeft(t, daw);
  });

  tortureTest('what it refuses when tried once more does not cost it what it had', format, THRICE, async (scene) => {
    const { t, daw, player } = scene;
    t.is(await daw.restoreState(project(format, 8)), status.ok);
    await isGivenUp(scene);
    const values = parameters.map((name) => (name === 'fault' || name === 'countdown' ? 0 : 0.5));
    const refused = wireState(format, writeState({ notes: 9, values, script: 'refuse@restore' }), values);
    // LV2 takes the control values, and the rest is kept as it came.
    const isLv2 = format === 'lv2';
    t.is(await daw.restoreState(refused), isLv2 ? status.ok : status.error);
    if (isLv2) player.gain = 0.5;
    await isSeen(scene, 'heard', 50);
    const state = await savedState(daw, format);
    t.deepEqual([state.notes, state.values[0]], isLv2 ? [9, 0.5] : [8, GAIN]);
    await noReplyIsLeft(t, daw);
  });

  tortureTest(
    'the wish to see its window tries it once more',
    format,
    THRICE,
    async (scene) => {
      const { t, daw } = scene;
      t.is(await daw.restoreState(project(format, 5)), status.ok);
      await isGivenUp(scene);
      daw.askFor(request.guiShow);
      await isSeen(scene, 'heard', 50);
      const state = await savedState(daw, format);
      t.deepEqual([state.notes, state.values[0]], [5, GAIN]);
      await noReplyIsLeft(t, daw);
    },
    { DISPLAY: '' },
  );

  tortureTest('a restore that kills it is refused, and kept byte for byte', format, 'segv@restore', async (scene) => {
    const { t, daw } = scene;
    await settle(scene);
    const first = project(format, 11);
    t.is(await daw.restoreState(first), status.error);
    await isGivenUp(scene);
    t.deepEqual(await daw.saveState(), first);
    // It is tried once more with the next one, dies again, and that one is kept.
    const second = project(format, 12);
    t.is(await daw.restoreState(second), status.error);
    await isGivenUp(scene);
    t.deepEqual(await daw.saveState(), second);
    t.true(await until(() => processesAfter(daw) === 2), daw.process.stderr);
    await noReplyIsLeft(t, daw);
  });

  tortureTest(
    'one that dies while it is loaded does not lose the project',
    format,
    'segv@instantiate',
    async (scene) => {
      const { t, daw } = scene;
      await says(
        t,
        daw,
        /The plugin crashed \(SIGSEGV while it was loading\)\. It is bypassed now; no state of it is known/,
      );
      await isGivenUp(scene);
      t.is(await daw.request(request.saveState), status.error);
      const state = project(format, 13);
      t.is(await daw.restoreState(state), status.error);
      t.deepEqual(await daw.saveState(), state);
      t.true(await until(() => processesAfter(daw) === 2), daw.process.stderr);
      await noReplyIsLeft(t, daw);
    },
  );
}
