/** Presets of a program's plugin: listed, loaded, saved. */
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import test from 'ava';
import { PluginHost, type Preset } from '../../../ts/client/index.ts';
import { choosePreset } from '../../../ts/plugins/presets.ts';
import { clapFile, lv2PathWithFixtures, vst3Bundle } from '../../support/paths.ts';
import { CallLog } from '../../support/vst3.ts';
import { rejected } from './support.ts';

const folder = mkdtempSync(join(tmpdir(), 'maolan-presets-'));
test.after.always(() => rmSync(folder, { recursive: true }));

const zam = { lv2: 'urn:zamaudio:ZamComp', vst3: '/usr/lib/vst3/ZamComp.vst3', clap: '/usr/lib/clap/ZamComp.clap' };
const files = { lv2: 'Mine.preset.lv2', vst3: 'Mine.vstpreset', clap: 'Mine.json' };

for (const format of ['lv2', 'vst3', 'clap'] as const)
  test.serial(`${format}: what is saved as a preset comes back`, async (t) => {
    await using host = await PluginHost.open({ format, plugin: zam[format] });
    const threshold = host.parameter('Threshold');
    const value = await threshold.parse('-30 dB');
    host.setParameter('Threshold', value);
    const path = join(folder, files[format]);
    await host.savePreset(path);
    t.true(existsSync(path));
    host.setParameter('Threshold', threshold.defaultValue);
    await host.loadPreset(path);
    t.true(Math.abs(threshold.value - value) < 1e-6);
    await rejected(t, host.savePreset(join(folder, 'x.txt')), 'NOT_FOUND');
  });

test.serial('LV2: presets of a bundle, by their names', async (t) => {
  await using host = await PluginHost.open('MDA Piano');
  t.true(host.isInstrument);
  t.is(host.category, 'Instrument');
  const presets = await host.presets();
  t.true(presets.length >= 8);
  const before = host.parameters.map(({ value }) => value);
  await host.loadPreset('Plain Piano');
  await host.loadPreset(presets.find(({ name }) => name !== 'Plain Piano') ?? '');
  t.notDeepEqual(
    host.parameters.map(({ value }) => value),
    before,
  );
  t.regex((await rejected(t, host.loadPreset('Plain Pino'), 'NOT_FOUND')).message, /did you mean "Plain Piano"/);
});

test.serial('VST3: programs are presets', async (t) => {
  const log = new CallLog();
  const plugin = vst3Bundle('odd-texts');
  await using host = await PluginHost.open({ format: 'vst3', plugin, environment: { MAOLAN_FIXTURE_LOG: log.path } });
  t.deepEqual(await host.presets(), [
    { name: 'Init', bank: 'Factory', id: 'program:0' },
    { name: 'Brass', bank: 'Factory', id: 'program:1' },
    { name: 'Strings', bank: 'Factory', id: 'program:2' },
  ]);
  t.is(
    await host
      .parameter('Program')
      .parse('strings')
      .catch(() => -1),
    -1,
    'its parameter has no texts',
  );
  await host.loadPreset('strings');
  t.is(host.parameter('Program').value, 1);
  t.is(host.parameter('Level').value, 0.5, 'what the program changed is known');
  await host.loadPreset('program:1');
  t.is(host.parameter('Level').value, 0.25);
  // A project's state says so, a preset's does not.
  const before = log.calls('component.stateType').length;
  await host.saveState();
  await host.savePreset(join(folder, 'odd.vstpreset'));
  await host.saveState();
  const types = log.calls('component.stateType').slice(before);
  t.deepEqual(
    types.map(({ details }) => details).filter((one, index, all) => one !== all[index - 1]),
    ['Project', 'none', 'Project'],
  );
  t.deepEqual(log.faults(), []);
  log.remove();
});

test.serial('VST3: ZamComp has the programs that its LV2 has as presets', async (t) => {
  await using host = await PluginHost.open('vst3:ZamComp');
  await using other = await PluginHost.open('lv2:ZamComp');
  const names = async (one: PluginHost) => (await one.presets()).map(({ name }) => name).toSorted();
  t.deepEqual(await names(host), await names(other));
});

test.serial('CLAP: presets that a provider names, in the plugin and in files', async (t) => {
  const place = join(folder, 'levels');
  mkdirSync(join(place, 'deep'), { recursive: true });
  writeFileSync(join(place, 'deep/Loud one.level'), '0.9');
  writeFileSync(join(place, 'broken.level'), 'x');
  writeFileSync(join(place, 'no preset.txt'), '0.1');
  process.env.MAOLAN_FIXTURE_PRESETS = place;
  t.teardown(() => {
    delete process.env.MAOLAN_FIXTURE_PRESETS;
  });
  await using host = await PluginHost.open({ format: 'clap', plugin: clapFile('presets') });
  t.deepEqual((await host.presets()).map(({ name, bank }) => `${bank}: ${name}`).toSorted(), [
    'Factory: Hard',
    'Factory: Soft',
    'Own: Loud one',
    'Own: broken',
  ]);
  const level = host.parameter('Level');
  for (const [name, value] of [
    ['hard', 0.75],
    ['Soft', 0.25],
    ['Loud one', 0.9],
  ] as const) {
    await host.loadPreset(name);
    t.is(level.value, Math.fround(value));
  }
  t.regex(
    (await rejected(t, host.loadPreset('broken'), 'REQUEST_FAILED')).message,
    /refused the preset: this is no level/,
  );
  t.is(level.value, Math.fround(0.9));
  t.false(await host.hasEditor());
});

