import { closeSync, openSync, readFileSync } from 'node:fs';
import type { ExecutionContext } from 'ava';
import type { Daw } from '../../support/daw.ts';
import { threadsOf } from '../../support/host-process.ts';
import { amp, constant, fixture, hostTest, readyTest } from '../../support/host-test.ts';
import { at } from '../../support/layout.ts';

const USAGE =
  'Usage: maolan-engine-plugin-host <format> <plugin-spec> <shm-name> <instance-id> <d2h-fd> <h2d-fd> <sample-rate> ' +
  '<buffer-size> <num-inputs> <num-outputs>';

/** Replace the argument at index. */
function withArgument(index: number, value: string): (usual: string[]) => string[] {
  return (usual) => usual.with(index, value);
}

/* ---- The command line ---- */

const wrongCounts: [string, (usual: string[]) => string[]][] = [
  ['no arguments', () => []],
  ['nine arguments', (usual) => usual.slice(0, 9)],
  ['eleven arguments', (usual) => [...usual, '1']],
];
for (const [what, change] of wrongCounts) {
  hostTest(
    `With ${what} the host explains its usage and exits with 1`,
    { ...amp, arguments: change },
    async (t, daw) => {
      t.deepEqual(await daw.process.end(), { code: 1, signal: null });
      t.true(daw.process.stderr.includes(USAGE), daw.process.stderr);
      t.true(daw.process.stderr.includes('  format: vst3 | lv2'), daw.process.stderr);
      t.is(daw.segment.readU32(at.ready), 0);
    },
  );
}

for (const [index, end] of [
  [4, 'wake'],
  [5, 'reply'],
] as const) {
  for (const value of ['-1', 'abc', '']) {
    const change = (usual: string[]) => usual.with(index, value).with(2, '/maolan-test-nowhere');
    const title = `'${value}' as ${end} pipe is refused with exit code 3, before the segment is looked for`;
    hostTest(title, { ...amp, arguments: change }, async (t, daw) => {
      t.deepEqual(await daw.process.end(), { code: 3, signal: null });
      t.true(daw.process.stderr.includes('Invalid event pipe file descriptors'), daw.process.stderr);
    });
  }
  const title = `A ${end} pipe that is closed is refused with exit code 3`;
  hostTest(title, { ...amp, arguments: withArgument(index, '77') }, async (t, daw) => {
    t.deepEqual(await daw.process.end(), { code: 3, signal: null });
    t.true(daw.process.stderr.includes('Invalid event pipe file descriptors'), daw.process.stderr);
    t.is(daw.segment.readU32(at.ready), 0);
  });
}

const zero = openSync('/dev/zero', 'r+');
hostTest(
  'A device instead of pipes is refused with exit code 3',
  { ...amp, fds: () => [zero, zero, zero, zero] },
  async (t, daw) => {
    t.deepEqual(await daw.process.end(), { code: 3, signal: null });
    t.true(daw.process.stderr.includes('Invalid event pipe file descriptors'), daw.process.stderr);
    closeSync(zero);
  },
);

const oddNumbers: [string, number, string][] = [
  ['sample rate', 6, 'fast'],
  ['sample rate', 6, '0'],
  ['sample rate', 6, '-48000'],
  ['sample rate', 6, 'nan'],
  ['sample rate', 6, 'inf'],
  ['sample rate', 6, '44100.5'],
  ['buffer size', 7, '0'],
  ['buffer size', 7, 'many'],
  ['buffer size', 7, '-5'],
  ['buffer size', 7, '99999999999999999999'],
  ['number of inputs', 8, '0'],
  ['number of inputs', 8, '1000'],
  ['number of outputs', 9, 'two'],
];
for (const [what, index, value] of oddNumbers) {
  readyTest(
    `A ${what} of '${value}' does not keep the plugin from playing`,
    {
      ...amp,
      arguments: withArgument(index, value),
    },
    async (t, daw) => {
      t.deepEqual(await daw.play(constant(64, 0.25)), constant(64, 0.25));
    },
  );
}

