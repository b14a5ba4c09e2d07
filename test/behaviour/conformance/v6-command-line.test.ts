/** The command line of today's DAW: arguments by format, log levels, names instead of paths. */
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clap } from '../../support/clap.ts';
import type { DawOptions } from '../../support/daw.ts';
import { constant, ended, exitedWith, fixture, hostTest, readyTest } from '../../support/host-test.ts';
import type { Version } from '../../support/layout.ts';
import { clapFile } from '../../support/paths.ts';
import { stereo } from '../../support/vst3.ts';

const VERSION: Version = 6;
const lv2 = (name: string): DawOptions => ({ ...fixture(name), version: VERSION });
const plugin = (format: string, spec: string): DawOptions => ({ format, spec, version: VERSION });

/* ---- The number of arguments ---- */

const counts: [string, DawOptions, (usual: string[]) => string[]][] = [
  ['lv2 with the six arguments of other formats', lv2('gain'), (usual) => usual.slice(0, 6)],
  ['lv2 with nine', lv2('gain'), (usual) => usual.slice(0, 9)],
  ['lv2 with eleven', lv2('gain'), (usual) => [...usual, '1']],
  ['vst3 with six', plugin('vst3', '/nonexistent.vst3'), (usual) => usual.slice(0, 6)],
  ['clap with five', plugin('clap', '/nonexistent.clap'), (usual) => usual.slice(0, 5)],
  ['clap with seven', plugin('clap', '/nonexistent.clap'), (usual) => [...usual, '48000']],
  ['null with seven', plugin('null', 'null'), (usual) => [...usual, '1']],
  ['__test__ with five', plugin('__test__', '__test__'), (usual) => usual.slice(0, 5)],
];
for (const [what, options, change] of counts) {
  hostTest(
    `The host explains itself and exits with 1 for ${what}`,
    { ...options, arguments: change },
    async (t, daw) => {
      await ended(t, daw, 1);
      t.regex(daw.process.stderr, /^Usage:/);
      t.true(daw.process.stderr.includes('Formats: clap, vst3, lv2, au (macOS), null'), daw.process.stderr);
    },
  );
}

for (const [what, spec, change, code, said] of [
  [
    'a component',
    'au:aufx:dely:appl',
    (usual: string[]) => usual,
    4,
    /^Audio Units \(au\) can be loaded on macOS only\n$/,
  ],
  ['nothing', '', (usual: string[]) => usual, 5, /^Audio Units \(au\) can be loaded on macOS only\n$/],
  ['six arguments', 'au:aufx:dely:appl', (usual: string[]) => usual.slice(0, 6), 1, /^Usage:/],
] as const) {
  hostTest(
    `The format au with ${what} is refused with exit code ${code}`,
    {
      ...plugin('au', spec),
      arguments: (usual) => change(usual.length > 6 ? usual : [...usual, '48000', '256', '2', '2']),
    },
    async (t, daw) => {
      await ended(t, daw, code);
      t.regex(daw.process.stderr, said);
    },
  );
}

hostTest(
  'Without arguments the host explains itself to a person and exits with 1',
  { ...plugin('null', 'null'), arguments: () => [] },
  async (t, daw) => {
    await ended(t, daw, 1);
    t.regex(daw.process.stderr, /^Usage:/);
  },
);

/* ---- Logging ---- */

const level =
  (...words: string[]) =>
  (index: number) =>
  (usual: string[]) => [...usual.slice(0, index), ...words, ...usual.slice(index)];

for (const [where, index] of [
  ['first', 0],
  ['in the middle', 3],
  ['last', 10],
] as const) {
  hostTest(
    `With --log-level none, ${where}, nothing is said of a failed load`,
    { ...plugin('lv2', 'urn:maolan:nowhere'), arguments: level('--log-level', 'none')(index) },
    async (t, daw) => {
      await ended(t, daw, 6);
      t.is(daw.process.stderr, '');
    },
  );
  for (const word of ['info', 'warning', 'error', 'debug', 'loud']) {
    hostTest(
      `With --log-level ${word}, ${where}, a failed load is reported`,
      { ...plugin('lv2', 'urn:maolan:nowhere'), arguments: level('--log-level', word)(index) },
      async (t, daw) => {
        await ended(t, daw, 6);
        t.true(daw.process.stderr.includes('urn:maolan:nowhere'), daw.process.stderr);
      },
    );
  }
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
  'A --log-level without a level, as the last word, is no argument',
  () => ({ ...lv2('gain'), arguments: (usual) => [...usual, '--log-level'] }),
  async (t, daw) => {
    t.deepEqual(await daw.play(constant(64, 0.5)), constant(64, 0.5));
    t.true(daw.process.stderr.includes('Ready for lv2 plugin'));
  },
);

/* ---- Names ---- */

for (const [format, spec] of [
  ['clap', 'org.maolan.nowhere'],
  ['vst3', '00112233445566778899AABBCCDDEEFF'],
  ['vst3', 'nowhere'],
  ['lv2', 'nowhere'],
  ['null', 'nowhere'],
  ['__test__', 'nowhere'],
  ['lv2', ''],
  ['clap', ''],
] as const) {
  hostTest(
    `The ${format} plugin '${spec}' is no place and no known name: exit code 5`,
    plugin(format, spec),
    async (t, daw) => {
      await ended(t, daw, 5);
      const lines = daw.process.stderr.split('\n').filter((line) => line !== '');
      t.is(lines.length, 1, daw.process.stderr);
      if (spec !== '') t.true(lines[0]?.includes(spec), daw.process.stderr);
    },
  );
}

hostTest(
  'A name is looked up before pipes and segment are looked at',
  { ...plugin('lv2', 'nowhere'), arguments: (usual) => usual.with(2, '/maolan-test-nowhere').with(4, '-1') },
  (t, daw) => ended(t, daw, 5),
);

for (const uri of ['urn:maolan:fixture:gain', 'urn:zamaudio:ZamComp'] as const) {
  readyTest(
    `The LV2 plugin ${uri}, whose name has no slash, is loaded`,
    () => ({ ...lv2('gain'), spec: uri }),
    async (t, daw) => {
      await daw.play(constant(64, 0));
      t.is(daw.process.stderr.match(/Ready for lv2 plugin urn:/g)?.length, 1);
    },
  );
}

const clapFolder = mkdtempSync(join(tmpdir(), 'maolan-test-'));
process.on('exit', () => rmSync(clapFolder, { recursive: true, force: true }));
readyTest(
  'A CLAP plugin is found by its id among the installed ones',
  () => {
    const { spec } = clap('gain');
    copyFileSync(spec, join(clapFolder, 'gain.clap'));
    return { ...clap('gain'), spec: 'org.maolan.gain', environment: { CLAP_PATH: clapFolder } };
  },
  async (t, daw) => {
    t.deepEqual(await daw.playChannels(stereo(constant(64, 0.5))), stereo(constant(64, 0.5)));
  },
);

for (const separator of ['::', '#']) {
  readyTest(
    `Of a CLAP file with several plugins, '${separator}' and an id choose one`,
    () => ({ ...clap('several-plugins'), spec: `${clapFile('several-plugins')}${separator}org.maolan.several.two` }),
    async (t, daw) => {
      const [heard] = await daw.playChannels(stereo(constant(64, 0.5)));
      t.deepEqual(heard, constant(64, 2));
    },
  );
}
