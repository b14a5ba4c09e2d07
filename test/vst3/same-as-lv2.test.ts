/** The same plugin through VST3 and through LV2 gives the same samples, automation included. */
import test from 'ava';
import { line, type Parameter } from './driver.ts';
import { type Change, describe, difference, loudest, names, take } from './zam.ts';

const FRAMES = 256;
const TOLERANCE = 1e-6;

/** Normalized values that mean the same in both formats: whole steps where the parameter has steps. */
function steps({ flags, minimum, maximum }: Parameter): number[] {
  const TOGGLED = 2;
  const INTEGER = 1;
  if (flags & TOGGLED) return [1, 0];
  if (flags & INTEGER) return [1 / (maximum - minimum), 0];
  return [0.25, 0.75, 0.5];
}

/** Every parameter moves, one after the other, at starts of blocks: DPF applies changes there only. */
function automation(parameters: Parameter[]): Change[] {
  const moves = parameters.flatMap((parameter) => steps(parameter).map((value) => ({ name: parameter.name, value })));
  return moves.map((move, i) => ({ ...move, frame: (5 + Math.floor((i * 480) / moves.length)) * FRAMES }));
}

for (const name of names)
  test(`${name} sounds the same through VST3 and LV2.`, (t) => {
    const [vst3, lv2] = [describe(name, 'vst3'), describe(name, 'lv2')];
    t.is(vst3.inputs, lv2.inputs);
    t.is(vst3.outputs, lv2.outputs);
    const titles = vst3.parameters.map((parameter) => parameter.name);
    for (const parameter of lv2.parameters) t.true(titles.includes(parameter.name), parameter.name);
    const changes = automation(lv2.parameters);
    t.true(changes.length > 0);
    const one = take(name, 'vst3', vst3, { frames: FRAMES, changes });
    const other = take(name, 'lv2', lv2, { frames: FRAMES, changes });
    t.is(line(one.answer, 'played'), `played 0 frames ${500 * FRAMES}`);
    t.true(loudest(other.sound) > 0.01);
    const apart = difference(one.sound, other.sound);
    t.true(apart <= TOLERANCE, `they are ${apart} apart`);
  });
