/** What each outcome of rows.ts means for the DAW, as a test. */
import { belongings } from '../../support/editor.ts';
import { FRAMES_MAX, request, status } from '../../support/layout.ts';
import type { Seen } from './player.ts';
import { ask, restore, save, savedState } from './requests.ts';
import { type Outcome, outcomeOf, type Part, type Row, rowsOf } from './rows.ts';
import {
  endSession,
  expectedState,
  leavesNothing,
  processesOf,
  type Scene,
  session,
  settings,
  settle,
  untilBypassed,
  withHost,
} from './scene.ts';
import { wireState, writeState } from './states.ts';
import { type Format, parameters } from './support.ts';

/** A client waits so long for the answer to a request. */
const CLIENT_TIMEOUT_MS = 5000;
/** Connections and descriptors of an open editor, at most. */
const FDS_OF_EDITOR = 6;
/** A reply may cross the DAW's giving up. Then it is read in place of the next, until the host has noticed. */
const BLOCKS_CROSSED = 3;
/** A busy machine can make a block late without a fault. */
const BLOCKS_LATE = 5;

/* ---- scripts ---- */

function scriptOf({ fault, at, call, times = 1, after }: Row): string {
  const limit = Number.isFinite(times) ? `*${times}` : '';
  return `${after ? `${after};` : ''}${fault}@${at}${call === undefined ? '' : `:${call}`}${limit}`;
}

const values = parameters.map((name) => (name in settings ? settings[name as keyof typeof settings] : 0));

/** A project with the settings that makes demands on its host. */
function project(format: Format, script: string): Buffer {
  return wireState(format, writeState({ notes: 2, values, script }), values);
}

/* ---- making it happen ---- */

/**
 * Whether the script comes with a project that is opened once the session is settled: what goes by time, and what a host calls unasked (it
 * saves), would come too early otherwise.
 */
function comesWithProject({ at }: Row): boolean {
  return at === 'thread' || at === 'timer' || at === 'worker' || at === 'save';
}

/** Restore a project whose plugin is going to do it. */
async function openProject({ t, daw, format }: Scene, row: Row): Promise<void> {
  t.is(await restore(daw, project(format, scriptOf(row))), status.ok);
}

/** Play until the fault has happened. */
async function awaitFault({ player, log }: Scene, { fault, at }: Row): Promise<void> {
  const name = `${fault.replace(/\(.*/, '')}@${at}`;
  const happened = () => log.about(name).length > 0;
  await player.playWhileNot(happened);
  if (!happened()) throw new Error(`${name} did not happen`);
}

/** Do what leads into the callback, and wait until the fault has happened. */
async function provoke(scene: Scene, row: Row): Promise<void> {
  const { t, daw } = scene;
  if (comesWithProject(row)) await openProject(scene, row);
  if (row.at === 'save')
    t.is(await ask(daw, request.saveState, CLIENT_TIMEOUT_MS), status.ok, 'the save was not answered');
  if (row.at.startsWith('editor')) daw.askFor(request.guiShow);
  await awaitFault(scene, row);
}

/* ---- outcomes ---- */

function sawOnly({ t, player }: Scene, ...allowed: Seen[]): void {
  const others = player.seen.filter((seen) => !allowed.includes(seen));
  t.deepEqual([...new Set(others)], [], player.toString());
}

function sawFewCross({ t, player }: Scene): void {
  t.true(player.seen.filter((seen) => seen === 'stale').length <= BLOCKS_CROSSED, player.toString());
}

async function isItself(scene: Scene, script = ''): Promise<void> {
  const { t, daw, format, player } = scene;
  t.true(await player.playUntil('heard'), `never heard again: ${player}`);
  const state = await savedState(daw, format);
  t.deepEqual({ ...state, saves: 0 }, expectedState(script));
}

/** The session goes on with the same plugin in the same process; how many blocks may be something else than heard. */
async function goesOn(scene: Scene, row: Row, outcome: Outcome, allowed: Seen[], most: number): Promise<void> {
  const { t, daw, player } = scene;
  const before = belongings(daw.process.hostPid);
  await provoke(scene, row);
  await player.play(50);
  if (outcome === 'one block') t.is(player.seen.filter((seen) => seen === 'wrong' || seen === 'silent').length, 1);
  sawOnly(scene, 'heard', ...allowed);
  t.true(player.seen.filter((seen) => seen !== 'heard').length <= most, player.toString());
  sawFewCross(scene);
  await isItself(scene, comesWithProject(row) ? scriptOf(row) : '');
  t.is(processesOf(scene), 1, 'the host began anew');
  await leavesNothing(scene, before.fds);
  await endSession(scene);
}

async function recovers(scene: Scene, row: Row): Promise<void> {
  const { t, daw, player } = scene;
  const before = belongings(daw.process.hostPid);
  await provoke(scene, row);
  t.true(await player.playWhileNot(() => processesOf(scene) > 1), `the plugin did not come back: ${player}`);
  await isItself(scene, comesWithProject(row) ? scriptOf(row) : '');
  sawOnly(scene, 'heard', 'unanswered', 'bypassed', 'silent', 'stale');
  sawFewCross(scene);
  t.log(player.toString());
  if (row.says !== undefined) t.true(await daw.process.says(row.says), daw.process.stderr);
  t.is(processesOf(scene), 2);
  t.true(daw.process.alive);
  // An editor that was open is open again.
  await leavesNothing(scene, before.fds + (row.at.startsWith('editor') ? FDS_OF_EDITOR : 0));
  await endSession(scene);
}

