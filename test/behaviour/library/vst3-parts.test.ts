/** What VST3 has besides sound and values: several classes in a bundle, moved classes, note expressions, routes. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { PluginHost } from '../../../ts/client/index.ts';
import { vst3Bundle } from '../../support/paths.ts';
import { CallLog } from '../../support/vst3.ts';
import { rejected } from './support.ts';

const folder = mkdtempSync(join(tmpdir(), 'maolan-vst3-parts-'));
test.after.always(() => rmSync(folder, { recursive: true }));

/** Class ids of the fixtures: the first 16 bytes of their names. */
const classId = (name: string): string => Buffer.from(name.slice(0, 16).padEnd(16, '\0')).toString('hex').toUpperCase();
const open = (plugin: string, log?: CallLog): Promise<PluginHost> =>
  PluginHost.open({ format: 'vst3', plugin, ...(log && { environment: { MAOLAN_FIXTURE_LOG: log.path } }) });

for (const [name, suffix] of [
  ['First of two cls', ''],
  ['First of two cls', `#${classId('First of two cls')}`],
  ['Second of two cl', `#${classId('Second of two cl')}`],
] as const)
  test(`Presets are those of the class that was opened: ${name}${suffix}`, async (t) => {
    await using host = await open(vst3Bundle('two-classes') + suffix);
    t.is(host.name, name);
    t.is(host.id, classId(name));
    t.deepEqual(await host.presets(), []);
    const path = join(folder, `${name}${suffix.length}.vstpreset`);
    await host.savePreset(path);
    await host.loadPreset(path);
    await using other = await open(
      `${vst3Bundle('two-classes')}#${classId(name === 'First of two cls' ? 'Second of two cl' : 'First of two cls')}`,
    );
    t.regex((await rejected(t, other.loadPreset(path), 'NOT_FOUND')).message, /preset of another plugin/);
  });

const OLD = classId('sample-accurate');

test('A successor takes the states and presets of its predecessor', async (t) => {
  const path = join(folder, 'old.vstpreset');
  const log = new CallLog();
  await using old = await open(vst3Bundle('sample-accurate'));
  old.setParameter('Value', 0.75);
  await old.savePreset(path);
  const state = await old.saveState();
  for (const take of [(host: PluginHost) => host.restoreState(state), (host: PluginHost) => host.loadPreset(path)]) {
    await using host = await open(vst3Bundle('successor'), log);
    await take(host);
    t.is(host.parameter('Value').value, 0.75);
  }
  t.deepEqual(log.faults(), []);
});

test('A successor says what became of the parameters of its predecessor', async (t) => {
  const log = new CallLog();
  await using host = await open(vst3Bundle('successor'), log);
  t.true(await host.replaces(OLD));
  t.false(await host.replaces(classId('nobody')));
  const remapped = [];
  for (const id of [5, 3, 7, 9]) remapped.push(await host.remapParameter(OLD, id));
  t.deepEqual(remapped, [105, 103, undefined, undefined], 'what leads to no parameter, or is unknown, leads nowhere');
  t.is(await host.remapParameter(classId('nobody'), 5), undefined);
  t.is(await host.remapParameter('not an id', 5), undefined);
  t.deepEqual(log.faults(), []);
  await using old = await open(vst3Bundle('sample-accurate'));
  t.false(await old.replaces(classId('successor')), 'a plugin without such a class replaces none');
  t.is(await old.remapParameter(classId('successor'), 105), undefined);
});

test('Note expressions are listed with their names and ranges', async (t) => {
  const log = new CallLog();
  await using host = await open(vst3Bundle('successor'), log);
  const [tuning, volume, own, ...more] = await host.noteExpressions({ channel: 1 });
  const nothing = { shortName: '', unit: '', minimumText: '', maximumText: '', defaultText: '' };
  t.deepEqual(tuning, {
    ...{ id: 2, expression: 'tuning', name: 'Tuning', shortName: 'Tun', unit: 'st' },
    ...{ minimum: -60, maximum: 60, defaultValue: 0, minimumText: '-60', maximumText: '+60', defaultText: '+0' },
    ...{ steps: 0, isBipolar: true, isOneShot: false, isAbsolute: false },
  });
  t.deepEqual(volume, {
    ...{ ...nothing, id: 0, expression: 'volume', name: 'Volume', minimum: 0, maximum: 4, defaultValue: 1 },
    ...{ steps: 0, isBipolar: false, isOneShot: false, isAbsolute: true },
  });
  t.deepEqual(own, {
    ...{ ...nothing, id: 100_001, name: 'Größe', minimum: 0, maximum: 1, defaultValue: 0.5 },
    ...{ steps: 2, isBipolar: false, isOneShot: true, isAbsolute: false, parameterId: 103 },
  });
  t.deepEqual(more, []);
  t.deepEqual(await host.noteExpressions({ channel: 7 }), [], 'the bus has two channels');
  t.deepEqual(await host.noteExpressions({ port: 3 }), []);
  await rejected(t, host.noteExpressions({ channel: 16 }), 'INVALID_ARGUMENT');
  t.deepEqual(log.faults(), []);
  await using without = await open(vst3Bundle('note-echo'));
  t.deepEqual(await without.noteExpressions(), []);
});

test('Routes say which outputs the inputs lead to', async (t) => {
  const log = new CallLog();
  await using host = await open(vst3Bundle('successor'), log);
  const main = { type: 'audio', port: 0, channels: [0, 1] };
  const second = { type: 'audio', port: 1, channels: [2, 3] };
  t.deepEqual(await host.routes(), [
    { from: main, to: main },
    { from: { type: 'audio', port: 1, channels: [2] }, to: second },
    { from: { type: 'midi', port: 0, channel: 0 }, to: main },
    { from: { type: 'midi', port: 0, channel: 1 }, to: second },
  ] as never);
  t.deepEqual(log.faults(), []);
  await using without = await open(vst3Bundle('note-echo'));
  t.deepEqual(await without.routes(), []);
});
