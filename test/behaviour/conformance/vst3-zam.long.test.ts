/** VST3: all of zam-plugins, as a DAW uses them. */
import test, { type ExecutionContext } from 'ava';
import { Daw, type DawOptions } from '../../support/daw.ts';
import { hostTest, readyTest } from '../../support/host-test.ts';
import { status } from '../../support/layout.ts';
import { difference, loudest, Sound, vst3Id, type Zam, zamOptions, zamPlugins } from '../../support/zam.ts';

test('All of zam-plugins are installed', (t) => {
  t.is(zamPlugins.length, 17);
});

/** Play the sound in blocks; returns the whole output. Fails on a missing answer or on an output that is not a number. */
async function play(
  t: ExecutionContext,
  daw: Daw,
  sound: Sound,
  blocks: number,
  frames: number,
): Promise<Float32Array[]> {
  const all = Array.from({ length: daw.outputs }, () => new Float32Array(blocks * frames));
  for (let block = 0; block < blocks; block++) {
    const heard = await daw.playPatiently(sound.next(frames));
    for (const [channel, samples] of heard.entries()) all[channel]?.set(samples, block * frames);
  }
  t.true(
    all.every((samples) => samples.every(Number.isFinite)),
    `blocks of ${frames} frames that contain no sound`,
  );
  return all;
}

/** ZamVerb and ZamHeadX2 work only on blocks of exactly the announced size. */
const FRAMES = 256;
const sized = (plugin: Zam, bufferFrames = FRAMES): DawOptions => ({ ...zamOptions(plugin, 'vst3'), bufferFrames });

/** Far away from the parameter's value. */
const away = (value: number) => (value > 0.5 ? 0.125 : 0.875);

/** A new process with the plugin, which must end on its own. */
async function elsewhere<Result>(
  t: ExecutionContext,
  plugin: Zam,
  use: (daw: Daw) => Promise<Result>,
): Promise<Result> {
  const daw = new Daw(sized(plugin));
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

/** Values with which a fresh process begins, by VST3 id. They come with the first block, every parameter once. */
async function initialValues(t: ExecutionContext, plugin: Zam): Promise<number[]> {
  const echoes = await elsewhere(t, plugin, async (daw) => {
    t.is(await daw.block(FRAMES), 'byte');
    return daw.takeEchoes();
  });
  t.deepEqual(
    echoes.map(({ parameter }) => parameter),
    echoes.map((_, id) => id),
  );
  t.true(echoes.every(({ sampleOffset, kind, value }) => sampleOffset === 0 && kind === 0 && value >= 0 && value <= 1));
  t.true(echoes.length >= plugin.ownCount);
  return echoes.map(({ value }) => value);
}

interface Move {
  id: number;
  /** What DPF makes of the value may differ: a switch is on above the middle, and so forth. */
  stepped: boolean;
  value: number;
}

/** Move every parameter of the plugin. ZamGrains frozen before its first input is silent. */
function moves(plugin: Zam, initial: readonly number[]): Move[] {
  return plugin.parameters
    .filter(({ name }) => name !== 'Freeze')
    .map((parameter) => {
      const id = vst3Id(plugin, parameter, initial.length);
      return { id, stepped: parameter.integer || parameter.toggled, value: away(initial[id] ?? 0) };
    });
}

const slow = zamPlugins.find(({ name }) => name === 'ZamVerb');
if (slow !== undefined) {
  // Upon the first block its controller loads an impulse response, on the main thread.
  readyTest(
    'A plugin that is still at work on the main thread when the DAW leaves ends cleanly',
    sized(slow, 64),
    (t, daw) => play(t, daw, new Sound(2), 5, 64).then(() => undefined),
  );
}

for (const plugin of zamPlugins) {
  const { name, audioInputs } = plugin;

  for (const size of [64, 256, 1024]) {
    readyTest(`${name}.vst3 plays 500 blocks of ${size} frames`, sized(plugin, size), async (t, daw) => {
      const heard = await play(t, daw, new Sound(audioInputs), 500, size);
      t.true(loudest(heard) > 0.001, 'silence proves nothing');
      t.is(daw.toDaw.drain(), 0);
    });
  }

  hostTest(
    `${name}.vst3 comes back in another process, with the same bytes and the same sound`,
    sized(plugin),
    async (t, daw) => {
      t.true(await daw.ready(), daw.process.stderr);
      for (const move of moves(plugin, await initialValues(t, plugin)))
        daw.setParameter({ parameter: move.id, value: move.value });
      const first = await play(t, daw, new Sound(audioInputs), 100, FRAMES);
      const state = await daw.saveState();
      daw.shutDown();
      t.deepEqual(await daw.process.end(), { code: 0, signal: null });
      const second = await elsewhere(t, plugin, async (other) => {
        t.is(await other.restoreState(state), status.ok);
        const heard = await play(t, other, new Sound(audioInputs), 100, FRAMES);
        t.deepEqual(await other.saveState(), state);
        return heard;
      });
      t.true(loudest(first) > 0.001, 'silence proves nothing');
      t.true(difference(first, second) <= 1e-6, `${difference(first, second)} apart`);
    },
  );

  if (plugin.parameters.length === 0) continue;

  readyTest(
    `${name}.vst3 is heard to obey its parameters, and says where they stand`,
    sized(plugin),
    async (t, daw) => {
      const moved = moves(plugin, await initialValues(t, plugin));
      for (const move of moved) daw.setParameter({ parameter: move.id, value: move.value });
      const heard = await play(t, daw, new Sound(audioInputs), 100, FRAMES);
      const reported = new Map(daw.takeEchoes().map(({ parameter, value }) => [parameter, value]));
      for (const { id, stepped, value } of moved) {
        const distance = Math.abs((reported.get(id) ?? Number.NaN) - value);
        t.true(stepped ? distance < 0.5 : distance === 0, `parameter ${id}: ${reported.get(id)} instead of ${value}`);
      }
      const unmoved = await elsewhere(t, plugin, (other) => play(t, other, new Sound(audioInputs), 100, FRAMES));
      t.true(difference(heard, unmoved) > 1e-4, `${difference(heard, unmoved)}`);
    },
  );
}