/** A project restored, or the state saved: an error, and nothing else. */
async function isRefused(scene: Scene, { at, fault }: Row): Promise<void> {
  const { t, daw, format, player } = scene;
  const result =
    at === 'save'
      ? await ask(daw, request.saveState, CLIENT_TIMEOUT_MS)
      : await restore(daw, project(format, `${fault}@restore`));
  t.is(result, status.error);
  t.true(await player.playUntil('heard'));
  sawOnly(scene, 'heard', 'unanswered');
  if (at !== 'save') t.deepEqual(await savedState(daw, format), expectedState());
  t.is(processesOf(scene), 1);
  await endSession(scene);
}

/** Have the main thread enter a call that never returns. */
async function startHang(scene: Scene, row: Row): Promise<void> {
  const { t, daw, format } = scene;
  if (row.at === 'restore') t.is(await restore(daw, project(format, 'hang@restore')), status.error);
  else if (row.at === 'save') await openProject(scene, row);
  else await provoke(scene, row);
}

/**
 * The main thread hangs. Requests are refused in time, the sound goes on (past a plugin that is taking a state, which must not run
 * meanwhile), and the host can be ended.
 */
async function timesOut(scene: Scene, row: Row): Promise<void> {
  const { t, daw, player } = scene;
  await startHang(scene, row);
  t.is(await ask(daw, request.saveState, CLIENT_TIMEOUT_MS), status.error, 'the save was not refused in time');
  t.true(await player.playUntil(row.at === 'restore' ? 'bypassed' : 'heard', 50), 'the sound does not go on');
  t.true(await daw.process.says('The plugin has been busy with'), daw.process.stderr);
  await endSession(scene);
}

/** The host continues without the plugin: the sound passes through, and the last good state can be saved. */
async function isBypassed(scene: Scene, row: Row): Promise<void> {
  const { t, daw, format } = scene;
  let good = await save(daw);
  if (row.at === 'restore') {
    good = project(format, `${row.fault}@restore`);
    await restore(daw, good);
  }
  await untilBypassed(scene);
  t.deepEqual(await save(daw), good, 'a save does not give the last good state');
  t.not(daw.segment.readU32(daw.at.errorCode), 0);
  await endSession(scene);
}

/** The same for a plugin that was never there: there is nothing to lose yet. */
async function isBypassedFromTheStart(scene: Scene): Promise<void> {
  const { t, daw } = scene;
  t.true(await daw.ready(), 'the host is not ready');
  await untilBypassed(scene);
  await endSession(scene);
}

async function isNotLoaded({ t, daw }: Scene): Promise<void> {
  t.deepEqual(await daw.process.end(), { code: 6, signal: null });
  t.is(daw.segment.readU32(daw.at.ready), 0, 'ready was said');
}

async function endsWell(scene: Scene, row: Row): Promise<void> {
  const { t, log } = scene;
  await isItself(scene);
  await endSession(scene);
  t.is(log.about(`${row.fault.replace(/\(.*/, '')}@${row.at}`).length, 1, 'the fault did not happen');
}

const starts: readonly string[] = ['load', 'instantiate', 'activate'];

async function play(scene: Scene, row: Row, outcome: Outcome): Promise<void> {
  if (outcome === 'not loaded') return isNotLoaded(scene);
  if (outcome === 'bypassed' && starts.includes(row.at)) return isBypassedFromTheStart(scene);
  await settle(scene);
  if (outcome === 'unnoticed') return goesOn(scene, row, outcome, ['unanswered'], BLOCKS_LATE);
  if (outcome === 'one block') return goesOn(scene, row, outcome, ['unanswered', 'wrong', 'silent'], BLOCKS_LATE);
  if (outcome === 'late')
    return goesOn(scene, row, outcome, ['unanswered', 'silent', 'stale'], Number.POSITIVE_INFINITY);
  if (outcome === 'recovers') return recovers(scene, row);
  if (outcome === 'refused') return isRefused(scene, row);
  if (outcome === 'times out') return timesOut(scene, row);
  if (outcome === 'bypassed') return isBypassed(scene, row);
  return endsWell(scene, row);
}

export function matrix(format: Format, part: Part): void {
  for (const row of rowsOf(format, part)) {
    const outcome = outcomeOf(row, format);
    const inState = row.at === 'restore' || (comesWithProject(row) && outcome !== 'refused');
    const script = inState ? '' : scriptOf(row);
    const options = {
      display: row.at.startsWith('editor'),
      ...(row.fault === 'overrun' ? { frames: FRAMES_MAX } : {}),
      ...(row.at === 'process' && outcome === 'recovers' ? { hangMs: 500 } : {}),
    };
    session(`${format}: ${scriptOf(row)}: ${outcome}`, (t) =>
      withHost(t, format, `report@instantiate;${script}`, options, (scene) => play(scene, row, outcome)),
    );
  }
}
