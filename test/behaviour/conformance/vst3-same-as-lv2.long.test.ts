/** The same plugin through VST3 and through LV2 gives the same samples, automation included. */
import test, { type ExecutionContext } from 'ava';
import { difference, loudest, plain, Sound, type Zam, type ZamParameter, zamPlugins } from '../../support/zam.ts';
import { play, withZam } from '../../support/zam-library.ts';

const FRAMES = 256;
const BLOCKS = 500;
const TOLERANCE = 1e-6;

/** DPF creates its VST3 plugins at this rate and changes it later, which not all of them expect. */
const SAMPLE_RATE = 44_100;

/** A parameter at a block's start; DPF applies changes there only. */
interface Move {
  block: number;
  name: string;
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
    return [first, second].map((normalized, block) => ({ block, name: parameter.name, normalized }));
  });
  const later = parameters.flatMap((parameter) =>
    values(parameter).map((normalized) => ({ name: parameter.name, normalized })),
  );
  return [
    ...start,
    ...later.map((move, i) => ({ ...move, block: 5 + Math.floor((i * (BLOCKS - 20)) / later.length) })),
  ];
}

/** The whole take: automation and sound through one host. */
function take(t: ExecutionContext, plugin: Zam, format: 'vst3' | 'lv2'): Promise<Float32Array[]> {
  const moves = automation(plugin);
  return withZam(t, plugin, format, { sampleRate: SAMPLE_RATE, maxFrames: FRAMES }, (host) => {
    // As VST3, DPF passes on the first input bus only: side chains get silence there, so they do in both formats.
    const sound = new Sound(plugin.audioInputs, plugin.audioOutputs);
    return play(t, host, sound, BLOCKS, FRAMES, (now) => {
      for (const { block, name, normalized } of moves)
        if (block === now) host.setParameter(name, plain(host.parameter(name), normalized));
    });
  });
}

for (const plugin of zamPlugins) {
  test.serial(`${plugin.name} sounds the same through VST3 and LV2`, async (t) => {
    const vst3 = await take(t, plugin, 'vst3');
    const lv2 = await take(t, plugin, 'lv2');
    t.true(loudest(lv2) > 0.01, 'silence proves nothing');
    t.true(difference(vst3, lv2) <= TOLERANCE, `they are ${difference(vst3, lv2)} apart`);
  });
}
