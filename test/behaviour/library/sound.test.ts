/** Sound files as iterables of blocks: read, written, through a plugin. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { openSound, writeSound } from '../../../ts/sound/index.ts';
import { amp, hostTest, noise, rejected, thrown } from './support.ts';

const folder = mkdtempSync(join(tmpdir(), 'maolan-test-'));
test.after.always(() => rmSync(folder, { recursive: true }));
const SAMPLE_RATE = 44_100;

function* pieces(...channels: Float32Array[]) {
  for (let at = 0; at < (channels[0]?.length ?? 0); at += 1000)
    yield channels.map((channel) => channel.subarray(at, at + 1000));
}

for (const name of ['floats.wav', 'floats.aiff', 'floats.w64', 'floats.caf'])
  test(`${name}: what is written is read`, async (t) => {
    const file = join(folder, name);
    const sound = [noise(10_000), noise(10_000, 2), noise(10_000, 3)];
    const written = await writeSound(file, pieces(...sound), { sampleRate: SAMPLE_RATE, bitDepth: '32f' });
    t.deepEqual(written, { frames: 10_000, channels: 3 });
    const read = openSound(file);
    t.like(read, { sampleRate: SAMPLE_RATE, channels: 3, frames: 10_000 });
    t.deepEqual(read.warnings, []);
    t.deepEqual(await read.readAll(), sound);
  });

hostTest('A file through a plugin into a file', { ...amp, sampleRate: SAMPLE_RATE, offline: true }, async (t, host) => {
  const [before, after] = [join(folder, 'before.wav'), join(folder, 'after.flac')];
  await writeSound(before, pieces(noise(9999)), { sampleRate: SAMPLE_RATE, bitDepth: '16' });
  await writeSound(after, host.stream(openSound(before)), { sampleRate: SAMPLE_RATE });
  t.deepEqual(await openSound(after).readAll(), await openSound(before).readAll());
});

test('A block more is not read from a file that is left early; it is closed', async (t) => {
  const file = join(folder, 'early.wav');
  await writeSound(file, pieces(noise(10_000)), { sampleRate: SAMPLE_RATE });
  const sound = openSound(file);
  for await (const [plane] of sound) {
    t.is(plane?.length, 4096);
    break;
  }
  const rest = await sound.readAll();
  t.is(rest[0]?.length, 0);
});

test('What cannot be read or written is SOUND_FAILED, with a sentence', async (t) => {
  t.regex(
    thrown(t, () => openSound(join(folder, 'nowhere.wav')), 'SOUND_FAILED').message,
    /nowhere\.wav.*no such file/,
  );
  const text = join(folder, 'text.wav');
  writeFileSync(text, 'no sound');
  thrown(t, () => openSound(text), 'SOUND_FAILED');
  thrown(t, () => openSound(null as never));
  const write = (name: string, blocks = pieces(noise(10))) =>
    writeSound(join(folder, name), blocks, { sampleRate: SAMPLE_RATE });
  t.regex((await rejected(t, write('x.xyz'), 'SOUND_FAILED')).message, /must end with its format/);
  t.regex((await rejected(t, write('nowhere/x.wav'), 'SOUND_FAILED')).message, /cannot be written/);
  t.regex((await rejected(t, write('none.wav', pieces()), 'SOUND_FAILED')).message, /there is no sound/);
  const wrong = writeSound('x.wav', [], { sampleRate: SAMPLE_RATE, bitDeph: '16' } as never);
  t.regex((await rejected(t, wrong, 'INVALID_ARGUMENT')).message, /nearest is "bitDepth"/);
});

test('Blocks that fail, or an abort, leave nothing, and what was there stays', async (t) => {
  const own = join(folder, 'own');
  mkdirSync(own);
  const file = join(own, 'kept.wav');
  await writeSound(file, pieces(noise(10)), { sampleRate: SAMPLE_RATE });
  const failing = (async function* () {
    yield [noise(10)];
    throw new Error('of the source');
  })();
  await t.throwsAsync(writeSound(file, failing, { sampleRate: SAMPLE_RATE }), { message: 'of the source' });
  const signal = AbortSignal.abort();
  await rejected(t, writeSound(file, pieces(noise(10)), { sampleRate: SAMPLE_RATE, signal }), 'ABORTED');
  t.deepEqual(readdirSync(own), ['kept.wav']);
  t.is((await openSound(file).readAll())[0]?.length, 10);
});
