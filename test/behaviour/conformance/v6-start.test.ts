/** How today's DAW starts a host: failed loads, the DAW's own test specs, the sample rate of CLAP plugins. */
import type { ExecutionContext } from 'ava';
import { clap, writeSampleRate } from '../../support/clap.ts';
import { type Daw, type DawOptions, INSTANCE_ID } from '../../support/daw.ts';
import { constant, ended, exitedWith, fixture, hostTest, readyTest } from '../../support/host-test.ts';
import type { Version } from '../../support/layout.ts';
import { vst3 } from '../../support/vst3.ts';

const VERSION: Version = 6;
const lv2 = (name: string): DawOptions => ({ ...fixture(name), version: VERSION });
const plugin = (format: string, spec: string): DawOptions => ({ format, spec, version: VERSION });

/** What `__test__` leaves at the start of scratch. */
const TEST_MARK = 0xdead_beef;

/** The host became ready, then ended this way. */
async function endedReady(t: ExecutionContext, daw: Daw, end: { code: number | null; signal: string | null }) {
  t.true(await daw.ready(), daw.process.stderr);
  t.deepEqual((await daw.process.end()) as unknown, end);
}

/* ---- Pipes and segment ---- */

hostTest(
  'Pipe ends that are not descriptors: exit code 3',
  { ...plugin('clap', '/nonexistent.clap'), arguments: (usual) => usual.with(4, '-1') },
  (t, daw) => ended(t, daw, 3),
);
hostTest(
  'A segment that is not there: exit code 2',
  { ...plugin('clap', '/nonexistent.clap'), arguments: (usual) => usual.with(2, '/maolan-test-nowhere') },
  (t, daw) => ended(t, daw, 2),
);
for (const unknown of [0, 2, 8, 0xffff_ffff]) {
  hostTest(
    `Protocol version ${unknown} is refused with exit code 2`,
    { ...plugin('lv2', 'http://lv2plug.in/plugins/eg-amp'), segment: { version: unknown } },
    async (t, daw) => {
      await ended(t, daw, 2);
      t.true(daw.process.stderr.includes(String(unknown)), daw.process.stderr);
    },
  );
}

/* ---- Loads that fail ---- */

const missing: [string, () => DawOptions][] = [
  ['an LV2 plugin that is not there', () => plugin('lv2', 'http://maolan.example/nowhere')],
  ['an LV2 plugin that refuses', () => lv2('fails-to-instantiate')],
  ['a VST3 bundle that is not there', () => plugin('vst3', '/nonexistent.vst3')],
  ['a VST3 plugin that refuses', () => ({ ...vst3('fails-to-initialize'), version: VERSION })],
  ['a CLAP file that is not there', () => plugin('clap', '/nonexistent.clap')],
  ['a CLAP plugin that refuses', () => clap('fails-to-init')],
  [
    'a CLAP plugin that cannot be activated at this rate',
    () => ({ ...clap('fails-to-activate'), prepare: (segment, at) => writeSampleRate(segment, at, 192_000) }),
  ],
];
for (const [what, options] of missing) {
  for (const of of [3, 6] as const) {
    hostTest(
      `Version ${of}: after ${what} the host is gone and was never ready`,
      () => ({ ...options(), version: of }),
      async (t, daw) => {
        await ended(t, daw, 6);
        const lines = daw.process.stderr.split('\n').filter((line) => line.includes('Failed to load'));
        t.is(lines.length, 1, daw.process.stderr);
        t.true(lines[0]?.startsWith(`[plugin-host ${INSTANCE_ID}] `), lines[0]);
        t.is(daw.segment.readU32(daw.at.errorCode), 1);
      },
    );
  }
}

hostTest(
  'Version 1 in the hands of the newer host: a DAW that would wait for ready hears it',
  { ...plugin('clap', '/nonexistent.clap'), version: 1, current: true },
  async (t, daw) => {
    t.deepEqual(await daw.process.end(), exitedWith(6));
    t.true(await daw.ready());
  },
);

