/** `bench`: that its figures are whole and agree with each other; how large they are is not for tests. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { barChart, binsOf, percentilesOf } from '../../../ts/cli/bins.ts';
import { verb } from '../../../ts/cli/verbs/bench.ts';
import { processesWith, until } from '../../support/host-process.ts';
import { clapFile, currentHost } from '../../support/paths.ts';
import { folderOf, run, runInTerminal, runLine, start } from './commands.ts';
import { ink, readPng } from './looks.ts';

interface Result {
  plugin: string;
  blocks: number;
  block: number;
  periodUs: number;
  roundTripUs: Record<'min' | 'p50' | 'p90' | 'p99' | 'p99.9' | 'max', number>;
  timesRealTime?: number;
  histogram: { from: number; to: number; count: number }[];
}

for (const format of ['lv2', 'vst3', 'clap'])
  test.serial(`ZamDelay (${format}): percentiles ascend, and the histogram has every block`, async (t) => {
    const { code, stdout, stderr } = await run([
      'bench',
      `${format}:ZamDelay`,
      '--blocks',
      '1500',
      '--block',
      '128',
      '--json',
    ]);
    t.is(code, 0, stderr);
    const { plugin, blocks, periodUs, roundTripUs, histogram, timesRealTime = 0 } = JSON.parse(stdout) as Result;
    t.is(plugin, `${format}:ZamDelay`);
    t.is(periodUs.toFixed(1), '2666.7');
    const { min, p50, p90, p99, 'p99.9': p999, max } = roundTripUs;
    t.true(0 < min && min <= p50 && p50 <= p90 && p90 <= p99 && p99 <= p999 && p999 <= max);
    t.is(
      histogram.reduce((sum, { count }) => sum + count, 0),
      blocks,
    );
    t.true((histogram[0]?.from ?? 0) <= min && (histogram.at(-1)?.to ?? 0) >= max);
    t.true(timesRealTime > 0);
  });

test.serial('the text has the same figures, and bars', async (t) => {
  const { code, stdout } = await run(['bench', 'lv2:ZamDelay', '--blocks', '500']);
  t.is(code, 0);
  for (const line of [
    /lv2:ZamDelay: 500 blocks of 256 frames at 48000 Hz, back to back/,
    /^ +p99\.9 +[\d.]+ us$/m,
    /[\d.]+ times real time/,
    /█/,
  ])
    t.regex(stdout, line);
});

test.serial('paced blocks take as long as they last', async (t) => {
  const began = performance.now();
  const { code, stdout } = await run([
    'bench',
    'lv2:ZamDelay',
    '--blocks',
    '300',
    '--block',
    '480',
    '--paced',
    '--json',
  ]);
  t.is(code, 0);
  t.true(performance.now() - began > 3000, '300 blocks of 10 ms cannot have been played in less than 3 s');
  t.is((JSON.parse(stdout) as Result).timesRealTime, undefined, 'that would be 1, and say nothing');
});

test.serial('each example of --help does what it says', async (t) => {
  const folder = folderOf(t);
  for (const { words } of verb.examples) {
    const { code, stdout, stderr } = await runLine(`maolan-plugin-host ${words}`, { cwd: folder });
    t.is(code, 0, stderr);
    t.true(stdout.includes('ZamDelay'));
  }
  t.true(existsSync(join(folder, 'histogram.svg')));
});

test.serial('the picture has bars and percentiles', async (t) => {
  const folder = folderOf(t);
  const bench = (name: string) => run(['bench', 'lv2:ZamDelay', '--blocks', '300', '--svg', name], { cwd: folder });
  t.is((await bench('h.svg')).code, 0);
  const svg = readFileSync(join(folder, 'h.svg'), 'utf8');
  for (const text of ['lv2:ZamDelay: 300 blocks of 256 frames', 'microseconds', 'p99.9', 'a block lasts'])
    t.true(svg.includes(text), text);
  t.is((await bench('h.png')).code, 0);
  const picture = await readPng(join(folder, 'h.png'));
  t.true(picture.width > 2000 && picture.height > 600);
  t.true(ink(picture) > 0.01);
});

test.serial('a plugin that crashes is reported, and nothing is printed', async (t) => {
  const { code, stdout, stderr } = await run(['bench', clapFile('crash-in-process'), '-p', 'Crash=1']);
  t.is(code, 1);
  t.is(stdout, '');
  t.regex(stderr, /^maolan-plugin-host: clap:Crash in process crashed \(SIGSEGV\) in the block at frame 0\n$/);
});

for (const [verb, ...more] of [
  ['bench'],
  ['compare', clapFile('process-error')],
  ['render', 'out.wav', '--length', '1s'],
])
  test.serial(`a block that a plugin refuses is refused, and does not hang: ${verb}`, async (t) => {
    const cwd = folderOf(t);
    const { code, stderr } = await run([verb ?? '', clapFile('process-error'), ...more, '-p', 'Fail=1'], { cwd });
    t.is(code, 1);
    t.regex(stderr, /^maolan-plugin-host: (?:clap:)?Process error refused to process a block /m);
  });

test.serial('Ctrl-C ends it, and its process', async (t) => {
  const running = start(t, currentHost, ['bench', 'lv2:ZamDelay', '--blocks', '1000000', '--paced']);
  const hosts = () => processesWith(`maolan-client-${running.child.pid}-`);
  t.true(await until(() => hosts().length > 0), running.said());
  running.child.kill('SIGINT');
  t.like(await running.ended, { code: null, signal: 'SIGINT', stdout: '' });
  t.deepEqual(hosts(), []);
});

test.serial('on a terminal it shows how far it is', async (t) => {
  const { code, stdout } = await runInTerminal(['bench', 'lv2:ZamDelay', '--blocks', '300', '--paced']);
  t.is(code, 0, stdout);
  t.regex(stdout, /blocks .*%/);
});

const refused: [title: string, words: string[], code: number, sentence: RegExp][] = [
  ['an unknown plugin', ['NoSuchPlugin'], 1, /No installed plugin is called "NoSuchPlugin"/],
  ['a file that is not a plugin', ['./old.svg'], 1, /old\.svg is not a plugin/],
  ['no block', ['lv2:ZamDelay', '--block', '0'], 2, /--block 0: a whole number from 1 to 4096 is expected/],
  ['no number', ['lv2:ZamDelay', '--blocks', 'many'], 2, /--blocks must be a number/],
  ['an impossible rate', ['lv2:ZamDelay', '--rate', '1'], 2, /--rate 1/],
  ['another kind of picture', ['lv2:ZamDelay', '--svg', 'old.txt'], 2, /must end with \.svg or \.png/],
  ['an unknown parameter', ['lv2:ZamDelay', '-p', 'Tume=1'], 1, /has no parameter "Tume"/],
];

for (const [title, words, code, sentence] of refused)
  test.serial(`${title} is refused with a sentence, and no file is touched`, async (t) => {
    const folder = folderOf(t);
    writeFileSync(join(folder, 'old.svg'), 'old');
    const picture = words.includes('--svg') ? [] : ['--svg', 'old.svg'];
    const end = await run(['bench', ...words, ...picture], { cwd: folder });
    t.is(end.code, code, end.stderr);
    t.regex(end.stderr, sentence);
    t.is(end.stdout, '');
    t.deepEqual(readdirSync(folder), ['old.svg']);
    t.is(readFileSync(join(folder, 'old.svg'), 'utf8'), 'old');
  });

test('bins are as wide as each other on a logarithmic axis, and leave nothing out', (t) => {
  const times = Float64Array.of(1, 5, 9.99, 10, 11, 1000);
  const bins = binsOf(times, 1);
  t.deepEqual(
    bins.map(({ count }) => count),
    [3, 2, 0, 1],
  );
  t.deepEqual(
    bins.map(({ from }) => Math.round(from)),
    [1, 10, 100, 1000],
  );
  t.deepEqual(binsOf([], 10), []);
});

test('percentiles of known times', (t) => {
  const times = Float64Array.from({ length: 1000 }, (_, index) => 1000 - index);
  t.deepEqual(percentilesOf(times), { min: 1, p50: 501, p90: 901, p99: 991, p999: 1000, max: 1000 });
  t.is(percentilesOf(Float64Array.of(7)).p999, 7);
});

test('a single block among many has a bar, and gaps are short', (t) => {
  const times = [...new Array(10_000).fill(10), 5000];
  const lines = barChart(binsOf(times, 10), 60);
  t.is(lines.length, 3);
  t.is(lines[1]?.trim(), '...');
  t.regex(lines[2] ?? '', /^ +\d+ us +1 ▏$/);
  t.true(lines.every((line) => line.length <= 60));
});
