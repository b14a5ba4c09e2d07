/** Properties of ports, labels and texts of values, as the LV2 specifications mean them. */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { detailsOf } from '../../../ts/plugins/details.ts';
import { lib } from '../../behaviour/commands/sounds.ts';
import { drive, numbers, started } from './driver.ts';

const kinds = started('parameter-kinds');
const [tap, cutoff, wave, factor, hostile, hertz] = [0, 1, 2, 3, 4, 5];
const [toggled, integer, logarithmic, trigger] = [2, 1, 8, 16];

test('a trigger is seen by one run, and the DAW hears that it is over', (t) => {
  const answer = drive([
    ...kinds,
    `event 3 ${tap} 1`,
    `event 6 ${tap} 0.7`,
    'event 9 1 100',
    'run 12',
    'output 0 0 12',
    'run 4',
    'output 0 0 4',
  ]);
  t.deepEqual(numbers(answer), [0, 0, 0, 1, 1, 1, 1, 1, 1, 0, 0, 0]);
  t.deepEqual(numbers(answer, 'output', 1), [0, 0, 0, 0]);
  t.deepEqual(
    answer.lines.filter((line) => line.startsWith('changed')),
    [`changed 5 ${tap} 0`, `changed 8 ${tap} 0`],
  );
  t.is(answer.code, 0, answer.stderr);
});

test('a trigger set between blocks, or in a block of no frames, waits for the next run', (t) => {
  const answer = drive([
    ...kinds,
    `set ${tap} 1`,
    'run 2',
    'output 0 0 2',
    `event 0 ${tap} 1`,
    'run 0',
    'value 0',
    'run 2',
    'output 0 0 2',
    'value 0',
  ]);
  t.deepEqual(numbers(answer), [1, 1]);
  t.deepEqual(numbers(answer, 'output', 1), [1, 1]);
  t.deepEqual([numbers(answer, 'value'), numbers(answer, 'value', 1)], [[1], [0]]);
});

test('kinds of parameter are reported; what is called logarithmic across 0 is not', (t) => {
  const { lines } = drive([...kinds, 'parameters']);
  const flags = lines.flatMap((line) => / flags (\d+) /.exec(line)?.[1] ?? []).map(Number);
  t.deepEqual(flags, [toggled + trigger, logarithmic, integer, 0, 0, 0]);
});

test('the default of a sample-rate port beyond its maximum is in Hz', (t) => {
  const { lines } = drive([...kinds, 'parameters']);
  t.regex(lines.find((line) => line.includes(' name Hertz')) ?? '', / 0\.\.24000 default 440 value 440 /);
});

test('a latency that cannot be is none', (t) => {
  t.true(drive([...kinds, 'run 4']).lines.includes('run 0 latency 0'));
});

const languages = [
  { env: { LANG: 'de_AT.UTF-8' }, plugin: 'Parameterarten', tap: 'Antippen', sine: 'Welle' },
  { env: { LANG: 'en_GB.UTF-8' }, plugin: 'Kinds of parameter', tap: 'Tap', sine: 'Sine' },
  // Any of them is better than none.
  { env: { LANG: 'C' }, plugin: 'Kinds of parameter', tap: 'Antippen', sine: 'Sine' },
  { env: { LANG: 'fr_FR.UTF-8' }, plugin: 'Kinds of parameter', tap: 'Antippen', sine: 'Sine' },
];
for (const { env, plugin, tap: label, sine } of languages) {
  test(`labels for a user with ${JSON.stringify(env)}`, (t) => {
    const answer = drive([...kinds, 'describe', 'parameters', `text ${wave} 0`], { env });
    t.true(answer.lines.some((line) => line.startsWith(`description ${plugin} |`)));
    const names = answer.lines.flatMap((line) => /^parameter .* name (.*)$/.exec(line)?.[1] ?? []);
    t.deepEqual(
      names,
      [label, 'Grenze', 'Wave', 'factor', 'Hostile', 'Hertz'],
      'a port without a name goes by its symbol',
    );
    t.true(answer.lines.includes(`text ${sine.length} ${sine}`));
    t.is(answer.code, 0, answer.stderr);
  });
}

