/** A host with the torture plugin (test/fixtures/torture), as the recovery tests want it. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { ExecutionContext } from 'ava';
import type { Daw } from '../../support/daw.ts';
import { readyTest } from '../../support/host-test.ts';
import { Player, type Seen } from '../torture/player.ts';
import { wireState, writeState } from '../torture/states.ts';
import { FaultLog, type Format, parameters, setParameter, torture } from '../torture/support.ts';
import { untilKept } from './support.ts';

export interface Scene {
  t: ExecutionContext;
  daw: Daw;
  format: Format;
  player: Player;
  log: FaultLog;
}

/** What the plugin is set to, by settle and by project. */
export const GAIN = 0.25;
const KEPT = 0.75;

/** Run body with a ready host; afterwards it must end on its own and leave nothing behind. */
export function tortureTest(
  title: string,
  format: Format,
  script: string,
  body: (scene: Scene) => Promise<void>,
  environment: NodeJS.ProcessEnv = {},
): void {
  let log: FaultLog | undefined;
  const options = () => {
    log = new FaultLog();
    return torture(format, script, { MAOLAN_TORTURE_LOG: log.path, MAOLAN_HANG_MS: '500', ...environment });
  };
  readyTest(`${format}: ${title}`, options, async (t, daw) => {
    if (log === undefined) throw new Error('no log');
    const player = new Player(daw, GAIN);
    try {
      await body({ t, daw, format, player, log });
    } finally {
      if (!t.passed) t.log([player.toString(), ...log.lines()].join('\n'));
      log.remove();
    }
  });
}

/** Give the plugin settings by hand, and wait until they are kept. */
export async function settle({ daw, format, player }: Scene): Promise<void> {
  setParameter(daw, format, 'gain', GAIN);
  setParameter(daw, format, 'kept1', KEPT);
  await player.playUntil('heard');
  await untilKept();
}

/**
 * Play until so many blocks in a row are seen like this. Then wait a moment: a reply to a block that was given up may lie there for as long
 * as that, and no request must take it for its own.
 */
export async function isSeen({ t, player }: Scene, seen: Seen, inARow: number): Promise<void> {
  t.true(await player.playUntil(seen, inARow), player.toString());
  await sleep(400);
}

/** The state of a project, with settings like those of settle. notes distinguishes them. */
export function project(format: Format, notes = 0): Buffer {
  const values = parameters.map((name) => ({ gain: GAIN, kept1: KEPT })[name as string] ?? 0);
  return wireState(format, writeState({ notes, values }), values);
}
