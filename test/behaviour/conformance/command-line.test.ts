/**
 * The command line: arguments by format, pipe ends, numbers, log levels. What is parsed from which words is
 * test/unit/host/command-line.test.ts's; here is one of each kind, and what follows from it.
 */
import { execFile } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { promisify } from 'node:util';
import test from 'ava';
import type { DawOptions } from '../../support/daw.ts';
import { amp, constant, ended, exitedWith, fixture, hostTest, readyTest, signal } from '../../support/host-test.ts';
import type { Version } from '../../support/layout.ts';
import { currentHost } from '../../support/paths.ts';
import { probeTest, stereo, vst3 } from '../../support/vst3.ts';

const VERSION: Version = 6;
const lv2 = (name: string): DawOptions => ({ ...fixture(name), version: VERSION });
const plugin = (format: string, spec: string): DawOptions => ({ format, spec, version: VERSION });

type Change = (usual: string[]) => string[];
const withArgument =
  (index: number, value: string): Change =>
  (usual) =>
    usual.with(index, value);

/* ---- The number of arguments ---- */

const counts: [string, DawOptions, Change, RegExp][] = [
  [
    'no arguments, first generation',
    amp,
    () => [],
    /^Usage: maolan-engine-plugin-host <format> [\s\S]*format: vst3 \| lv2/,
  ],
  ['lv2 with nine, first generation', amp, (usual) => usual.slice(0, 9), /^Usage: maolan-engine-plugin-host <format> /],
  ['no arguments', plugin('null', 'null'), () => [], /^Usage:/],
  [
    'lv2 with the six of other formats',
    lv2('gain'),
    (usual) => usual.slice(0, 6),
    /^Usage:[\s\S]*Formats: clap, vst3, lv2/,
  ],
  [
    'clap with seven',
    plugin('clap', '/nonexistent.clap'),
    (usual) => [...usual, '48000'],
    /^Usage:[\s\S]*Formats: clap,/,
  ],
];
for (const [what, options, change, said] of counts) {
  hostTest(
    `The host explains itself and exits with 1 for ${what}`,
    { ...options, arguments: change },
    async (t, daw) => {
      await ended(t, daw, 1);
      t.regex(daw.process.stderr, said);
    },
  );
}

for (const [what, spec, code] of [
  ['a component', 'au:aufx:dely:appl', 4],
  ['nothing', '', 5],
] as const) {
  hostTest(
    `The format au with ${what} is refused with exit code ${code}`,
    { ...plugin('au', spec), sampleRate: '48000' },
    async (t, daw) => {
      await ended(t, daw, code);
      t.is(daw.process.stderr, 'Audio Units (au) can be loaded on macOS only\n');
    },
  );
}

test('Scanning for au: exit code 1, and nothing on stdout', async (t) => {
  const words = ['--scan', '--format', 'au', '--path', '--system'];
  const end = (await t.throwsAsync(promisify(execFile)(currentHost, words))) as unknown as {
    code: number;
    stdout: string;
  };
  t.like(end, { code: 1, stdout: '' });
});

/* ---- Pipe ends ---- */

const zero = openSync('/dev/zero', 'r+');
const wrongPipes: [string, DawOptions][] = [
  [
    "'-1' as wake pipe, before the segment is looked for",
    { ...amp, arguments: (usual) => usual.with(4, '-1').with(2, '/maolan-test-nowhere') },
  ],
  [
    "'abc' as reply pipe, before the segment is looked for",
    { ...amp, arguments: (usual) => usual.with(5, 'abc').with(2, '/maolan-test-nowhere') },
  ],
  ['a wake pipe that is closed', { ...amp, arguments: withArgument(4, '77') }],
  ['a reply pipe that is closed', { ...amp, arguments: withArgument(5, '77') }],
  ['a device instead of pipes', { ...amp, fds: () => [zero, zero, zero, zero] }],
  ["'-1' as wake pipe of a CLAP plugin", { ...plugin('clap', '/nonexistent.clap'), arguments: withArgument(4, '-1') }],
];
for (const [what, options] of wrongPipes) {
  hostTest(`Refused with exit code 3: ${what}`, options, async (t, daw) => {
    await ended(t, daw, 3);
    t.true(daw.process.stderr.includes('Invalid event pipe file descriptors'), daw.process.stderr);
  });
}
process.on('exit', () => closeSync(zero));

