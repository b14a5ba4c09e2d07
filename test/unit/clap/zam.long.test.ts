/** Real plugins: all of zam-plugins load, play, and answer to their parameters. */
import test from 'ava';
import { type Change, describe, difference, names, spec, take } from '../vst3/zam.ts';
import { drive, line, parameters, started } from './driver.ts';

const BLOCKS = 500;
const TOGGLED = 2;

/* FFTW's plans inside the plugin are never freed. */
const LEAKS_BY_ITSELF = ['ZamHeadX2', 'ZamVerb'];

/* Its meter shows cuts, and the moves below make it boost. */
const METER_STANDS = ['ZamDynamicEQ'];

for (const name of names) {
  const description = describe(name, 'clap');
  /* In CLAP the plugin's meters are parameters as well; those that LV2 takes are the ones that a DAW may move. */
  const own = describe(name, 'lv2').parameters;
  /** Moves far away from where the parameters stand; switches are switched, steps are whole. */
  const away: Change[] = own.map(({ name: title, flags, minimum, maximum, default: initial }) => {
    const start = (initial - minimum) / (maximum - minimum);
    const far = flags & TOGGLED ? 1 : 0.875;
    const steps = flags & ~TOGGLED ? maximum - minimum : Number.POSITIVE_INFINITY;
    const value = start > 0.5 ? 1 - far : far;
    return { frame: 0, name: title, value: Number.isFinite(steps) ? Math.round(value * steps) / steps : value };
  });

  test(`${name} plays ${BLOCKS} blocks of 64, 256 and 1024 frames`, (t) => {
    for (const frames of [64, 256, 1024]) {
      const { answer, sound } = take(name, 'clap', description, { blocks: BLOCKS, frames });
      t.is(answer.code, 0, answer.stderr);
      t.is(line(answer, 'played'), `played 0 frames ${BLOCKS * frames}`);
      t.true(sound.every(Number.isFinite), `${frames} frames`);
    }
  });

  test(`${name} is saved, restored and closed, twice, and leaves no memory of the host’s behind`, (t) => {
    const once = [
      ...started(spec(name, 'clap')),
      'run 256 10',
      'save',
      'keep',
      'restore',
      'restart',
      'run 256',
      'close',
    ];
    const answer = drive([...once, ...once]);
    t.is(answer.lines.filter((text) => text === 'closed').length, 2, answer.stderr);
    t.is(answer.lines.filter((text) => text === 'restarted 0').length, 2);
    if (LEAKS_BY_ITSELF.includes(name)) t.notRegex(answer.stderr, /native-shim|ERROR: (?!LeakSanitizer)/);
    else t.is(answer.code, 0, answer.stderr);
  });

  /* ZamAutoSat has no parameters. */
  if (own.length > 0)
    test(`${name} is heard to obey its parameters, and they are in the table`, (t) => {
      const before = take(name, 'clap', description, { blocks: 100 });
      const after = take(name, 'clap', description, { blocks: 100, changes: away });
      t.true(difference(before.sound, after.sound) > 1e-4);
      const values = new Map(parameters(after.answer).map((parameter) => [parameter.name, parameter]));
      for (const { name: title, value } of away) {
        const parameter = values.get(title)!;
        const expected = parameter.minimum + value * (parameter.maximum - parameter.minimum);
        const room = 1e-6 * (parameter.maximum - parameter.minimum);
        t.true(Math.abs(parameter.value - expected) <= room, `${title} is ${parameter.value}, not ${expected}`);
      }
    });

  /* DPF tells all of them after every block, among them a delay's real time, which follows its parameter. */
  const meters = description.parameters.filter((parameter) => !own.some(({ name: title }) => title === parameter.name));
  if (meters.length > 0)
    test(`${name} reports its meters, within their ranges`, (t) => {
      const { answer } = take(name, 'clap', description, { blocks: 100, changes: away });
      const titles = meters.map((meter) => meter.name);
      const reported = parameters(answer).filter((parameter) => titles.includes(parameter.name));
      t.is(
        reported.every((parameter) => parameter.value === parameter.default),
        METER_STANDS.includes(name),
      );
      for (const { name: title, value, minimum, maximum } of reported)
        t.true(value >= minimum && value <= maximum, `${title} is ${value}`);
    });
}
