/** Scans of what is really installed, against other programs' and other formats' view of the same plugins. */
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import test from 'ava';
import { describe, installed } from '../../support/lv2.ts';
import { type ClapFile, type Listed, Sandbox } from './support.ts';

const sandbox = new Sandbox();
for (const name of ['CLAP_PATH', 'VST3_PATH']) delete sandbox.environment[name];
sandbox.environment.LV2_PATH = process.env.LV2_PATH;
test.after.always(() => sandbox.remove());

const zams = readdirSync('/usr/lib/clap')
  .filter((file) => /^Za[mM]\w+\.clap$/.test(file))
  .map((file) => file.replace('.clap', ''));
const byName = (list: Listed[]) => new Map(list.map((one) => [one.name, one]));

test.serial('Every installed LV2 plugin is listed with its name, class, bundle and ports', async (t) => {
  const { errors, warnings, data } = await sandbox.scanSystem(t, 'lv2');
  t.deepEqual([errors, warnings], [[], []]);
  const uris = installed(/./);
  t.true(uris.length >= 50);
  t.deepEqual(data.map((one) => one.uri).toSorted(), uris.toSorted());
  for (const plugin of data) {
    const info = execFileSync('lv2info', [String(plugin.uri)], { encoding: 'utf8' });
    const field = (name: string) => new RegExp(`^\\t${name}: +(.*)$`, 'm').exec(info)?.[1];
    t.is(field('Name'), plugin.name);
    t.is(plugin.class_label, field('Class'));
    t.is(plugin.bundle_uri, field('Bundle'));
    const { audioInputs, audioOutputs } = describe(String(plugin.uri));
    t.deepEqual([plugin.audio_inputs, plugin.audio_outputs], [audioInputs, audioOutputs], plugin.name);
  }
});

test.serial('An LV2 entry looks as the DAW reads it', async (t) => {
  const end = await sandbox.run(['--format', 'lv2', '--path', '/usr/lib/lv2/eg-metro.lv2']);
  t.is(
    end.stdout,
    `{
  "errors": [],
  "warnings": [],
  "data": [
    {
      "audio_inputs": 0,
      "audio_outputs": 1,
      "bundle_uri": "file:///usr/lib/lv2/eg-metro.lv2/",
      "class_label": "Plugin",
      "midi_inputs": 1,
      "midi_outputs": 0,
      "name": "Example Metronome",
      "required_features": [
        "http://lv2plug.in/ns/ext/urid#map"
      ],
      "uri": "http://lv2plug.in/plugins/eg-metro"
    }
  ]
}
`,
  );
});

test.serial('A VST3 entry looks as the DAW reads it', async (t) => {
  const end = await sandbox.run(['--format', 'vst3', '--path', '/usr/lib/vst3/ZamComp.vst3']);
  t.is(
    end.stdout,
    `{
  "errors": [],
  "warnings": [],
  "data": [
    {
      "audio_inputs": 2,
      "audio_outputs": 1,
      "category": "Fx|Dynamics|Mono",
      "has_midi_input": false,
      "has_midi_output": false,
      "id": "2046504473616C63504D435A00000000",
      "name": "ZamComp",
      "path": "/usr/lib/vst3/ZamComp.vst3",
      "vendor": "Damien Zammit",
      "version": ""
    }
  ]
}
`,
  );
});

test.serial('A CLAP entry looks as the DAW reads it', async (t) => {
  const { data } = await sandbox.scanSystem(t, 'clap');
  t.deepEqual(
    data.find((one) => one.name === 'ZamComp'),
    {
      capabilities: null,
      id: 'com.zamaudio.ZamComp',
      name: 'ZamComp',
      path: '/usr/lib/clap/ZamComp.clap::com.zamaudio.ZamComp',
    },
  );
});

test.serial('Every Zam plugin is found in all three formats, with the same channels', async (t) => {
  const lv2 = byName((await sandbox.scanSystem(t, 'lv2')).data);
  const vst3 = await sandbox.scanSystem(t, 'vst3');
  const clap = await sandbox.scanSystem(t, 'clap');
  t.deepEqual([vst3.errors, vst3.warnings, clap.errors, clap.warnings], [[], [], [], []]);
  t.true(zams.length >= 17);
  for (const name of zams) {
    const as = { lv2: lv2.get(name), vst3: byName(vst3.data).get(name), clap: byName(clap.data).get(name) };
    t.is(as.vst3?.path, `/usr/lib/vst3/${name}.vst3`);
    t.is(as.clap?.path, `/usr/lib/clap/${name}.clap::com.zamaudio.${name}`);
    t.is(as.vst3?.audio_inputs, as.lv2?.audio_inputs, name);
    t.is(as.vst3?.audio_outputs, as.lv2?.audio_outputs, name);
  }
});

test.serial('Lists are sorted by name, whatever the case', async (t) => {
  const { data } = await sandbox.scanSystem(t, 'clap');
  const names = data.map(({ name }) => name.toLowerCase());
  t.deepEqual(names, names.toSorted());
  t.true(names.indexOf('zamaximx2') > names.indexOf('zamautosat'));
});

test.serial('A scan of one CLAP file opens the plugin and reports its parameters and ports', async (t) => {
  for (const name of zams) {
    const path = `/usr/lib/clap/${name}.clap`;
    const { data } = await sandbox.scanSystem(t, 'clap', '--path', path);
    const { error, format, plugins, ...rest } = data as unknown as ClapFile;
    t.deepEqual([error, format, rest], [null, 'clap', { path }]);
    t.deepEqual(
      plugins.map(({ id }) => id),
      [`com.zamaudio.${name}`],
    );
    const [plugin] = plugins;
    const info = execFileSync('lv2info', [`urn:zamaudio:${name}`], { encoding: 'utf8' });
    const controls = info.split(/^\tPort \d+:$/m).filter((port) => port.includes('lv2core#ControlPort'));
    const names = controls.map((port) => /Name: +(.*)/.exec(port)?.[1]).filter((control) => control !== 'Latency');
    t.deepEqual(
      plugin?.params.map((parameter) => parameter.name),
      names,
      path,
    );
    const channels = (ports: { channel_count: number }[] = []) =>
      ports.reduce((sum, port) => sum + port.channel_count, 0);
    const lv2 = describe(`urn:zamaudio:${name}`);
    t.is(channels(plugin?.audio_inputs), lv2.audioInputs, name);
    t.is(channels(plugin?.audio_outputs), lv2.audioOutputs, name);
  }
});
