import { existsSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { processesWith, until } from '../../support/host-process.ts';
import { scanTest } from './support.ts';

const wrong: [string, string[], RegExp][] = [
  ['without a format', [], /^Usage: /],
  ['with a format without a word', ['--format'], /^Usage: /],
  ['of another format', ['--format', 'au'], /--format au/],
  ['of the null format', ['--format', 'null'], /--format null/],
  ['of a VST3 bundle that is not there', ['--format', 'vst3', '--path', '/nowhere.vst3'], /\/nowhere\.vst3/],
  ['of an LV2 bundle that is not there', ['--format', 'lv2', '--path', '/nowhere.lv2'], /\/nowhere\.lv2/],
  ['of a folder that is not an LV2 bundle', ['--format', 'lv2', '--path', '/usr'], /--path \/usr/],
];
for (const [what, words, reason] of wrong)
  scanTest(`A scan ${what} ends with exit code 1 and a sentence`, async (t, sandbox) => {
    const end = await sandbox.run(words);
    t.is(end.code, 1);
    t.is(end.stdout, '');
    t.regex(end.stderr, reason);
    t.is(end.stderr.split('\n').length, 2, end.stderr);
  });

scanTest('A CLAP file that is not there is an answer, not a failure', async (t, sandbox) => {
  const { data } = await sandbox.scan(t, 'clap', '--path', '/nowhere.clap');
  const error = 'CLAP plugin not found at "/nowhere.clap": No such file or directory';
  t.deepEqual(data as unknown, { error, format: 'clap', path: '/nowhere.clap', plugins: [] });
});

scanTest('Unknown words are ignored, --system is the default, the result goes to a file', async (t, sandbox) => {
  sandbox.install('plain');
  const output = join(sandbox.folder, 'list.json');
  const { stdout } = await sandbox.run(['--format', 'clap']);
  const words = ['--log-level', 'debug', 'x', '--format', 'clap', '--path', '--system', '--output', output, '--y'];
  const end = await sandbox.run(words);
  t.deepEqual([end.code, end.stdout, end.stderr], [0, '', '']);
  t.is(readFileSync(output, 'utf8'), stdout.trimEnd());
  t.true(stdout.endsWith('}\n'));
});

scanTest('A result that cannot be written is a failure', async (t, sandbox) => {
  const end = await sandbox.run(['--format', 'lv2', '--output', '/nowhere/list.json']);
  t.is(end.code, 1);
  t.regex(end.stderr, /\/nowhere\/list\.json/);
});

scanTest('An LV2 bundle may be named by its URI', async (t, sandbox) => {
  const uri = pathToFileURL('/usr/lib/lv2/eg-amp.lv2/').href;
  const { data } = await sandbox.scanSystem(t, 'lv2', '--path', uri);
  t.deepEqual(
    data.map((one) => one.bundle_uri),
    [uri],
  );
});

for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)
  scanTest(`${signal} ends a scan at once; no process is left, what was found is kept`, async (t, sandbox) => {
    // So many are opened at once: the one that hangs is opened when another is found.
    for (let i = 0; i < availableParallelism(); i++) sandbox.install('plain', `a${i}.clap`);
    sandbox.install('hang-in-init', 'b.clap');
    const hangs = () => sandbox.logLines().some((line) => line.endsWith(' child'));
    const end = await sandbox.run(['--format', 'clap'], async (pid) => {
      t.true(await until(hangs));
      process.kill(pid, signal);
    });
    t.deepEqual([end.code, end.signal, end.stdout, end.stderr], [code, null, '', '']);
    t.true(readFileSync(join(sandbox.cache, 'scan-clap.json'), 'utf8').includes('maolan.scan.plain'));
  });

scanTest('A scan that is killed leaves no process either', async (t, sandbox) => {
  sandbox.install('hang-in-init');
  const end = await sandbox.run(['--format', 'clap'], async (pid) => {
    t.true(await until(() => sandbox.logLines().some((line) => line.endsWith(' child'))));
    process.kill(pid, 'SIGKILL');
  });
  t.is(end.signal, 'SIGKILL');
  t.true(await until(() => processesWith(sandbox.folder).length === 0, 2000));
});

scanTest('Folders of build trees are skipped, others searched, whatever the case of the ending', async (t, sandbox) => {
  for (const folder of ['deps', 'build', 'incremental', '.fingerprint', 'examples'])
    sandbox.install('plain', `${folder}/plain.clap`);
  const found = [sandbox.install('plain', 'Maker/Inner/plain.CLAP'), sandbox.install('plain', 'plain.Clap')];
  sandbox.install('plain', 'plain.so');
  const { data } = await sandbox.scan(t, 'clap');
  t.deepEqual(data.map((one) => one.path).toSorted(), found.map((path) => `${path}::maolan.scan.plain`).toSorted());
});

scanTest('A folder that contains itself by a link is searched once', async (t, sandbox) => {
  const path = sandbox.install('plain', 'Maker/plain.clap');
  symlinkSync(sandbox.plugins, join(sandbox.plugins, 'Maker/again'));
  symlinkSync('nowhere', join(sandbox.plugins, 'dangling.clap'));
  symlinkSync(path, join(sandbox.plugins, 'other-name.clap'));
  for (const format of ['clap', 'vst3', 'lv2']) {
    const { data, errors } = await sandbox.scan(t, format);
    t.deepEqual(errors, []);
    t.deepEqual(
      data.map((one) => one.path),
      format === 'clap' ? [`${path}::maolan.scan.plain`] : [],
    );
  }
});

scanTest('Plugins are found in the home folder', async (t, sandbox) => {
  for (const name of ['CLAP_PATH', 'VST3_PATH', 'LV2_PATH']) delete sandbox.environment[name];
  sandbox.install('plain', '../.clap/plain.clap');
  sandbox.install('plain', '../.local/lib/clap/plain.clap');
  sandbox.writePlugin('../.vst3/Maker/text.vst3', 'text');
  sandbox.writePlugin('../.lv2/x.lv2/manifest.ttl', '<urn:x:y> a <http://lv2plug.in/ns/lv2core#Plugin> .');
  t.is((await sandbox.scan(t, 'clap')).data.length, 2);
  const vst3 = await sandbox.scan(t, 'vst3');
  t.deepEqual(
    vst3.errors.map((error) => error.plugin_uri),
    [join(sandbox.folder, '.vst3/Maker/text.vst3')],
  );
  t.deepEqual(
    (await sandbox.scan(t, 'lv2')).data.map((one) => one.uri),
    ['urn:x:y'],
  );
});

scanTest('Folders that are not there are no reason to fail', async (t, sandbox) => {
  rmSync(sandbox.plugins, { recursive: true });
  for (const format of ['clap', 'vst3', 'lv2']) t.deepEqual((await sandbox.scan(t, format)).data, []);
  t.false(existsSync(sandbox.plugins));
});
