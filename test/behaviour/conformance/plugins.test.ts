import { setTimeout as sleep } from 'node:timers/promises';
import type { Daw } from '../../support/daw.ts';
import { until } from '../../support/host-process.ts';
import { constant, fixture, hostTest, readyTest, signal } from '../../support/host-test.ts';
import { at, FRAMES_MAX, planeAt, status } from '../../support/layout.ts';

/** Fixtures report in the first samples of their output. */
async function report(daw: Daw, values: number): Promise<number[]> {
  return [...(await daw.play(constant(64, 0))).subarray(0, values)];
}

/* ---- Transport ---- */

const positions = [
  { playhead: 0, playing: true, bar: 0, barBeat: 0 },
  { playhead: 72_000, playing: true, bar: 0, barBeat: 3 },
  { playhead: 120_000, playing: false, bar: 1, barBeat: 1 },
];
for (const { playhead, playing, bar, barBeat } of positions) {
  const title = `A ${playing ? 'rolling' : 'stopped'} transport at sample ${playhead} reaches the plugin as bar ${bar}, beat ${barBeat}`;
  readyTest(
    title,
    () => fixture('time-probe'),
    async (t, daw) => {
      daw.prepareBlock(64);
      daw.writeTransport({ playhead, tempo: 120, numerator: 4, denominator: 4, playing });
      daw.toHost.signal();
      t.is(await daw.toDaw.wait(5000), 'byte');
      const [count, ...position] = daw.segment.readPlane(0, 'toDaw', 10);
      t.true((count ?? 0) >= 1);
      // frame, speed, bpm, bar, barBeat, beatsPerBar, beatUnit, wrong types, events at a port that asked for none
      t.deepEqual(position, [playhead, playing ? 1 : 0, 120, bar, barBeat, 4, 4, 0, 0]);
    },
  );
}

readyTest(
  'A transport that the DAW never wrote does not disturb the plugin',
  () => fixture('time-probe'),
  async (t, daw) => {
    for (const word of [at.blockSize, at.outputChannels]) daw.segment.writeU32(word, word === at.blockSize ? 64 : 1);
    daw.toHost.signal();
    t.is(await daw.toDaw.wait(5000), 'byte');
    t.true(daw.segment.readPlane(0, 'toDaw', 64).every(Number.isFinite));
  },
);

/* ---- Channels and lengths ---- */

readyTest(
  'A plugin with forty channels plays the first 32',
  () => ({
    ...fixture('forty-channels'),
    inputs: 40,
    outputs: 40,
  }),
  async (t, daw) => {
    const behind = planeAt(32, 'toHost');
    const pattern = Buffer.alloc(at.echoSlots - behind, 0xa5);
    daw.segment.write(behind, pattern);
    for (let channel = 0; channel < 32; channel++)
      daw.segment.writePlane(channel, 'toHost', constant(FRAMES_MAX, channel));
    t.is(await daw.block(FRAMES_MAX), 'byte');
    for (let channel = 0; channel < 32; channel++)
      t.deepEqual(daw.segment.readPlane(channel, 'toDaw', FRAMES_MAX), constant(FRAMES_MAX, channel + 1));
    t.true(daw.segment.read(behind, pattern.length).equals(pattern));
  },
);

readyTest(
  'A track of two channels hears two of forty',
  () => ({
    ...fixture('forty-channels'),
    inputs: 2,
    outputs: 2,
  }),
  async (t, daw) => {
    for (let channel = 0; channel < 4; channel++) {
      daw.segment.writePlane(channel, 'toHost', constant(64, 0.5));
      daw.segment.writePlane(channel, 'toDaw', constant(64, 7));
    }
    t.is(await daw.block(64), 'byte');
    for (const [channel, heard] of [1.5, 1.5, 7, 7].entries())
      t.deepEqual(daw.segment.readPlane(channel, 'toDaw', 64), constant(64, heard));
  },
);

readyTest(
  'Control voltage ports carry a value for every frame',
  () => ({
    ...fixture('cv-ports'),
    bufferFrames: 64,
  }),
  async (t, daw) => {
    t.deepEqual(await daw.play(signal(FRAMES_MAX)), constant(FRAMES_MAX, 0.25));
  },
);

readyTest(
  'A plugin that writes nothing is silent',
  () => fixture('silent-output'),
  async (t, daw) => {
    for (const frames of [64, FRAMES_MAX, 100]) {
      daw.segment.writePlane(0, 'toDaw', constant(FRAMES_MAX, 7));
      t.deepEqual(await daw.play(signal(frames)), constant(frames, 0));
    }
  },
);

readyTest(
  'A plugin without optional callbacks plays and saves',
  () => fixture('null-callbacks'),
  async (t, daw) => {
    t.is(await daw.block(64), 'byte');
    const state = await daw.saveState();
    t.is(await daw.restoreState(state), status.ok);
  },
);

/* ---- State ---- */

