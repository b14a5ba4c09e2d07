/** `compare`: real plugins in three formats, and differences that are known. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { TestSignal } from '../../../ts/cli/compare/signal.ts';
import { verb } from '../../../ts/cli/verbs/compare.ts';
import { processesWith, until } from '../../support/host-process.ts';
import { currentHost, lv2PathWithFixtures, vst3Bundle } from '../../support/paths.ts';
import { folderOf, type RunOptions, run, runInTerminal, runLine, start } from './commands.ts';
import { darkness, readPng, writeWav } from './looks.ts';
import { writeNoise } from './sounds.ts';

const GAIN = 'urn:maolan:fixture:gain';
const LATENCY = 'urn:maolan:fixture:latency';
const RATE = 48_000;

interface Result {
  equal: boolean;
  largest: number;
  largestAt: { frame: number; channel: number } | null;
  first: { frame: number; channel: number } | null;
  different: number;
  rms: number;
  a: { plugin: string; latency: number; inputs: number; outputs: number };
  b: { plugin: string; latency: number; inputs: number; outputs: number };
}

for (const [a, b] of [
  ['lv2', 'vst3'],
  ['lv2', 'clap'],
  ['vst3', 'clap'],
])
  test.serial(`ZamDelay is the same in ${a} and ${b}`, async (t) => {
    const { code, stdout, stderr } = await run(['compare', `${a}:ZamDelay`, `${b}:ZamDelay`, '--json']);
    t.is(code, 0, stderr);
    const { equal, different } = JSON.parse(stdout) as Result;
    t.true(equal);
    t.is(different, 0);
  });

test.serial('a setting in percent is the same in every format, and does something', async (t) => {
  const words = ['compare', 'lv2:ZamDelay', 'vst3:ZamDelay', '--param', 'Feedback=70%', '-p', 'Dry/Wet=100%'];
  const same = await run(words);
  t.is(same.code, 0, same.stderr + same.stdout);
  const other = await run(['compare', 'lv2:ZamDelay', 'vst3:ZamDelay', '--param-a', 'Feedback=70%']);
  t.is(other.code, 1, other.stdout);
});

/** Two samples in silence: 0.5 at frame 1234, -0.25 at frame 2000. */
function clicks(t: ExecutionContext): RunOptions & { cwd: string } {
  const cwd = folderOf(t);
  const samples = new Float32Array(4800);
  samples[1234] = 0.5;
  samples[2000] = -0.25;
  writeWav(join(cwd, 'clicks.wav'), RATE, [samples]);
  return { cwd, environment: { LV2_PATH: lv2PathWithFixtures() } };
}

async function compare(
  a: string,
  b: string,
  options: RunOptions,
  ...more: string[]
): Promise<{ code: number | null; result: Result }> {
  const { code, stdout } = await run(['compare', a, b, '--input', 'clicks.wav', '--json', ...more], options);
  return { code, result: JSON.parse(stdout) as Result };
}

test.serial('what differs is reported: how much, where first, how often', async (t) => {
  const options = clicks(t);
  const { code, result } = await compare(GAIN, GAIN, options, '--param-b', 'Gain=0.5');
  t.is(code, 1);
  t.like(result, { equal: false, largest: 0.25, different: 2 });
  t.deepEqual(result.largestAt, { frame: 1234, channel: 0 });
  t.deepEqual(result.first, { frame: 1234, channel: 0 });
  t.true(Math.abs(result.rms - Math.sqrt((0.25 ** 2 + 0.125 ** 2) / 4800)) < 1e-9);
  const text = await run(['compare', GAIN, GAIN, '-i', 'clicks.wav', '--param-b', 'Gain=0.5'], options);
  t.regex(text.stdout, /Largest difference: 0\.2500 \(-12\.0 dB\) at 0\.0257 s \(frame 1234, channel 1\)/);
  t.regex(text.stdout, /Samples that differ: 2$/m);
  t.regex(text.stderr, /differ by more than 0\.000001/);
});

test.serial('a tolerance decides what counts; it is exceeded, not reached', async (t) => {
  const options = clicks(t);
  const within = (tolerance: string) => compare(GAIN, GAIN, options, '--param-b', 'Gain=0.5', '--tolerance', tolerance);
  const one = await within('0.125');
  t.deepEqual([one.code, one.result.different], [1, 1]);
  const none = await within('0.25');
  t.deepEqual([none.code, none.result.different, none.result.equal, none.result.largest], [0, 0, true, 0.25]);
});

test.serial("a plugin's latency is taken off, whatever the block size", async (t) => {
  const options = clicks(t);
  for (const block of ['64', '1024', '4096']) {
    // It says that it delays by 300 frames, and does not.
    const { code, result } = await compare(LATENCY, GAIN, options, '--param-a', 'Wanted=300', '--block', block);
    t.is(code, 1);
    t.is(result.a.latency, 300);
    t.is(result.b.latency, 0);
    t.deepEqual(result.first, { frame: 934, channel: 0 });
    t.is(result.different, 4);
    const both = await compare(LATENCY, LATENCY, options, '--param', 'Wanted=300', '--block', block);
    t.deepEqual([both.code, both.result.different], [0, 0]);
  }
});

