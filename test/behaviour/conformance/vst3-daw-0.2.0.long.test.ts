/** VST3 under the unmodified 0.2.0 DAW: its order of stores, its waits, its races. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import test, { type ExecutionContext } from 'ava';
import {
  type Concurrent,
  household,
  inTime,
  type Played,
  type Probe,
  play,
  runs,
  type Session,
  savedDuringBlocks,
  unlinkSegment,
} from '../../support/daw-0.2.0.ts';
import { processesWith, until } from '../../support/host-process.ts';
import { daw020, host, vst3Bundle } from '../../support/paths.ts';

/** Every scenario ends with these. */
interface Ending {
  opened: number;
  unread: number;
  left: boolean;
  exitCode: number;
}

const clean: Ending = { opened: 0, unread: 0, left: true, exitCode: 0 };

/** What goes in comes out. Its state is the plugin's id and nothing else: 76 bytes. */
const copy = (): Session => ({ format: 'vst3', spec: vst3Bundle('mono-only') });

/** Play a scenario; whatever it counts, nothing may be left afterwards. */
async function played<Counts>(t: ExecutionContext, scenario: string, session: Session): Promise<Played<Counts>> {
  const result = await play<Counts>(scenario, session);
  const segment = `/maolan-${result.pid}-vst3-${result.pid}`;
  const left = existsSync(`/dev/shm${segment}`);
  unlinkSegment(segment);
  t.deepEqual(processesWith(segment), [], 'a process is left');
  t.false(left, 'the segment is left');
  return result;
}

test.serial('A VST3 session of 500 blocks is heard in time', async (t) => {
  const { counts } = await played(t, 'blocks', copy());
  t.deepEqual(counts, { ...clean, probe: inTime(500), crashCount: 0 });
});

test.serial('A VST3 plugin that takes its time to load is in time from the first block on', async (t) => {
  const session = {
    format: 'vst3',
    spec: vst3Bundle('hang-in-initialize'),
    environment: { MAOLAN_FIXTURE_HANG_MS: '900' },
  };
  const { counts } = await played(t, 'blocks', session);
  t.deepEqual(counts, { ...clean, probe: inTime(500), crashCount: 0 });
});

test.serial('Saving a project with a VST3 plugin works every time', async (t) => {
  const counted = { okIdle: 100, okPlaying: 100, bytes: 76, probe: inTime(500) };
  t.deepEqual((await played(t, 'saves', copy())).counts, { ...clean, ...counted });
});

test.serial('Saving a project with the largest state works every time', async (t) => {
  const session = { format: 'vst3', spec: vst3Bundle('state-largest') };
  const { counts } = await played(t, 'saves', session);
  t.like(counts, { ...clean, okIdle: 100, okPlaying: 100, bytes: 65_536 });
});

test.serial('Loading a project with a VST3 plugin works every time', async (t) => {
  const counted = { saved: 50, restored: 50, probe: inTime(300) };
  t.deepEqual((await played(t, 'restores', copy())).counts, { ...clean, ...counted });
});

test.serial('Opening and closing a VST3 editor does not delay the sound', async (t) => {
  const counted = { separate: inTime(300), together: inTime(100) };
  t.deepEqual((await played(t, 'editor', copy())).counts, { ...clean, ...counted });
});

test.serial('Saving a VST3 plugin while it plays disturbs neither for long', async (t) => {
  const { counts } = await played<Concurrent>(t, 'concurrent', copy());
  t.deepEqual(counts.after, inTime(200));
  savedDuringBlocks(t, counts);
});

test.serial('Two tracks with VST3 plugins play side by side and end together', async (t) => {
  const { counts } = await played(t, 'twins', copy());
  t.deepEqual(counts, { first: inTime(150), second: inTime(100), firstLeft: true, secondLeft: true });
});

for (const fault of ['no-binary', 'missing-library', 'no-audio-class', 'fails-to-initialize', 'throws']) {
  test.serial(`A project with the faulty VST3 plugin ${fault} opens, and the track plays unprocessed`, async (t) => {
    const environment = { MAOLAN_FIXTURE_THROW: '1', MAOLAN_RECOVERY: '0' };
    const session = { format: 'vst3', spec: vst3Bundle(fault), environment };
    const { counts } = await played<Ending & { probe: Probe }>(t, 'blocks', session);
    t.is(counts.opened, 0, 'the DAW froze');
    t.is(counts.probe.bypassed, 500);
  });
}

test.serial(
  'A VST3 plugin that dies while it is loaded leaves its host alive, which passes the track through',
  async (t) => {
    const session = { format: 'vst3', spec: vst3Bundle('throws'), environment: { MAOLAN_FIXTURE_THROW: '1' } };
    const { counts } = await played<Ending & { probe: Probe }>(t, 'blocks', session);
    t.is(counts.opened, 0, 'the DAW froze');
    t.deepEqual(counts.probe, inTime(500));
  },
);

test.serial('A VST3 crash is noticed before the next block', async (t) => {
  const { counts } = await played(t, 'crashes', { format: 'vst3', spec: '__crash__' });
  t.deepEqual(counts, { opened: 20, bypassed: 20, crashCount: 20, exitCode: 1 });
});

test.serial('When the DAW is killed no VST3 host stays, whatever other process holds its pipes', async (t) => {
  const home = await household(copy());
  try {
    t.true(home.pids.every(runs));
    home.killDaw();
    t.true(await until(() => !home.pids.some(runs)), `of ${home.pids} some still run`);
    t.true(runs(home.stranger), 'the stranger holds the pipes open');
  } finally {
    for (const pid of [...home.pids, home.stranger]) if (runs(pid)) process.kill(pid, 'SIGKILL');
    unlinkSegment(home.segment);
  }
});

for (const [when, milliseconds] of [
  ['while the host starts', 0],
  ['while a VST3 plugin hangs in its load', 1000],
] as const) {
  test.serial(`When the DAW is killed ${when}, no host stays`, async (t) => {
    const daw = spawn(daw020(), ['blocks', host, 'vst3', vst3Bundle('hang-in-initialize')], { stdio: 'ignore' });
    const segment = `/maolan-${daw.pid}-vst3-${daw.pid}`;
    const hosts = () => processesWith(segment);
    try {
      t.true(await until(() => hosts().length >= 1), 'the DAW started no host');
      await sleep(milliseconds);
      daw.kill('SIGKILL');
      t.true(await until(() => hosts().length === 0), 'the host lives for ever');
    } finally {
      for (const pid of hosts()) process.kill(pid, 'SIGKILL');
      unlinkSegment(segment);
    }
  });
}
