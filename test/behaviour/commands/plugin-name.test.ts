import { copyFileSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { ChoiceError } from '../../../ts/plugins/choice-error.ts';
import { choosePlugin, splitPrefix } from '../../../ts/plugins/find.ts';
import type { InstalledPlugin } from '../../../ts/plugins/installed.ts';
import { lv2PathWithFixtures, root } from '../../support/paths.ts';
import { call, folderOf } from './commands.ts';

function plugin(format: InstalledPlugin['format'], name: string, id: string): InstalledPlugin {
  const unknown = {
    vendor: '',
    category: '',
    isInstrument: false,
    audioInputs: null,
    audioOutputs: null,
    hasMidiInput: null,
  };
  return { format, name, id, spec: id, path: `/plugins/${name}`, ...unknown };
}

const installed = [
  plugin('clap', 'Comp', 'org.test.Comp'),
  plugin('vst3', 'Comp', '00112233445566778899AABBCCDDEEFF'),
  plugin('lv2', 'Comp', 'urn:test:Comp'),
  plugin('lv2', 'Comp X2', 'urn:test:CompX2'),
  plugin('lv2', 'Simple Amplifier', 'http://test.org/plugins/eg-amp'),
  plugin('clap', 'Twice', 'org.test.a'),
  plugin('clap', 'Twice', 'org.test.b'),
];

const meant: [string, string][] = [
  ['urn:test:Comp', 'urn:test:Comp'],
  ['org.test.Comp', 'org.test.Comp'],
  ['00112233445566778899aabbccddeeff', '00112233445566778899AABBCCDDEEFF'],
  ['vst3:Comp', '00112233445566778899AABBCCDDEEFF'],
  ['LV2:comp', 'urn:test:Comp'],
  ['comp x', 'urn:test:CompX2'],
  ['amplifier', 'http://test.org/plugins/eg-amp'],
  ['eg-amp', 'http://test.org/plugins/eg-amp'],
  ['lv2:http://test.org/plugins/eg-amp', 'http://test.org/plugins/eg-amp'],
  ['clap:org.test.b', 'org.test.b'],
];
for (const [name, id] of meant)
  test(`"${name}" means ${id}`, (t) => {
    t.is(choosePlugin(name, installed).id, id);
  });

const refused: [string, RegExp][] = [
  ['Comp', /"Comp" may be any of these plugins; name one of them:\n {2}clap:Comp\n {2}vst3:Comp\n {2}lv2:Comp$/],
  ['twice', /\n {2}clap:org\.test\.a\n {2}clap:org\.test\.b$/],
  ['Cmop', /No installed plugin is called "Cmop"; did you mean Comp\?/],
  ['vst3:Amplifier', /No installed plugin is called "Amplifier"; maolan-plugin-host scan lists them/],
  ['Simple Amplifer', /did you mean "Simple Amplifier"\?/],
  ['zzzzzz', /maolan-plugin-host scan lists them/],
];
for (const [name, sentence] of refused)
  test(`"${name}" is refused with what could be meant`, (t) => {
    t.throws(() => choosePlugin(name, installed), { instanceOf: ChoiceError, message: sentence });
  });

test('A URI is no prefix', (t) => {
  t.deepEqual(splitPrefix('urn:x').text, 'urn:x');
  t.deepEqual(splitPrefix('lv2:urn:x'), { formats: ['lv2'], text: 'urn:x' });
  t.is(splitPrefix('clap://x').text, 'clap://x');
});

const byPath: [string, string][] = [
  ['/usr/lib/clap/ZamComp.clap', 'com.zamaudio.ZamComp'],
  ['/usr/lib/clap/ZamComp.clap::com.zamaudio.ZamComp', 'com.zamaudio.ZamComp'],
  ['/usr/lib/vst3/ZamComp.vst3/', '2046504473616C63504D435A00000000'],
  ['/usr/lib/vst3/ZamComp.vst3#2046504473616c63504d435a00000000', '2046504473616C63504D435A00000000'],
  ['/usr/lib/lv2/ZamComp.lv2', 'urn:zamaudio:ZamComp'],
];
for (const [path, id] of byPath)
  test.serial(`${path} is a plugin`, async (t) => {
    const { code, stdout, stderr } = await call(['info', path, '--json']);
    t.is(code, 0, stderr);
    t.like(JSON.parse(stdout), { id, failure: null });
  });

test.serial('An LV2 bundle in any folder is found by its path', async (t) => {
  const folder = folderOf(t);
  mkdirSync(join(folder, 'plugins'));
  const bundles = lv2PathWithFixtures().split(':')[0] ?? '';
  symlinkSync(join(bundles, 'gain.lv2'), join(folder, 'plugins/gain.lv2'));
  const { code, stdout, stderr } = await call(['info', 'plugins/gain.lv2', '--json'], { cwd: folder });
  t.is(code, 0, stderr);
  t.like(JSON.parse(stdout), { id: 'urn:maolan:fixture:gain', failure: null });
});

test.serial('Copies of a file are told apart by their paths, each of which names one', async (t) => {
  const folder = folderOf(t);
  const copies = ['one', 'two'].map((name) => join(folder, name, 'clean.clap'));
  for (const copy of copies) {
    mkdirSync(join(copy, '..'));
    copyFileSync(join(root, 'dist/lib/checker/clean.clap'), copy);
  }
  const environment = { CLAP_PATH: copies.map((copy) => join(copy, '..')).join(':') };
  const only = ['--level', '1', '--only', '^files/libraries$'];
  const { code, stderr } = await call(['test', 'clap:org.maolan.clean', ...only], { environment });
  t.is(code, 1);
  const candidates = stderr.match(/^ {2}clap:.*$/gm)?.map((line) => line.trim()) ?? [];
  t.deepEqual(candidates.toSorted(), copies.map((copy) => `clap:${copy}::org.maolan.clean`).toSorted(), stderr);
  for (const candidate of candidates) {
    const one = await call(['test', candidate, ...only], { environment });
    t.is(one.code, 0, one.stdout + one.stderr);
  }
});

const noPlugins: [string, RegExp][] = [
  ['/nowhere/x.clap', /There is no plugin at \/nowhere\/x\.clap/],
  ['./x.vst3', /There is no plugin at \.\/x\.vst3/],
  ['/usr/lib/lv2', /lv2 is not a plugin; give a \.clap file, a \.vst3 bundle or an LV2 bundle/],
  [
    '/usr/lib/clap/ZamComp.clap::com.zamaudio.Nothing',
    /There is no plugin "com\.zamaudio\.Nothing" in .*; there are: com\.zamaudio\.ZamComp/,
  ],
  ['/usr/lib/lv2/mda.lv2', /There are several plugins in \/usr\/lib\/lv2\/mda\.lv2; name one of them:\n/],
];
for (const [path, sentence] of noPlugins)
  test.serial(`${path} is refused with a sentence`, async (t) => {
    const { code, stdout, stderr } = await call(['info', path]);
    t.is(code, 1);
    t.is(stdout, '');
    t.regex(stderr, sentence);
  });
