/** The same plugin through VST3 and through LV2 gives the same samples, automation included. */
import test, { type ExecutionContext } from 'ava';
import { Daw, type DawOptions } from '../support/daw.ts';
import { processesWith } from '../support/host-process.ts';
import {
  difference,
  loudest,
  plain,
  Sound,
  vst3Id,
  type Zam,
  type ZamParameter,
  zamOptions,
  zamPlugins,
} from '../support/zam.ts';

const frames = 256;
const blocks = 500;
const tolerance = 1e-6;

/** DPF makes its VST3 plugins at this rate and tells them another one later, which not all of them expect. */
const sampleRate = '44100';

/** A parameter at a block's start; DPF applies changes there only. */
interface Move {
  block: number;
  parameter: ZamParameter;
  normalized: number;
}

/** Normalized values that both formats understand alike: of integers whole steps. */
function values({ toggled, integer, minimum, maximum }: ZamParameter): [number, number, ...number[]] {
  if (toggled) return [1, 0];
  if (integer) return [1 / (maximum - minimum), 0];
  return [0.25, 0.75, 0.5];
}

/**
 * Every parameter moves, one after the other. Before that each is moved twice, in the first two blocks: as VST3, DPF loads a program
 * that LV2 does not have, so that the plugins do not start alike.
 */
function automation({ parameters }: Zam): Move[] {
  const start = parameters.flatMap((parameter) => {
    const [first, second] = values(parameter);
    return [first, second].map((normalized, block) => ({ block, parameter, normalized }));
  });
  const later = parameters.flatMap((parameter) => values(parameter).map((normalized) => ({ parameter, normalized })));
  return [
    ...start,
    ...later.map((move, i) => ({ ...move, block: 5 + Math.floor((i * (blocks - 20)) / later.length) })),
  ];
}

/** Number of parameters that the DAW is told of with the first block of a fresh process. */
async function parameterCount(options: DawOptions): Promise<number> {
  return withDaw(options, async (daw) => {
    await daw.block(frames);
    return daw.takeEchoes().length;
  });
}

async function withDaw<Result>(options: DawOptions, use: (daw: Daw) => Promise<Result>): Promise<Result> {
  const daw = new Daw(options);
  try {
    if (!(await daw.ready())) throw new Error(`The host is not ready. stderr: ${daw.process.stderr}`);
    return await use(daw);
  } finally {
    await daw.destroy();
  }
}

/** The whole take: automation and sound through one host. */
async function take(
  t: ExecutionContext,
  plugin: Zam,
  options: DawOptions,
  change: (move: Move) => { parameter: number; value: number },
): Promise<Float32Array[]> {
  const moves = automation(plugin);
  return withDaw(options, async (daw) => {
    const all = Array.from({ length: plugin.audioOutputs }, () => new Float32Array(blocks * frames));
    // As VST3, DPF passes on the first input bus only: side chains hear silence there, so they do in both formats.
    const sound = new Sound(plugin.audioInputs, plugin.audioOutputs);
    for (let block = 0; block < blocks; block++) {
      for (const move of moves) if (move.block === block) daw.setParameter(change(move));
      const heard = await daw.playPatiently(sound.next(frames));
      for (const [channel, samples] of heard.entries()) all[channel]?.set(samples, block * frames);
    }
    t.deepEqual(processesWith(daw.segment.name), [daw.process.pid]);
    return all;
  });
}

for (const plugin of zamPlugins) {
  test.serial(`${plugin.name} sounds the same through VST3 and LV2`, async (t) => {
    const options = (format: 'vst3' | 'lv2') => ({ ...zamOptions(plugin, format), sampleRate, bufferFrames: frames });
    const count = await parameterCount(options('vst3'));
    const vst3 = await take(t, plugin, options('vst3'), ({ parameter, normalized }) => ({
      parameter: vst3Id(plugin, parameter, count),
      value: normalized,
    }));
    const lv2 = await take(t, plugin, options('lv2'), ({ parameter, normalized }) => ({
      parameter: parameter.port,
      value: plain(parameter, normalized),
    }));
    t.true(loudest(lv2) > 0.01, 'silence proves nothing');
    t.true(difference(vst3, lv2) <= tolerance, `they are ${difference(vst3, lv2)} apart`);
  });
}
