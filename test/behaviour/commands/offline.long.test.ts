/** Plugins that are ready some time after they are loaded: a render waits for them, and the sound is complete from the first frame on. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { PluginHost } from '../../../ts/client/index.ts';
import { clapFile, currentHost, lv2PathWithFixtures, vst3Bundle } from '../../support/paths.ts';
import { folderOf, run, runLine } from './commands.ts';
import { readWav } from './sounds.ts';

const environment = { LV2_PATH: lv2PathWithFixtures() };
const clap = clapFile('loads-late');
const vst3 = vst3Bundle('loads-late');

/** A class's id: its name. */
const vst3Class = (name: string) => `${vst3}#${Buffer.from(name).toString('hex').toUpperCase().padEnd(32, '0')}`;

/** What loads late, and what it puts out when it knows that it plays offline. */
const plugins: readonly (readonly [name: string, spec: string, value: number])[] = [
  ['lv2, by its worker, job after job', 'urn:maolan:fixture:loads-late', 1],
  ['clap, by a thread', `${clap}::org.maolan.late.thread`, 1],
  ['clap, by a thread that the first block begins', `${clap}::org.maolan.late.in-block`, 1],
  ['clap, by a timer', `${clap}::org.maolan.late.timer`, 1],
  ['clap, by callbacks on the main thread', `${clap}::org.maolan.late.callback`, 1],
  ['clap, by a restart', `${clap}::org.maolan.late.restart`, 1],
  ['clap, by a thread that looks for work now and then', `${clap}::org.maolan.late.patrol`, 1],
  ['clap, with a thread that works beside the blocks', `${clap}::org.maolan.late.beside`, 1],
  ['clap that demands real time', `${clap}::org.maolan.late.hard`, 0],
  ['vst3, by a thread', vst3Class('late thread'), 2],
  ['vst3, by a thread that the first block begins', vst3Class('late in block'), 2],
  ['vst3, by a timer', vst3Class('late timer'), 2],
  ['vst3, by messages to its controller and back', vst3Class('late message'), 2],
  ['vst3, by a restart', vst3Class('late restart'), 2],
];

for (const [name, spec, value] of plugins)
  test.serial(`A render is complete: ${name}`, async (t) => {
    const folder = folderOf(t);
    for (const block of ['64', '4096']) {
      const words = ['render', spec, 'out.wav', '--length', '100ms', '--bit-depth', '32f', '--block', block];
      const { code, stderr } = await run(words, { cwd: folder, environment });
      t.is(code, 0, stderr);
      t.notRegex(stderr, /not ready/);
      const { planes } = readWav(join(folder, 'out.wav'));
      t.deepEqual(new Set(planes[0]), new Set([1]), `ready, blocks of ${block}`);
      t.deepEqual(new Set(planes[1]), new Set([value]), 'knows that it plays offline');
    }
  });

test.serial('A trigger is set for the first block that is heard, and for no other', async (t) => {
  const folder = folderOf(t);
  const words = ['render', 'urn:maolan:fixture:trigger-worker', 'out.wav', '--length', '512f', '--block', '256'];
  const { code, stderr } = await run([...words, '--param', 'Fire=on'], { cwd: folder, environment });
  t.is(code, 0, stderr);
  const [plane = new Float32Array()] = readWav(join(folder, 'out.wav')).planes;
  t.true(
    plane.subarray(0, 256).every((sample) => sample > 0.99) && plane.subarray(256).every((sample) => sample === 0),
  );
});

test.serial('A plugin that demands real time gets it', async (t) => {
  const folder = folderOf(t);
  const before = performance.now();
  const words = ['render', `${clap}::org.maolan.late.hard`, 'out.wav', '--length', '1500ms'];
  t.is((await run(words, { cwd: folder })).code, 0);
  t.true(performance.now() - before > 1450);
});

test.serial('What is not ready in time is reported', async (t) => {
  const folder = folderOf(t);
  const words = ['render', `${clap}::org.maolan.late.thread`, 'out.wav', '--length', '10ms', '--settle', '1ms'];
  const { code, stderr } = await run(words, { cwd: folder });
  t.is(code, 0);
  t.regex(stderr, /Thread was not ready after 0\.001 s: one of its threads is still working; .*--settle/);
});

