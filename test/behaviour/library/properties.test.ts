/** Settings that are not numbers: files of LV2 plugins. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import type { PluginHost } from '../../../ts/client/index.ts';
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
