/** scan, info, state and presets. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { packageOf } from '../../../ts/cli/linked.ts';
import { formats } from '../../../ts/plugins/installed.ts';
import { lv2PathWithFixtures, root } from '../../support/paths.ts';
import { call, folderOf, runLine } from './commands.ts';

const fixtures = { environment: { LV2_PATH: lv2PathWithFixtures() } };

interface Scanned {
  plugins: { format: string; name: string; id: string; path: string }[];
  failures: { format: string; path: string; message: string }[];
}

test.serial('scan lists what is installed, as a table and for programs', async (t) => {
  const { code, stdout, stderr } = await call(['scan', '--json']);
  t.is(code, 0, stderr);
  const { plugins } = JSON.parse(stdout) as Scanned;
  for (const format of formats) t.true(plugins.some((one) => one.format === format && one.name === 'ZamComp'));
  const table = await call(['scan']);
  const lines = table.stdout.trimEnd().split('\n');
  t.is(lines.length, plugins.length + 1);
  t.regex(lines[0] ?? '', /^format +name +vendor +in\/out +id$/);
  t.true(lines.some((line) => /^vst3 +ZamComp +Damien Zammit +2\/1 +2046504473616C63504D435A00000000$/.test(line)));
  t.false(table.stdout.includes('\x1b'));
  t.regex(table.stderr, new RegExp(`^${plugins.length} plugins`));
});

test.serial('scan looks at one format, a file, or a folder', async (t) => {
  const one = JSON.parse((await call(['scan', '--format', 'clap', '--json'])).stdout) as Scanned;
  t.true(one.plugins.length > 0 && one.plugins.every(({ format }) => format === 'clap'));
  const bundle = JSON.parse((await call(['scan', '/usr/lib/lv2/eg-amp.lv2', '--json'])).stdout) as Scanned;
  t.deepEqual(
    bundle.plugins.map(({ id }) => id),
    ['http://lv2plug.in/plugins/eg-amp'],
  );
  const folder = JSON.parse((await call(['scan', '/usr/lib/vst3', '--json'])).stdout) as Scanned;
  t.true(folder.plugins.length > 10 && folder.plugins.every(({ format }) => format === 'vst3'));
  const missing = await call(['scan', '/nowhere']);
  t.is(missing.code, 1);
  t.regex(missing.stderr, /\/nowhere: no such file or folder/);
  const odd = await call(['scan', '/etc/passwd']);
  t.deepEqual([odd.code, odd.stdout], [1, '']);
  t.regex(odd.stderr, /^maolan-plugin-host: \/etc\/passwd is not a plugin; give a \.clap file.*\n$/);
  t.is((await call(['scan', '/usr/lib/clap/ZamComp.clap'])).stderr, '1 plugin\n');
});

test.serial('scan reports files that fail, and goes on', async (t) => {
  const folder = folderOf(t);
  mkdirSync(join(folder, 'plugins'));
  writeFileSync(join(folder, 'plugins/broken.clap'), 'no library');
  const { code, stdout, stderr } = await call(['scan', 'plugins', '/usr/lib/clap/ZamComp.clap'], { cwd: folder });
  t.is(code, 0);
  t.regex(stdout, /ZamComp/);
  t.regex(stderr, /broken\.clap/);
  t.regex(stderr, /1 plugin, 1 file that could not be scanned/);
});

for (const format of formats)
  test.serial(`info shows everything about a ${format} plugin`, async (t) => {
    const { code, stdout, stderr } = await call(['info', `${format}:ZamCompX2`, '--json']);
    t.is(code, 0, stderr);
    const info = JSON.parse(stdout);
    t.like(info, {
      format,
      name: 'ZamCompX2',
      failure: null,
      hasEditor: true,
      editorKinds: format === 'lv2' ? ['X11'] : [],
      latency: 0,
      missingLibraries: [],
    });
    t.like(info.ports, { audioInputs: 3, audioOutputs: 2 });
    t.true(info.stateBytes > 0);
    t.true(existsSync(info.library));
    t.true(
      info.libraries.some(({ name, path }: { name: string; path: string }) => name === 'libc.so.6' && existsSync(path)),
    );
    const ratio = info.parameters.find(({ name }: { name: string }) => name === 'Ratio');
    t.is(ratio.maximum, format === 'vst3' ? 1 : 20);
    const text = await call(['info', `${format}:ZamCompX2`]);
    t.regex(text.stdout, /^ports +3 audio inputs \(1 of them side chain\), 2 audio outputs/m);
    t.regex(text.stdout, /^ *\d+ +(?:rat\/)?Ratio +/m);
    t.regex(text.stdout, /^editor +yes(: X11)?$/m);
    t.regex(text.stdout, /^linked to +.*libc\.so\.6/m);
  });

test.serial('info shows where inputs lead, and what notes can do', async (t) => {
  const bundle = join(root, 'build/fixtures/vst3/successor.vst3');
  const { stdout, stderr } = await call(['info', bundle]);
  t.regex(stdout, /^routes +audio inputs 1, 2 to audio outputs 1, 2; .*; MIDI input 1, channel 2 to /m, stderr);
  t.regex(stdout, /^note expressions +Tuning \(-60 to \+60 st\), Volume/m);
  const { routes, noteExpressions } = JSON.parse((await call(['info', bundle, '--json'])).stdout);
  t.is(routes.length, 4);
  t.is(noteExpressions[1].name, 'Volume');
});

test.serial('info says which library a plugin lacks, and what to look for', async (t) => {
  const { code, stdout, stderr } = await call(['info', 'urn:maolan:fixture:missing-library'], fixtures);
  t.is(code, 1);
  t.regex(stdout, /^missing +libmaolan-nowhere\.so\.1: look for a package named like libmaolan-nowhere1 /m);
  t.regex(stderr, /libmaolan-nowhere\.so\.1/);
  const { missingLibraries, failure } = JSON.parse(
    (await call(['info', 'urn:maolan:fixture:missing-library', '--json'], fixtures)).stdout,
  );
  t.deepEqual(missingLibraries, ['libmaolan-nowhere.so.1']);
  t.regex(failure, /libmaolan-nowhere/);
});

test('Packages are sought by the names that Debian gives', (t) => {
  const names = [
    ['libfoo.so.1', 'libfoo1'],
    ['libgtk-3.so.0', 'libgtk-3-0'],
    ['libX11.so.6', 'libx11-6'],
    ['libfoo_bar.so', 'libfoo-bar'],
  ] as const;
  for (const [library, name] of names) t.is(packageOf(library), name);
  t.is(packageOf('/lib64/ld.so'), undefined);
});

for (const format of formats)
  test.serial(`A ${format} plugin's settings go into a file and come back`, async (t) => {
    const folder = folderOf(t);
    const options = { cwd: folder };
    const saved = await call(['state', 'save', `${format}:ZamComp`, 'a.state', '--param', 'Ratio=50%'], options);
    t.is(saved.code, 0, saved.stderr);
    t.regex(saved.stderr, new RegExp(`^a\\.state: \\d+ bytes of ${format}:ZamComp\\n$`));
    const loaded = await call(['state', 'load', `${format}:ZamComp`, 'a.state'], options);
    t.is(loaded.code, 0, loaded.stderr);
    // What is saved again from it is the same.
    await call(['state', 'save', `${format}:ZamComp`, 'b.state', '--state', 'a.state'], options);
    t.is(readFileSync(join(folder, 'b.state'), 'utf8'), readFileSync(join(folder, 'a.state'), 'utf8'));
    const shown = JSON.parse((await call(['state', 'show', 'a.state', '--json'], options)).stdout);
    t.like(shown, { format, name: 'ZamComp' });
    t.true(shown.bytes > 0);
    for (const other of [
      `${format}:ZamVerb`,
      ...formats.filter((one) => one !== format).map((one) => `${one}:ZamComp`),
    ]) {
      const refused = await call(['state', 'load', other, 'a.state'], options);
      t.is(refused.code, 1);
      t.regex(refused.stderr, new RegExp(`a\\.state holds a state of ${format}:ZamComp .*, not of ${other};`));
    }
  });

test.serial('state show prints what an LV2 state holds, and what is left of a damaged one', async (t) => {
  const folder = folderOf(t);
  await call(['state', 'save', 'lv2:ZamComp', 'a.state', '--param', 'Ratio=8'], { cwd: folder });
  const { stdout } = await call(['state', 'show', 'a.state'], { cwd: folder });
  t.regex(stdout, /^lv2:ZamComp \(urn:zamaudio:ZamComp\), 72 bytes\ncontrols: 8\n {2}index 3, value 10\n/);
  t.regex(stdout, /index 6, value 8/);
  const file = JSON.parse(readFileSync(join(folder, 'a.state'), 'utf8'));
  writeFileSync(join(folder, 'b.state'), JSON.stringify({ ...file, state: file.state.slice(0, 12) }));
  const damaged = await call(['state', 'show', 'b.state'], { cwd: folder });
  t.is(damaged.code, 1);
  t.regex(
    damaged.stderr,
    /b\.state: This is not an LV2 state: at byte 0, the number of ports is 8, more than can follow/,
  );
  const refused = await call(['state', 'load', 'lv2:ZamComp', 'b.state'], { cwd: folder });
  t.is(refused.code, 1);
  for (const [text, sentence] of [
    ['{}', /b\.state: Nothing says which format this state is of .* \(--format clap\)/],
    [JSON.stringify({ ...file, version: 2 }), /of version 2, which this program does not know/],
    [JSON.stringify({ ...file, plugin: 3 }), /cannot be read: it does not say/],
  ] as const) {
    writeFileSync(join(folder, 'b.state'), text);
    t.regex((await call(['state', 'show', 'b.state'], { cwd: folder })).stderr, sentence);
  }
});

test.serial('state diff shows what was edited, of any kind of file', async (t) => {
  const cwd = folderOf(t);
  await call(['state', 'save', 'lv2:ZamComp', 'a.state'], { cwd });
  await call(['state', 'save', 'lv2:ZamComp', 'b.state', '--param', 'Ratio=8'], { cwd });
  const differs = await call(['state', 'diff', 'a.state', 'b.state'], { cwd });
  t.deepEqual([differs.code, differs.stdout], [1, '  port 6: 4 -> 8\n']);
  t.regex(differs.stderr, /a\.state and b\.state differ in 1 place\n$/);
  const json = await call(['state', 'diff', 'b.state', 'a.state', '--json'], { cwd });
  t.deepEqual(JSON.parse(json.stdout), [{ kind: 'changed', part: 'port', key: 6, before: 8, after: 4 }]);
  const same = await call(['state', 'diff', 'a.state', 'a.state'], { cwd });
  t.deepEqual([same.code, same.stdout], [0, '']);
  await call(['presets', 'vst3:ZamComp', '--save', 'a.vstpreset'], { cwd });
  const other = await call(['state', 'diff', 'a.state', 'a.vstpreset'], { cwd });
  t.deepEqual([other.code, other.stdout], [1, '  format: lv2 -> vst3\n']);
  t.regex(
    (await call(['state', 'show', 'a.vstpreset'], { cwd })).stdout,
    /^a state of vst3, .*\nclass: [0-9A-F]{32}\n/,
  );
  writeFileSync(join(cwd, 'raw'), 'as the plugin likes');
  t.is((await call(['state', 'show', 'raw', '--format', 'clap'], { cwd })).stdout, 'a state of clap, 19 bytes\n');
});

test.serial('A file that cannot be written is reported, and nothing half is left', async (t) => {
  const folder = folderOf(t);
  const { code, stderr } = await call(['state', 'save', 'lv2:ZamComp', 'no/a.state'], { cwd: folder });
  t.is(code, 1);
  t.regex(stderr, /no\/a\.state cannot be written/);
  t.deepEqual(readdirSync(folder), []);
});

test.serial('The states of the store are listed, checked and pruned', async (t) => {
  const environment = { XDG_STATE_HOME: folderOf(t) };
  t.is((await call(['state', 'list', '--json'], { environment })).stdout, '[]\n');
  t.is((await call(['state', 'check'], { environment })).code, 0);
  t.is((await call(['state', 'prune'], { environment })).code, 2);
  t.is((await call(['state', 'prune', '--older-than', '1'], { environment })).code, 0);
  const missing = await call(['state', 'export', 'abc', 'x'], { environment });
  t.is(missing.code, 1);
  t.regex(missing.stderr, /There is no state abc/);
});

test.serial('presets lists those of an LV2 plugin', async (t) => {
  const { code, stdout, stderr } = await call(['presets', 'http://drobilla.net/plugins/mda/Piano']);
  t.is(code, 0);
  t.regex(stdout, /^Plain Piano +http:\/\/drobilla\.net\/plugins\/mda\/presets#Piano-plain-piano$/m);
  t.regex(stderr, /^8 presets of lv2:MDA Piano$/m);
  t.regex((await call(['presets', 'clap:ZamComp'])).stderr, /CLAP has no preset files/);
});

test.serial('.vstpreset files are written, found, listed and read', async (t) => {
  const folder = folderOf(t);
  const options = { cwd: folder, environment: { HOME: folder } };
  const place = join(folder, '.vst3/presets/Damien Zammit/ZamComp');
  mkdirSync(place, { recursive: true });
  const path = join(place, 'Hard.vstpreset');
  const saved = await call(['presets', 'vst3:ZamComp', '--save', path, '--param', 'Ratio=1'], options);
  t.is(saved.code, 0, saved.stderr);
  const bytes = readFileSync(path);
  t.is(bytes.toString('latin1', 0, 40), 'VST3\x01\0\0\x002046504473616C63504D435A00000000');
  t.is(bytes.toString('latin1', Number(bytes.readBigInt64LE(40))).slice(0, 4), 'List');
  t.deepEqual(JSON.parse((await call(['presets', 'vst3:ZamComp', '--json'], options)).stdout), [
    { name: 'Zero', bank: '', id: 'program:0' },
    { name: 'PoppySnare', bank: '', id: 'program:1' },
    { name: 'VocalLeveller', bank: '', id: 'program:2' },
    { name: 'Hard', id: path, bank: '' },
  ]);
  // By its name, and by its path: the same settings.
  await call(['presets', 'vst3:ZamComp', '--save', 'copy.vstpreset', '--preset', 'hard'], options);
  const state = (file: string) => readFileSync(file).subarray(48, 300).toString('latin1').split('<?xml')[0];
  t.is(state(join(folder, 'copy.vstpreset')), state(path));
  await call(['state', 'save', 'vst3:ZamComp', 'a.state', '--preset', 'copy.vstpreset'], options);
  await call(['state', 'save', 'vst3:ZamComp', 'b.state', '--param', 'Ratio=1'], options);
  t.is(readFileSync(join(folder, 'a.state'), 'utf8'), readFileSync(join(folder, 'b.state'), 'utf8'));
  for (const [words, sentence] of [
    [['state', 'save', 'vst3:ZamVerb', 'c.state', '--preset', 'copy.vstpreset'], /is a preset of another plugin/],
    [['state', 'save', 'lv2:ZamComp', 'c.state', '--preset', 'copy.vstpreset'], /is a preset for VST3 plugins/],
    [['presets', 'lv2:ZamComp', '--save', 'x.vstpreset'], /files, which are of VST3 plugins/],
    [['presets', 'vst3:ZamComp', '--save', 'x.preset'], /must end with \.vstpreset/],
  ] as const) {
    const refused = await call(words, options);
    t.not(refused.code, 0);
    t.regex(refused.stderr, sentence);
  }
  t.false(existsSync(join(folder, 'c.state')));
});

test.serial('A file of settings that is a pipe, a device or far too large is an error, and never a wait', async (t) => {
  const cwd = folderOf(t);
  execFileSync('mkfifo', [join(cwd, 'pipe.state')]);
  writeFileSync(join(cwd, 'large.state'), '');
  truncateSync(join(cwd, 'large.state'), 5 * 2 ** 30);
  for (const [name, sentence] of [
    ['pipe.state', /pipe\.state cannot be read: it is a pipe or a device, not a file/],
    ['/dev/zero', /\/dev\/zero cannot be read: it is a pipe or a device/],
    ['large.state', /large\.state cannot be read: it has 5120 MiB, more than the limit of 96 MiB/],
  ] as const)
    for (const words of [
      ['state', 'show', name],
      ['state', 'load', 'lv2:ZamComp', name],
    ]) {
      const { code, stderr } = await call(words, { cwd });
      t.is(code, 1);
      t.regex(stderr, sentence);
    }
});

test.serial('A stored state that became a pipe is damaged, and never waited for', async (t) => {
  const environment = { XDG_STATE_HOME: folderOf(t) };
  const states = join(environment.XDG_STATE_HOME, 'maolan-plugin-host/states');
  mkdirSync(states, { recursive: true });
  execFileSync('mkfifo', [join(states, '0'.repeat(64))]);
  t.is((await call(['state', 'list'], { environment })).code, 0);
  const { code, stderr } = await call(['state', 'check'], { environment });
  t.is(code, 1);
  t.regex(stderr, /1 of 1 states? in .* is damaged/);
});

test.serial('Broken Turtle is shown with file, line and column', async (t) => {
  const bundles = join(folderOf(t), 'lv2');
  const environment = { LV2_PATH: bundles };
  const bundle = (name: string, files: Readonly<Record<string, string>>) => {
    mkdirSync(join(bundles, `${name}.lv2`), { recursive: true });
    for (const [file, text] of Object.entries(files)) writeFileSync(join(bundles, `${name}.lv2`, file), text);
  };
  const prefixes = `@prefix lv2: <http://lv2plug.in/ns/lv2core#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix doap: <http://usefulinc.com/ns/doap#> .
`;
  bundle('broken', { 'manifest.ttl': `${prefixes}<urn:maolan:broken> a lv2:Plugin ; doap:name "Broken\n` });
  bundle('half', {
    'manifest.ttl': `${prefixes}<urn:maolan:half> a lv2:Plugin ; lv2:binary <x.so> ; rdfs:seeAlso <half.ttl> .\n`,
    'half.ttl': `${prefixes}<urn:maolan:half> doap:name "Half" ;\n  lv2:port oops oops .\n`,
  });
  const manifest = /broken\.lv2\/manifest\.ttl:4:\d+: \S/;
  const data = /half\.lv2\/half\.ttl:5:\d+: \S/;
  const scanned = await call(['scan', '--format', 'lv2', bundles], { environment });
  for (const fault of [manifest, data]) t.regex(scanned.stderr, fault);
  t.regex((await call(['info', 'urn:maolan:half'], { environment })).stderr, data);
  for (const name of ['urn:maolan:broken', join(bundles, 'broken.lv2')]) {
    const { code, stderr } = await call(['info', name], { environment });
    t.is(code, 1);
    t.regex(stderr, manifest);
  }
});

test.serial('Files of settings go through pipes: - is standard output and standard input', async (t) => {
  const cwd = folderOf(t);
  const piped = await runLine('maolan-plugin-host state save lv2:ZamComp - | maolan-plugin-host state show -', { cwd });
  t.regex(piped.stdout, /^lv2:ZamComp \(urn:zamaudio:ZamComp\), 72 bytes\ncontrols: 8\n/);
  const loaded = await runLine(
    'maolan-plugin-host state save lv2:ZamComp - | maolan-plugin-host state load lv2:ZamComp -',
    { cwd },
  );
  t.is(loaded.code, 0, loaded.stderr);
});