test.serial('A plugin that waits for a processor is not late', async (t) => {
  const folder = folderOf(t);
  const spin = 'for i in 1 2 3 4 5 6; do (while :; do :; done) & done';
  const render = `maolan-plugin-host render ${clap}::org.maolan.late.thread out.wav --length 10ms --settle 1s`;
  // On one processor: what it computes in 300 ms takes 2 s.
  const line = `taskset -cp 0 $$ > /dev/null; ${spin}; ${render}; code=$?; kill $(jobs -p); exit $code`;
  const { code, stderr } = await runLine(line, { cwd: folder });
  t.is(code, 0, stderr);
  t.notRegex(stderr, /not ready/);
});

test.serial('Twice the same bytes, by whatever it loads', async (t) => {
  const folder = folderOf(t);
  const spec = vst3Class('late in block');
  const bytes: Buffer[] = [];
  for (const name of ['a.wav', 'b.wav', 'c.wav']) {
    t.is((await run(['render', spec, name, '--length', '100ms'], { cwd: folder })).code, 0);
    bytes.push(readFileSync(join(folder, name)));
  }
  t.deepEqual(bytes[1], bytes[0]);
  t.deepEqual(bytes[2], bytes[0]);
});

test.serial('A DAW host is in real time: nothing is said of offline, and settle() is refused', async (t) => {
  for (const [format, plugin] of [
    ['clap', `${clap}::org.maolan.late.hard`],
    ['vst3', vst3Class('late thread')],
    ['lv2', 'urn:maolan:fixture:loads-late'],
  ] as const) {
    const host = await PluginHost.open({
      format,
      plugin,
      executable: currentHost,
      environment,
      blockTimeoutMs: 20_000,
    });
    t.teardown(() => host.close());
    const outputs = [new Float32Array(64), new Float32Array(64)];
    t.true(host.process([], outputs));
    t.is(outputs[1]?.[0], 0);
    await t.throwsAsync(host.settle(), { message: /offline: true/ });
  }
});

test.serial('The library waits, restarts and plays on', async (t) => {
  const plugin = `${clap}::org.maolan.late.in-block`;
  const host = await PluginHost.open({ format: 'clap', plugin, executable: currentHost, offline: true });
  t.teardown(() => host.close());
  t.like(await host.settle(), { isReady: true, hasWorked: false, reason: '' });
  const outputs = [new Float32Array(64), new Float32Array(64)];
  t.true(host.process([], outputs));
  t.deepEqual([outputs[0]?.[0], outputs[1]?.[0]], [0, 1]);
  t.like(await host.settle(), { isReady: true, hasWorked: true });
  await host.restart();
  t.true(host.process([], outputs));
  t.deepEqual([outputs[0]?.[0], outputs[1]?.[0]], [1, 1]);
  t.like(await host.settle(), { isReady: true, hasWorked: false });
});

for (const { plugin, format, plays } of [
  { plugin: 'urn:maolan:fixture:loads-late', format: 'lv2', plays: 1 },
  { plugin: 'urn:maolan:fixture:gain', format: 'lv2', plays: 1 },
  { plugin: `${clap}::org.maolan.late.thread`, format: 'clap', plays: 1 },
  { plugin: `${clap}::org.maolan.late.in-block`, format: 'clap', plays: 2 },
] as const)
  test.serial(
    `The first block is played ${plays} times by ${plugin.replace(/.*[:.]/, '')}, and complete`,
    async (t) => {
      const host = await PluginHost.open({ format, plugin, executable: currentHost, environment, offline: true });
      t.teardown(() => host.close());
      const planes = (count: number) => Array.from({ length: count }, () => new Float32Array(64).fill(1));
      const outputs = planes(host.ports.audioOutputs);
      let played = 0;
      const settled = await host.begin(() => {
        played++;
        return host.processAsync(planes(host.ports.audioInputs), outputs);
      });
      t.true(settled.isReady);
      t.is(played, plays);
      t.is(outputs[0]?.[0], 1);
    },
  );