test.serial('a picture shows where the difference is', async (t) => {
  const options = clicks(t);
  const { code } = await compare(GAIN, GAIN, options, '--param-b', 'Gain=0.5', '-o', 'difference.png');
  t.is(code, 1, 'a difference, and a picture of it');
  const picture = await readPng(join(options.cwd, 'difference.png'));
  t.true(picture.width > 2000 && picture.height > 1000);
  const panel: [number, number] = [0.72, 0.9];
  const [click, silence] = [darkness(picture, [0.29, 0.31], panel), darkness(picture, [0.7, 0.72], panel)];
  t.true(click > silence, `${click} at the click, ${silence} in silence`);
});

/** The texts of an SVG, in their order. */
const textsOf = (svg: string) => Array.from(svg.matchAll(/<text[^>]*>([^<]*)/g), ([, text]) => text);

for (const { plugin, names } of [
  { plugin: 'lv2:ZamComp', names: [] },
  { plugin: 'lv2:ZamCompX2', names: ['L', 'R'] },
  { plugin: vst3Bundle('six-channels'), names: ['1', '2', '3', '4', '5', '6'] },
])
  test.serial(`a picture has a lane for each channel: ${names.length || 1}`, async (t) => {
    const cwd = folderOf(t);
    writeWav(join(cwd, 'in.wav'), RATE, [new Float32Array(480).fill(0.25)]);
    const { code, stderr } = await run(['compare', plugin, plugin, '-i', 'in.wav', '-o', 'lanes.svg'], { cwd });
    t.is(code, 0, stderr);
    const svg = readFileSync(join(cwd, 'lanes.svg'), 'utf8');
    const titles = textsOf(svg).filter((text) => names.includes(text ?? ''));
    for (const name of names)
      t.true(titles.filter((text) => text === name).length >= 3, `${name}: A, B and difference`);
    // A lane for each channel of A and B has an area of its own.
    t.is((svg.match(/mark-area/g) ?? []).length, 2 * Math.max(1, names.length));
  });

test.serial('each example of --help does what it says', async (t) => {
  const folder = folderOf(t);
  const noise = new TestSignal(RATE, 1);
  const plane = new Float32Array(RATE);
  noise.read([plane], RATE);
  writeWav(join(folder, 'in.wav'), RATE, [plane]);
  for (const { words } of verb.examples) {
    const { code, stderr } = await runLine(`maolan-plugin-host ${words}`, { cwd: folder });
    t.is(code, 0, `${words}: ${stderr}`);
  }
  t.true(existsSync(join(folder, 'difference.svg')));
  const svg = readFileSync(join(folder, 'difference.svg'), 'utf8');
  for (const text of ['A: lv2:ZamDelay', 'B: clap:ZamDelay', 'difference: none']) t.true(svg.includes(text), text);
});

test.serial('of plugins with different channels the common ones are compared', async (t) => {
  const { code, stderr } = await run(['compare', 'lv2:ZamComp', 'lv2:ZamCompX2']);
  t.true(code === 0 || code === 1);
  t.regex(stderr, /A has 1 output channel, B has 2: only those that both have are compared/);
});

test.serial('Ctrl-C ends it, and its processes', async (t) => {
  const running = start(t, currentHost, ['compare', 'lv2:ZamVerb', 'vst3:ZamVerb', '--block', '16', '--json']);
  const hosts = () => processesWith(`maolan-client-${running.child.pid}-`);
  t.true(await until(() => hosts().length >= 2), running.said());
  running.child.kill('SIGINT');
  t.like(await running.ended, { code: null, signal: 'SIGINT', stdout: '' });
  t.deepEqual(hosts(), []);
});

test.serial('on a terminal it shows how far it is', async (t) => {
  const { code, stdout } = await runInTerminal(['compare', 'lv2:ZamDelay', 'lv2:ZamDelay']);
  t.is(code, 0, stdout);
  t.regex(stdout, /comparing .*%/);
  t.regex(stdout, /Largest difference: none/);
});

