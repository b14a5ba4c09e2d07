import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { applyWithLilv } from '../../support/lv2.ts';
import { clapFile, lv2PathWithFixtures, vst3Bundle } from '../../support/paths.ts';
import { call, folderOf, type RunOptions } from './commands.ts';
import { writeWav } from './looks.ts';
import { noise, peak, readWav, type Sound, writeNoise, writeNote } from './sounds.ts';

const MDA = 'http://drobilla.net/plugins/mda/';
const fixtures = { environment: { LV2_PATH: lv2PathWithFixtures() } };

/** `render` that must succeed; words may name in.wav, which is there. */
async function render(t: ExecutionContext, folder: string, words: string[], options: RunOptions = {}): Promise<Sound> {
  const { code, stdout, stderr } = await call(['render', ...words], { cwd: folder, ...options });
  t.is(code, 0, stderr);
  t.is(stdout, '');
  return readWav(join(folder, 'out.wav'));
}

function sameAsLilv(name: string, blocks: readonly number[]): void {
  test.serial(`${name} sounds as in lv2apply, in blocks of ${blocks.join(', ')}`, async (t) => {
    const folder = folderOf(t);
    const input = writeNoise(join(folder, 'in.wav'), 9000, 2);
    const expected = applyWithLilv(MDA + name, input);
    for (const block of blocks) {
      const { planes } = await render(t, folder, [MDA + name, 'in.wav', 'out.wav', '--block', String(block)]);
      t.deepEqual(planes, expected, `blocks of ${block}`);
    }
  });
}

// Plugins whose result does not depend on how the sound is cut into blocks; mda's own authors saw to that.
sameAsLilv('Delay', [1, 1000, 1024, 4096]);
for (const name of ['Ambience', 'Limiter', 'Overdrive', 'RingMod', 'Shepard']) sameAsLilv(name, [100]);

test.serial('A chain sounds as its plugins one after the other, whatever the blocks', async (t) => {
  const folder = folderOf(t);
  let sound: Float32Array[] | undefined = writeNoise(join(folder, 'in.wav'), 9000, 2);
  const names = ['Delay', 'Overdrive', 'Ambience'];
  for (const name of names) sound = sound && applyWithLilv(MDA + name, sound);
  const chain = names.flatMap((name, index) => (index === 0 ? [MDA + name] : ['--then', MDA + name]));
  for (const block of ['7', '1024']) {
    const { planes } = await render(t, folder, [...chain, 'in.wav', 'out.wav', '--block', block]);
    t.deepEqual(planes, sound);
  }
});

test.serial('Of more than 32 channels the first 32 are rendered, and a sentence says so once', async (t) => {
  const folder = folderOf(t);
  writeNoise(join(folder, 'in.wav'), 64, 32);
  const words = ['urn:maolan:fixture:forty-channels', 'in.wav', 'out.wav', '--bit-depth', '32f'];
  const { code, stderr } = await call(['render', ...words], { cwd: folder, ...fixtures });
  t.is(code, 0, stderr);
  t.is(stderr.split('has 40 inputs and 40 outputs; the first 32 of each are played').length, 2, stderr);
  const { planes } = readWav(join(folder, 'out.wav'));
  t.is(planes.length, 32);
  t.true(planes.every((plane) => peak(plane) > 0));
});

test.serial('The same command makes the same file', async (t) => {
  const folder = folderOf(t);
  writeNoise(join(folder, 'in.wav'), 48_000, 2);
  const words = ['lv2:ZamVerb', 'in.wav', 'out.wav', '--automate', 'Wet=0:0,1s:100', '--tail', '500ms'];
  await render(t, folder, words);
  const first = readFileSync(join(folder, 'out.wav'));
  const { planes } = await render(t, folder, words);
  t.deepEqual(readFileSync(join(folder, 'out.wav')), first);
  t.is(planes[0]?.length, 72_000);
});