const texts = [
  [tap, 1, 'on'],
  [tap, 0, 'off'],
  [cutoff, 440.5, '440.5 Hz'],
  [wave, 2, 'Saw'],
  [factor, 1.25, 'times 1.2'],
  [hostile, 3, '3 h'],
] as const;
for (const [index, value, text] of texts) {
  test(`${value} of parameter ${index} is written ${text}, and read so`, (t) => {
    const answer = drive([...kinds, `text ${index} ${value}`, `parse ${index} ${text.replaceAll(' ', '_')}`]);
    t.true(answer.lines.includes(`text ${text.length} ${text}`), answer.lines.join());
    t.is(numbers(answer, 'parsed')[0], 0);
    t.true(Math.abs((numbers(answer, 'parsed')[1] ?? 0) - value) <= 0.051);
    t.is(answer.code, 0, answer.stderr);
  });
}

test('what has no text is reported, what means nothing is not understood', (t) => {
  const commands = [
    `text ${wave} 1`,
    `text ${hertz} 5`,
    'text 99 0',
    'text 0 nan',
    `parse ${wave} Welle!`,
    `parse ${cutoff} 5_kHz`,
    `parse ${cutoff} inf`,
    'parse 99 1',
  ];
  const answer = drive([...kinds, ...commands]);
  const got = answer.lines.filter((line) => /^(text|parsed) /.test(line)).map((line) => line.split(' ')[1]);
  t.deepEqual(got, Array(8).fill('-1'));
  t.is(answer.code, 0, answer.stderr);
});

test('scale points are listed by value, with or without a label, and a number is a value, too', (t) => {
  const answer = drive([...kinds, `text ${wave} 2`, `parse ${wave} saw`, `parse ${wave} 1`, `parse ${factor} 2_x`]);
  t.deepEqual(
    answer.lines.filter((line) => line.startsWith('choice')),
    ['choice 0', 'choice 1', 'choice 2'],
  );
  t.deepEqual(
    [0, 1, 2].map((nth) => numbers(answer, 'parsed', nth)),
    [
      [0, 2],
      [0, 1],
      [0, 2],
    ],
  );
});

/* Which inputs are a side chain, by the data alone: of a port, of its group, or of neither. */

const URI = 'urn:test:side-chain';
const port = (index: number, more: string) => `[
		a lv2:InputPort , lv2:AudioPort ; lv2:index ${index} ; lv2:symbol "in${index}" ; lv2:name "In ${index}" ${more}
	]`;
const manifest = `@prefix doap: <http://usefulinc.com/ns/doap#> .
@prefix lv2: <http://lv2plug.in/ns/lv2core#> .
@prefix pg: <http://lv2plug.in/ns/ext/port-groups#> .
<urn:test:main> a pg:MonoGroup , pg:InputGroup ; lv2:symbol "main" ; lv2:name "Main" .
<urn:test:key> a pg:StereoGroup , pg:InputGroup ; lv2:symbol "key" ; lv2:name "Key" ; pg:sideChainOf <urn:test:main> .
<${URI}> a lv2:Plugin ; doap:name "Side chain" ; lv2:binary <none.so> ;
	lv2:port ${port(0, '; pg:group <urn:test:main>')} , ${port(1, '; pg:group <urn:test:key>')} , ${port(2, '')} ,
	${port(3, '; lv2:portProperty lv2:isSideChain')} , ${port(4, '; pg:sideChainOf <urn:test:main>')} .
`;

test('A side chain is a port that says so, or one whose group does', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'maolan-side-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, 'side.lv2'));
  writeFileSync(join(folder, 'side.lv2/manifest.ttl'), manifest);
  const environment = { ...process.env, LV2_PATH: folder };
  const plugin = { format: 'lv2', id: URI, spec: URI, path: '' } as const;
  const { sideChainInputs } = await detailsOf(plugin, { folder: lib, environment });
  t.deepEqual(sideChainInputs, [1, 3, 4]);
});