test.serial('CLAP: a preset is saved and loaded as one', async (t) => {
  const log = new CallLog();
  const plugin = clapFile('state-context');
  await using host = await PluginHost.open({ format: 'clap', plugin, environment: { MAOLAN_FIXTURE_LOG: log.path } });
  await host.savePreset(join(folder, 'context.json'));
  await host.loadPreset(join(folder, 'context.json'));
  const lines = log.all().map(({ name, details }) => `${name} ${details}`);
  t.true(
    lines.some((line) => /save.*\b1\b/.test(line)),
    lines.join('\n'),
  );
  t.true(
    lines.some((line) => /load.*\b1\b/.test(line)),
    lines.join('\n'),
  );
  log.remove();
});

const ODD_PRESET = `@prefix lv2: <http://lv2plug.in/ns/lv2core#> .
@prefix pset: <http://lv2plug.in/ns/ext/presets#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
<urn:maolan:preset:w\\u00e4rm> a pset:Preset ; lv2:appliesTo <urn:maolan:fixture:\\u0067ain> ; pset:bank <urn:maolan:b\\u00e4nk> ;
  rdfs:label "W\\u00e4rm \\"1\\" \\U0001F3B9" ; lv2:port [ lv2:symbol "g\\u0061in" ; pset:value 2.5 ] .
<urn:maolan:b\\u00e4nk> a pset:Bank ; rdfs:label "B\\u00e4nk" .
`;

test.serial(
  'LV2: a preset all of whose words are written with escapes is found, shown in its bank, and loaded',
  async (t) => {
    const bundle = join(folder, 'odd.preset.lv2');
    mkdirSync(bundle);
    writeFileSync(join(bundle, 'manifest.ttl'), ODD_PRESET);
    const { LV2_PATH } = process.env;
    process.env.LV2_PATH = `${lv2PathWithFixtures()}:${folder}`;
    try {
      await using host = await PluginHost.open({ format: 'lv2', plugin: 'urn:maolan:fixture:gain' });
      t.deepEqual(await host.presets(), [{ name: 'Wärm "1" 🎹', id: 'urn:maolan:preset:wärm', bank: 'Bänk' }]);
      await host.loadPreset('wärm');
      t.is(host.parameter('Gain').value, 2.5);
    } finally {
      if (LV2_PATH === undefined) delete process.env.LV2_PATH;
      else process.env.LV2_PATH = LV2_PATH;
    }
  },
);

const oddNames = ['a/b', 'two\nlines', '..', 'x'.repeat(300), '<b> & "q" \\', '音', 'Warm.json', 'a'];

test.serial(
  'Whatever a preset is called and wherever it lies, it is loaded by its name, its file and itself',
  async (t) => {
    const home = join(folder, 'home');
    const places = {
      lv2: join(home, '.lv2'),
      vst3: join(home, '.vst3/presets/Damien Zammit/ZamComp'),
      clap: join(home, 'clap'),
    } as const;
    const { HOME, LV2_PATH } = process.env;
    Object.assign(process.env, { HOME: home, LV2_PATH: `${places.lv2}:${LV2_PATH}` });
    t.teardown(() => void Object.assign(process.env, { HOME, LV2_PATH }));
    for (const format of ['lv2', 'vst3', 'clap'] as const) {
      mkdirSync(places[format], { recursive: true });
      await using host = await PluginHost.open({ format, plugin: zam[format] });
      const { minimum, maximum } = host.parameter('Threshold');
      const isAt = (value: number) => Math.abs(host.parameter('Threshold').value - value) < 1e-3;
      for (const [number, name] of oddNames.entries()) {
        const value = minimum + (number / 16) * (maximum - minimum);
        const path = join(places[format], `50% #${number}?${extname(files[format])}`);
        host.setParameter('Threshold', value);
        await host.savePreset(path, { name });
        const again = async (preset: string | Preset) => {
          host.setParameter('Threshold', maximum);
          await host.loadPreset(preset);
          t.true(isAt(value), `${format}: ${name}`);
        };
        await again(path);
        const listed = (await host.presets()).find(({ id, name: own }) => id === path || own === name);
        if (format !== 'clap') t.truthy(listed, `${format}: ${name}`);
        if (listed !== undefined) await again(listed);
        if (format === 'lv2') await again(name);
      }
      for (const name of ['a\0b', '\ud800'])
        await rejected(t, host.savePreset(join(folder, files[format]), { name }), 'INVALID_ARGUMENT');
    }
  },
);

test('Presets that could not be listed are not called missing', (t) => {
  const plugin = { format: 'lv2', name: 'Synth' } as const;
  t.throws(() => choosePreset('Pad', plugin, [], 'it hung'), {
    message: /presets of lv2:Synth cannot be listed: it hung/,
  });
  t.throws(() => choosePreset('Pad', plugin, []), { message: /lv2:Synth has no presets/ });
});