test.serial('Rate, channels and bits are those of the input', async (t) => {
  const folder = folderOf(t);
  for (const [sampleRate, channels] of [
    [8000, 1],
    [44_100, 6],
    [96_000, 3],
  ] as const) {
    const planes = writeNoise(join(folder, 'in.wav'), 3000, channels, sampleRate);
    const out = await render(t, folder, ['urn:maolan:fixture:gain', 'in.wav', 'out.wav'], fixtures);
    t.is(out.sampleRate, sampleRate);
    t.is(out.bitDepth, '32f');
    t.deepEqual(
      out.planes,
      planes.map((plane) => plane.map((value) => Math.fround(value))),
    );
  }
  const words = ['urn:maolan:fixture:gain', 'in.wav', 'out.wav', '--bit-depth', '16'];
  t.is((await render(t, folder, words, fixtures)).bitDepth, '16');
});

test.serial('Latency is compensated: what comes out is where it went in', async (t) => {
  const folder = folderOf(t);
  const [input = new Float32Array()] = writeNoise(join(folder, 'in.wav'), 6000, 1);
  const delay = 'urn:maolan:fixture:delay';
  for (const [frames, block] of [
    [0, 64],
    [1, 1024],
    [1000, 64],
    [1000, 1024],
    [5000, 1024],
  ]) {
    const words = [delay, 'in.wav', 'out.wav', '--param', `Frames=${frames}`, '--block', String(block)];
    const { planes } = await render(t, folder, words, fixtures);
    t.deepEqual(planes, [input.map((value) => value + 1)], `${frames} frames`);
  }
});

test.serial('In a chain the latencies add up, and what a plugin does later comes when it should', async (t) => {
  const folder = folderOf(t);
  const [input = new Float32Array()] = writeNoise(join(folder, 'in.wav'), 6000, 1);
  const delay = 'urn:maolan:fixture:delay';
  const words = [
    delay,
    '--param',
    'Frames=700',
    '--then',
    delay,
    '--param',
    'Frames=300',
    '--bypass-at',
    '1000f-2000f',
  ];
  const { planes } = await render(t, folder, [...words, 'in.wav', 'out.wav'], fixtures);
  const once = input.map((value) => value + 1);
  const expected = once.map((value, i) => (i >= 1000 && i < 2000 ? value : value + 1));
  t.deepEqual(planes, [expected]);
});

test.serial('A value that is automated moves in a straight line, at the same frames in all blocks', async (t) => {
  const folder = folderOf(t);
  const frames = 24_000;
  writeWav(join(folder, 'in.wav'), 48_000, [new Float32Array(frames).fill(1)]);
  const words = ['http://lv2plug.in/plugins/eg-amp', 'in.wav', 'out.wav', '--automate', 'Gain=100ms:-20,400ms:0'];
  const { planes } = await render(t, folder, words);
  const gain = planes[0] as Float32Array;
  const decibels = (i: number) => 20 * Math.log10(gain[i] ?? 0);
  t.is(gain[0], 1);
  for (const i of [4800, 9600, 14_400, 19_200, 23_999]) {
    const expected = -20 + 20 * Math.min(1, (i - 4800) / 14_400);
    t.true(Math.abs(decibels(i) - expected) < 0.1, `${decibels(i)} dB at ${i}, not ${expected}`);
  }
  for (const block of ['1', '4096'])
    t.deepEqual((await render(t, folder, [...words, '--block', block])).planes, planes, `blocks of ${block}`);
});

for (const [format, plugin] of [
  ['vst3', 'vst3:ZamComp'],
  ['clap', 'clap:ZamComp'],
] as const)
  test.serial(`A ${format} plugin sounds as its LV2 sister`, async (t) => {
    const folder = folderOf(t);
    writeNoise(join(folder, 'in.wav'), 20_000, 2);
    // Half of the range is the same in all formats.
    const settings = ['--param', 'Threshold=50%', '--param', 'Makeup=50%'];
    const { planes: expected } = await render(t, folder, ['lv2:ZamComp', 'in.wav', 'out.wav', ...settings]);
    const { planes } = await render(t, folder, [plugin, 'in.wav', 'out.wav', ...settings]);
    t.is(planes.length, 2);
    const far = planes.map((plane, channel) => peak(plane.map((value, i) => value - (expected[channel]?.[i] ?? 0))));
    t.true(Math.max(...far) < 1e-5, `${far}`);
    t.true(peak(expected[0] ?? []) > 0.1);
  });

