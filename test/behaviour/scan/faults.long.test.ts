/** One plugin misbehaves; the others are listed nevertheless. */
import { execFileSync } from 'node:child_process';
import { copyFileSync, cpSync, existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { clap } from '../../support/clap.ts';
import { currentHost, vst3Bundle } from '../../support/paths.ts';
import { type ClapFile, fixture, scanTest } from './support.ts';

const crashes: [string, string, (path: string) => string][] = [
  ['crashes', 'crash-in-init', (path) => `${path} crashed while it was scanned: SIGSEGV`],
  ['ends the process', 'exits', (path) => `${path} ended the process that scanned it: exit code 0`],
];
for (const [what, name, message] of crashes)
  scanTest(`A CLAP plugin that ${what} costs one error`, async (t, sandbox) => {
    sandbox.install('plain');
    const path = sandbox.install(name);
    const { errors, warnings, data } = await sandbox.scan(t, 'clap');
    t.deepEqual(errors, [{ message: message(path), plugin_uri: path }]);
    t.deepEqual(warnings, []);
    t.deepEqual(
      data.map((one) => one.name),
      ['Plain'],
    );
  });

scanTest('What a plugin file said before it crashed is kept', async (t, sandbox) => {
  const path = sandbox.install('crash-in-second');
  const { errors, data } = await sandbox.scan(t, 'clap');
  const message = `${path} crashed while it was scanned: SIGABRT`;
  t.deepEqual(errors, [{ message, plugin_uri: path, plugin_name: 'First' }]);
  t.deepEqual(
    data.map((one) => one.name),
    ['First'],
  );
});

scanTest('A CLAP plugin that hangs costs one error, and its children do not survive', async (t, sandbox) => {
  sandbox.install('plain');
  const path = sandbox.install('hang-in-init');
  sandbox.environment.MAOLAN_SCAN_TIMEOUT_MS = '1500';
  const { errors, data } = await sandbox.scan(t, 'clap');
  t.deepEqual(errors, [{ message: `${path} hung while it was scanned: no answer for 1.5 s`, plugin_uri: path }]);
  t.deepEqual(
    data.map((one) => one.name),
    ['Plain'],
  );
  const child = sandbox.logLines().find((line) => line.endsWith(' child'));
  t.truthy(child, 'the fixture had no child');
  t.false(existsSync(`/proc/${child?.split(' ')[0]}/exe`));
});

/** Processes that the fixture has left in its log, and that are still there. */
function leftOf(lines: readonly string[]): string[] {
  return lines.filter((line) => / (session|orphan)$/.test(line) && existsSync(`/proc/${line.split(' ')[0]}/exe`));
}

for (const hangs of [false, true])
  scanTest(
    `What a plugin starts in sessions of their own ends with its scan${hangs ? ', also with one that hangs' : ''}`,
    async (t, sandbox) => {
      const path = sandbox.install('leaves-children');
      if (hangs) Object.assign(sandbox.environment, { MAOLAN_FIXTURE_HANGS: '1', MAOLAN_SCAN_TIMEOUT_MS: '1500' });
      const { errors, data } = await sandbox.scan(t, 'clap');
      const message = `${path} hung while it was scanned: no answer for 1.5 s`;
      t.deepEqual(errors, hangs ? [{ message, plugin_uri: path }] : []);
      t.is(data.length, hangs ? 0 : 1);
      const lines = sandbox.logLines();
      for (const name of ['session', 'orphan'])
        t.true(
          lines.some((line) => line.endsWith(` ${name}`)),
          lines.join(),
        );
      t.deepEqual(leftOf(lines), []);
    },
  );

scanTest('A file that is not a library stays in the list without an id', async (t, sandbox) => {
  const path = sandbox.writePlugin('Not A Library.clap', 'text');
  const { errors, data } = await sandbox.scan(t, 'clap');
  t.deepEqual(data, [{ capabilities: null, id: '', name: 'Not A Library', path }]);
  t.is(errors.length, 1);
  t.true(errors[0]?.message.startsWith(`Failed to load CLAP plugin "${path}": `), errors[0]?.message);
  t.is(errors[0]?.plugin_uri, path);
});

scanTest('A CLAP plugin that refuses stays in the list without an id', async (t, sandbox) => {
  const path = sandbox.install('refuses');
  const { errors, data } = await sandbox.scan(t, 'clap');
  t.deepEqual(data, [{ capabilities: null, id: '', name: 'refuses', path }]);
  const message = `Failed to load CLAP plugin "${path}": its clap_entry.init failed`;
  t.deepEqual(errors, [{ message, plugin_uri: path, plugin_name: 'refuses' }]);
});

scanTest('What a plugin writes to stdout and to other file descriptors does not reach the list', async (t, sandbox) => {
  const path = sandbox.install('talks');
  const { data } = await sandbox.scan(t, 'clap');
  t.deepEqual(
    data.map((one) => one.path),
    [`${path}::maolan.scan.talks`],
  );
  t.false(sandbox.logLines().some((line) => line.endsWith('stdin is not empty')));
});

scanTest(
  'What a plugin says about errors and warnings on stderr is shown once, the rest is not',
  async (t, sandbox) => {
    sandbox.install('talks');
    const { errors, warnings } = await sandbox.scan(t, 'clap');
    t.deepEqual(errors, [{ message: 'Error: cannot open <urn:maolan:preset>', plugin_uri: 'urn:maolan:preset' }]);
    t.deepEqual(warnings, [
      { message: 'warning: file:///opt/some.lv2/some.ttl is odd', bundle_uri: 'file:///opt/some.lv2/' },
      { message: 'note: nothing' },
    ]);
  },
);

scanTest('A plugin finds no display for a dialog', async (t, sandbox) => {
  sandbox.install('plain');
  Object.assign(sandbox.environment, { DISPLAY: ':99', WAYLAND_DISPLAY: 'wayland-9' });
  await sandbox.scan(t, 'clap');
  t.is(sandbox.opened(), 1, sandbox.logLines().join());
});

scanTest('Names and numbers that JSON cannot hold are put right', async (t, sandbox) => {
  const path = sandbox.install('odd-values');
  const { data, errors } = await sandbox.scan(t, 'clap', '--path', path);
  const { plugins, error } = data as unknown as ClapFile;
  t.is(error, null);
  const bad = '\ufffd';
  t.is(plugins[0]?.name, `Qu"ote\\ \n\u0001 ${bad.repeat(3)} ${bad.repeat(3)} \u20ac`);
  t.deepEqual(plugins[0]?.params, [
    { id: 4e9, name: 'n'.repeat(256), module: 'a/b', min_value: 0.1, max_value: 1.5, default_value: 0, flags: 1 },
    {
      id: 4e9 + 1,
      name: 'n'.repeat(256),
      module: 'a/b',
      min_value: -Number.MAX_VALUE,
      max_value: Number.MAX_VALUE,
      default_value: 0,
      flags: 1,
    },
  ] as ClapFile['plugins'][0]['params']);
  t.deepEqual(plugins[0]?.audio_inputs, [{ id: 7, name: 'In', channel_count: 2, flags: 1 }]);
  t.deepEqual(plugins[0]?.audio_outputs, []);
  t.is(plugins[1]?.name, 'maolan.scan.nameless', 'a plugin without a name is called by its id');
  t.deepEqual(
    errors.map(({ message }) => message),
    [`error: Failed to create plugin "maolan.scan.nameless" in "${path}"`],
  );
});

scanTest('A scan of one CLAP file that fails says why, and is a success', async (t, sandbox) => {
  const path = sandbox.install('crash-in-init');
  const { data } = await sandbox.scan(t, 'clap', '--path', path);
  const error = `${path} crashed while it was scanned: SIGSEGV`;
  t.deepEqual(data as unknown, { error, format: 'clap', path, plugins: [] });
});

scanTest('VST3 bundles that fail cost one error each', async (t, sandbox) => {
  for (const name of [
    'two-classes',
    'unicode-only',
    'fails-to-initialize',
    'no-binary',
    'no-audio-class',
    'hang-in-initialize',
  ])
    cpSync(vst3Bundle(name), join(sandbox.plugins, `${name}.vst3`), { recursive: true });
  sandbox.environment.MAOLAN_SCAN_TIMEOUT_MS = '1500';
  const { errors, data } = await sandbox.scan(t, 'vst3');
  const bundle = (name: string) => join(sandbox.plugins, `${name}.vst3`);
  t.deepEqual(
    errors.map((error) => error.plugin_uri),
    ['fails-to-initialize', 'hang-in-initialize', 'no-audio-class', 'no-binary'].map(bundle),
  );
  t.regex(errors[0]?.message ?? '', /^Failed to initialize component .*"fails-to-initialize"/);
  t.regex(errors[1]?.message ?? '', /hung while it was scanned: no answer for 1\.5 s/);
  t.regex(errors[2]?.message ?? '', /has no class of category "Audio Module Class"/);
  t.regex(errors[3]?.message ?? '', /has no Contents\/.*no-binary\.so/);
  const second = Buffer.from('Second of two cl').toString('hex').toUpperCase();
  t.deepEqual(
    data.map(({ name, path }) => [name, path]),
    [
      ['First of two cls', bundle('two-classes')],
      ['Second of two cl', `${bundle('two-classes')}#${second}`],
      ['unicode-only', bundle('unicode-only')],
    ],
  );
});

scanTest('An LV2 bundle with broken data costs errors, not the list', async (t, sandbox) => {
  cpSync('/usr/lib/lv2/eg-amp.lv2', join(sandbox.plugins, 'eg-amp.lv2'), { recursive: true });
  sandbox.writePlugin('broken.lv2/manifest.ttl', '<urn:broken> a lv2:Plugin ; . oops');
  sandbox.writePlugin('no-bundle/readme.txt', 'no manifest');
  const { errors, data } = await sandbox.scan(t, 'lv2');
  t.true(errors.length > 0);
  const broken = pathToFileURL(join(sandbox.plugins, 'broken.lv2/')).href;
  for (const error of errors) t.is(error.bundle_uri, broken, error.message);
  t.deepEqual(
    data.map((one) => one.uri),
    ['http://lv2plug.in/plugins/eg-amp'],
  );
  t.is(data[0]?.bundle_uri, pathToFileURL(join(sandbox.plugins, 'eg-amp.lv2/')).href);
});

scanTest('An LV2 plugin is never loaded for a scan', async (t, sandbox) => {
  const bundle = join(sandbox.plugins, 'eg-amp.lv2');
  cpSync('/usr/lib/lv2/eg-amp.lv2', bundle, { recursive: true });
  rmSync(join(bundle, 'amp.so'));
  copyFileSync(fixture('crash-in-init'), join(bundle, 'amp.so'));
  writeFileSync(join(bundle, 'other.so'), 'text');
  const { errors, data } = await sandbox.scan(t, 'lv2');
  t.deepEqual(errors, []);
  t.is(data.length, 1);
});

scanTest('An editor that needs timers and file descriptors is one', async (t) => {
  const text = execFileSync(currentHost, ['info', clap('editor-needs-timer').spec], { encoding: 'utf8' });
  t.regex(text, /^editor +yes$/m);
});