/* ---- The segment ---- */

hostTest(
  'A segment that does not exist is named, and the exit code is 2',
  {
    ...amp,
    arguments: withArgument(2, '/maolan-test-nowhere'),
  },
  async (t, daw) => {
    t.deepEqual(await daw.process.end(), { code: 2, signal: null });
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

for (const version of [0, 8, 0xffff_ffff]) {
  hostTest(
    `Protocol version ${version} is refused with a sentence that names it`,
    {
      ...amp,
      segment: { version },
    },
    async (t, daw) => {
      t.deepEqual(await daw.process.end(), { code: 2, signal: null });
      t.regex(daw.process.stderr, new RegExp(`version ${version}\\b`));
      t.is(daw.segment.readU32(at.ready), 0);
    },
  );
}

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

/* ---- The specs that are not plugins ---- */

for (const format of ['vst3', 'lv2']) {
  hostTest(`${format} __test__ leaves its mark and exits with 0`, { format, spec: '__test__' }, async (t, daw) => {
    t.deepEqual(await daw.process.end(), { code: 0, signal: null });
    t.true(await daw.ready());
    t.is(daw.segment.readU32(at.scratch), 0xdead_beef);
  });

  hostTest(
    `${format} __crash__ is ready and then gone with exit code 1`,
    { format, spec: '__crash__' },
    async (t, daw) => {
      t.deepEqual(await daw.process.end(), { code: 1, signal: null });
      t.true(await daw.ready());
    },
  );

  hostTest(
    `${format} __hang__ is ready, answers nothing and ignores the shutdown`,
    {
      format,
      spec: '__hang__',
    },
    async (t, daw) => {
      t.true(await daw.ready());
      t.is(await daw.block(64, 300), 'time-out');
      daw.shutDown();
      t.is(await daw.process.end(500), undefined, 'it ended');
    },
  );
}

/* ---- Loads that fail ---- */

hostTest('An unknown format is named, and the exit code is 4', { format: 'foo', spec: 'x' }, async (t, daw) => {
  t.deepEqual(await daw.process.end(), { code: 4, signal: null });
  t.true(daw.process.stderr.includes('Unknown format: foo'), daw.process.stderr);
  t.true(await daw.ready());
});

const missing: [string, string, string, string][] = [
  ['that is not installed', 'lv2', 'http://example.com/no-such-plugin', 'LV2'],
  ['whose name is no URI', 'lv2', 'not a uri', 'LV2'],
  ['without a name', 'lv2', '', 'LV2'],
  ['that is not there', 'vst3', '/nonexistent.vst3', 'VST3'],
];
for (const [what, format, spec, name] of missing) {
  hostTest(`The DAW does not freeze over a ${name} plugin ${what}`, { format, spec }, (t, daw) =>
    failsToLoad(t, daw, name, spec),
  );
}

const faults = [
  'fails-to-instantiate',
  'fails-verification',
  'missing-binary',
  'missing-library',
  'not-in-library',
  'old-event-port',
  'requires-fixed-block-length',
  'requires-unknown-feature',
  'requires-unknown-option',
  'unknown-port',
];
for (const fault of faults) {
  hostTest(
    `The DAW does not freeze over the faulty plugin ${fault}`,
    () => fixture(fault),
    (t, daw) => failsToLoad(t, daw, 'LV2', `urn:maolan:fixture:${fault}`),
  );
}

/** The DAW sees ready, because it would wait for it; then the host has ended, with a reason on stderr. */
async function failsToLoad(t: ExecutionContext, daw: Daw, name: string, spec: string): Promise<void> {
  const exit = await daw.process.end();
  t.is(exit?.signal, null);
  t.not(exit?.code, 0);
  t.true(await daw.ready());
  t.not(daw.segment.readU32(at.errorCode), 0);
  t.true(daw.process.stderr.includes(`Failed to load ${name} plugin '${spec}': `), daw.process.stderr);
  t.throws(() => daw.toHost.signal(), { code: 'EPIPE' });
}