test.serial('An instrument plays a MIDI file: the note is heard when it is written', async (t) => {
  const folder = folderOf(t);
  writeNote(join(folder, 'song.mid'), { beats: 2 });
  const { planes, bitDepth } = await render(t, folder, [`${MDA}Piano`, 'out.wav', '--midi', 'song.mid']);
  const [left = new Float32Array()] = planes;
  t.is(left.length, (2 + 2) * 48_000); // four beats, and the tail
  t.is(bitDepth, '24');
  t.true(peak(left.subarray(0, 47_900)) < 1e-4);
  t.true(peak(left.subarray(48_000, 60_000)) > 0.01);
  for (const block of ['64', '4096']) {
    const other = await render(t, folder, [`${MDA}Piano`, 'out.wav', '--midi', 'song.mid', '--block', block]);
    t.is(other.planes[0]?.length, left.length);
    t.true(peak(other.planes[0]?.subarray(48_000, 60_000) ?? []) > 0.01);
  }
});

test.serial('What sounds by itself is rendered for as long as is said', async (t) => {
  const folder = folderOf(t);
  const words = [`${MDA}TestTone`, 'out.wav', '--length', '250ms', '--sample-rate', '44100', '--bit-depth', '32f'];
  const { planes, sampleRate } = await render(t, folder, words);
  t.is(planes[0]?.length, 11_025);
  t.is(sampleRate, 44_100);
  t.true(peak(planes[0] ?? []) > 0.01);
});

test.serial('Several files go into a folder; one that fails does not keep the others', async (t) => {
  const folder = folderOf(t);
  for (const name of ['a.wav', 'b.wav']) writeNoise(join(folder, name), 2000, 1);
  writeFileSync(join(folder, 'broken.wav'), 'RIFF');
  const words = ['render', 'urn:maolan:fixture:gain', 'a.wav', 'broken.wav', 'b.wav', '--into', 'wet'];
  const { code, stderr } = await call(words, { cwd: folder, ...fixtures });
  t.is(code, 1);
  t.regex(stderr, /wet\/broken\.wav: broken\.wav cannot be read as a sound file/);
  t.regex(stderr, /1 of 3 files could not be rendered/);
  t.deepEqual(readdirSync(join(folder, 'wet')).toSorted(), ['a.wav', 'b.wav']);
  for (const name of ['a.wav', 'b.wav'])
    t.deepEqual(readWav(join(folder, 'wet', name)).planes, readWav(join(folder, name)).planes);
});

test.serial('Side chains hear silence', async (t) => {
  const folder = folderOf(t);
  const [input] = writeNoise(join(folder, 'in.wav'), 2000, 2);
  const { planes } = await render(t, folder, [vst3Bundle('side-chain'), 'in.wav', 'out.wav']);
  t.true(planes.length >= 1);
  t.is(planes[0]?.length, input?.length);
});

test.serial('A plugin that crashes costs the render, and says so', async (t) => {
  const folder = folderOf(t);
  writeNoise(join(folder, 'in.wav'), 20_000, 2);
  writeFileSync(join(folder, 'out.wav'), 'before');
  const options = { cwd: folder, ...fixtures };
  for (const [plugin, parameter] of [
    ['urn:maolan:fixture:crash-in-run', '2'],
    [clapFile('crash-in-process'), 'Crash'],
    [vst3Bundle('crash-in-process'), 'Crash'],
  ] as const) {
    const words = ['render', plugin, 'in.wav', 'out.wav', '--automate', `${parameter}=200ms:0,201ms:1`];
    const { code, stderr } = await call(words, options);
    t.is(code, 1);
    t.regex(stderr, /crashed \(SIG[A-Z]+\) at 0\.(19|2)\d* s\n$/);
    t.is(readFileSync(join(folder, 'out.wav'), 'utf8'), 'before');
    t.deepEqual(readdirSync(folder).toSorted(), ['in.wav', 'out.wav']);
  }
});

