/** Settings that are not numbers: files of LV2 plugins. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { PluginHost } from '../../../ts/client/index.ts';
import { lv2PathWithFixtures } from '../../support/paths.ts';
import { run } from '../commands/commands.ts';
import { fixture, hostTest, rejected } from './support.ts';

const folder = mkdtempSync(join(tmpdir(), 'properties-'));
writeFileSync(join(folder, 'se=ven.txt'), '7\n');
test.after.always(() => rmSync(folder, { recursive: true }));

const sampler = () => fixture('patch-parameters');
const file = join(folder, 'se=ven.txt');
const heard = (host: PluginHost): number[] => {
  const output = new Float32Array(8);
  host.process([], [output]);
  return [...output.subarray(0, 3)];
};

hostTest('A file is listed with its type, set by name, heard, and in the state', sampler, async (t, host) => {
  const uri = 'urn:maolan:fixture:patch-file';
  t.deepEqual(host.properties, [{ name: 'File', uri, type: 'Path', value: '', isReadOnly: false }]);
  await host.setProperty('File', file);
  host.setParameter('Patched gain', 2);
  t.deepEqual(heard(host), [2, 0, 7]);
  await rejected(t, host.setProperty('Nothing', file), 'INVALID_ARGUMENT');
  const state = await host.saveState();
  await host.setProperty(uri, '/nowhere');
  t.deepEqual(heard(host), [2, 0, -1]);
  await host.restoreState(state);
  t.deepEqual(heard(host), [2, 0, 7]);
  t.is(host.properties[0]?.value, file);
});

const typed = (environment = {}) => fixture('patch-types', { environment });

/** Which values arrived as they were set: int, long, double, bool, URI. */
function arrived(host: PluginHost): number[] {
  const output = new Float32Array(8);
  host.process([], [output]);
  host.process([], [output]);
  return [...output.subarray(0, 5)];
}

hostTest('Numbers keep their type and all digits, also in a state; URIs are text', typed(), async (t, host) => {
  t.is(host.parameter('Ticket').maximum, Math.fround(9_000_000_000_000));
  await host.setProperty('Seed', '123456789');
  await host.setProperty('urn:maolan:fixture:types-long', '5000000001');
  await host.setProperty('Precise', '0.1');
  await host.setProperty('Link', 'urn:x:y');
  host.setParameter('Flag', 1);
  t.deepEqual(arrived(host), [1, 1, 1, 1, 1]);
  t.is(host.parameter('Seed').value, Math.fround(123456789));
  const again = await PluginHost.open({ ...typed(), state: await host.saveState() });
  t.deepEqual(arrived(again), [1, 1, 1, 1, 1]);
  await again.close();
  await rejected(t, host.setProperty('Seed', 'many'), 'REQUEST_FAILED');
});

hostTest('The greatest integer of a type is no overflow', typed(), (t, host) => {
  host.setParameter('Seed', 2147483647);
  host.setParameter('Ticket', 9_000_000_000_000);
  t.deepEqual(arrived(host).slice(0, 2), [0, 0], 'an int and a long, though others than the wanted ones');
});

test.serial('A URI that a plugin keeps as a number is known to the process that restores it', async (t) => {
  const first = await PluginHost.open(typed({ FIXTURE_STATE: '1' }));
  const state = await first.saveState();
  await first.close();
  const second = await PluginHost.open({ ...typed({ FIXTURE_STATE: '1' }), state });
  t.is(arrived(second)[4], 1);
  await second.close();
});

test.serial('--param sets numbers with all their digits; a preset has them, and URIs', async (t) => {
  const bundle = join(folder, 'presets.lv2');
  mkdirSync(bundle, { recursive: true });
  writeFileSync(
    join(bundle, 'manifest.ttl'),
    `@prefix lv2: <http://lv2plug.in/ns/lv2core#> . @prefix pset: <http://lv2plug.in/ns/ext/presets#> .
@prefix state: <http://lv2plug.in/ns/ext/state#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<urn:x:wanted> a pset:Preset ; lv2:appliesTo <urn:maolan:fixture:patch-types> ;
  <http://www.w3.org/2000/01/rdf-schema#label> "Wanted" ; state:state [ <urn:maolan:fixture:types-int> 123456789 ;
  <urn:maolan:fixture:types-long> "5000000001"^^xsd:long ; <urn:maolan:fixture:types-double> "0.1"^^xsd:double ;
  <urn:maolan:fixture:types-bool> true ; <urn:maolan:fixture:types-uri> <urn:x:y> ] .`,
  );
  const options = { cwd: folder, environment: { LV2_PATH: `${lv2PathWithFixtures()}:${folder}` } };
  const numbers = ['Seed=123456789', 'Ticket=5000000001', 'Precise=0.1', 'Flag=on', 'Link=urn:x:y'];
  for (const settings of [numbers.flatMap((one) => ['--param', one]), ['--preset', 'Wanted']]) {
    const words = ['urn:maolan:fixture:patch-types', 't.wav', '--length', '64f', '--bit-depth', '32f', ...settings];
    const { code, stderr } = await run(['render', ...words], options);
    t.is(code, 0, stderr);
    const wav = readFileSync(join(folder, 't.wav'));
    const at = wav.indexOf('data') + 8;
    t.deepEqual(
      [0, 1, 2, 3, 4].map((frame) => wav.readFloatLE(at + 4 * frame)),
      [1, 1, 1, 1, 1],
      settings.join(' '),
    );
  }
});

test.serial('--param names a file, which must be there; info lists it', async (t) => {
  const options = { cwd: folder, environment: { LV2_PATH: lv2PathWithFixtures() } };
  const plugin = 'urn:maolan:fixture:patch-parameters';
  const { code, stderr } = await run(['state', 'save', plugin, 'a.state', '--param', 'file=se=ven.txt'], options);
  t.is(code, 0, stderr);
  const shown = await run(['state', 'show', 'a.state'], options);
  t.regex(shown.stdout, /patch-file/);
  const missing = await run(['state', 'save', plugin, 'b.state', '--param', 'File=no.wav'], options);
  t.regex(missing.stderr, /there is no file .*no\.wav/);
  t.not(missing.code, 0);
  const info = await run(['info', plugin, '--json'], options);
  t.is((JSON.parse(info.stdout) as { properties: { name: string }[] }).properties[0]?.name, 'File');
});
