/** The same plugin through CLAP, LV2 and VST3: the same sound, automation included. */
import test from 'ava';
import { automation, describe, difference, type Format, loudest, names, take } from '../vst3/zam.ts';
import { line } from './driver.ts';

const FRAMES = 256;
const BLOCKS = 400;
const TOLERANCE = 1e-6;

/** DPF makes its VST3 plugins at this rate and tells them another one later, which some of them do not expect (ZamHeadX2). */
const RATE = 44100;

for (const name of names) {
  const lv2 = describe(name, 'lv2');
  const changes = automation(lv2.parameters, BLOCKS, FRAMES);
  const others: [format: Format, loud: number][] = [
    ['lv2', lv2.inputs],
    /* DPF's VST3 passes on the first input bus only: side chains hear silence there, so they do here. */
    ['vst3', lv2.outputs],
  ];
  for (const [format, loud] of others)
    test(`${name} sounds the same through CLAP and ${format.toUpperCase()}`, (t) => {
      const [clap, description] = [describe(name, 'clap'), describe(name, format)];
      t.deepEqual([clap.inputs, clap.outputs], [description.inputs, description.outputs]);
      const titles = clap.parameters.map((parameter) => parameter.name);
      for (const parameter of lv2.parameters) t.true(titles.includes(parameter.name), parameter.name);
      const options = { blocks: BLOCKS, frames: FRAMES, changes, rate: RATE, loud };
      const one = take(name, 'clap', clap, options);
      const other = take(name, format, description, options);
      t.is(line(one.answer, 'played'), `played 0 frames ${BLOCKS * FRAMES}`);
      t.true(loudest(other.sound) > 0.01);
      const apart = difference(one.sound, other.sound);
      t.true(apart <= TOLERANCE, `they are ${apart} apart`);
    });
}

for (const name of names)
  test(`${name} sounds the same whether it knows the length of blocks or not`, (t) => {
    const description = describe(name, 'clap');
    for (const frames of [64, 256]) {
      const announced = take(name, 'clap', description, { blocks: 40, frames });
      const untold = take(name, 'clap', description, { blocks: 40, frames, announced: 4096 });
      t.is(difference(announced.sound, untold.sound), 0, `${frames} frames`);
    }
  });