test.serial('Sound that is too loud for the file is reported', async (t) => {
  const folder = folderOf(t);
  writeWav(join(folder, 'in.wav'), 48_000, [noise(2000)]);
  const words = ['render', 'http://lv2plug.in/plugins/eg-amp', 'in.wav', 'out.wav', '--param', 'Gain=24'];
  t.regex(
    (await call([...words, '--bit-depth', '16'], { cwd: folder })).stderr,
    /out\.wav: clipped: the peak is 18\.\d dB above full scale; --bit-depth 32f/,
  );
  t.notRegex((await call(words, { cwd: folder })).stderr, /clipped/);
});

const refusals: [string, string, RegExp, number][] = [
  [
    'an unknown parameter',
    'lv2:ZamComp in.wav out.wav --param Treshold=1',
    /no parameter "Treshold"; did you mean "Threshold"\?/,
    1,
  ],
  [
    'a value out of range',
    'lv2:ZamComp in.wav out.wav --param Ratio=99',
    /99 is outside the range of "Ratio", which is 1 to 20/,
    1,
  ],
  ['no value', 'lv2:ZamComp in.wav out.wav --param Ratio', /name=value is expected/, 2],
  ['an automation of what is not there', 'lv2:ZamComp in.wav out.wav --automate Rato=0:1', /did you mean "Ratio"\?/, 1],
  ['an unknown plugin', 'lv2:ZamCmop in.wav out.wav', /did you mean ZamComp/, 1],
  ['a missing input', 'lv2:ZamComp no.wav out.wav', /no\.wav: no such file/, 1],
  ['no input', 'lv2:ZamComp out.wav', /the input or the output is missing/, 2],
  ['an output that is its input', 'lv2:ZamComp in.wav ./in.wav', /in\.wav is the input in\.wav itself: .*--force/, 2],
  ['bits for what has none', 'lv2:ZamComp in.wav out.ogg --bit-depth 16', /--bit-depth 16: \.ogg has no bit depth/, 2],
  ['an output of no known kind', 'lv2:ZamComp in.wav out.txt', /must end with its format/, 2],
  ['an output where no folder is', 'lv2:ZamComp in.wav no/out.wav', /there is no folder no/, 1],
  [
    'a state of another plugin',
    'lv2:ZamVerb in.wav out.wav --state comp.state',
    /holds a state of lv2:ZamComp .* not of lv2:ZamVerb/,
    1,
  ],
  ['a state that is none', 'lv2:ZamVerb in.wav out.wav --state in.wav', /in\.wav contains no plugin state/, 1],
  ['a state that is not there', 'lv2:ZamVerb in.wav out.wav --state no.state', /no\.state: no such file/, 1],
  ['a preset that is not there', 'lv2:ZamComp in.wav out.wav --preset Nothing', /ZamComp has no preset "Nothing"/, 1],
  ['a preset of CLAP', 'clap:ZamVerb in.wav out.wav --preset x', /CLAP has no preset files/, 1],
  [
    'a block that is too long',
    'lv2:ZamVerb in.wav out.wav --block 5000',
    /--block 5000: a whole number from 1 to 4096 is expected/,
    2,
  ],
  ['a time that is none', 'lv2:ZamVerb in.wav out.wav --tail 1:30', /--tail: "1:30" is not a duration/, 2],
  ['MIDI for what takes none', 'lv2:ZamVerb in.wav out.wav --midi song.mid', /has no MIDI input/, 1],
  ['a MIDI file that is none', 'lv2:ZamVerb in.wav out.wav --midi in.wav', /in\.wav cannot be read as a MIDI file/, 1],
  ['sound for what takes none', 'lv2:eg-metro in.wav out.wav', /has no audio inputs/, 1],
  ['an output over its input', 'lv2:ZamVerb in.wav --into .', /in\.wav would be overwritten/, 2],
];
for (const [what, words, sentence, exitCode] of refusals)
  test.serial(`Refused with a sentence: ${what}`, async (t) => {
    const folder = folderOf(t);
    writeNoise(join(folder, 'in.wav'), 2000, 2);
    writeFileSync(join(folder, 'short.wav'), readFileSync(join(folder, 'in.wav')).subarray(0, -1000));
    writeFileSync(join(folder, 'out.wav'), 'before');
    writeNote(join(folder, 'song.mid'));
    const state = {
      kind: 'maolan-plugin-state',
      version: 1,
      format: 'lv2',
      plugin: 'urn:zamaudio:ZamComp',
      name: 'ZamComp',
      state: '',
    };
    writeFileSync(join(folder, 'comp.state'), JSON.stringify(state));
    const before = readdirSync(folder);
    const { code, stdout, stderr } = await call(['render', ...words.split(' ')], { cwd: folder });
    t.is(code, exitCode, stderr);
    t.is(stdout, '');
    t.regex(stderr, sentence);
    t.is(stderr.split('\n').length, 2, stderr);
    t.is(readFileSync(join(folder, 'out.wav'), 'utf8'), 'before');
    t.deepEqual(readdirSync(folder), before);
  });

