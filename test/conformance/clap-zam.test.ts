/** CLAP: all of zam-plugins, as today's DAW uses them. None of them has a state of its own: the host keeps their parameters. */
import { setTimeout as sleep } from 'node:timers/promises';
import test, { type ExecutionContext } from 'ava';
import { clapParameters } from '../support/answers.ts';
import { Daw, type DawOptions } from '../support/daw.ts';
import { hostTest, readyTest } from '../support/host-test.ts';
import { status } from '../support/layout.ts';
import { difference, loudest, Sound, type Zam, zamPlugins } from '../support/zam.ts';

const frames = 256;
const blocks = 100;

function options({ name, audioInputs, audioOutputs }: Zam): DawOptions {
  const spec = `/usr/lib/clap/${name}.clap`;
  return { format: 'clap', spec, version: 6, inputs: audioInputs, outputs: audioOutputs };
}

async function play(
  t: ExecutionContext,
  daw: Daw,
  sound: Sound,
  count = blocks,
  size = frames,
): Promise<Float32Array[]> {
  const all = Array.from({ length: daw.outputs }, () => new Float32Array(count * size));
  for (let block = 0; block < count; block++) {
    const heard = await daw.playPatiently(sound.next(size));
    for (const [channel, samples] of heard.entries()) all[channel]?.set(samples, block * size);
  }
  t.true(
    all.every((samples) => samples.every(Number.isFinite)),
    'that is no sound',
  );
  return all;
}

/** A fresh process with the plugin, which must end by itself. */
async function elsewhere<Result>(
  t: ExecutionContext,
  plugin: Zam,
  use: (daw: Daw) => Promise<Result>,
): Promise<Result> {
  const daw = new Daw(options(plugin));
  try {
    t.true(await daw.ready(), daw.process.stderr);
    const result = await use(daw);
    daw.shutDown();
    t.deepEqual(await daw.process.end(), { code: 0, signal: null });
    return result;
  } finally {
    await daw.destroy();
  }
}

/** Until the host knows the length of the DAW's blocks, and the plugin its latency: either may restart it. */
async function settle(daw: Daw): Promise<void> {
  for (let block = 0; block < 40; block++) {
    await daw.playPatiently(Array.from({ length: daw.inputs }, () => new Float32Array(frames)));
    if (block % 10 === 9) await sleep(20);
  }
}

/** A move of each parameter that can be set, away from where it stands. ZamGrains frozen before it has heard anything is silent. */
async function move(daw: Daw, plugin: Zam): Promise<Map<number, number>> {
  const settable = new Map(plugin.parameters.map((parameter) => [parameter.name, parameter]));
  const moved = new Map<number, number>();
  for (const { id, name, minimum, maximum, default: usual } of await clapParameters(daw)) {
    const known = settable.get(name);
    if (known === undefined || name === 'Freeze') continue;
    const value = usual > (minimum + maximum) / 2 ? minimum : maximum;
    daw.setParameter({ parameter: id, value });
    moved.set(id, Math.fround(value));
  }
  return moved;
}

const told = (daw: Daw) => new Map(daw.takeEchoes().map(({ parameter, value }) => [parameter, value]));

test('All of zam-plugins are installed', (t) => {
  t.is(zamPlugins.length, 17);
});

for (const plugin of zamPlugins) {
  const { name, audioInputs } = plugin;
  for (const size of [64, 256, 1024]) {
    readyTest(`${name}.clap plays 300 blocks of ${size} frames`, options(plugin), async (t, daw) => {
      const heard = await play(t, daw, new Sound(audioInputs), 300, size);
      t.true(loudest(heard) > 0.001, 'silence proves nothing');
      t.is(daw.toDaw.drain(), 0);
    });
  }

  hostTest(
    `${name}.clap comes back in another process, with its values and its sound`,
    options(plugin),
    async (t, daw) => {
      t.true(await daw.ready(), daw.process.stderr);
      await settle(daw);
      const moved = await move(daw, plugin);
      const first = await play(t, daw, new Sound(audioInputs));
      const values = told(daw);
      for (const [id, value] of moved) t.is(values.get(id) ?? value, value, `parameter ${id}`);
      t.is(values.size > 0, moved.size > 0);
      const state = await daw.saveState();
      daw.shutDown();
      t.deepEqual(await daw.process.end(), { code: 0, signal: null });
      await elsewhere(t, plugin, async (other) => {
        await settle(other);
        t.is(await other.restoreState(state), status.ok);
        const second = await play(t, other, new Sound(audioInputs));
        const restored = told(other);
        for (const [id, value] of moved) t.is(restored.get(id) ?? value, value, `parameter ${id} after the restore`);
        t.deepEqual(await other.saveState(), state);
        t.true(difference(first, second) <= 1e-6, `${difference(first, second)} apart`);
      });
      const unmoved = await elsewhere(t, plugin, async (other) => {
        await settle(other);
        return play(t, other, new Sound(audioInputs));
      });
      if (moved.size > 0) t.true(difference(first, unmoved) > 1e-4, 'nobody hears the parameters');
    },
  );
}
