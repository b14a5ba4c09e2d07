/** Plugins are opened by the names that the commands take. */
import test from 'ava';
import { PluginHost, scanPlugins } from '../../../ts/client/index.ts';
import { ChoiceError } from '../../../ts/plugins/choice-error.ts';
import { choosePlugin } from '../../../ts/plugins/find.ts';
import type { InstalledPlugin } from '../../../ts/plugins/installed.ts';
import { clapFile, vst3Bundle } from '../../support/paths.ts';
import { rejected } from './support.ts';

for (const [name, category] of [
  ['ZamVerb', 'audio-effect|reverb|stereo'],
  ['lv2:zamverb', 'Reverb'],
  ['vst3:ZamVerb', 'Fx|Reverb|Stereo'],
  ['/usr/lib/clap/ZamVerb.clap', 'audio-effect|reverb|stereo'],
] as const)
  test.serial(`open("${name}") is ZamVerb`, async (t) => {
    await using host = await PluginHost.open(name, { sampleRate: 44_100 });
    t.like(host, { name: 'ZamVerb', vendor: 'Damien Zammit', category, isInstrument: false });
    t.true(await host.hasEditor());
  });

test.serial('Options without a format name a plugin, too', async (t) => {
  await using host = await PluginHost.open({ plugin: 'lv2:eg-amp', maxFrames: 64 });
  t.is(host.name, 'Simple Amplifier');
});

for (const format of ['lv2', 'vst3', 'clap'] as const)
  test.serial(`${format}: a name will do where an id or a path is meant`, async (t) => {
    await using host = await PluginHost.open({ format, plugin: 'ZamVerb' });
    t.is(host.name, 'ZamVerb');
    t.regex((await rejected(t, PluginHost.open({ format, plugin: 'ZamVreb' }), 'NOT_FOUND')).message, /did you mean/);
  });

test.serial('A class of a bundle is named by its name', async (t) => {
  const bundle = vst3Bundle('two-classes');
  const { plugins } = await scanPlugins({ paths: [bundle] });
  t.is(plugins.length, 2);
  for (const { name } of plugins) {
    await using host = await PluginHost.open(`${bundle}#${name}`);
    t.is(host.name, name);
  }
  const { message } = await rejected(t, PluginHost.open(`${bundle}#Third`), 'NOT_FOUND');
  for (const { name } of plugins) t.true(message.includes(name), message);
});

for (const [name, sentence] of [
  ['ZamVreb', /No installed plugin is called "ZamVreb"; did you mean ZamVerb/],
  ['lv2:Zam', /"lv2:Zam" may be any of these plugins; name one of them:/],
  ['/nowhere/x.clap', /There is no plugin at \/nowhere\/x\.clap/],
] as const)
  test.serial(`open("${name}") says what could be meant`, async (t) => {
    t.regex((await rejected(t, PluginHost.open(name), 'NOT_FOUND')).message, sentence);
  });

test.serial('What is no name is refused', async (t) => {
  await rejected(t, PluginHost.open(''), 'INVALID_ARGUMENT');
  await rejected(t, PluginHost.open('ZamVerb', { sampelRate: 1 } as object), 'INVALID_ARGUMENT');
  await rejected(t, PluginHost.open('ZamVerb', { signal: AbortSignal.abort() }), 'ABORTED');
});

function plugin(format: InstalledPlugin['format'], name: string, id: string): InstalledPlugin {
  const unknown = { vendor: '', category: '', isInstrument: false, audioInputs: null, audioOutputs: null };
  return { format, name, id, spec: id, path: `/plugins/${name}`, hasMidiInput: null, ...unknown };
}

test('Native and exact names come before those of bridges, and before parts', (t) => {
  const installed = [
    plugin('lv2', 'Comp', 'urn:ladspa:2099'),
    plugin('lv2', 'Comp', 'urn:dssi:comp.so:comp'),
    plugin('lv2', 'Comp', 'urn:test:comp'),
    plugin('lv2', 'Comp X2', 'urn:test:comp-x2'),
    plugin('lv2', 'Only bridged', 'urn:ladspa:1'),
  ];
  t.is(choosePlugin('lv2:Comp', installed).id, 'urn:test:comp');
  t.is(choosePlugin('comp', installed).id, 'urn:test:comp');
  t.is(choosePlugin('Only bridged', installed).id, 'urn:ladspa:1');
  t.is(choosePlugin('urn:ladspa:2099', installed).id, 'urn:ladspa:2099');
});

test('One plugin in several formats is for the caller to choose; several plugins are an error', (t) => {
  const installed = [plugin('lv2', 'Comp', 'l'), plugin('vst3', 'Comp', 'v'), plugin('lv2', 'Comp X2', 'x')];
  t.is(choosePlugin('Comp', installed, ['clap', 'vst3', 'lv2']).id, 'v');
  t.throws(() => choosePlugin('Comp', installed), { instanceOf: ChoiceError });
  t.throws(() => choosePlugin('Com', installed, ['vst3', 'lv2']), { instanceOf: ChoiceError });
});

test.serial('A scan reports kind and channels, with details editor and presets', async (t) => {
  const paths = ['/usr/lib/clap/ZamComp.clap', '/usr/lib/lv2/mda.lv2', clapFile('presets')];
  const plain = await scanPlugins({ paths });
  const piano = plain.plugins.find(({ name }) => name === 'MDA Piano');
  t.like(piano, { isInstrument: true, hasEditor: null, presets: null, audioInputs: 0, audioOutputs: 2 });
  const { plugins } = await scanPlugins({ paths: [paths[0] ?? '', paths[2] ?? ''], details: true });
  t.like(plugins[0], {
    vendor: 'Damien Zammit',
    category: 'audio-effect|compressor|mono',
    hasEditor: true,
    audioInputs: 2,
  });
  t.deepEqual(
    plugins[1]?.presets?.map(({ name }) => name),
    ['Soft', 'Hard'],
  );
});