test.serial('A state and a preset set what the plugin begins with', async (t) => {
  const folder = folderOf(t);
  writeNoise(join(folder, 'in.wav'), 4000, 2);
  const settings = ['--param', 'Threshold=-40', '--param', 'Makeup=6'];
  const { planes: expected } = await render(t, folder, ['lv2:ZamComp', 'in.wav', 'out.wav', ...settings]);
  t.is((await call(['state', 'save', 'lv2:ZamComp', 'comp.state', ...settings], { cwd: folder })).code, 0);
  const { planes } = await render(t, folder, ['lv2:ZamComp', 'in.wav', 'out.wav', '--state', 'comp.state']);
  t.deepEqual(planes, expected);
});

test.serial("A preset's properties reach the plugin", async (t) => {
  const folder = folderOf(t);
  const bundle = join(folder, 'presets.lv2');
  mkdirSync(bundle);
  writeFileSync(
    join(bundle, 'manifest.ttl'),
    `@prefix pset: <http://lv2plug.in/ns/ext/presets#> .
<urn:test:preset> a pset:Preset ; <http://lv2plug.in/ns/lv2core#appliesTo> <urn:maolan:fixture:default-state> ;
	<http://www.w3.org/2000/01/rdf-schema#seeAlso> <preset.ttl> .`,
  );
  writeFileSync(
    join(bundle, 'preset.ttl'),
    `<urn:test:preset> a <http://lv2plug.in/ns/ext/presets#Preset> ;
	<http://www.w3.org/2000/01/rdf-schema#label> "Seven" ;
	<http://lv2plug.in/ns/ext/state#state> [ <urn:maolan:fixture:default-state:answer> 7 ] .`,
  );
  const environment = { LV2_PATH: `${folder}:${lv2PathWithFixtures()}` };
  const words = ['urn:maolan:fixture:default-state', 'out.wav', '--length', '100f', '--bit-depth', '32f'];
  const answer = async (...more: string[]) =>
    (await render(t, folder, [...words, ...more], { environment })).planes[0]?.[0];
  t.is(await answer(), 42);
  t.is(await answer('--preset', 'seven'), 7);
  t.is(await answer('--preset', 'urn:test:preset'), 7);
  const { stdout } = await call(['presets', 'urn:maolan:fixture:default-state', '--json'], { environment });
  t.deepEqual(JSON.parse(stdout), [{ name: 'Seven', id: 'urn:test:preset', bank: '' }]);
  t.true(existsSync(join(folder, 'out.wav')));
});
