/** What was scanned before is not scanned again, unless it has changed. The fixtures write down when they are opened. */
import { execFileSync } from 'node:child_process';
import { appendFileSync, readFileSync, rmSync, symlinkSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type ClapFile, scanTest } from './support.ts';

scanTest('A second scan opens no plugin and finds the same', async (t, sandbox) => {
  sandbox.install('plain');
  sandbox.install('talks');
  const first = await sandbox.scan(t, 'clap');
  t.is(sandbox.opened(), 2);
  t.deepEqual(await sandbox.scan(t, 'clap'), first);
  t.is(sandbox.opened(), 2);
  t.deepEqual(sandbox.cacheFiles(), ['names-clap.txt', 'scan-clap.json']);
});

scanTest('Of two files, only the one that was touched is scanned again', async (t, sandbox) => {
  sandbox.install('plain', 'a.clap');
  const touched = sandbox.install('plain', 'b.clap');
  await sandbox.scan(t, 'clap');
  utimesSync(touched, 1_700_000_000, 1_700_000_000);
  await sandbox.scan(t, 'clap');
  t.is(sandbox.opened(), 3);
});

scanTest('A file that is replaced by another plugin shows the other plugin', async (t, sandbox) => {
  sandbox.install('plain', 'a.clap');
  t.deepEqual(
    (await sandbox.scan(t, 'clap')).data.map((one) => one.name),
    ['Plain'],
  );
  sandbox.install('talks', 'a.clap');
  t.deepEqual(
    (await sandbox.scan(t, 'clap')).data.map((one) => one.name),
    ['Talks'],
  );
});

scanTest('A file that is gone leaves the list and the cache', async (t, sandbox) => {
  const gone = sandbox.install('plain', 'gone.clap');
  await sandbox.scan(t, 'clap');
  rmSync(gone);
  sandbox.install('talks');
  t.deepEqual(
    (await sandbox.scan(t, 'clap')).data.map((one) => one.name),
    ['Talks'],
  );
  t.false(readFileSync(join(sandbox.cache, 'scan-clap.json'), 'utf8').includes('gone.clap'));
});

scanTest('A changed data file of an LV2 bundle is read again', async (t, sandbox) => {
  const turtle = (name: string) => `@prefix lv2: <http://lv2plug.in/ns/lv2core#> .
@prefix doap: <http://usefulinc.com/ns/doap#> .
<urn:maolan:scan:changes> a lv2:Plugin ; doap:name "${name}" ; lv2:binary <x.so> .
`;
  sandbox.writePlugin('x.lv2/manifest.ttl', turtle('Before'));
  t.deepEqual(
    (await sandbox.scan(t, 'lv2')).data.map((one) => one.name),
    ['Before'],
  );
  sandbox.writePlugin('x.lv2/manifest.ttl', turtle('Then'));
  t.deepEqual(
    (await sandbox.scan(t, 'lv2')).data.map((one) => one.name),
    ['Then'],
  );
});

for (const [what, text] of [
  ['no JSON', '{"version":1,"entr'],
  ['empty', ''],
  ['a list', '[]'],
  ['of another version', '{"version":0,"scanner":"","entries":{}}'],
] as const)
  scanTest(`A cache file that is ${what} is made anew`, async (t, sandbox) => {
    sandbox.install('plain');
    const first = await sandbox.scan(t, 'clap');
    const file = join(sandbox.cache, 'scan-clap.json');
    const sound = JSON.parse(readFileSync(file, 'utf8')) as { entries: object };
    writeFileSync(file, text);
    t.deepEqual(await sandbox.scan(t, 'clap'), first);
    const repaired = JSON.parse(readFileSync(file, 'utf8')) as { entries: object };
    t.deepEqual(Object.keys(repaired.entries).toSorted(), Object.keys(sound.entries).toSorted());
  });

/** What takes the place of the cache's file. */
const oddities: [string, (file: string) => void][] = [
  ['a pipe', (file) => execFileSync('mkfifo', [file])],
  ['a device', (file) => symlinkSync('/dev/zero', file)],
  ['5 GiB', (file) => writeFileSync(file, '') ?? truncateSync(file, 5 * 2 ** 30)],
];
for (const [what, replace] of oddities)
  scanTest(`A cache file that became ${what} costs a new scan`, async (t, sandbox) => {
    sandbox.install('plain');
    const first = await sandbox.scan(t, 'clap');
    const file = join(sandbox.cache, 'scan-clap.json');
    rmSync(file);
    replace(file);
    t.deepEqual(await sandbox.scan(t, 'clap'), first);
    t.is(sandbox.opened(), 2);
    rmSync(file, { recursive: true });
  });

scanTest('An entry in which one letter is another costs one scan', async (t, sandbox) => {
  sandbox.install('plain', 'a.clap');
  sandbox.install('talks', 'b.clap');
  const first = await sandbox.scan(t, 'clap');
  const file = join(sandbox.cache, 'scan-clap.json');
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, text.replaceAll('"Plain"', '"Plein"'));
  t.deepEqual(await sandbox.scan(t, 'clap'), first);
  t.is(sandbox.opened(), 3);
});

