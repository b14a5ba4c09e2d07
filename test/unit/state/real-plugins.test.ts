/** The states of real plugins, as their hosts save them. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { decodeState, diffStates, encodeState, inspectState, type State } from 'maolan-plugin-host/state';
import { type OpenOptions, PluginHost } from '../../../ts/client/index.ts';
import { folderOf, run } from '../../behaviour/commands/commands.ts';

const compressors: readonly OpenOptions[] = [
  { format: 'lv2', plugin: 'urn:zamaudio:ZamComp' },
  { format: 'vst3', plugin: '/usr/lib/vst3/ZamComp.vst3' },
  { format: 'clap', plugin: '/usr/lib/clap/ZamComp.clap' },
];

/** As it begins, and after an edit. */
async function twoSaves(options: OpenOptions, parameter: string, value: number): Promise<[Uint8Array, Uint8Array]> {
  await using host = await PluginHost.open(options);
  const before = await host.saveState();
  host.setParameter(parameter, value);
  return [before, await host.saveState()];
}

/** The one parameter that may differ, by its id in the host. */
async function idOf(options: OpenOptions, parameter: string): Promise<number> {
  await using host = await PluginHost.open(options);
  return host.parameters.find(({ name }) => name === parameter)!.id;
}

for (const options of compressors) {
  const { format } = options;
  test(`ZamComp, ${format}: two saves are recognized, written byte for byte, and differ in what was edited`, async (t) => {
    const saves = await twoSaves(options, 'Threshold', format === 'vst3' ? 0.25 : -30);
    const [before, after] = (await Promise.all(saves.map((save) => decodeState(save)))) as [State, State];
    t.is(before.format, format);
    t.deepEqual(await encodeState(before), saves[0]);
    t.deepEqual(await encodeState(after), saves[1]);
    const differences = diffStates(before, after);
    t.is(differences.length, 1);
    if (format === 'vst3') t.like(differences, [{ kind: 'changed', part: 'component' }]);
    else {
      const key = await idOf(options, 'Threshold');
      t.like(differences, [{ kind: 'changed', part: format === 'lv2' ? 'port' : 'parameter', key, after: -30 }]);
    }
  });
}

test('mda Ambience, LV2: its control ports, and nothing of its own', async (t) => {
  const options = { format: 'lv2', plugin: 'http://drobilla.net/plugins/mda/Ambience' } as const;
  const [before, after] = (await twoSaves(options, 'Mix', 0.25)) as [Uint8Array, Uint8Array];
  const state = await decodeState(after);
  t.true(state.format === 'lv2' && state.ports.length === 4 && state.properties.length === 0);
  t.like(diffStates(await decodeState(before), state), [{ part: 'port', after: 0.25 }]);
});

test('Files of the commands: state save and presets --save', async (t) => {
  const folder = folderOf(t);
  const [stateFile, preset] = [join(folder, 'a.state'), join(folder, 'a.vstpreset')];
  for (const words of [
    ['state', 'save', 'vst3:ZamComp', stateFile, '--param', 'Threshold=25%'],
    ['presets', 'vst3:ZamComp', '--save', preset, '--param', 'Threshold=25%'],
  ])
    t.is((await run(words)).code, 0);
  const saved = await inspectState(readFileSync(stateFile));
  t.like(saved, { file: 'state-file', plugin: { name: 'ZamComp' }, state: { format: 'vst3' } });
  const found = await inspectState(readFileSync(preset));
  t.is(found.file, 'vstpreset');
  t.true(found.info?.includes('ZamComp'));
  t.deepEqual(diffStates(saved.state, found.state), []);
});
