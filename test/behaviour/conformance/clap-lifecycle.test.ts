/** CLAP plugins that want more than blocks, in the real process: timers, file descriptors, callbacks, restarts, sleep. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ExecutionContext } from 'ava';
import { clap, writeSampleRate } from '../../support/clap.ts';
import type { Daw } from '../../support/daw.ts';
import { until } from '../../support/host-process.ts';
import { constant, hostTest, readyTest } from '../../support/host-test.ts';
import { killAndWait } from '../recovery/support.ts';

const folder = mkdtempSync(join(tmpdir(), 'clap-lifecycle-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));

/** A fixture on a stereo track, and what it writes down: "<thread> <object>.<function> <details>". */
function lifecycleTest(
  title: string,
  name: string,
  body: (t: ExecutionContext, daw: Daw, calls: (name: string) => string[]) => Promise<void>,
): void {
  const log = join(folder, `${name}.log`);
  const lines = () => readFileSync(log, 'utf8').split('\n').slice(0, -1);
  readyTest(
    title,
    // The length of blocks is known: no restart for its sake comes between.
    () => ({ ...clap(name), environment: { MAOLAN_FIXTURE_LOG: log, MAOLAN_BUFFER_SIZE: '64' } }),
    async (t, daw) => {
      await body(t, daw, (call) => lines().filter((line) => line.split(' ')[1] === call));
      t.deepEqual(
        lines().filter((line) => line.split(' ')[1] === 'fault'),
        [],
      );
    },
  );
}

/** Is one block after the other answered, once? */
async function plays(t: ExecutionContext, daw: Daw, blocks: number): Promise<void> {
  for (let block = 0; block < blocks; block++) t.is(await daw.block(64), 'byte');
  t.is(daw.toDaw.drain(), 0, 'a reply that belongs to no block');
}

lifecycleTest(
  'A timer of 33 ms is called about 30 times a second, and no call is a block',
  'timer',
  async (t, daw, calls) => {
    await plays(t, daw, 10);
    const before = calls('timer.onTimer').filter((line) => line.includes('first')).length;
    const processed = calls('plugin.process').length;
    await sleep(2000);
    const called = calls('timer.onTimer').filter((line) => line.includes('first')).length - before;
    t.true(called >= 20 && called <= 70, `${called} calls in 2 s`);
    t.is(calls('plugin.process').length, processed, 'a block that nobody asked for');
    t.is(daw.toDaw.drain(), 0, 'a reply that nobody asked for');
    await plays(t, daw, 10);
  },
);

lifecycleTest('A file descriptor does not spin, and blocks go on', 'fd-handler', async (t, daw, calls) => {
  await plays(t, daw, 100);
  const processed = calls('plugin.process').length;
  await sleep(500);
  t.is(calls('plugin.process').length, processed);
  t.is(daw.toDaw.drain(), 0);
  await plays(t, daw, 100);
});

lifecycleTest('request_callback is answered on the main thread', 'callback', async (t, daw, calls) => {
  await plays(t, daw, 10);
  t.true(await until(() => calls('plugin.onMainThread').length > 0));
  t.true(calls('plugin.onMainThread').every((line) => line.startsWith('main ')));
});

lifecycleTest(
  'A plugin that sleeps is no error, and wakes when there is something to hear',
  'sleeps',
  async (t, daw, calls) => {
    await plays(t, daw, 50);
    const processed = calls('plugin.process').length;
    t.true(processed < 50, 'it is asked all the same');
    await daw.playChannels([constant(64, 0.5), constant(64, 0.5)]);
    t.true(calls('plugin.process').length > processed);
  },
);

const log = join(folder, 'block-length.log');
const crashed = join(folder, 'crashed.log');
readyTest(
  'A plugin that crashed is activated for the length that the blocks had',
  () => ({ ...clap('gain'), environment: { MAOLAN_FIXTURE_LOG: crashed } }),
  async (t, daw) => {
    await plays(t, daw, 10);
    await killAndWait(t, daw);
    await plays(t, daw, 10);
    const activations = readFileSync(crashed, 'utf8').match(/plugin\.activate .*/g);
    t.deepEqual(
      activations,
      [4096, 64, 64].map((frames) => `plugin.activate 48000 1 ${frames}`),
    );
  },
);

readyTest(
  'A command line with the ten arguments of other formats is understood: the length of blocks is known',
  () => ({
    ...clap('gain'),
    environment: { MAOLAN_FIXTURE_LOG: log },
    arguments: (usual) => [...usual.slice(0, 6), '48000', '64', '2', '2'],
  }),
  async (t, daw) => {
    await plays(t, daw, 10);
    t.deepEqual(readFileSync(log, 'utf8').match(/plugin\.activate .*/g), ['plugin.activate 48000 1 64']);
  },
);

const failed = join(folder, 'fails-to-activate.log');
hostTest(
  'A plugin that cannot be activated is destroyed and its library is left, before the process ends',
  () => ({
    ...clap('fails-to-activate'),
    environment: { MAOLAN_FIXTURE_LOG: failed },
    prepare: (segment, at) => writeSampleRate(segment, at, 192_000),
  }),
  async (t, daw) => {
    t.is((await daw.process.end())?.code, 6);
    const calls = readFileSync(failed, 'utf8').split('\n').slice(-4, -1);
    t.deepEqual(calls, ['main plugin.activate 192000 1 4096', 'main plugin.destroy', 'main entry.deinit']);
  },
);
