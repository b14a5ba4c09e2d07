/** Presets that cannot be written or read: one code and one sentence for the same failure, whatever the format. */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import test, { type ExecutionContext } from 'ava';
import { PluginHost } from '../../../ts/client/index.ts';
import { ChoiceError } from '../../../ts/plugins/choice-error.ts';
import { StateCodec } from '../../../ts/plugins/state-content.ts';
import { presetInfo, readVstPreset } from '../../../ts/plugins/vst-preset.ts';
import { rejected } from './support.ts';

const formats = [
  { format: 'lv2', plugin: 'urn:zamaudio:ZamComp', extension: '.lv2', isFolder: true },
  { format: 'vst3', plugin: '/usr/lib/vst3/ZamComp.vst3', extension: '.vstpreset', isFolder: false },
  { format: 'clap', plugin: '/usr/lib/clap/ZamComp.clap', extension: '.json', isFolder: false },
] as const;

type Row = readonly [name: string, sentence: string | RegExp];

const LONG = 'x'.repeat(300);
/** The sentences begin with the path. */
const unwritable: readonly Row[] = [
  ['none/x', 'cannot be written: there is no folder FOLDER/none'],
  ['file/x', 'cannot be written: not a directory'],
  ['loop', 'cannot be written: too many symbolic links encountered'],
  ['kind', /cannot be written: it is (not )?a folder/],
  [LONG, 'cannot be written: name too long'],
  ['full', /cannot be written: no space left on device|lilv did not write all of the preset/],
];
const unreadable: readonly Row[] = [
  ['file/x', 'cannot be read: not a directory'],
  ['loop', 'cannot be read: too many symbolic links encountered'],
  ['kind', /cannot be read: (it is a folder|not a directory)/],
  [LONG, 'cannot be read: name too long'],
];
const missing: readonly Row[] = [
  ['none', 'no such file'],
  ['none/x', 'no such file'],
];

/** A folder with what is in the way of presets. */
function prepared(t: ExecutionContext, extension: string, isFolder: boolean): string {
  const folder = mkdtempSync(join(tmpdir(), 'maolan-presets-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  const at = (name: string) => join(folder, name + extension);
  writeFileSync(join(folder, 'file'), '');
  symlinkSync(`loop${extension}`, at('loop'));
  if (isFolder) writeFileSync(at('kind'), '');
  else mkdirSync(at('kind'));
  if (isFolder) mkdirSync(at('full'));
  symlinkSync('/dev/full', isFolder ? join(at('full'), 'preset.ttl') : at('full'));
  return folder;
}

for (const { format, plugin, extension, isFolder } of formats)
  test.serial(`${format}: what is in the way of a preset is said, and stays as it was`, async (t) => {
    const folder = prepared(t, extension, isFolder);
    const before = readdirSync(folder, { recursive: true });
    await using host = await PluginHost.open({ format, plugin });
    const tried = [
      { rows: unwritable, code: 'REQUEST_FAILED', action: (path: string) => host.savePreset(path, { name: 'Mine' }) },
      { rows: unreadable, code: 'REQUEST_FAILED', action: (path: string) => host.loadPreset(path) },
      { rows: missing, code: 'NOT_FOUND', action: (path: string) => host.loadPreset(path) },
    ] as const;
    for (const { rows, code, action } of tried)
      for (const [name, sentence] of rows) {
        const path = join(folder, name + extension);
        const { message } = await rejected(t, action(path), code);
        if (typeof sentence !== 'string') t.regex(message, sentence);
        else t.true(message.startsWith(path) && message.endsWith(sentence.replace('FOLDER', folder)), message);
        t.notRegex(message, /\.tmp/, 'a name that nobody gave');
      }
    t.deepEqual(readdirSync(folder, { recursive: true }), before);
  });

test.serial('LV2: a bundle keeps what else is in it when a preset is saved to it again', async (t) => {
  const bundle = join(prepared(t, '.lv2', true), 'Mine.lv2');
  await using host = await PluginHost.open('lv2:ZamComp');
  await host.savePreset(bundle, { name: 'First' });
  writeFileSync(join(bundle, 'notes.txt'), 'mine');
  await host.savePreset(bundle, { name: 'Second' });
  t.deepEqual(readdirSync(bundle).toSorted(), ['manifest.ttl', 'notes.txt', 'preset.ttl']);
  t.regex(readFileSync(join(bundle, 'preset.ttl'), 'utf8'), /"Second"/);
  rmSync(join(bundle, 'preset.ttl'));
  symlinkSync('/dev/full', join(bundle, 'preset.ttl'));
  await rejected(t, host.savePreset(bundle), 'REQUEST_FAILED');
  t.true(existsSync(join(bundle, 'notes.txt')));
});

const codec = new StateCodec(fileURLToPath(new URL('../../../dist/lib', import.meta.url)));
const corpus = new URL('../../../wasm/fuzz/corpus/state-vstpreset/', import.meta.url);

test('A preset is read, and what is wrong with one is said with its path', (t) => {
  const bytes = readFileSync(new URL('all-chunks', corpus));
  const { classId, component, controller, info } = readVstPreset('x', bytes, codec);
  t.is(classId, '2046504473616C63504D435A00000000');
  t.deepEqual([[...component], [...controller], info], [[1, 2, 3], [4], '<MetaInfo/>']);
  for (const broken of [bytes.subarray(0, -1), Buffer.alloc(100), Buffer.alloc(0)])
    t.throws(() => readVstPreset('x', broken, codec), {
      instanceOf: ChoiceError,
      message: /^x: This is not a usable VST3 preset: at byte \d+, /,
    });
});

test('What stands in the library of presets is XML, whatever the names are', (t) => {
  const xml = presetInfo('A & "B" <C>', { name: 'Plugin', vendor: 'V&W', category: 'Fx|EQ' });
  t.true(xml.includes('value="A &amp; &quot;B&quot; &lt;C&gt;"'));
  t.true(xml.includes('<Attribute id="PlugInVendor" value="V&amp;W"'));
});