const refused: [title: string, words: string[], code: number, sentence: RegExp][] = [
  ['an unknown plugin', ['lv2:ZamDelay', 'NoSuchPlugin'], 1, /No installed plugin is called "NoSuchPlugin"/],
  ['a name that several have', ['ZamDelay', 'lv2:ZamDelay'], 1, /"ZamDelay" may be any of these plugins/],
  ['a missing file', ['lv2:ZamDelay', 'vst3:ZamDelay', '-i', 'nowhere.wav'], 1, /nowhere\.wav: no such file/],
  [
    'a file without sound',
    ['lv2:ZamDelay', 'vst3:ZamDelay', '-i', 'old.svg'],
    1,
    /old\.svg cannot be read as a sound file/,
  ],
  [
    'an unknown parameter',
    ['lv2:ZamDelay', 'vst3:ZamDelay', '-p', 'Feedbak=1'],
    1,
    /no parameter "Feedbak"; did you mean "Feedback"/,
  ],
  [
    'a value out of range',
    ['lv2:ZamDelay', 'vst3:ZamDelay', '-p', 'Feedback=7'],
    1,
    /7 is outside the range of "Feedback"/,
  ],
  [
    'more than all',
    ['lv2:ZamDelay', 'vst3:ZamDelay', '-p', 'Feedback=101%'],
    1,
    /101% is outside the range of "Feedback"/,
  ],
  ['a block that is too long', ['lv2:ZamDelay', 'vst3:ZamDelay', '--block', '5000'], 2, /--block 5000/],
  ['a negative tolerance', ['lv2:ZamDelay', 'vst3:ZamDelay', '--tolerance=-1'], 2, /--tolerance -1/],
  ['another kind of picture', ['lv2:ZamDelay', 'vst3:ZamDelay', '-o', 'old.gif'], 2, /must end with \.svg or \.png/],
  ['only one plugin', ['lv2:ZamDelay'], 2, /missing argument: <second>/],
];

for (const [title, words, code, sentence] of refused)
  test.serial(`${title} is refused with a sentence, and no file is touched`, async (t) => {
    const folder = folderOf(t);
    writeFileSync(join(folder, 'old.svg'), 'old');
    const picture = words.includes('-o') ? [] : ['-o', 'old.svg'];
    const end = await run(['compare', ...words, ...picture], { cwd: folder });
    t.is(end.code, code, end.stderr);
    t.regex(end.stderr, sentence);
    t.is(end.stdout, '');
    t.deepEqual(readdirSync(folder), ['old.svg']);
    t.is(readFileSync(join(folder, 'old.svg'), 'utf8'), 'old');
  });

test.serial('two that output NaN are not equal', async (t) => {
  const cwd = folderOf(t);
  const plane = new Float32Array(100).fill(0.1);
  plane[7] = Number.NaN;
  plane[8] = Number.POSITIVE_INFINITY;
  writeWav(join(cwd, 'in.wav'), RATE, [plane, plane]);
  const words = ['compare', GAIN, GAIN, '--input', 'in.wav', '--json'];
  const { code, stdout, stderr } = await run(words, { cwd, environment: { LV2_PATH: lv2PathWithFixtures() } });
  t.is(code, 1);
  t.false((JSON.parse(stdout) as Result).equal);
  t.regex(stderr, /has in its output \d+ samples that are NaN or infinite/);
});

test.serial('where both are silent nothing was compared', async (t) => {
  const silent = 'urn:maolan:fixture:silent-output';
  const environment = { LV2_PATH: lv2PathWithFixtures() };
  const { code, stdout, stderr } = await run(['compare', silent, silent, '--json'], { environment });
  t.is(code, 1);
  t.false((JSON.parse(stdout) as Result).equal);
  t.regex(stderr, /are both silent: nothing was compared/);
  const cwd = folderOf(t);
  writeWav(join(cwd, 'silence.wav'), RATE, [new Float32Array(4800), new Float32Array(4800)]);
  const reverb = await run(['compare', 'lv2:ZamVerb', 'clap:ZamVerb', '-i', 'silence.wav'], { cwd });
  t.is(reverb.code, 1, 'a reverb adds a little noise');
  t.regex(reverb.stderr, /are both silent/);
});

test.serial('what was compared is said, and a rate that is not the file has is refused', async (t) => {
  const cwd = folderOf(t);
  writeNoise(join(cwd, 'in.wav'), 4410, 1, 44_100);
  const gain = [GAIN, GAIN];
  const environment = { LV2_PATH: lv2PathWithFixtures() };
  t.regex(
    (await run(['compare', ...gain], { environment })).stdout,
    /^Compared: 1 channel, .* of the test signal at 48000 Hz$/m,
  );
  const words = ['compare', ...gain, '--input', 'in.wav', '--rate'];
  const same = await run([...words, '44100'], { cwd, environment });
  t.regex(same.stdout, /^Compared: 1 channel, 0\.100 s of in\.wav at 44100 Hz$/m);
  const other = await run([...words, '96000'], { cwd, environment });
  t.is(other.code, 2);
  t.regex(other.stderr, /--rate 96000: in\.wav has 44100 Hz; leave it out/);
});

test.serial('instruments play a phrase', async (t) => {
  const piano = 'http://drobilla.net/plugins/mda/Piano';
  const same = await run(['compare', piano, piano]);
  t.is(same.code, 0, same.stderr);
  t.regex(same.stderr, /they play a built-in phrase/);
  t.regex(same.stdout, /^Compared: 2 channels, 5\.000 s of a built-in phrase at 48000 Hz$/m);
  const effect = await run(['compare', piano, 'http://drobilla.net/plugins/mda/Overdrive']);
  t.is(effect.code, 1);
  t.regex(effect.stderr, /MDA Piano is an instrument and plays a built-in phrase; the other plugin gets the input/);
  const other = await run(['compare', piano, piano, '--param-b', 'Envelope Decay=10%']);
  t.is(other.code, 1);
  t.regex(other.stdout, /First different sample: 0\./);
});
