import { copyFileSync, existsSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import wavefile from 'wavefile';
import { CommandError } from '../../../ts/cli/command.ts';
import { SoundReader, SoundWriter, type WriterOptions } from '../../../ts/cli/sound-file.ts';
import { bitDepths, formatNames } from '../../../ts/cli/sound-format.ts';
import { bytesOf, textOfBytes } from '../../../ts/path-bytes.ts';
import { folderOf } from './commands.ts';
import { lib, noise, readWav } from './sounds.ts';

function interleaved(channels: number, frames: number): Float32Array {
  return noise(frames * channels);
}

async function write(options: Partial<WriterOptions> & { path: string }, samples: Float32Array): Promise<void> {
  const { channels = 2 } = options;
  const frames = samples.length / channels;
  const writer = new SoundWriter({ sampleRate: 48_000, channels, frames, ...options }, lib);
  writer.write(samples, frames);
  await writer.commit();
}

function read(path: string, piece = 1000): { samples: Float32Array; reader: SoundReader } {
  const reader = new SoundReader(path, lib);
  const samples = new Float32Array(reader.frames * reader.channels);
  const buffer = new Float32Array(piece * reader.channels);
  for (let at = 0, frames = 1; ; at += frames * reader.channels) {
    frames = reader.read(buffer);
    if (frames === 0) break;
    samples.set(buffer.subarray(0, frames * reader.channels), at);
  }
  reader.close();
  return { samples, reader };
}

for (const channels of [1, 2, 3, 6, 32])
  for (const sampleRate of [8000, 44_100, 96_000, 192_000])
    test(`${channels} channels at ${sampleRate} Hz come back as they went`, async (t) => {
      const path = join(folderOf(t), 'x.wav');
      const samples = interleaved(channels, 5000);
      await write({ path, channels, sampleRate, bitDepth: '32f' }, samples);
      const { samples: back, reader } = read(path);
      t.deepEqual(back, samples);
      t.like(reader, { channels, sampleRate, frames: 5000 });
    });

const step: Record<string, number> = {
  '8': 2 ** -7,
  '16': 2 ** -15,
  '24': 2 ** -23,
  '32': 2 ** -23,
  '32f': 0,
  '64f': 0,
};
for (const bitDepth of bitDepths)
  test(`${bitDepth} bits`, async (t) => {
    const path = join(folderOf(t), 'x.wav');
    const samples = interleaved(2, 1000);
    await write({ path, bitDepth }, samples);
    const { samples: back } = read(path);
    const far = back.reduce((most, value, i) => Math.max(most, Math.abs(value - (samples[i] ?? 0))), 0);
    t.true(far <= (step[bitDepth] ?? 0), `${far}`);
    t.is(readWav(path).bitDepth, bitDepth);
  });

for (const extension of ['flac', 'aiff', 'au', 'w64', 'caf', 'rf64'])
  test(`A .${extension} file, with the bits of its example`, async (t) => {
    const folder = folderOf(t);
    const samples = interleaved(2, 3000);
    await write({ path: join(folder, 'like.wav'), bitDepth: '16' }, samples);
    const { reader, samples: expected } = read(join(folder, 'like.wav'));
    const path = join(folder, `x.${extension}`);
    await write({ path, like: reader.format }, expected);
    const back = read(path);
    t.deepEqual(back.samples, expected);
    t.is(back.reader.format & 0xffff, reader.format & 0xffff);
  });

test('RF64 is read and written', async (t) => {
  const path = join(folderOf(t), 'x.rf64');
  await write({ path }, interleaved(2, 100));
  t.is(readFileSync(path).toString('latin1', 0, 4), 'RF64');
  t.is(read(path).reader.frames, 100);
});

test('A WAV that might become too long for RIFF is one all the same when it is short', async (t) => {
  const path = join(folderOf(t), 'x.wav');
  const samples = interleaved(2, 100);
  await write({ path, frames: 2 ** 31 }, samples);
  t.is(readFileSync(path).toString('latin1', 0, 4), 'RIFF');
  t.is(read(path).reader.frames, 100);
});

test('What FLAC cannot hold is refused, or written as what it can', async (t) => {
  const folder = folderOf(t);
  const samples = interleaved(2, 100);
  await write({ path: join(folder, 'float.wav'), bitDepth: '32f' }, samples);
  const like = new SoundReader(join(folder, 'float.wav'), lib).format;
  await write({ path: join(folder, 'x.flac'), like }, samples);
  t.is(read(join(folder, 'x.flac')).reader.format & 0xffff, 3); // 24 bits
  const options = { path: join(folder, 'y.flac'), bitDepth: '32f' as const };
  await t.throwsAsync(() => write(options, samples), {
    instanceOf: CommandError,
    message: /has no --bit-depth 32f; it has 8, 16 or 24/,
  });
  await t.throwsAsync(() => write({ path: join(folder, 'y.flac'), channels: 10 }, interleaved(10, 10)), {
    message: /10 channels/,
  });
  await t.throwsAsync(() => write({ path: join(folder, 'y.txt') }, samples), {
    message: /must end with its format: \.wav, /,
  });
  t.deepEqual(readdirSync(folder).toSorted(), ['float.wav', 'x.flac']);
});

test('Loud sound is cut where the file has whole numbers, and does not wrap round', async (t) => {
  const path = join(folderOf(t), 'x.wav');
  await write({ path, channels: 1, bitDepth: '16' }, Float32Array.from([2, -2, 0.5, 1.0001]));
  t.deepEqual(
    Array.from(read(path).samples, (value) => Math.round(value * 100) / 100),
    [1, -1, 0.5, 1],
  );
});

test('The same sound makes the same bytes', async (t) => {
  const folder = folderOf(t);
  const samples = interleaved(2, 50_000);
  const names = [...formatNames.map((name) => `x.${name}`), 'float.wav'];
  const writeAll = async () => {
    for (const name of names) {
      const path = join(folder, name);
      await write({ path, ...(name === 'float.wav' && { bitDepth: '32f' }) }, samples);
    }
    return names.map((name) => readFileSync(join(folder, name)));
  };
  const first = await writeAll();
  await new Promise((resolve) => setTimeout(resolve, 1100)); // a time of day in the header would have changed
  for (const [index, bytes] of (await writeAll()).entries()) t.true(bytes.equals(first[index] as Buffer), names[index]);
  for (const name of ['x.ogg', 'x.opus']) t.is(read(join(folder, name)).reader.frames, 50_000);
});

test('A file appears when it is complete', async (t) => {
  const folder = folderOf(t);
  const path = join(folder, 'x.wav');
  writeFileSync(path, 'before');
  const writer = new SoundWriter({ path, sampleRate: 48_000, channels: 1, frames: 100 }, lib);
  writer.write(new Float32Array(100), 100);
  t.is(readFileSync(path, 'utf8'), 'before');
  writer.discard();
  t.is(readFileSync(path, 'utf8'), 'before');
  t.deepEqual(readdirSync(folder), ['x.wav']);
  await write({ path, channels: 1 }, new Float32Array(100));
  t.is(read(path).reader.frames, 100);
  t.deepEqual(readdirSync(folder), ['x.wav']);
});

/** A sound WAV with one thing wrong. */
async function wav(t: Parameters<typeof folderOf>[0], frames = 1000): Promise<{ path: string; bytes: Buffer }> {
  const path = join(folderOf(t), 'x.wav');
  await write({ path, bitDepth: '16' }, interleaved(2, frames));
  return { path, bytes: readFileSync(path) };
}

const faults: [string, (path: string, bytes: Buffer) => void, RegExp][] = [
  ['that ends in its header', (path) => truncateSync(path, 30), /x\.wav cannot be read as a sound file/],
  ['that is empty', (path) => truncateSync(path, 0), /x\.wav is empty/],
  ['that is text', (path) => writeFileSync(path, 'no sound'), /x\.wav cannot be read as a sound file/],
  [
    'that says it has 1 bit',
    (path, bytes) => {
      bytes.writeUInt16LE(1, 34);
      writeFileSync(path, bytes);
    },
    /x\.wav is damaged: its header declares 2 channels of 1 bits in 4 bytes/,
  ],
  [
    'without channels',
    (path, bytes) => {
      bytes.writeUInt16LE(0, 22);
      writeFileSync(path, bytes);
    },
    /x\.wav is damaged: its header declares 0 channels/,
  ],
];
for (const [what, spoil, sentence] of faults)
  test(`A WAV ${what} is refused with a sentence`, async (t) => {
    const { path, bytes } = await wav(t);
    spoil(path, bytes);
    const error = t.throws(() => new SoundReader(path, lib), { instanceOf: CommandError, message: sentence });
    t.false(error?.message.includes('\n'));
  });

test('A WAV without frames is refused with a sentence', async (t) => {
  const { path } = await wav(t, 0);
  t.throws(() => new SoundReader(path, lib), { message: /x\.wav contains no sound: 0 frames/ });
});

test('What is cut short is read as far as it goes, with a warning', async (t) => {
  const { path, bytes } = await wav(t);
  truncateSync(path, bytes.length - 100);
  const { reader } = read(path);
  t.is(reader.frames, 975);
  t.deepEqual(reader.warnings, ['is cut short: 100 bytes are missing']);
  const flac = join(folderOf(t), 'x.flac');
  await write({ path: flac, bitDepth: '16' }, interleaved(2, 100_000));
  truncateSync(flac, readFileSync(flac).length - 50_000);
  const { reader: damaged } = read(flac);
  t.true(damaged.frames > 0 && damaged.frames < 100_000);
  t.regex(damaged.warnings.join(), /cut short or damaged: \d+ of 100000 frames/);
});

test('A file that is not there, a folder, a place that is not there', async (t) => {
  const folder = folderOf(t);
  t.throws(() => new SoundReader(join(folder, 'no.wav'), lib), { message: /no\.wav: no such file/ });
  t.throws(() => new SoundReader(folder, lib), { message: /not a file/ });
  const samples = new Float32Array(2);
  await t.throwsAsync(() => write({ path: join(folder, 'no/x.wav') }, samples), {
    message: /x\.wav cannot be written: .*no such file/i,
  });
  t.false(existsSync(join(folder, 'no')));
});

test('A WAV of unknown length, as programs write it into a pipe, is as long as it is', async (t) => {
  for (const bitDepth of bitDepths)
    for (const [riff, data] of [
      [0xffffffff, 0xffffffff],
      [0x7fffffff, 0x7fffffdb],
      [0, 0],
      [36, 0],
      [0x7ffff024, 0x7ffff000],
    ] as const) {
      const path = join(folderOf(t), 'x.wav');
      const samples = interleaved(2, 1000);
      await write({ path, bitDepth }, samples);
      const expected = read(path).samples;
      const bytes = readFileSync(path);
      bytes.writeUInt32LE(riff, 4);
      bytes.writeUInt32LE(data, bytes.indexOf('data') + 4);
      writeFileSync(path, bytes);
      const { samples: back, reader } = read(path);
      t.deepEqual(back, expected, `${bitDepth}, ${data}`);
      t.deepEqual(reader.warnings, []);
    }
});

test('Chunks before and behind the sound do not matter', async (t) => {
  const folder = folderOf(t);
  const path = join(folder, 'x.wav');
  const file = new wavefile.WaveFile();
  file.fromScratch(1, 48_000, '16', [1, 2, 3]);
  file.setTag('ICMT', 'odd'); // a LIST chunk
  writeFileSync(path, file.toBuffer());
  copyFileSync(path, join(folder, 'y.wav'));
  t.deepEqual(new SoundReader(path, lib).warnings, []);
  t.is(read(path).reader.frames, 3);
});

test('A bit depth that the format does not have is refused', async (t) => {
  const path = join(folderOf(t), 'x.ogg');
  await t.throwsAsync(() => write({ path, bitDepth: '24' }, interleaved(2, 10)), {
    message: /--bit-depth 24: \.ogg has no bit depth/,
  });
});

test('File names are bytes: what is no UTF-8 comes back', (t) => {
  for (const bytes of [
    [0x61, 0xe4, 0x62],
    [0xff, 0xfe],
    [0xc3, 0xa4, 0xc3],
    [0xf0, 0x9f, 0x8e, 0xb5, 0x80],
  ]) {
    const text = textOfBytes(Uint8Array.from(bytes));
    t.deepEqual([...Buffer.from(bytesOf(text))], bytes);
  }
  t.is(bytesOf('ä.wav'), 'ä.wav');
});

/** A mono WAV of ten samples of 16 bits, in chunks as they come. */
function chunks(...ids: readonly ('fmt ' | 'data')[]): Buffer {
  const fmt = [1, 0, 1, 0, 0x44, 0xac, 0, 0, 0x88, 0x58, 1, 0, 0, 0, 16, 0];
  const bodies = { 'fmt ': Buffer.from(fmt), data: Buffer.alloc(20, 32) };
  const all = ids.flatMap((id) => {
    const size = Buffer.alloc(4);
    size.writeUInt32LE(bodies[id].length);
    return [Buffer.from(id), size, bodies[id]];
  });
  return Buffer.concat([Buffer.from('RIFF\xff\xff\0\0WAVE', 'latin1'), ...all]);
}

test('A WAV is read though libsndfile gives up: chunks that come twice, or in another order, and no frame size', (t) => {
  const path = join(folderOf(t), 'x.wav');
  for (const order of [
    ['fmt ', 'data'],
    ['fmt ', 'fmt ', 'data'],
    ['fmt ', 'data', 'data'],
    ['data', 'fmt '],
  ] as const) {
    writeFileSync(path, chunks(...order));
    const { samples } = read(path);
    t.deepEqual(new Set(samples), new Set([(32 * 257) / 32_768]), order.join());
    t.is(samples.length, 10);
  }
});

test('A VOC of several blocks is refused: its heads would be heard', (t) => {
  const path = join(folderOf(t), 'x.voc');
  const block = Buffer.from([1, 102, 0, 0, 0xd3, 0, ...new Array<number>(100).fill(128)]);
  const start = Buffer.from('Creative Voice File\x1a\x1a\0\x0a\x01\x29\x11', 'latin1');
  writeFileSync(path, Buffer.concat([start, block, Buffer.of(0)]));
  t.is(read(path).samples.length, 100);
  writeFileSync(path, Buffer.concat([start, block, block, Buffer.of(0)]));
  t.throws(() => read(path), { message: /several blocks.*convert it to WAV/ });
});

test('A file none of which can be read is refused, not rendered as nothing', async (t) => {
  const path = join(folderOf(t), 'x.flac');
  await write({ path, channels: 1 }, interleaved(1, 100));
  writeFileSync(path, readFileSync(path).subarray(0, -20));
  t.throws(() => read(path), { message: /x\.flac is damaged: none of its 100 frames can be read/ });
});
