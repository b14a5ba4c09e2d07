/** Which files a render takes and makes: streams, names of any bytes, other rates, metadata. */
import {
  linkSync,
  lstatSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import wavefile from 'wavefile';
import { lv2PathWithFixtures } from '../../support/paths.ts';
import { folderOf, run, runLine } from './commands.ts';
import { writeWav } from './looks.ts';
import { readWav, writeNoise } from './sounds.ts';

const environment = { LV2_PATH: lv2PathWithFixtures() };
const GAIN = 'urn:maolan:fixture:gain';

test.serial('Through standard input and output', async (t) => {
  const cwd = folderOf(t);
  const planes = writeNoise(join(cwd, 'in.wav'), 5000, 2);
  const line = `cat in.wav | maolan-plugin-host render ${GAIN} - - | cat > out.wav`;
  t.is((await runLine(line, { cwd, environment })).code, 0);
  t.deepEqual(readWav(join(cwd, 'out.wav')).planes, planes);
  const flac = `maolan-plugin-host render ${GAIN} /dev/fd/7 /dev/fd/8 --format flac 7< in.wav 8> out.flac`;
  t.is((await runLine(`cat in.wav > copy.wav; ${flac}`, { cwd, environment })).code, 0);
  t.is(readFileSync(join(cwd, 'out.flac')).toString('latin1', 0, 4), 'fLaC');
  const fifo = `maolan-plugin-host render ${GAIN} <(cat in.wav) out2.wav`;
  t.is((await runLine(fifo, { cwd, environment })).code, 0);
  t.deepEqual(readWav(join(cwd, 'out2.wav')).planes, planes);
});

test.serial('What a shell has opened is written to where it stands', async (t) => {
  const cwd = folderOf(t);
  const planes = writeNoise(join(cwd, 'in.wav'), 500, 2);
  const render = `maolan-plugin-host render ${GAIN} in.wav`;
  const line = `${render} /dev/stdout > out.wav && echo before > behind.wav && ${render} /dev/fd/6 6>> behind.wav`;
  t.is((await runLine(line, { cwd, environment })).code, 0);
  t.deepEqual(readWav(join(cwd, 'out.wav')).planes, planes);
  t.is(readFileSync(join(cwd, 'behind.wav')).toString('latin1', 0, 11), 'before\nRIFF');
});

test.serial('A FIFO without another end is waited for until Ctrl-C', async (t) => {
  const cwd = folderOf(t);
  writeNoise(join(cwd, 'in.wav'), 500, 2);
  const render = `timeout -s INT 2 maolan-plugin-host render ${GAIN}`;
  const line = `mkfifo pipe; ${render} pipe out.wav; a=$?; ${render} in.wav pipe --type wav; [ $a$? = 124124 ]`;
  const { code, stderr } = await runLine(line, { cwd, environment });
  t.is(code, 0, stderr);
  t.deepEqual(readdirSync(cwd).toSorted(), ['in.wav', 'pipe']);
});

test.serial('A device that never ends is no input', async (t) => {
  const cwd = folderOf(t);
  for (const words of [
    [GAIN, '/dev/zero', 'out.wav'],
    [GAIN, 'out.wav', '--midi', '/dev/full'],
  ]) {
    const { code, stderr } = await run(['render', ...words], { cwd, environment });
    t.is(code, 1);
    t.regex(stderr, /\/dev\/(zero|full) cannot be read: it is a device/);
  }
  t.deepEqual(readdirSync(cwd), []);
});

test.serial('An MP3 needs neither a tag nor a name', async (t) => {
  const cwd = folderOf(t);
  writeNoise(join(cwd, 'in.wav'), 20_000, 2, 44_100);
  const render = `maolan-plugin-host render ${GAIN}`;
  const line = `${render} in.wav - --type mp3 > a && ${render} a a.wav && ${render} - b.wav < a && cmp a.wav b.wav`;
  const { code, stderr } = await runLine(line, { cwd, environment });
  t.is(code, 0, stderr);
  t.is(readWav(join(cwd, 'a.wav')).planes[0]?.length, 20_000);
  writeFileSync(join(cwd, 'odd'), 'GSM or the like');
  t.regex(
    (await run(['render', GAIN, 'odd', 'c.wav'], { cwd, environment })).stderr,
    /odd cannot .*: Format not recognised/,
  );
});

test.serial('Names need not be UTF-8', async (t) => {
  const cwd = folderOf(t);
  writeNoise(join(cwd, 'in.wav'), 100, 2);
  const line = `i=$(printf 'a\\344\\377.wav'); o=$(printf 'b\\344.wav'); mv in.wav "$i"; maolan-plugin-host render ${GAIN} "$i" "$o"`;
  for (const _ of ['new', 'written over']) {
    const { code, stderr } = await runLine(line.replace(/mv .*?;/, '[ -e "$i" ] || $&'), { cwd, environment });
    t.is(code, 0, stderr);
  }
  const names = readdirSync(cwd, { encoding: 'buffer' }).map((name) => name.toString('latin1'));
  t.deepEqual(names.toSorted(), ['a\xe4\xff.wav', 'b\xe4.wav']);
});

test.serial('An output is never its input, by whatever name, but with --force', async (t) => {
  const cwd = folderOf(t);
  writeNoise(join(cwd, 'in.wav'), 100, 2);
  linkSync(join(cwd, 'in.wav'), join(cwd, 'hard.wav'));
  symlinkSync('in.wav', join(cwd, 'soft.wav'));
  const before = readFileSync(join(cwd, 'in.wav'));
  const render = `maolan-plugin-host render ${GAIN} --param Gain=0.5`;
  for (const line of [
    `${render} - hard.wav < in.wav`,
    `${render} in.wav - >> hard.wav`,
    `${render} - - < in.wav 1<> in.wav`,
  ])
    t.is((await runLine(line, { cwd, environment })).code, 2, line);
  for (const name of ['in.wav', 'hard.wav', 'soft.wav']) {
    const { code, stderr } = await run(['render', GAIN, 'in.wav', name, '--param', 'Gain=0.5'], { cwd, environment });
    t.is(code, 2);
    t.regex(stderr, /is the input in\.wav itself/);
  }
  t.deepEqual(readFileSync(join(cwd, 'in.wav')), before);
  t.is((await run(['render', GAIN, 'in.wav', 'in.wav', '--force'], { cwd, environment })).code, 0);
  t.deepEqual(readdirSync(cwd).toSorted(), ['hard.wav', 'in.wav', 'soft.wav']);
});

test.serial(
  'What is written over keeps its permissions; behind a link is the file; a name may be as long as names can be',
  async (t) => {
    const cwd = folderOf(t);
    const long = `${'x'.repeat(251)}.wav`;
    writeNoise(join(cwd, 'in.wav'), 100, 2);
    writeFileSync(join(cwd, 'private.wav'), '', { mode: 0o600 });
    symlinkSync('later.wav', join(cwd, 'link.wav'));
    for (const name of ['private.wav', 'link.wav', long])
      t.is((await run(['render', GAIN, 'in.wav', name], { cwd, environment })).code, 0);
    t.is(statSync(join(cwd, 'private.wav')).mode & 0o777, 0o600);
    t.deepEqual(readdirSync(cwd).toSorted(), ['in.wav', 'later.wav', 'link.wav', 'private.wav', long]);
    t.true(lstatSync(join(cwd, 'link.wav')).isSymbolicLink());
  },
);

test.serial('A full disk is reported, and devices stay devices', async (t) => {
  const cwd = folderOf(t);
  writeNoise(join(cwd, 'in.wav'), 100, 2);
  const { code, stderr } = await run(['render', GAIN, 'in.wav', '/dev/full', '--type', 'wav'], { cwd, environment });
  t.is(code, 1);
  t.regex(stderr, /\/dev\/full cannot be written: ENOSPC/);
  t.is((await run(['state', 'save', GAIN, '/dev/null'], { cwd, environment })).code, 0);
  t.true(statSync('/dev/null').isCharacterDevice());
});

const odd: readonly [says: RegExp, words: readonly string[]][] = [
  [/has no --bit-depth 32f; it has 8, 16 or 24/, ['out.flac', '--bit-depth', '32f']],
  [/out\.opus cannot be written: .*--rate 48000 converts it/, ['out.opus', '--rate', '44100']],
  [/--rate 11025\.5: a whole number/, ['out.wav', '--rate', '11025.5']],
  [/--bit-depth 24: \.ogg has no bit depth/, ['out.ogg', '--bit-depth', '24']],
];
test.serial('No option is ignored', async (t) => {
  const cwd = folderOf(t);
  writeNoise(join(cwd, 'in.wav'), 100, 2);
  for (const [says, words] of odd) {
    const { code, stderr } = await run(['render', GAIN, 'in.wav', ...words], { cwd, environment });
    t.true(code === 1 || code === 2);
    t.regex(stderr, says);
  }
  t.is((await run(['render', GAIN, 'in.wav', '--into', 'wet', '--type', 'flac'], { cwd, environment })).code, 0);
  t.deepEqual(readdirSync(join(cwd, 'wet')), ['in.flac']);
});

test.serial('A truncated file is rendered as far as it goes, and reported', async (t) => {
  const cwd = folderOf(t);
  const path = join(cwd, 'in.wav');
  const planes = writeNoise(path, 1000, 1);
  truncateSync(path, statSync(path).size - 400);
  const { code, stderr } = await run(['render', GAIN, 'in.wav', 'out.wav'], { cwd, environment });
  t.is(code, 0);
  t.regex(stderr, /in\.wav is cut short: 400 bytes are missing/);
  t.deepEqual(readWav(join(cwd, 'out.wav')).planes[0], planes[0]?.slice(0, 900));
});

test.serial('Another sample rate: the sound stays what it is, where it is', async (t) => {
  const cwd = folderOf(t);
  const sine = (rate: number, frames: number) =>
    Float32Array.from({ length: frames }, (_, i) => 0.5 * Math.sin((2 * Math.PI * 1000 * i) / rate));
  for (const [from, to] of [
    [44_100, 96_000],
    [96_000, 44_100],
    [48_000, 44_100],
  ] as const) {
    writeWav(join(cwd, 'in.wav'), from, [sine(from, from), sine(from, from)]);
    const words = ['render', GAIN, 'in.wav', 'out.wav', '--sample-rate', String(to)];
    t.is((await run(words, { cwd, environment })).code, 0);
    const { sampleRate, planes } = readWav(join(cwd, 'out.wav'));
    t.is(sampleRate, to);
    t.is(planes[0]?.length, to);
    const expected = sine(to, to);
    // The ends are where the filter sees silence.
    const worst = expected.reduce((most, value, i) => {
      const isInside = i > 1000 && i < to - 1000;
      return isInside ? Math.max(most, Math.abs(value - (planes[0]?.[i] ?? 9))) : most;
    }, 0);
    t.true(worst < 1e-4, `${from} to ${to}: ${worst}`);
  }
});

test.serial('Broadcast extension, cue points, texts and speakers are those of the input', async (t) => {
  const cwd = folderOf(t);
  const file = new wavefile.WaveFile();
  file.fromScratch(2, 48_000, '24', [new Array<number>(9000).fill(0), new Array<number>(9000).fill(1)]);
  file.bext = {
    ...(file.bext as object),
    chunkId: 'bext',
    description: 'Take 3',
    originator: 'Desk',
    timeReference: [96_000, 0],
  };
  file.setTag('INAM', 'A title');
  file.setTag('IART', 'An artist');
  file.setCuePoint({ position: 100 });
  writeFileSync(join(cwd, 'in.wav'), file.toBuffer());
  const chunk = (name: string, id: string) => {
    const bytes = readFileSync(join(cwd, name));
    const at = bytes.indexOf(id, 12, 'latin1');
    return bytes.subarray(at + 8, at + 8 + bytes.readUInt32LE(at + 4));
  };
  const words = ['render', GAIN, 'in.wav', 'out.wav'];
  t.is((await run(words, { cwd, environment })).code, 0);
  const bext = chunk('out.wav', 'bext');
  t.regex(bext.toString('latin1', 0, 256), /^Take 3\0*$/);
  t.regex(bext.toString('latin1', 256, 288), /^Desk\0*$/);
  t.is(bext.readBigUint64LE(338), 96_000n);
  t.regex(chunk('out.wav', 'INAM').toString('latin1'), /^A title\0/);
  t.regex(chunk('out.wav', 'IART').toString('latin1'), /^An artist\0/);
  // Of the first point: its position is the second number behind the count.
  const position = (name: string) => chunk(name, 'cue ').readUInt32LE(4 + 20);
  t.is(position('in.wav'), 4800);
  t.is(position('out.wav'), 4800);
  t.is((await run([...words, '--sample-rate', '96000'], { cwd, environment })).code, 0);
  t.is(position('out.wav'), 9600);
  t.is(chunk('out.wav', 'bext').readBigUint64LE(338), 192_000n);
});

test.serial('Which speaker a channel is for stays', async (t) => {
  const cwd = folderOf(t);
  const file = new wavefile.WaveFile();
  file.fromScratch(
    4,
    48_000,
    '16',
    Array.from({ length: 4 }, () => new Array<number>(100).fill(0)),
  );
  (file.fmt as { dwChannelMask: number }).dwChannelMask = 0x33; // a quadrophonic file: front and back
  writeFileSync(join(cwd, 'in.wav'), file.toBuffer());
  t.is((await run(['render', GAIN, 'in.wav', 'out.wav'], { cwd, environment })).code, 0);
  const out = new wavefile.WaveFile(readFileSync(join(cwd, 'out.wav')));
  t.is((out.fmt as { dwChannelMask: number }).dwChannelMask, 0x33);
});
