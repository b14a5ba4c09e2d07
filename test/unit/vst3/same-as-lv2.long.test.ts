/** The same plugin through VST3 and through LV2 gives the same samples, automation included. */
import test from 'ava';
import { line } from './driver.ts';
import { automation, describe, difference, loudest, names, take } from './zam.ts';

const FRAMES = 256;
const BLOCKS = 500;
const TOLERANCE = 1e-6;

/** DPF creates its VST3 plugins at this rate and changes it later, which some of them do not expect (ZamHeadX2). */
const RATE = 44100;

for (const name of names)
  test(`${name} sounds the same through VST3 and LV2`, (t) => {
    const [vst3, lv2] = [describe(name, 'vst3'), describe(name, 'lv2')];
    t.is(vst3.inputs, lv2.inputs);
    t.is(vst3.outputs, lv2.outputs);
    const titles = vst3.parameters.map((parameter) => parameter.name);
    for (const parameter of lv2.parameters) t.true(titles.includes(parameter.name), parameter.name);
    const changes = automation(lv2.parameters, BLOCKS, FRAMES);
    /* DPF's VST3 passes on the first input bus only: side chains get silence there, so they do here. */
    const options = { blocks: BLOCKS, frames: FRAMES, changes, rate: RATE, loud: lv2.outputs };
    const one = take(name, 'vst3', vst3, options);
    const other = take(name, 'lv2', lv2, options);
    t.is(line(one.answer, 'played'), `played 0 frames ${BLOCKS * FRAMES}`);
    t.true(loudest(other.sound) > 0.01);
    const apart = difference(one.sound, other.sound);
    t.true(apart <= TOLERANCE, `they are ${apart} apart`);
  });
