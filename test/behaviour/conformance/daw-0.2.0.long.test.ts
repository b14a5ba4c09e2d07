import { existsSync } from 'node:fs';
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
import { amp, fixture } from '../../support/host-test.ts';

/** Every scenario ends with these. */
interface Ending {
  opened: number;
  unread: number;
  left: boolean;
  exitCode: number;
}

const clean: Ending = { opened: 0, unread: 0, left: true, exitCode: 0 };

/** A save takes longer than the way from one block to the next. */
const slowToSave = fixture('slow-state', { MAOLAN_FIXTURE_SAVE_MS: '3' });

/** Play a scenario; whatever it counts, nothing may be left afterwards. */
async function played<Counts>(t: ExecutionContext, scenario: string, session: Session): Promise<Played<Counts>> {
  const result = await play<Counts>(scenario, session);
  const segment = `/maolan-${result.pid}-${session.format ?? 'lv2'}-${result.pid}`;
  t.deepEqual(processesWith(segment), [], 'a process is left');
  t.false(existsSync(`/dev/shm${segment}`), 'the segment is left');
  return result;
}

test.serial('A session of 500 blocks is heard in time', async (t) => {
  const { counts } = await played<Ending & { probe: Probe; crashCount: number }>(t, 'blocks', amp);
  t.deepEqual(counts, { ...clean, probe: inTime(500), crashCount: 0 });
});

test.serial('A track with a buffer size of 0 plays', async (t) => {
  const { counts } = await played<Ending & { probe: Probe }>(t, 'blocks', { ...amp, bufferFrames: 0 });
  t.like(counts, clean);
  t.is(counts.probe.bypassed, 0);
});

test.serial('Saving the project works every time', async (t) => {
  const counted = { okIdle: 100, okPlaying: 100, bytes: 16, probe: inTime(500) };
  t.deepEqual((await played(t, 'saves', amp)).counts, { ...clean, ...counted });
});

test.serial('Loading a project works every time', async (t) => {
  t.deepEqual((await played(t, 'restores', amp)).counts, { ...clean, saved: 50, restored: 50, probe: inTime(300) });
});

test.serial('Opening and closing an editor does not delay the sound', async (t) => {
  t.deepEqual((await played(t, 'editor', amp)).counts, { ...clean, separate: inTime(300), together: inTime(100) });
});

test.serial('Saving while playing disturbs neither for long', async (t) => {
  const { counts } = await played<Concurrent>(t, 'concurrent', amp);
  t.deepEqual(counts.after, inTime(200));
  savedDuringBlocks(t, counts);
  t.log(`lag during: ${counts.during.lag.join(' ')}`);
});

test.serial('A plugin that saves slowly is saved while it plays', async (t) => {
  savedDuringBlocks(t, (await played<Concurrent>(t, 'concurrent', slowToSave)).counts);
});

test.serial('A plugin that was too slow for a while is in time again afterwards', async (t) => {
  const { counts } = await played<Ending & { slow: Probe; after: Probe }>(t, 'late', fixture('slow-run'));
  t.is(counts.slow.bypassed, 10, 'the DAW gave up on every slow block');
  // The reply to the last block that was given up lay in the pipe for the one block before the pause, and for no other.
  t.deepEqual(counts.after, inTime(200));
  t.like(counts, clean);
});

test.serial('A plugin at the edge of the patience of the DAW is in time again afterwards', async (t) => {
  const { counts } = await played<Ending & { after: Probe }>(t, 'on-the-edge', fixture('slow-run'));
  t.deepEqual(counts.after, inTime(200));
  t.like(counts, clean);
});

test.serial('A plugin that takes its time to load is in time from the first block on', async (t) => {
  const { counts } = await played(t, 'blocks', fixture('slow-instantiate', { MAOLAN_FIXTURE_SLOW_MS: '900' }));
  t.deepEqual(counts, { ...clean, probe: inTime(500), crashCount: 0 });
});

test.serial('A project with a plugin that is missing opens, and the track plays unprocessed', async (t) => {
  const session = { spec: 'http://example.com/missing' };
  const { counts, stderr } = await played<Ending & { probe: Probe }>(t, 'blocks', session);
  t.is(counts.opened, 0, 'the DAW froze');
  t.is(counts.probe.bypassed, 500);
  t.true(stderr.includes("Failed to load LV2 plugin 'http://example.com/missing'"), stderr);
});

test.serial('Two tracks with plugins of one format play side by side and end together', async (t) => {
  const { counts } = await played<{ first: Probe; second: Probe; firstLeft: boolean; secondLeft: boolean }>(
    t,
    'twins',
    amp,
  );
  t.deepEqual(counts, { first: inTime(150), second: inTime(100), firstLeft: true, secondLeft: true });
});

test.serial('A crash is noticed before the next block', async (t) => {
  const { counts } = await played(t, 'crashes', { spec: '__crash__' });
  t.deepEqual(counts, { opened: 20, bypassed: 20, crashCount: 20, exitCode: 1 });
});

test.serial('When the DAW is killed no host stays, whatever other process holds its pipes', async (t) => {
  const home = await household(amp);
  try {
    t.true(home.pids.every(runs));
    home.killDaw();
    t.true(await until(() => !home.pids.some(runs)), `of ${home.pids} some still run`);
    t.true(runs(home.stranger), 'the stranger holds the pipes open');
    t.deepEqual(processesWith(home.segment), []);
  } finally {
    for (const pid of [...home.pids, home.stranger]) if (runs(pid)) process.kill(pid, 'SIGKILL');
    unlinkSegment(home.segment);
  }
});