scanTest('One damaged entry of the cache costs one scan', async (t, sandbox) => {
  const path = sandbox.install('plain', 'a.clap');
  sandbox.install('plain', 'b.clap');
  const first = await sandbox.scan(t, 'clap');
  const file = join(sandbox.cache, 'scan-clap.json');
  const cache = JSON.parse(readFileSync(file, 'utf8')) as { entries: Record<string, { scan: { plugins: unknown } }> };
  const entry = cache.entries[path];
  if (entry === undefined) throw new Error('the cache has no entry for the plugin');
  entry.scan.plugins = [{ id: 7 }];
  writeFileSync(file, JSON.stringify(cache));
  t.deepEqual(await sandbox.scan(t, 'clap'), first);
  t.is(sandbox.opened(), 3);
});

scanTest('Where no cache can be kept, a scan works all the same and says so', async (t, sandbox) => {
  sandbox.install('plain');
  writeFileSync(join(sandbox.folder, 'cache'), 'a file where the folder should be');
  const { warnings, data } = await sandbox.scan(t, 'clap');
  t.is(data.length, 1);
  t.is(warnings.length, 1);
  t.regex(warnings[0]?.message ?? '', /^The scan's results cannot be kept: /);
});

scanTest('Failures are remembered with their reason', async (t, sandbox) => {
  sandbox.install('crash-in-init');
  sandbox.install('refuses');
  const first = await sandbox.scan(t, 'clap');
  t.is(first.errors.length, 2);
  t.deepEqual(await sandbox.scan(t, 'clap'), first);
  t.is(sandbox.opened(), 2);
});

scanTest('A failure is tried again when the file is asked for by name', async (t, sandbox) => {
  const path = sandbox.install('refuses');
  for (let i = 1; i <= 2; i++) {
    const { data } = await sandbox.scan(t, 'clap', '--path', path);
    t.regex((data as unknown as ClapFile).error ?? '', /its clap_entry\.init failed/);
    t.is(sandbox.opened(), i);
  }
});

scanTest('Two scans at once find the same, and leave one sound cache', async (t, sandbox) => {
  for (let i = 0; i < 8; i++) sandbox.install('plain', `${i}.clap`);
  const inProcessOfItsOwn = () => sandbox.run(['--format', 'clap'], async () => {});
  const [first, second] = await Promise.all([inProcessOfItsOwn(), inProcessOfItsOwn()]);
  t.deepEqual(first, second);
  t.is(first.code, 0, first.stderr);
  const one = await sandbox.scan(t, 'clap');
  t.is(one.data.length, 8);
  const opened = sandbox.opened();
  t.deepEqual(await sandbox.scan(t, 'clap'), one);
  t.is(sandbox.opened(), opened);
  t.deepEqual(sandbox.cacheFiles(), ['names-clap.txt', 'scan-clap.json']);
});

scanTest('What is on the blocklist is not opened, and named in a warning', async (t, sandbox) => {
  const blocked = sandbox.install('crash-in-init');
  sandbox.install('plain');
  sandbox.block({ path: blocked, error: 'it bites' });
  const { errors, warnings, data } = await sandbox.scan(t, 'clap');
  t.deepEqual(errors, []);
  t.deepEqual(warnings, [{ message: `${blocked} is skipped: it is on the plugin blocklist (it bites)` }]);
  t.deepEqual(
    data.map((one) => one.name),
    ['Plain'],
  );
  t.is(sandbox.opened(), 1);
});

scanTest('One plugin of a file can be blocked by the path that the list gives it', async (t, sandbox) => {
  const path = sandbox.install('odd-values');
  sandbox.block({ path: `${path}::maolan.scan.odd`, error: '' });
  t.deepEqual(
    (await sandbox.scan(t, 'clap')).data.map((one) => one.id),
    ['maolan.scan.nameless'],
  );
});

scanTest('LV2 plugins are blocked by their URI or their bundle URI', async (t, sandbox) => {
  const turtle = (name: string) =>
    `<urn:scan:${name}> a <http://lv2plug.in/ns/lv2core#Plugin> ; <http://usefulinc.com/ns/doap#name> "${name}" .\n`;
  for (const name of ['a', 'b', 'c']) sandbox.writePlugin(`${name}.lv2/manifest.ttl`, turtle(name));
  sandbox.block(
    { path: 'urn:scan:a', error: '' },
    { path: pathToFileURL(join(sandbox.plugins, 'b.lv2/')).href, error: '' },
  );
  t.deepEqual(
    (await sandbox.scan(t, 'lv2')).data.map((one) => one.uri),
    ['urn:scan:c'],
  );
});

scanTest('A blocklist that cannot be read is reported, and blocks nothing', async (t, sandbox) => {
  sandbox.install('plain');
  sandbox.block();
  appendFileSync(join(sandbox.folder, '.config/maolan/plugin-blocklist.json'), 'oops');
  const { warnings, data } = await sandbox.scan(t, 'clap');
  t.is(data.length, 1);
  t.regex(warnings[0]?.message ?? '', /^The plugin blocklist .*plugin-blocklist\.json cannot be used: /);
});

scanTest('A blocklist that became a pipe or a device is reported, and never waited for', async (t, sandbox) => {
  sandbox.install('plain');
  sandbox.block();
  const path = join(sandbox.folder, '.config/maolan/plugin-blocklist.json');
  for (const replace of [() => execFileSync('mkfifo', [path]), () => symlinkSync('/dev/zero', path)]) {
    rmSync(path);
    replace();
    const { warnings, data } = await sandbox.scan(t, 'clap');
    t.is(data.length, 1);
    t.regex(warnings[0]?.message ?? '', /cannot be used: it is a pipe or a device, not a file/);
  }
});
