/** A request that is outstanding when the plugin dies is answered by the next process, while its client waits. */
import { setTimeout as sleep } from 'node:timers/promises';
import { request, status } from '../../support/layout.ts';
import { ask, savedState } from '../torture/requests.ts';
import { wireState, writeState } from '../torture/states.ts';
import { formats, parameters, setParameter } from '../torture/support.ts';
import { GAIN, isSeen, project, settle, tortureTest } from './scene.ts';
import { DAW_TIMEOUT_MS, killIn, noReplyIsLeft, processesAfter, says } from './support.ts';

/** Of which one unrequested state is taken, after the start. */
const SLOW_SAVE = 'slow(700)@save';
const CLIENT_TIMEOUT_MS = 5000;

for (const format of formats) {
  /** LV2 takes the control values of a state whose properties the plugin refuses. */
  const isLv2 = format === 'lv2';
  tortureTest('a save that kills it is answered with the last good state', format, SLOW_SAVE, async (scene) => {
    const { t, daw } = scene;
    t.is(await daw.restoreState(project(format, 3)), status.ok);
    await says(t, daw, 'Ready');
    await sleep(2500); // the slow state is kept
    daw.askFor(request.saveState);
    await sleep(300);
    killIn(daw, 'main');
    t.is(await daw.toDaw.wait(CLIENT_TIMEOUT_MS), 'byte');
    t.is(daw.segment.readU32(daw.at.requestStatus), status.ok);
    await says(t, daw, 'SIGSEGV while saving its state');
    await isSeen(scene, 'heard', 20);
    const { notes, values } = await savedState(daw, format);
    t.deepEqual([notes, values[0]], [3, GAIN]);
    t.is(processesAfter(daw), 1);
    await noReplyIsLeft(t, daw);
  });

  tortureTest('a save whose byte went with the process is answered', format, '', async (scene) => {
    const { t, daw } = scene;
    await settle(scene);
    // As if the byte had been read, and nothing more.
    daw.segment.writeU32(daw.at.requestType, request.saveState);
    daw.segment.writeU32(daw.at.requestStatus, status.pending);
    process.kill(daw.process.hostPid, 'SIGKILL');
    t.is(await daw.toDaw.wait(CLIENT_TIMEOUT_MS), 'byte');
    t.is(daw.segment.readU32(daw.at.requestStatus), status.ok);
    await isSeen(scene, 'heard', 20);
    await noReplyIsLeft(t, daw);
  });

  tortureTest('a save during which its audio dies is carried out', format, SLOW_SAVE, async (scene) => {
    const { t, daw } = scene;
    t.is(await daw.restoreState(project(format, 4)), status.ok);
    await sleep(2500);
    daw.askFor(request.saveState);
    await sleep(300);
    killIn(daw, 'audio');
    t.is(await daw.toDaw.wait(CLIENT_TIMEOUT_MS), 'byte');
    t.is(daw.segment.readU32(daw.at.requestStatus), status.ok);
    await says(t, daw, 'SIGSEGV in its audio processing');
    await noReplyIsLeft(t, daw);
  });

  tortureTest(
    'a state that it refuses is saved byte for byte until something is edited',
    format,
    'refuse@restore',
    async (scene) => {
      const { t, daw, player } = scene;
      await player.play(5);
      const state = project(format, 21);
      t.is(await daw.restoreState(state), isLv2 ? status.ok : status.error);
      await says(
        t,
        daw,
        isLv2
          ? 'could not restore all of its own state'
          : 'Until something is edited, saving the project keeps the state as it came',
      );
      if (isLv2) player.gain = GAIN;
      t.deepEqual(await daw.saveState(), state);
      await player.play(40);
      await sleep(700);
      t.deepEqual(await daw.saveState(), state);
      // Its death does not change that.
      killIn(daw, 'audio');
      player.gain = isLv2 ? GAIN : 0.5;
      await isSeen(scene, 'heard', 20);
      t.deepEqual(await daw.saveState(), state);
      await sleep(700);
      player.gain = 0.125;
      setParameter(daw, format, 'gain', 0.125);
      await isSeen(scene, 'heard', 20);
      await sleep(700);
      const { notes, values } = await savedState(daw, format);
      t.deepEqual([notes, values[0]], [0, 0.125]);
      await noReplyIsLeft(t, daw);
    },
  );

  tortureTest('what it refuses does not replace what it has', format, 'refuse@restore:2', async (scene) => {
    const { t, daw } = scene;
    t.is(await daw.restoreState(project(format, 22)), status.ok);
    t.is(await daw.restoreState(project(format, 23)), isLv2 ? status.ok : status.error);
    t.is((await savedState(daw, format)).notes, 22);
  });
}

tortureTest('settings that are not saved in time are in the journal', 'clap', 'refuse@save', async (scene) => {
  const { t, daw } = scene;
  await settle(scene);
  killIn(daw, 'audio');
  await isSeen(scene, 'heard', 20);
  await says(t, daw, 'with its parameters as they were; it never saved its state');
});

tortureTest('a block that hangs is a death', 'vst3', 'hang@process:60*1', async (scene) => {
  const { t, daw } = scene;
  await settle(scene);
  await isSeen(scene, 'unanswered', 1);
  await isSeen(scene, 'heard', 20);
  await says(t, daw, 'The plugin hung (in its audio processing). It was loaded again with its last state');
});

for (const format of formats)
  for (const times of [1, 2])
    tortureTest(`an edit just before a save that crashes ${times} times`, format, '', async (scene) => {
      const { t, daw } = scene;
      const values = parameters.map((name) => (name === 'gain' ? GAIN : 0));
      const script = `segv@save*${times}`;
      t.is(await daw.restoreState(wireState(format, writeState({ notes: 5, values, script }), values)), status.ok);
      setParameter(daw, format, 'gain', 0.75);
      await daw.block(64, DAW_TIMEOUT_MS);
      const answer = await ask(daw, request.saveState);
      t.is(answer, times === 1 ? status.ok : status.error, daw.process.stderr);
      await daw.block(64, DAW_TIMEOUT_MS); // in which an LV2 plugin sees its ports
      if (times === 1) t.is((await savedState(daw, format)).values[0], 0.75);
    });
for (const [what, format, script] of [
  ['that it asked for', 'clap', 'restart@process:60*1;hang@deactivate:2*1'],
  ['for the length of its blocks', 'clap', 'hang@deactivate:1*1'],
  ['that it asked for', 'vst3', 'restart@process:60*1;hang@deactivate:1*1'],
] as const) {
  tortureTest(`a restart ${what} and that hangs is a death`, format, script, async (scene) => {
    const { t, daw, player } = scene;
    t.true(await player.playWhileNot(() => processesAfter(daw) > 0), player.toString());
    setParameter(daw, format, 'gain', GAIN);
    await isSeen(scene, 'heard', 20);
    await says(t, daw, 'The plugin hung (in a restart that it requested). It was loaded again');
  });
}
