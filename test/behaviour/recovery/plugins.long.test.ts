/** Real plugins are killed, and are themselves again: same process, same settings, same sound. */ import type { ExecutionContext } from 'ava';
import { clapParameters } from '../../support/answers.ts';
import type { Daw, DawOptions } from '../../support/daw.ts';
import { amp, constant, readyTest, signal } from '../../support/host-test.ts';
import { describe } from '../../support/lv2.ts';
import { difference, loudest, vst3Id, zamPlugins } from '../../support/zam.ts';
import { killAndWait, noReplyIsLeft, playQuietly, says, untilKept } from './support.ts';

const FRAMES = 256;
const SILENCE = 40;
const BLOCKS = 20;

/** A sound after enough silence that it contains nothing older. */
async function listen(daw: Daw): Promise<Float32Array[]> {
  const sound = Array.from({ length: daw.inputs }, (_, channel) => signal(BLOCKS * FRAMES, channel));
  const heard = Array.from({ length: daw.outputs }, () => new Float32Array(BLOCKS * FRAMES));
  for (let block = -SILENCE; block < BLOCKS; block++) {
    const from = block * FRAMES;
    const input = sound.map((all) => (block < 0 ? constant(FRAMES, 0) : all.slice(from, from + FRAMES)));
    const output = await daw.playPatiently(input);
    if (block >= 0) for (const [channel, samples] of output.entries()) heard[channel]?.set(samples, from);
  }
  return heard;
}

async function isItselfAgain(
  t: ExecutionContext,
  daw: Daw,
  set: (daw: Daw) => Promise<Map<number, number>>,
  thread: 'audio' | 'main',
): Promise<void> {
  await playQuietly(daw, 40, FRAMES); // CLAP: the length of the blocks is known by then
  const values = await set(daw);
  await listen(daw);
  await untilKept();
  const state = await daw.saveState();
  const before = await listen(daw);
  t.true(loudest(before) > 0, 'there is no sound to compare');
  daw.takeEchoes();
  const { pid } = daw.process;

  await killAndWait(t, daw, thread);

  t.is(daw.process.pid, pid);
  await says(t, daw, /The plugin crashed \(SIGSEGV .*\)\. It was loaded again with its last state/);
  const echoes = new Map(daw.takeEchoes().map(({ parameter, value }) => [parameter, value]));
  for (const [parameter, value] of values) t.is(echoes.get(parameter), value, `parameter ${parameter}`);
  await playQuietly(daw, 40, FRAMES);
  t.deepEqual(await daw.saveState(), state);
  t.true(difference(await listen(daw), before) < 1e-4, 'the sound is another');
  t.is(daw.segment.readU32(daw.at.errorCode), 0);
  await noReplyIsLeft(t, daw);
}

const setTo = (values: Record<number, number>) => async (daw: Daw) => {
  const entries = Object.entries(values).map(([id, value]) => [Number(id), Math.fround(value)] as const);
  for (const [parameter, value] of entries) daw.setParameter({ parameter, value });
  return new Map(entries);
};

/** CLAP has a list of its parameters. */
const setByName = (name: RegExp, share: number) => async (daw: Daw) => {
  const values = (await clapParameters(daw))
    .filter((parameter) => name.test(parameter.name))
    .map(({ id, minimum, maximum }) => [id, minimum + (maximum - minimum) * share]);
  return setTo(Object.fromEntries(values))(daw);
};

/** VST3's ids are echoed at the start in version 1. */
const setBoost = (share: number) => async (daw: Daw) => {
  const plugin = zamPlugins.find(({ name }) => name === 'ZamEQ2');
  const boost = plugin?.parameters.find(({ name }) => name.startsWith('Boost'));
  if (plugin === undefined || boost === undefined) throw new Error('ZamEQ2 is not what it was');
  return setTo({ [vst3Id(plugin, boost, daw.takeEchoes().length)]: share })(daw);
};

function zam(name: string, format: 'lv2' | 'vst3' | 'clap'): DawOptions {
  const spec = format === 'lv2' ? `urn:zamaudio:${name}` : `/usr/lib/${format}/${name}.${format}`;
  const { audioInputs: inputs, audioOutputs: outputs } = describe(`urn:zamaudio:${name}`);
  return { format, spec, version: format === 'vst3' ? 1 : 6, inputs, outputs };
}

const mda: DawOptions = {
  format: 'lv2',
  spec: 'http://drobilla.net/plugins/mda/Overdrive',
  version: 6,
  inputs: 2,
  outputs: 2,
};

const plugins: [string, () => DawOptions, (daw: Daw) => Promise<Map<number, number>>][] = [
  ['eg-amp', () => amp, setTo({ 0: 6 })],
  ['mda Overdrive', () => mda, setTo({ 0: 0.75, 2: 0.5 })],
  ['ZamEQ2 as LV2', () => zam('ZamEQ2', 'lv2'), setTo({ 2: 9, 3: 2 })],
  ['ZamEQ2 as CLAP', () => zam('ZamEQ2', 'clap'), setByName(/^Boost/, 0.75)],
  ['ZamEQ2 as VST3', () => zam('ZamEQ2', 'vst3'), setBoost(0.625)],
  ['ZamHeadX2 as CLAP', () => zam('ZamHeadX2', 'clap'), setByName(/^Width/, 0.25)],
];
for (const [name, options, set] of plugins)
  for (const thread of ['audio', 'main'] as const)
    readyTest(`${name}, killed on its ${thread} thread, is itself again`, options, (t, daw) =>
      isItselfAgain(t, daw, set, thread),
    );