/* ---- The DAW's own tests ---- */

for (const format of ['clap', 'vst3', 'lv2']) {
  hostTest(`${format} __test__ leaves a mark, is ready, and ends`, plugin(format, '__test__'), async (t, daw) => {
    await endedReady(t, daw, exitedWith(0));
    t.is(daw.segment.readU32(daw.at.scratch), TEST_MARK);
  });
}

for (const format of ['clap', 'vst3', 'null', '__test__']) {
  hostTest(`${format} __crash__ is ready and aborts`, plugin(format, '__crash__'), (t, daw) =>
    endedReady(t, daw, { code: null, signal: 'SIGABRT' }),
  );
}
hostTest('lv2 __crash__ is ready and exits with 1', plugin('lv2', '__crash__'), (t, daw) =>
  endedReady(t, daw, exitedWith(1)),
);

for (const format of ['clap', 'vst3', 'lv2', 'null', '__test__']) {
  hostTest(`${format} __hang__ is ready and does nothing more`, plugin(format, '__hang__'), async (t, daw) => {
    t.true(await daw.ready());
    t.is(await daw.block(64, 300), 'time-out');
    daw.shutDown();
    t.is(await daw.process.end(500), undefined, 'it ends by itself');
  });
}

readyTest('__test__ __test__ takes every byte and answers none', plugin('__test__', '__test__'), async (t, daw) => {
  t.is(daw.segment.readU32(daw.at.scratch), TEST_MARK);
  for (let i = 0; i < 3; i++) t.is(await daw.block(64, 150), 'time-out');
  t.true(daw.process.alive);
});

const passThrough: [string, string, number][] = [
  ['null', '__test__', TEST_MARK],
  ['null', 'null', 0],
  ['null', '/some/where', 0],
];
for (const [format, spec, mark] of passThrough) {
  readyTest(
    `${format} ${spec} passes sound through`,
    { ...plugin(format, spec), inputs: 2, outputs: 3 },
    async (t, daw) => {
      t.is(daw.segment.readU32(daw.at.scratch), mark);
      for (const frames of [1, 64, 4096]) {
        const [left, right] = [constant(frames, 0.25), constant(frames, -3)];
        daw.segment.writePlane(2, 'toDaw', constant(frames, 7));
        t.deepEqual(await daw.playChannels([left, right]), [left, right, constant(frames, 0)]);
      }
      daw.setParameter({ parameter: 1, value: 1 });
      t.is(await daw.block(64), 'byte');
      t.deepEqual(daw.takeEchoes(), [], 'it has no parameters');
      for (const frames of [0, 4097]) t.is(await daw.block(frames), 'byte');
    },
  );
}

readyTest(
  'null has as many channels as the segment has planes',
  { ...plugin('null', 'null'), inputs: 32, outputs: 32 },
  async (t, daw) => {
    const channels = Array.from({ length: 32 }, (_, channel) => constant(128, channel + 1));
    t.deepEqual(await daw.playChannels(channels), channels);
  },
);

/* ---- CLAP at the rate of the segment ---- */

for (const [rate, expected] of [
  [0, 48_000],
  [44_100, 44_100],
  [96_000, 96_000],
  [Number.NaN, 48_000],
  [-1, 48_000],
] as const) {
  readyTest(
    `A CLAP plugin runs at ${expected} Hz when the segment says ${rate}`,
    () => ({
      ...clap('transport-probe'),
      prepare: (segment, at) => writeSampleRate(segment, at, rate),
    }),
    async (t, daw) => {
      daw.prepareBlock(64);
      daw.writeTransport({ playhead: expected * 3, tempo: 120, numerator: 4, denominator: 4, playing: true });
      daw.toHost.signal();
      t.is(await daw.toDaw.wait(5000), 'byte');
      const seconds = daw.segment.readPlane(0, 'toDaw', 3)[2];
      t.is(seconds, 3, 'three seconds at that rate');
    },
  );
}
