/** One session of the DAW with the torture plugin, from the start of the host to what is left of it. */
import { setTimeout as sleep } from 'node:timers/promises';
import test, { type ExecutionContext } from 'ava';
import { Daw } from '../../support/daw.ts';
import { belongings } from '../../support/editor.ts';
import { noteOn, pushMidi } from '../../support/midi.ts';
import { XServer } from '../../unit/window/x-server.ts';
import { Player } from './player.ts';
import {
  childrenOf,
  FaultLog,
  type Format,
  isGone,
  parameters,
  setParameter,
  sharedMemoryOf,
  torture,
} from './support.ts';

/** What the sessions set, besides the gain. kept4 is what "host-calls" sets it to. */
export const settings = { gain: 0.25, kept1: 0.5, kept2: 0.125, kept3: 1, kept4: 0.75 } as const;

export interface Scene {
  readonly t: ExecutionContext;
  readonly format: Format;
  readonly daw: Daw;
  readonly log: FaultLog;
  /** Plays what the settings make of the sound. */
  readonly player: Player;
}

/** Sessions at a time. They wait more than they work. */
const SESSIONS_MAX = 3;
let running = 0;
const waiting: (() => void)[] = [];

/** A test that has its turn when few others run. */
export function session(title: string, body: (t: ExecutionContext) => Promise<void>): void {
  test(title, async (t) => {
    while (running >= SESSIONS_MAX) await new Promise<void>((resolve) => waiting.push(resolve));
    running++;
    try {
      await body(t);
    } finally {
      running--;
      waiting.shift()?.();
    }
  });
}

/** How many times the plugin was instantiated. */
export function processesOf({ log }: Scene): number {
  return log.about('report').length;
}

export interface SceneOptions {
  environment?: NodeJS.ProcessEnv;
  /** How long a plugin may hang in a block, in place of 2 s: not even on a slow machine does this happen by accident. */
  hangMs?: number;
  /** Of a block. */
  frames?: number;
  /** With an X server. */
  display?: boolean;
}

/** Run body with a host that has just been started; afterwards nothing may be left. */
export async function withHost(
  t: ExecutionContext,
  format: Format,
  script: string,
  { environment = {}, hangMs = 20_000, frames = 64, display = false }: SceneOptions,
  body: (scene: Scene) => Promise<void>,
): Promise<void> {
  const log = new FaultLog();
  const x = display ? await XServer.start(t) : undefined;
  const words = { MAOLAN_TORTURE_LOG: log.path, MAOLAN_HANG_MS: String(hangMs), XDG_STATE_HOME: log.folder };
  const daw = new Daw(torture(format, script, { ...words, DISPLAY: x?.display ?? '', ...environment }));
  const player = new Player(daw, settings.gain, frames);
  try {
    await body({ t, format, daw, log, player });
  } catch (error) {
    t.fail(String(error));
  } finally {
    if (!t.passed) t.log([player.toString(), ...log.lines(), daw.process.stderr].join('\n'));
    await daw.destroy();
    log.remove();
  }
  t.true(await isGone(daw), 'a process is left');
  t.deepEqual(sharedMemoryOf(daw), [], 'something is left in /dev/shm');
}

/** Wait for the host and give the plugin its settings: played, and kept as the last good state by the time this returns. */
export async function settle({ format, daw, player }: Scene): Promise<void> {
  if (!(await daw.ready())) throw new Error('The host is not ready.');
  for (const name of parameters)
    if (name in settings) setParameter(daw, format, name, settings[name as keyof typeof settings]);
  for (const note of [60, 64]) pushMidi(daw, 0, noteOn(note));
  await player.playUntil('heard', 20);
  await sleep(500); // 300 ms after an edit the state is taken
  player.seen.length = 0;
}

/** The plugin has its settings, and has heard its two notes. */
export function expectedState(script = ''): { notes: number; saves: number; script: string; values: number[] } {
  const { gain, kept1, kept2, kept3, kept4 } = settings;
  return { notes: 2, saves: 0, script, values: [gain, kept1, kept2, kept3, kept4, 0, 0] };
}

/** What happens to be open for a moment. */
const FDS_SPARE = 2;

/** No process and no file descriptor more than before; a fork's child may take its second. */
export async function leavesNothing({ t, daw }: Scene, fdsBefore: number): Promise<void> {
  for (const end = performance.now() + 5000; childrenOf(daw.process.hostPid).length > 0 && performance.now() < end; )
    await sleep(20);
  t.deepEqual(childrenOf(daw.process.hostPid), [], 'children are left');
  const { fds } = belongings(daw.process.hostPid);
  t.true(fds <= fdsBefore + FDS_SPARE, `${fds} file descriptors, before: ${fdsBefore}`);
}

/** Play until the host has given the plugin up; while it brings it back, it passes the sound on as well. */
export async function untilBypassed({ t, daw, player }: Scene): Promise<void> {
  const gaveUp = () => daw.process.stderr.includes('It is bypassed now');
  t.true(await player.playWhileNot(gaveUp, 30_000), `never given up: ${player}`);
  t.true(await player.playUntil('bypassed'), `not bypassed: ${player}`);
}

/** The DAW asks the host to end: exit code 0 and no unrequested reply. */
export async function endSession({ t, daw }: Scene): Promise<void> {
  daw.shutDown();
  t.deepEqual(await daw.process.end(), { code: 0, signal: null });
  t.is(daw.toDaw.drain(), 0, 'replies are left');
}
