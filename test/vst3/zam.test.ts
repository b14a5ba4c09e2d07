/** Real plugins: all of zam-plugins load, play, answer to their parameters, and keep their state. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { drive, line, type Parameter, parameters, started } from './driver.ts';
import { type Change, describe, difference, names, spec, take } from './zam.ts';

const BLOCKS = 500;

/** A move far away from where the parameter stands. */
const away = ({ name, default: initial }: Parameter): Change => ({
  frame: 0,
  name,
  value: initial > 0.5 ? 0.125 : 0.875,
});

/** The plugin's own parameters: not the controllers of MIDI and the setup that DPF adds as parameters. */
const own = (all: Parameter[]): Parameter[] => {
  const inLv2 = (name: string): boolean => !/^(MIDI Ch|Buffer Size|Sample Rate)/i.test(name);
  return all.filter(({ name }) => inLv2(name));
};

for (const name of names) {
  const description = describe(name, 'vst3');

  test(`${name} plays ${BLOCKS} blocks of 64, 256 and 1024 frames.`, (t) => {
    for (const frames of [64, 256, 1024]) {
      const { answer, sound } = take(name, 'vst3', description, { blocks: BLOCKS, frames });
      t.is(answer.code, 0, answer.stderr);
      t.is(line(answer, 'played'), `played 0 frames ${BLOCKS * frames}`);
      t.true(sound.every(Number.isFinite), `${frames} frames`);
    }
  });

  test(`${name} is heard to obey its parameters, and says so.`, (t) => {
    const blocks = 100;
    const before = take(name, 'vst3', description, { blocks });
    const changes = own(description.parameters).map(away);
    const after = take(name, 'vst3', description, { blocks, changes });
    t.true(difference(before.sound, after.sound) > 1e-4);
    const told = new Map(parameters(after.answer).map((parameter) => [parameter.name, parameter.value]));
    const moved = changes.filter((change) => {
      const { default: initial } = description.parameters.find((parameter) => parameter.name === change.name)!;
      return told.get(change.name) !== initial;
    });
    t.true(moved.length > 0 && moved.length >= changes.length / 2, `${moved.length} of ${changes.length} moved`);
  });

  test(`${name} comes back from its state in another process, with the same bytes and the same sound.`, (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'vst3-zam-state-'));
    try {
      const [first, second] = [join(folder, 'first'), join(folder, 'second')];
      const changes = own(description.parameters).map(away);
      const one = take(name, 'vst3', description, { blocks: 100, changes, after: () => [`save-file ${first}`] });
      const other = take(name, 'vst3', description, {
        blocks: 100,
        before: () => [`load-file ${first}`],
        after: () => [`save-file ${second}`],
      });
      t.is(line(other.answer, 'restored'), 'restored 0');
      t.deepEqual(readFileSync(second), readFileSync(first));
      t.true(difference(one.sound, other.sound) <= 1e-6);
      const values = (answer: typeof one.answer) => own(parameters(answer)).map((parameter) => parameter.value);
      t.deepEqual(values(other.answer), values(one.answer));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
}

for (const name of ['ZamDelay', 'ZamComp', 'ZamVerb'])
  test(`${name} leaves no memory behind, nor does the host around it.`, (t) => {
    const once = [...started(spec(name, 'vst3')), 'run 256 10', 'save', 'keep', 'restore', 'run 256', 'close'];
    const answer = drive([...once, ...once]);
    t.is(answer.code, 0, answer.stderr);
    t.is(line(answer, 'closed', 1), 'closed');
  });
