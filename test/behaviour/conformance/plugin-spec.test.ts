/** Which plugin a DAW means: names, URIs, files, and one of several in a file. */
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clap } from '../../support/clap.ts';
import type { DawOptions } from '../../support/daw.ts';
import { constant, ended, fixture, hostTest, readyTest } from '../../support/host-test.ts';
import { clapFile } from '../../support/paths.ts';
import { listen, probeTest, stereo, vst3 } from '../../support/vst3.ts';

const lv2 = (name: string): DawOptions => ({ ...fixture(name), version: 6 });
const plugin = (format: string, spec: string): DawOptions => ({ format, spec, version: 6 });

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

/** The id of a fixture's class is its name. */
const idOf = (name: string) => Buffer.from(name.padEnd(16, '\0').slice(0, 16)).toString('hex').toUpperCase();
for (const [suffix, heard] of [
  ['', 1],
  [`#${idOf('First of two cls')}`, 1],
  [`#${idOf('Second of two cl')}`, 2],
  [`::${idOf('Second of two cl')}`, 2],
] as const) {
  probeTest(
    `Of two classes in a bundle, '${suffix}' plays number ${heard}`,
    () => vst3('two-classes', {}, suffix),
    async (t, daw) => {
      t.deepEqual(await listen(daw), constant(64, heard));
    },
  );
}

probeTest(
  'A plugin without a folder around it plays',
  () => vst3('single-file'),
  async (t, daw) => {
    t.deepEqual(await daw.playChannels(stereo(constant(64, 0.5))), [constant(64, 0.5), constant(64, 1)]);
  },
);
