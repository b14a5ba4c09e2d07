/** Real plugins: all of zam-plugins load, play, answer to their parameters, and keep their state. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { type Answer, drive, line, parameters, started } from './driver.ts';
import { type Change, describe, difference, names, spec, type Take, take } from './zam.ts';

const BLOCKS = 500;
const TOGGLED = 2;

/* FFTW's plans inside the plugin are never freed. */
const LEAKS_BY_ITSELF = ['ZamHeadX2', 'ZamVerb'];

for (const name of names) {
  const description = describe(name, 'vst3');
  /* DPF adds its own: programs, rate, controllers of MIDI. Those that LV2 shows too are the plugin's. */
  const own = describe(name, 'lv2').parameters;
  const values = (answer: Answer): [string, number][] => {
    const all = new Map(parameters(answer).map((parameter) => [parameter.name, parameter.value]));
    return own.map((parameter) => [parameter.name, all.get(parameter.name) ?? Number.NaN]);
  };
  /** Moves far away from the parameters' values; switches are switched, steps are whole. */
  const away: Change[] = own.map(({ name: title, flags, minimum, maximum, default: initial }) => {
    const start = (initial - minimum) / (maximum - minimum);
    const far = flags & TOGGLED ? 1 : 0.875;
    const steps = flags & ~TOGGLED ? maximum - minimum : Number.POSITIVE_INFINITY;
    const value = start > 0.5 ? 1 - far : far;
    return { frame: 0, name: title, value: Number.isFinite(steps) ? Math.round(value * steps) / steps : value };
  });
  const moved = new Map(away.map((change) => [change.name, change.value]));
  const same = (found: [string, number][], expected: (title: string) => number): string[] =>
    found.filter(([title, value]) => !(Math.abs(value - expected(title)) <= 1e-6)).map(([title]) => title);

  test(`${name} plays ${BLOCKS} blocks of 64, 256 and 1024 frames`, (t) => {
    for (const frames of [64, 256, 1024]) {
      const { answer, sound } = take(name, 'vst3', description, { blocks: BLOCKS, frames });
      t.is(answer.code, 0, answer.stderr);
      t.is(line(answer, 'played'), `played 0 frames ${BLOCKS * frames}`);
      t.true(sound.every(Number.isFinite), `${frames} frames`);
    }
  });

  test(`${name} leaves no memory of the host’s behind`, (t) => {
    const once = [...started(spec(name, 'vst3')), 'run 256 10', 'save', 'keep', 'restore', 'run 256', 'close'];
    const answer = drive([...once, ...once]);
    t.is(answer.lines.filter((text) => text === 'closed').length, 2, answer.stderr);
    if (LEAKS_BY_ITSELF.includes(name)) t.notRegex(answer.stderr, /native-shim|ERROR: (?!LeakSanitizer)/);
    else t.is(answer.code, 0, answer.stderr);
  });

  /* ZamAutoSat has no parameters. */
  if (own.length > 0)
    test(`${name} is heard to obey its parameters, and they are in the table`, (t) => {
      const before = take(name, 'vst3', description, { blocks: 100 });
      const after = take(name, 'vst3', description, { blocks: 100, changes: away });
      t.true(difference(before.sound, after.sound) > 1e-4);
      t.deepEqual(
        same(values(after.answer), (title) => moved.get(title)!),
        [],
      );
    });

  test(`${name} comes back from its state in another process, with the same bytes and the same sound`, (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'vst3-zam-state-'));
    try {
      const [first, second] = [join(folder, 'first'), join(folder, 'second')];
      const one: Take = take(name, 'vst3', description, {
        blocks: 100,
        changes: away,
        after: () => [`save-file ${first}`],
      });
      const other: Take = take(name, 'vst3', description, {
        blocks: 100,
        before: () => [`load-file ${first}`],
        after: () => [`save-file ${second}`],
      });
      t.is(line(other.answer, 'restored'), 'restored 0');
      t.deepEqual(readFileSync(second), readFileSync(first));
      t.true(difference(one.sound, other.sound) <= 1e-6);
      t.deepEqual(
        same(values(other.answer), (title) => moved.get(title)!),
        [],
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
}