/* ---- Rate, buffer size and channels ---- */

/** The four, and what a VST3 plugin is then set up with. */
const oddNumbers: [numbers: string[], setup: string][] = [
  [['44100.5', 'many', '1000', 'two'], 'max 256 rate 44100.5'],
  [['inf', '99999999999999999999', '0', '-1'], 'max 256 rate 48000'],
  [['nan', '-5', 'two', '1000'], 'max 256 rate 48000'],
  [['0', '1024', '2', '2'], 'max 1024 rate 48000'],
];
for (const [numbers, setup] of oddNumbers) {
  const change: Change = (usual) => [...usual.slice(0, 6), ...numbers];
  readyTest(
    `lv2: ${numbers.join(' ')} do not keep the plugin from playing`,
    { ...amp, arguments: change },
    async (t, daw) => {
      t.deepEqual(await daw.play(constant(64, 0.25)), constant(64, 0.25));
    },
  );
  probeTest(
    `vst3: ${numbers.join(' ')} do not keep the plugin from playing`,
    () => ({ ...vst3('any-width'), arguments: change }),
    async (t, daw, log) => {
      t.deepEqual(await daw.playChannels(stereo(constant(64, 0.5))), [constant(64, 0.5), constant(64, 1)]);
      t.is(log.calls('processor.setupProcessing').at(-1)?.details, `mode 0 size 0 ${setup}`);
    },
  );
}

readyTest(
  'lv2: a buffer size of 0 does not keep the plugin from playing',
  { ...amp, bufferFrames: 0 },
  async (t, daw) => {
    t.deepEqual(await daw.play(signal(1024)), signal(1024));
  },
);
probeTest(
  'vst3: a buffer size of 0 does not keep the plugin from playing',
  () => ({ ...vst3('any-width'), bufferFrames: 0 }),
  async (t, daw) => {
    t.deepEqual((await daw.playChannels(stereo(signal(1024))))[0], signal(1024));
  },
);

/* ---- Logging ---- */

const level =
  (...words: string[]) =>
  (index: number): Change =>
  (usual) => [...usual.slice(0, index), ...words, ...usual.slice(index)];

hostTest(
  'With --log-level none nothing is said of a failed load',
  { ...plugin('lv2', 'urn:maolan:nowhere'), arguments: level('--log-level', 'none')(0) },
  async (t, daw) => {
    await ended(t, daw, 6);
    t.is(daw.process.stderr, '');
  },
);
for (const word of ['error', 'loud']) {
  hostTest(
    `With --log-level ${word} a failed load is reported`,
    { ...plugin('lv2', 'urn:maolan:nowhere'), arguments: level('--log-level', word)(10) },
    async (t, daw) => {
      await ended(t, daw, 6);
      t.true(daw.process.stderr.includes('urn:maolan:nowhere'), daw.process.stderr);
    },
  );
}
for (const [where, index] of [
  ['first', 0],
  ['in the middle', 3],
  ['last', 10],
] as const) {
  readyTest(
    `With --log-level none, ${where}, a whole session is silent`,
    () => ({ ...lv2('gain'), arguments: level('--log-level', 'none')(index) }),
    async (t, daw) => {
      t.deepEqual(await daw.play(constant(64, 0.5)), constant(64, 0.5));
      daw.setParameter({ parameter: 77, value: 1 });
      await daw.play(constant(64, 0.5));
      daw.shutDown();
      t.deepEqual(await daw.process.end(), exitedWith(0));
      t.is(daw.process.stderr, '');
    },
  );
}

readyTest(
  'A --log-level without a level, as the last word, does not count as an argument',
  () => ({ ...lv2('gain'), arguments: (usual) => [...usual, '--log-level'] }),
  async (t, daw) => {
    t.deepEqual(await daw.play(constant(64, 0.5)), constant(64, 0.5));
    t.true(daw.process.stderr.includes('Ready for lv2 plugin'));
  },
);
