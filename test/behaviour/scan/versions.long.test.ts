/** Two versions of one LV2 plugin: scan, commands and host take the same one, the newest. */
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { PluginHost } from '../../../ts/client/index.ts';
import { lv2PathWithFixtures, root } from '../../support/paths.ts';

const folder = mkdtempSync(join(tmpdir(), 'maolan-test-'));
test.after.always(() => rmSync(folder, { recursive: true }));

const URI = 'urn:maolan:fixture:gain';
const library = join(lv2PathWithFixtures().split(':')[0] ?? '', 'gain.lv2', 'gain.so');

/** The version is in the plugin's own file, which the manifest only names. */
function bundle(path: string, name: string, subject: string, version: string): void {
  const prefixes = '@prefix fixture: <urn:maolan:fixture:> . @prefix lv2: <http://lv2plug.in/ns/lv2core#> .\n';
  mkdirSync(join(folder, path), { recursive: true });
  copyFileSync(library, join(folder, path, 'gain.so'));
  const seeAlso = '<http://www.w3.org/2000/01/rdf-schema#seeAlso> <gain.ttl>';
  writeFileSync(
    join(folder, path, 'manifest.ttl'),
    `${prefixes}${subject} a lv2:Plugin ; lv2:binary <gain.so> ; ${seeAlso} .`,
  );
  const ports = ['Input', 'Output'].map(
    (way, i) => `[ a lv2:AudioPort , lv2:${way}Port ; lv2:index ${i} ; lv2:symbol "p${i}" ; lv2:name "p" ]`,
  );
  const control =
    '[ a lv2:ControlPort , lv2:InputPort ; lv2:index 2 ; lv2:symbol "gain" ; lv2:name "Gain" ; lv2:default 1 ]';
  const data = `<http://usefulinc.com/ns/doap#name> "${name}" ; ${version} lv2:port ${ports.join(' , ')} , ${control} .`;
  writeFileSync(join(folder, path, 'gain.ttl'), `${prefixes}<${URI}> a lv2:Plugin ; ${data}`);
}

const cases: [string, string, [string, string, string, string][]][] = [
  [
    'minor',
    'New',
    [
      ['a.lv2', 'Old', `<${URI}>`, 'lv2:minorVersion 2 ; lv2:microVersion 9 ;'],
      ['b.lv2', 'New', 'fixture:gain', 'lv2:minorVersion 4 ; lv2:microVersion 0 ;'],
    ],
  ],
  [
    'micro',
    'New',
    [
      ['a.lv2', 'New', 'fixture:gain', 'lv2:minorVersion 2 ; lv2:microVersion 10 ;'],
      ['b.lv2', 'Old', `<${URI}>`, 'lv2:minorVersion 2 ; lv2:microVersion 9 ;'],
    ],
  ],
  [
    'none',
    'New',
    [
      ['a.lv2', 'Old', `<${URI}>`, ''],
      ['b.lv2', 'New', `<${URI}>`, 'lv2:microVersion 1 ;'],
    ],
  ],
  [
    'equal',
    'First',
    [
      ['a.lv2', 'First', 'fixture:gain', ''],
      ['b.lv2', 'Second', `<${URI}>`, ''],
    ],
  ],
];
for (const [kind, expected, bundles] of cases)
  test(`The newest is listed, described and loaded: ${kind}`, async (t) => {
    for (const [path, ...more] of bundles) bundle(join(kind, path), ...more);
    const environment = { ...process.env, LV2_PATH: join(folder, kind), XDG_CACHE_HOME: join(folder, kind) };
    const run = (...words: string[]) =>
      JSON.parse(execFileSync(join(root, 'dist/maolan-plugin-host'), words, { env: environment, encoding: 'utf8' }));
    const scanned: { data: { name: string }[] } = run('--scan', '--format', 'lv2');
    t.deepEqual(
      scanned.data.map(({ name }) => name),
      [expected],
    );
    t.false('version' in (scanned.data[0] ?? {}));
    t.is(run('info', URI, '--json').name, expected);
    await using host = await PluginHost.open({ format: 'lv2', plugin: URI, environment });
    t.is(host.name, expected);
  });
