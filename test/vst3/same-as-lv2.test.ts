/** The same plugin through VST3 and through LV2 gives the same samples, automation included. */
import test from 'ava';
import { line, type Parameter } from './driver.ts';
import { type Change, describe, difference, loudest, names, take } from './zam.ts';

const FRAMES = 256;
const BLOCKS = 500;
const TOLERANCE = 1e-6;

/** DPF makes its VST3 plugins at this rate and tells them another one later, which some of them do not expect (ZamHeadX2). */
const RATE = 44100;

/** Normalized values that mean the same in both formats: whole steps where the parameter has steps. */
function steps({ flags, minimum, maximum }: Parameter): number[] {
  const INTEGER = 1;
  const TOGGLED = 2;
  if (flags & TOGGLED) return [1, 0];
  if (flags & INTEGER) return [1 / (maximum - minimum), 0];
  return [0.25, 0.75, 0.5];
}

/**
 * Every parameter moves, one after the other, at starts of blocks: DPF applies changes there only. First of all each is moved
 * twice, because in VST3 DPF loads a program that LV2 does not have, and then takes the program's values for the defaults.
 */
function automation(parameters: Parameter[]): Change[] {
  const starts = parameters.flatMap((parameter) => {
    const [first = 0, second = 0] = steps(parameter);
    return [first, second].map((value, block) => ({ name: parameter.name, value, frame: block * FRAMES }));
  });
  const moves = parameters.flatMap((parameter) => steps(parameter).map((value) => ({ name: parameter.name, value })));
  const spread = moves.map((move, i) => ({
    ...move,
    frame: (5 + Math.floor((i * (BLOCKS - 20)) / moves.length)) * FRAMES,
  }));
  return [...starts.sort((one, other) => one.frame - other.frame), ...spread];
}

for (const name of names)
  test(`${name} sounds the same through VST3 and LV2.`, (t) => {
    const [vst3, lv2] = [describe(name, 'vst3'), describe(name, 'lv2')];
    t.is(vst3.inputs, lv2.inputs);
    t.is(vst3.outputs, lv2.outputs);
    const titles = vst3.parameters.map((parameter) => parameter.name);
    for (const parameter of lv2.parameters) t.true(titles.includes(parameter.name), parameter.name);
    const changes = automation(lv2.parameters);
    /* DPF's VST3 passes on the first input bus only: side chains hear silence there, so they do here. */
    const options = { blocks: BLOCKS, frames: FRAMES, changes, rate: RATE, loud: lv2.outputs };
    const one = take(name, 'vst3', vst3, options);
    const other = take(name, 'lv2', lv2, options);
    t.is(line(one.answer, 'played'), `played 0 frames ${BLOCKS * FRAMES}`);
    t.true(loudest(other.sound) > 0.01);
    const apart = difference(one.sound, other.sound);
    t.true(apart <= TOLERANCE, `they are ${apart} apart`);
  });
