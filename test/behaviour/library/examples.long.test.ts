/** The examples, run as a user would: against the built package, by its name. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import test from 'ava';
import { writeMidi } from 'midi-file';
import { readWav, type Sound, writeWav } from '../../../ts/examples/wav.ts';
import { root, withTypeScript } from '../../support/paths.ts';
import { noise } from './support.ts';

const folder = mkdtempSync(join(tmpdir(), 'maolan-test-'));
test.after.always(() => rmSync(folder, { recursive: true }));

async function run(name: string, ...words: string[]): Promise<string> {
  const program = join(root, 'ts/examples', `${name}.ts`);
  const { stdout } = await promisify(execFile)(process.execPath, [withTypeScript, program, ...words], { cwd: root });
  return stdout;
}

function peak({ channels }: Sound, from = 0, to = Number.POSITIVE_INFINITY): number {
  return channels.reduce(
    (most, samples) => samples.subarray(from, to).reduce((a, b) => Math.max(a, Math.abs(b)), most),
    0,
  );
}

test.serial('insert-effect: the sound is there, and a tail behind it', async (t) => {
  const [input, output] = [join(folder, 'in.wav'), join(folder, 'effect.wav')];
  writeWav(input, { sampleRate: 44_100, channels: [noise(44_100), noise(44_100, 2)] });
  t.regex(await run('insert-effect', input, output), /3\.0 s through MDA Delay|3\.0 s through .*Delay/);
  const sound = readWav(output);
  t.is(sound.sampleRate, 44_100);
  t.deepEqual(
    sound.channels.map(({ length }) => length),
    [3 * 44_100, 3 * 44_100],
  );
  t.true(peak(sound, 0, 44_100) > 0.1);
  t.true(peak(sound, 46_000) > 0.001, 'a delay rings on');
});

test.serial('insert-effect: a mono file through a chain end that does nothing is the same file', async (t) => {
  const [input, output] = [join(folder, 'mono.wav'), join(folder, 'same.wav')];
  const samples = noise(10_000);
  writeWav(input, { sampleRate: 48_000, channels: [samples] });
  await run('insert-effect', input, output, 'lv2', 'http://lv2plug.in/plugins/eg-amp');
  t.deepEqual(readWav(output).channels[0]?.slice(0, 10_000), samples);
});

test.serial('play-midi: silence before the note, sound from it on', async (t) => {
  const [song, output] = [join(folder, 'song.mid'), join(folder, 'song.wav')];
  const note = { channel: 0, noteNumber: 60, velocity: 100 };
  const track = [
    { deltaTime: 0, type: 'setTempo', microsecondsPerBeat: 500_000 },
    { deltaTime: 480, type: 'noteOn', ...note },
    { deltaTime: 480, type: 'noteOff', ...note },
    { deltaTime: 0, type: 'endOfTrack' },
  ];
  const header = { format: 0, numTracks: 1, ticksPerBeat: 480 } as const;
  writeFileSync(song, Buffer.from(writeMidi({ header, tracks: [track as never] })));
  t.regex(await run('play-midi', song, output), /2 messages/);
  const sound = readWav(output);
  t.true(peak(sound, 0, 23_900) < 1e-6);
  t.true(peak(sound, 24_000, 30_000) > 0.001);
});

test.serial('automation-sweep: the filter opens and closes', async (t) => {
  const output = join(folder, 'sweep.wav');
  t.regex(await run('automation-sweep', output), /LPF of ZamDelay/);
  t.true(peak(readWav(output)) > 0.05);
});

test.serial('state-round-trip: the copy is the same, a wrong state is refused', async (t) => {
  const file = join(folder, 'settings.bin');
  const said = await run('state-round-trip', file);
  t.regex(said, /the copy has 0 values that differ/);
  t.regex(said, /REQUEST_FAILED: restoring the state: .*not restored/);
  t.true(readFileSync(file).length > 0);
});

test.serial('meter: it moves', async (t) => {
  const lines = (await run('meter', '0.5')).split('\n').filter((line) => line.includes('dB'));
  t.true(lines.length > 10);
  t.true(new Set(lines).size > 5);
});

test.serial("audio-worklet: a plugin is a node of Web Audio, its parameters are the node's", async (t) => {
  const output = join(folder, 'worklet.wav');
  t.regex(await run('audio-worklet', output), /1 s of a tone .*, Gain to -90/);
  const sound = readWav(output);
  t.true(peak(sound, 0, 2000) > 0.9);
  const middle = peak(sound, 12_000, 13_000);
  t.true(middle < 0.01 && middle > 0.001, `at -45 dB it is ${middle}`);
  t.true(peak(sound, 26_000) < 0.001);
});
