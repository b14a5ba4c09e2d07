/** How a host starts: the segment, the word ready, the DAW's own test specs. */
import { readFileSync } from 'node:fs';
import test, { type ExecutionContext } from 'ava';
import { Daw, type DawOptions } from '../../support/daw.ts';
import { threadsOf, until } from '../../support/host-process.ts';
import { amp, constant, ended, exitedWith, hostTest, readyTest } from '../../support/host-test.ts';
import { at } from '../../support/layout.ts';

/** What `__test__` leaves at the start of scratch. */
const TEST_MARK = 0xdead_beef;

/** The host became ready, then ended this way. */
async function endedReady(t: ExecutionContext, daw: Daw, end: { code: number | null; signal: string | null }) {
  t.true(await daw.ready(), daw.process.stderr);
  t.deepEqual((await daw.process.end()) as unknown, end);
}

/* ---- The segment ---- */

for (const [format, options] of [
  ['LV2, first generation', amp],
  ['CLAP', { format: 'clap', spec: '/nonexistent.clap', version: 6 }],
] as const)
  hostTest(
    `A segment that does not exist is named, and the exit code is 2: ${format}`,
    { ...options, arguments: (usual: string[]) => usual.with(2, '/maolan-test-nowhere') },
    async (t, daw) => {
      await ended(t, daw, 2);
      t.regex(daw.process.stderr, /^Failed to attach to shared memory '\/maolan-test-nowhere': ./m);
    },
  );

for (const bytes of [0, 100, 4096, 1_311_488, 4_194_303]) {
  hostTest(`A segment of ${bytes} bytes is refused with a sentence`, { ...amp, segment: { bytes } }, async (t, daw) => {
    t.deepEqual(await daw.process.end(), { code: 2, signal: null });
    t.true(daw.process.stderr.includes(`'${daw.segment.name}'`), daw.process.stderr);
  });
}

hostTest(
  'Memory that is not a Maolan segment is refused with a sentence',
  { ...amp, segment: { magic: 0x12345678 } },
  async (t, daw) => {
    t.deepEqual(await daw.process.end(), { code: 2, signal: null });
    t.true(daw.process.stderr.includes(`'${daw.segment.name}'`), daw.process.stderr);
    t.is(daw.segment.readU32(at.ready), 0);
  },
);

for (const [generation, versions] of [
  ['first generation', [0, 8]],
  ['today', [0, 2, 8, 0xffff_ffff]],
] as const)
  for (const version of versions)
    hostTest(
      `${generation}: protocol version ${version} is refused with a sentence that names it`,
      { ...amp, segment: { version }, current: generation === 'today' },
      async (t, daw) => {
        await ended(t, daw, 2);
        t.regex(daw.process.stderr, new RegExp(`version ${version}\\b`));
      },
    );

readyTest('The DAW learns when the plugin is ready', amp, async (t, daw) => {
  const line = '[plugin-host lv2-test] Ready for lv2 plugin http://lv2plug.in/plugins/eg-amp';
  t.true(await daw.process.says(line), daw.process.stderr);
  t.is(daw.segment.readU32(at.errorCode), 0);
});

readyTest('A host that starts and ends says three sentences on stderr, and nothing else', amp, async (t, daw) => {
  daw.shutDown();
  await daw.process.end();
  const said = ['Ready for lv2 plugin http://lv2plug.in/plugins/eg-amp', 'Shutdown requested', 'LV2 host exiting'];
  t.is(daw.process.stderr, said.map((words) => `[plugin-host lv2-test] ${words}\n`).join(''));
});

// The rehearsal is 1200 blocks over a private pipe. Each sleep in it, however short, would be a part of every start.
readyTest('The audio thread does not sleep in its rehearsal', amp, async (t, daw) => {
  const [audio] = threadsOf(daw.process.hostPid, 'maolan-audio');
  const status = readFileSync(`/proc/${daw.process.hostPid}/task/${audio}/status`, 'latin1');
  const sleeps = Number(/^voluntary_ctxt_switches:\s*(\d+)$/m.exec(status)?.[1]);
  t.true(sleeps < 60, `it slept ${sleeps} times until ready`);
});

/* ---- The DAW's own tests ---- */

const current = (format: string, spec: string): DawOptions => ({ format, spec, version: 6 });
const first = (format: string, spec: string): DawOptions => ({ format, spec });
const generations = [
  ['first generation', first, ['vst3', 'lv2'], ['vst3', 'lv2']],
  ['today', current, ['clap', 'vst3', 'lv2'], ['clap', 'vst3', 'lv2', 'null', '__test__']],
] as const;
for (const [when, plugin, plays, all] of generations) {
  for (const format of plays)
    hostTest(
      `${when}: ${format} __test__ leaves a mark, is ready, and ends`,
      plugin(format, '__test__'),
      async (t, daw) => {
        await endedReady(t, daw, exitedWith(0));
        t.is(daw.segment.readU32(daw.at.scratch), TEST_MARK);
      },
    );

  for (const format of all) {
    const exits = plugin === first || format === 'lv2';
    hostTest(
      `${when}: ${format} __crash__ is ready and ${exits ? 'exits with 1' : 'aborts'}`,
      plugin(format, '__crash__'),
      (t, daw) => endedReady(t, daw, exits ? exitedWith(1) : { code: null, signal: 'SIGABRT' }),
    );

    hostTest(
      `${when}: ${format} __hang__ is ready and does nothing more`,
      plugin(format, '__hang__'),
      async (t, daw) => {
        t.true(await daw.ready());
        t.is(await daw.block(64, 300), 'time-out');
        daw.shutDown();
        t.is(await daw.process.end(500), undefined, 'it ends by itself');
      },
    );
  }
}

readyTest('__test__ __test__ takes every byte and answers none', current('__test__', '__test__'), async (t, daw) => {
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
    { ...current(format, spec), inputs: 2, outputs: 3 },
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
  { ...current('null', 'null'), inputs: 32, outputs: 32 },
  async (t, daw) => {
    const channels = Array.from({ length: 32 }, (_, channel) => constant(128, channel + 1));
    t.deepEqual(await daw.playChannels(channels), channels);
  },
);

for (const [spec, end] of [
  ['__test__', exitedWith(0)],
  ['__crash__', { code: null, signal: 'SIGABRT' }],
] as const) {
  test.serial(
    `vst3 ${spec}: a DAW that looks every 5 ms, at ready and then at the process, sees ready: 10 times`,
    async (t) => {
      for (let i = 0; i < 10; i++) {
        const daw = new Daw({ format: 'vst3', spec, version: 7, eventless: true });
        try {
          // The look at ready comes first, so a process that is gone by then was not seen ready.
          const { at, process, segment } = daw;
          let seen = false;
          await until(() => {
            seen = segment.readU32(at.ready) === 1;
            return seen || !process.alive;
          });
          t.true(seen, `start ${i}`);
          t.deepEqual((await process.end()) as unknown, end);
          if (spec === '__test__') t.is(segment.readU32(at.scratch), 0xdead_beef);
        } finally {
          await daw.destroy();
        }
      }
    },
  );
}

hostTest('An unknown format is named, and the exit code is 4', { format: 'foo', spec: 'x' }, async (t, daw) => {
  t.deepEqual(await daw.process.end(), { code: 4, signal: null });
  t.true(daw.process.stderr.includes('Unknown format: foo'), daw.process.stderr);
  t.true(await daw.ready());
});
