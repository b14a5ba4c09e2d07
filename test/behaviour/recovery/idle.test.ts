/** A plugin that the DAW does not play lets the processor sleep, and what begins then is watched as ever. */
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import test, { type ExecutionContext } from 'ava';
import { Daw, type DawOptions } from '../../support/daw.ts';
import { amp } from '../../support/host-test.ts';
import { Player } from '../torture/player.ts';
import { formats, torture } from '../torture/support.ts';

const BLOCKS = 20;
/** The supervisor looks for 2 s whether anything happens, the watch for 1 s. */
const UNTIL_IDLE_MS = 3500;
/** Other programs may delay a look, so that two come close together: of these windows, one must be as promised. */
const WINDOWS_MAX = 6;
const WINDOW_MS = 2000;
const WAKES_MAX = 4;

/** How often the threads of these processes have gone to sleep. */
function sleepsOf(pids: readonly number[]): number {
  const threads = pids.flatMap((pid) =>
    readdirSync(`/proc/${pid}/task`).map((thread) => `/proc/${pid}/task/${thread}`),
  );
  const counts = threads.map((path) =>
    Number(/^voluntary_ctxt_switches:\s+(\d+)/m.exec(readFileSync(`${path}/status`, 'latin1'))?.[1]),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}

/** The supervisor, the host process, and the one between if there is one. */
function processesOf({ process: { pid, hostPid } }: Daw): number[] {
  const stat = readFileSync(`/proc/${hostPid}/stat`, 'latin1');
  const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  return [...new Set([pid, parent, hostPid])];
}

/** Run body with a ready host for each, all at once. */
async function withHosts(
  t: ExecutionContext,
  all: readonly DawOptions[],
  body: (daw: Daw) => Promise<void>,
): Promise<void> {
  const daws = all.map((options) => new Daw(options));
  try {
    await Promise.all(
      daws.map(async (daw) => {
        t.true(await daw.ready(), daw.process.stderr);
        await body(daw);
      }),
    );
  } finally {
    if (!t.passed) t.log(...daws.map((daw) => daw.process.stderr));
    await Promise.all(daws.map((daw) => daw.destroy()));
  }
}

test('An idle plugin wakes twice a second at most', async (t) => {
  const vst3 = { format: 'vst3', spec: '/usr/lib/vst3/ZamDelay.vst3', version: 6 } as const;
  const clap = { format: 'clap', spec: '/usr/lib/clap/ZamDelay.clap', version: 6 } as const;
  await withHosts(t, [amp, vst3, clap], async (daw) => {
    for (let i = 0; i < BLOCKS; i++) t.is(await daw.block(64), 'byte');
    await sleep(UNTIL_IDLE_MS);
    const pids = processesOf(daw);
    const counts: number[] = [];
    do {
      const before = sleepsOf(pids);
      await sleep(WINDOW_MS);
      counts.push(sleepsOf(pids) - before);
    } while (Math.min(...counts) > WAKES_MAX && counts.length < WINDOWS_MAX);
    t.true(Math.min(...counts) <= WAKES_MAX, `${counts.join(', ')} in ${WINDOW_MS} ms each`);
  });
});

test('A block that hangs after a long pause is found, and the plugin comes back', async (t) => {
  const script = `hang@process:${BLOCKS + 1}`;
  const all = formats.map((format) => torture(format, script, { MAOLAN_HANG_MS: '500' }));
  await withHosts(t, all, async (daw) => {
    const player = new Player(daw);
    await player.play(BLOCKS);
    await sleep(UNTIL_IDLE_MS);
    t.true(await player.playUntil('heard', BLOCKS / 2), `${player}`);
    t.true(player.seen.includes('unanswered'), `${player}`);
    t.true(await daw.process.says('The plugin hung (in its audio processing)'));
  });
});
