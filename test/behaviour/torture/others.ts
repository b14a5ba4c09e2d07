/** What does not fit into a row: changes of the environment, sizes of states, and the way back from a bypass. */
import { readlinkSync } from 'node:fs';
import { request, status } from '../../support/layout.ts';
import { pushMidi } from '../../support/midi.ts';
import { ask, restore, save, savedState } from './requests.ts';
import { changesAt, type Part, type Place, processChanges, stateSizes, threadChanges } from './rows.ts';
import {
  endSession,
  expectedState,
  processesOf,
  type Scene,
  session,
  settle,
  untilBypassed,
  withHost,
} from './scene.ts';
import { type Format, setParameter } from './support.ts';

/** The call in which the first report is made; by then the session is settled. */
const FIRST_REPORT = 60;
/** Calls of process, at a pace of at least 1 ms. */
const A_MOMENT = 600;

/** Wait for so many reports: they must be alike. */
async function reportsAgree(scene: Scene, count: number, what: readonly string[]): Promise<void> {
  const { t, log, player } = scene;
  await player.playWhileNot(() => processesOf(scene) >= count);
  const reports = log.about('report');
  t.is(reports.length, count, 'not all was tried');
  for (const [index, report] of reports.entries())
    if (report !== reports[0]) t.fail(`after ${what[index - 1]}: ${report}, at first: ${reports[0]}`);
}

/** The session has come to no harm. */
async function isWell(scene: Scene): Promise<void> {
  const { t, daw, format, player } = scene;
  t.is(readlinkSync(`/proc/${daw.process.hostPid}/cwd`), process.cwd());
  t.true(await player.playUntil('heard'));
  t.deepEqual(await savedState(daw, format), expectedState());
  await endSession(scene);
}

/** A report, then each fault in a call and a report in the next. */
function steps(at: Place, first: number, faults: readonly string[]): string {
  const pairs = faults.map((fault, i) => `${fault}@${at}:${first + 2 * i + 1};report@${at}:${first + 2 * i + 2}`);
  return [`report@${at}:${first}`, ...pairs].join(';');
}

function mainThreadChangesTests(format: Format): void {
  const all = [...threadChanges, ...processChanges];
  for (const { at, formats } of changesAt) {
    if (formats && !formats.includes(format)) continue;
    const script = steps(at, at === 'timer' ? FIRST_REPORT : 1, all);
    session(`${format}: what ${at} changes is put back at once: ${all.join(', ')}`, (t) =>
      withHost(t, format, script, { display: at === 'editor-idle' }, async (scene) => {
        const { daw } = scene;
        await settle(scene);
        if (at === 'editor-idle') daw.askFor(request.guiShow);
        for (let i = 0; at === 'save' && i < 2 * all.length + 2; i++)
          t.is(await ask(daw, request.saveState), status.ok);
        await reportsAgree(scene, all.length + 1, all);
        await isWell(scene);
      }),
    );
  }
}

function audioThreadChangesTests(format: Format): void {
  session(`${format}: what process changes of its thread is put back at once: ${threadChanges.join(', ')}`, (t) =>
    withHost(t, format, steps('process', FIRST_REPORT, threadChanges), {}, async (scene) => {
      await settle(scene);
      await reportsAgree(scene, threadChanges.length + 1, threadChanges);
      await isWell(scene);
    }),
  );
  const faults = processChanges.map((fault) => `${fault}@process:${FIRST_REPORT + 1}`);
  const script = [`report@process:${FIRST_REPORT}`, ...faults, `report@process:${FIRST_REPORT + A_MOMENT}`];
  session(`${format}: what process changes of the process is put back soon: ${processChanges.join(', ')}`, (t) =>
    withHost(t, format, script.join(';'), {}, async (scene) => {
      await settle(scene);
      await reportsAgree(scene, 2, [processChanges.join(', ')]);
      await isWell(scene);
    }),
  );
}

function sizesTests(format: Format, part: Part): void {
  for (const size of stateSizes(part))
    session(`${format}: a state of ${size} bytes is saved, and restored in another session`, (t) =>
      withHost(t, format, `state-size(${size})@save`, {}, async (scene) => {
        await settle(scene);
        const state = await save(scene.daw);
        t.true(await scene.player.playUntil('heard'));
        const environment = { XDG_STATE_HOME: scene.log.folder };
        await withHost(t, format, '', { environment }, async (other) => {
          t.true(await other.daw.ready());
          t.is(await restore(other.daw, state), status.ok);
          if (size > 0) {
            t.true(await other.player.playUntil('heard'), other.player.toString());
            t.deepEqual(await savedState(other.daw, format), expectedState());
          }
          await endSession(other);
        });
        await endSession(scene);
      }),
    );
}

function returnTest(format: Format): void {
  session(`${format}: a plugin that died three times is tried once more by a restore`, (t) =>
    withHost(t, format, `report@instantiate;segv@process:${FIRST_REPORT}*3`, {}, async (scene) => {
      const { daw, player } = scene;
      await settle(scene);
      const good = await save(daw);
      await untilBypassed(scene);
      t.is(await restore(daw, good), status.ok);
      t.true(await player.playWhileNot(() => processesOf(scene) > 3));
      t.true(await player.playUntil('heard', 100), player.toString());
      t.deepEqual(await savedState(daw, format), expectedState());
      t.is(daw.segment.readU32(daw.at.errorCode), 0);
      await endSession(scene);
    }),
  );
}

/** Number of "segv" for parameters and notes. */
const SEGV = 1;

function numberTests(format: Format): void {
  session(`${format}: a note that kills the plugin is not played again`, (t) =>
    withHost(t, format, 'report@instantiate', {}, async (scene) => {
      await settle(scene);
      pushMidi(scene.daw, 0, { sampleOffset: 0, bytes: [0x9f, SEGV, 100] });
      t.true(await scene.player.playWhileNot(() => processesOf(scene) > 1));
      t.true(await scene.player.playUntil('heard', 100), scene.player.toString());
      t.is(processesOf(scene), 2);
      await isWell(scene);
    }),
  );
  session(
    `${format}: a setting that kills the plugin is left behind at the second death, and the others are kept`,
    (t) =>
      withHost(t, format, 'report@instantiate', {}, async (scene) => {
        await settle(scene);
        setParameter(scene.daw, format, 'fault', SEGV);
        t.true(await scene.player.playWhileNot(() => processesOf(scene) > 2), scene.player.toString());
        t.true(await scene.player.playUntil('heard', 100), scene.player.toString());
        t.is(processesOf(scene), 3);
        await isWell(scene);
      }),
  );
}

export function others(format: Format, part: Part): void {
  sizesTests(format, part);
  if (part === 'rest') return;
  mainThreadChangesTests(format);
  audioThreadChangesTests(format);
  returnTest(format);
  numberTests(format);
}