readyTest(
  'Empty properties, and the last of two with one name, come back',
  () => fixture('empty-property'),
  async (t, daw) => {
    const state = await daw.saveState();
    t.is(await daw.restoreState(state), status.ok);
    t.deepEqual(await report(daw, 5), [1, 2, 1, 0, 1]);
    t.deepEqual(await daw.saveState(), state);
  },
);

readyTest(
  'The control values of a plugin whose own save and restore fail are saved and restored all the same',
  () => fixture('refuses-state'),
  async (t, daw) => {
    daw.setParameter({ parameter: 1, value: 0.25 });
    t.is(await daw.block(64), 'byte');
    const ports = (value: string) => `0100000001000000${value}`;
    const saved = Buffer.from(`${ports('0000803e')}00000000`, 'hex');
    t.deepEqual(await daw.saveState(), saved);
    const state = Buffer.from(
      `${ports('0000003f')}01000000` +
        '16000000687474703a2f2f6578616d706c652e636f6d2f6b6579' +
        '17000000687474703a2f2f6578616d706c652e636f6d2f74797065' +
        '0000000003000000010203',
      'hex',
    );
    t.is(await daw.restoreState(state), status.ok);
    t.is(await daw.block(64), 'byte');
    t.deepEqual(await daw.saveState(), Buffer.from(`${ports('0000003f')}00000000`, 'hex'));
    await until(() => daw.process.stderr.includes('could not restore all of its own state: a value has a type'));
    t.regex(daw.process.stderr, /refuses-state failed to save its own state: it does not say why; only its control/);
  },
);

readyTest(
  'A trigger counts for one run, is reported as over, and is not part of a state',
  () => ({ ...fixture('parameter-kinds'), version: 6 }),
  async (t, daw) => {
    t.is(await daw.block(64), 'byte');
    daw.takeEchoes();
    daw.setParameter({ parameter: 1, value: 1 });
    t.deepEqual(await daw.play(constant(64, 0)), constant(64, 1));
    t.deepEqual(
      daw.takeEchoes().map(({ parameter, value }) => [parameter, value]),
      [[1, 0]],
    );
    t.deepEqual(await daw.play(constant(64, 0)), constant(64, 0));
    const state = await daw.saveState();
    t.is(state.readFloatLE(8), 0);
    state.writeFloatLE(1, 8);
    t.is(await daw.restoreState(state), status.ok);
    t.deepEqual(await daw.play(constant(64, 0)), constant(64, 0), 'a saved press is no press');
  },
);

/* ---- Plugins that are slow, or end their host ---- */

readyTest(
  'A block that was late leaves no answer for the next one',
  () => fixture('slow-run'),
  async (t, daw) => {
    daw.setParameter({ parameter: 2, value: 150 });
    t.is(await daw.block(64, 100), 'time-out');
    daw.setParameter({ parameter: 2, value: 0 });
    await sleep(300);
    t.deepEqual(await daw.play(constant(64, 0.5)), constant(64, 0.5));
    await sleep(100);
    t.is(daw.toDaw.drain(), 0);
  },
);

readyTest(
  'A save asked for while a slow block runs succeeds',
  () => fixture('slow-run'),
  async (t, daw) => {
    daw.setParameter({ parameter: 2, value: 300 });
    daw.prepareBlock(64);
    daw.toHost.signal();
    await sleep(50);
    t.true((await daw.saveState()).length > 0);
  },
);

hostTest(
  'A shutdown asked for while a slow block runs is obeyed',
  () => fixture('slow-run'),
  async (t, daw) => {
    t.true(await daw.ready());
    daw.setParameter({ parameter: 2, value: 400 });
    daw.prepareBlock(64);
    daw.toHost.signal();
    await sleep(50);
    daw.shutDown();
    t.deepEqual(await daw.process.end(), { code: 0, signal: null });
    t.is(daw.toDaw.drain(), 0);
  },
);

hostTest(
  'A DAW that dies while a plugin loads slowly leaves nothing behind',
  () => fixture('slow-instantiate', { MAOLAN_FIXTURE_SLOW_MS: '1500' }),
  async (t, daw) => {
    await sleep(400);
    t.is(daw.segment.readU32(at.ready), 0, 'ready before the plugin is loaded');
    daw.toHost.close();
    daw.toDaw.close();
    t.is((await daw.process.end())?.signal, null);
  },
);

hostTest(
  'A plugin that crashes is noticed by the DAW at once, where recovery is turned off',
  () => fixture('crash-in-run', { MAOLAN_RECOVERY: '0' }),
  async (t, daw) => {
    t.true(await daw.ready());
    t.deepEqual(await daw.play(constant(64, 0.5)), constant(64, 0.5));
    daw.setParameter({ parameter: 2, value: 1 });
    t.is(await daw.block(64), 'closed');
    const exit = await daw.process.end();
    t.true(exit?.signal !== null || exit.code !== 0, 'it looks as if all had gone well');
  },
);
