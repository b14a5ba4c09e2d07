/** `plot`, by its pictures. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { verb } from '../../../ts/cli/verbs/plot.ts';
import { folderOf, run, runInTerminal, runLine } from './commands.ts';
import { darkness, ink, quietThenLoud, readPng, writeWav } from './looks.ts';

const RATE = 48_000;

/** A folder with the sounds that the examples use. */
function sounds(t: ExecutionContext): string {
  const folder = folderOf(t);
  writeWav(join(folder, 'in.wav'), RATE, [quietThenLoud(RATE, 2, 1000), quietThenLoud(RATE, 2, 1000)]);
  writeWav(join(folder, 'out.wav'), 44_100, [quietThenLoud(44_100, 1, 5000)]);
  return folder;
}

test.serial('each example of --help does what it says', async (t) => {
  const folder = sounds(t);
  for (const { words } of verb.examples) {
    const picture = /-o (\S+)/.exec(words)?.[1] ?? '';
    t.deepEqual(await runLine(`maolan-plugin-host ${words}`, { cwd: folder }), {
      code: 0,
      signal: null,
      stdout: '',
      stderr: '',
    });
    t.true(existsSync(join(folder, picture)), words);
  }
});

test.serial('an SVG has titles, axes, and an image of the spectrum', async (t) => {
  const folder = sounds(t);
  t.is((await run(['plot', 'in.wav', 'out.wav', '-o', 'both.svg'], { cwd: folder })).code, 0);
  const svg = readFileSync(join(folder, 'both.svg'), 'utf8');
  t.true(svg.startsWith('<svg'));
  for (const text of [
    'in.wav: 2.00 s, 48000 Hz, 2 channels',
    'out.wav: 1.00 s, 44100 Hz, 1 channel',
    'seconds',
    '>Hz<',
    '>dB<',
  ])
    t.true(svg.includes(text), text);
  const images = [...svg.matchAll(/<image [^>]*href="data:image\/png;base64,[^>]*width="([\d.]+)"/g)];
  t.is(images.length, 2);
  const [first, second] = images.map(([, width]) => Number(width));
  t.is(first, 2 * (second ?? 0), 'both have one time axis: one second is half as wide as two');
});

// A PNG takes seconds, so one is drawn and looked at in every way.
test.serial('a PNG has the loud half darker, labels if there is a font, and its line where the sine is', async (t) => {
  const folder = sounds(t);
  const draw = async (name: string, words: string[], environment = {}) => {
    const { code, stderr } = await run(['plot', 'in.wav', '-o', name, ...words], { cwd: folder, environment });
    t.is(code, 0, stderr);
    return { stderr, picture: await readPng(join(folder, name)) };
  };
  const { picture } = await draw('picture.png', []);
  t.true(picture.width > 2000 && picture.height > 800, `${picture.width} x ${picture.height}`);
  for (const panel of [
    [0.05, 0.4],
    [0.5, 0.9],
  ] as [number, number][]) {
    const [quiet, loud] = [darkness(picture, [0.1, 0.45], panel), darkness(picture, [0.55, 0.9], panel)];
    t.true(loud > 1.2 * quiet, `panel at ${panel}: ${quiet} quiet, ${loud} loud`);
  }

  const noFont = { HOME: folder, XDG_DATA_DIRS: '/nonexistent', XDG_DATA_HOME: '/nonexistent' };
  const bare = await draw('bare.png', ['--frequency', 'linear'], noFont);
  t.regex(bare.stderr, /bare\.png has no labels, because this machine has no font: install one/);
  t.true(ink(bare.picture) > 0.1 && ink(bare.picture) < ink(picture));

  const darkest = (seen: typeof picture): number => {
    const rows = Array.from({ length: 100 }, (_, row) => 0.44 + (row / 100) * 0.48);
    const levels = rows.map((top) => darkness(seen, [0.6, 0.85], [top, top + 0.005]));
    return levels.indexOf(Math.max(...levels)) / 100;
  };
  const [log, linear] = [darkest(picture), darkest(bare.picture)];
  t.true(
    linear > log + 0.2,
    `1 kHz of 24 is far down on a linear axis (${linear}), in the middle of a logarithmic one (${log})`,
  );
});

test.serial('silence and sounds of one frame are drawn, too', async (t) => {
  const folder = folderOf(t);
  writeWav(join(folder, 'silence.wav'), RATE, [new Float32Array(RATE)]);
  writeWav(join(folder, 'short.wav'), RATE, [Float32Array.of(0.5)]);
  for (const name of ['silence', 'short']) {
    const { code, stderr } = await run(['plot', `${name}.wav`, '-o', `${name}.svg`], { cwd: folder });
    t.is(code, 0, stderr);
    t.regex(readFileSync(join(folder, `${name}.svg`), 'utf8'), /<path /);
  }
  t.is((await run(['plot', 'silence.wav', 'short.wav', '-o', 'both.png'], { cwd: folder })).code, 0);
  t.true(ink(await readPng(join(folder, 'both.png'))) > 0.001);
});

test.serial('samples that are NaN or infinite are left out, and counted', async (t) => {
  const folder = folderOf(t);
  const samples = quietThenLoud(RATE, 1, 1000);
  samples.fill(Number.NaN, 100, 110).fill(Number.POSITIVE_INFINITY, 200, 205);
  writeWav(join(folder, 'odd.wav'), RATE, [samples]);
  const { code, stderr } = await run(['plot', 'odd.wav', '-o', 'odd.svg'], { cwd: folder });
  t.is(code, 0);
  t.regex(stderr, /odd\.wav.*: 15 samples are NaN or infinite/);
  t.false(/NaN|Infinity/.test(readFileSync(join(folder, 'odd.svg'), 'utf8')));
});

const refused: [title: string, words: string[], code: number, sentence: RegExp][] = [
  ['a missing file', ['plot', 'nowhere.wav', '-o', 'old.svg'], 1, /nowhere\.wav: no such file/],
  ['a file without sound', ['plot', 'text.wav', '-o', 'old.svg'], 1, /text\.wav cannot be read as a sound file/],
  ['another kind of picture', ['plot', 'in.wav', '-o', 'old.jpeg'], 2, /must end with \.svg or \.png/],
  ['no picture', ['plot', 'in.wav'], 2, /output/],
  ['a folder that is not there', ['plot', 'in.wav', '-o', 'no/old.svg'], 1, /no\/old\.svg cannot be written/],
  ['a window that is not a power of two', ['plot', 'in.wav', '-o', 'old.svg', '--window', '1000'], 2, /--window 1000/],
  ['an unknown axis', ['plot', 'in.wav', '-o', 'old.svg', '--frequency', 'mel'], 2, /log.*linear/s],
];

for (const [title, words, code, sentence] of refused)
  test.serial(`${title} is refused with a sentence, and no file is touched`, async (t) => {
    const folder = sounds(t);
    writeFileSync(join(folder, 'text.wav'), 'This is no sound.\n');
    writeFileSync(join(folder, 'old.svg'), 'old');
    const before = readdirSync(folder);
    const end = await run(words, { cwd: folder });
    t.is(end.code, code, end.stderr);
    t.regex(end.stderr, sentence);
    t.is(end.stdout, '');
    t.deepEqual(readdirSync(folder), before);
    t.is(readFileSync(join(folder, 'old.svg'), 'utf8'), 'old');
  });

test.serial('on a terminal it shows how far it is, and clears that away', async (t) => {
  const folder = sounds(t);
  const { code, stdout } = await runInTerminal(['plot', 'in.wav', '-o', 'picture.svg'], { cwd: folder });
  t.is(code, 0);
  t.true(stdout.includes('in.wav'));
  t.true(stdout.includes('\x1b['), 'the bar is drawn and removed by escape sequences');
});
