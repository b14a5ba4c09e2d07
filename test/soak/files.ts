/**
 * `npm run soak -- files [words]`: odd sound files and MIDI files, each as this program reads it and as others do (sox, ffmpeg, fluidsynth; Debian
 * has them). Words choose those whose names have one of them.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { scoreOf } from '../../ts/cli/midi-file.ts';
import { SoundReader } from '../../ts/cli/sound-file.ts';
import { odd, timings } from '../behaviour/commands/odd-midi-files.ts';
import { lib } from '../behaviour/commands/sounds.ts';
import { writeOddSounds } from './odd-sounds.ts';

interface Read {
  /** undefined: it is refused. */
  samples: Float32Array | undefined;
  frames: number;
  said: string;
}

function byUs(path: string): Read {
  try {
    const reader = new SoundReader(path, lib);
    const samples = new Float32Array((reader.frames + 100) * reader.channels);
    const frames = reader.read(samples);
    reader.close();
    return { samples: samples.subarray(0, frames * reader.channels), frames, said: reader.warnings.join('; ') };
  } catch (error) {
    return { samples: undefined, frames: 0, said: (error as Error).message.replace(path, '') };
  }
}

function floatsOf(program: string, words: readonly string[]): Float32Array | undefined {
  try {
    const bytes = execFileSync(program, words, { stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 1 << 28 });
    const whole = bytes.subarray(0, bytes.length - (bytes.length % 4));
    return whole.length === 0 ? undefined : new Float32Array(Uint8Array.from(whole).buffer);
  } catch {
    return undefined;
  }
}

const others: Readonly<Record<string, (path: string) => Float32Array | undefined>> = {
  sox: (path) => floatsOf('sox', ['-D', path, '-t', 'f32', '-']),
  ffmpeg: (path) => floatsOf('ffmpeg', ['-v', 'error', '-i', path, '-f', 'f32le', '-']),
};

function difference(ours: Float32Array | undefined, theirs: Float32Array | undefined): string {
  if (ours === undefined || theirs === undefined)
    return ours === theirs ? 'same' : ours === undefined ? 'reads it' : 'refuses it';
  if (ours.length !== theirs.length) return `${theirs.length} samples, not ${ours.length}`;
  const worst = ours.reduce((most, value, i) => Math.max(most, Math.abs(value - (theirs[i] ?? 0))), 0);
  return worst > 1e-3 ? `differs by ${worst.toFixed(4)}` : 'same';
}

/** Where two programs read a file in two ways, and why ours is right. */
const exceptions: readonly (readonly [name: RegExp, why: string])[] = [
  [/^sox-.*\.voc/, 'sox writes the length of the block 8 bytes too short, libsndfile reads all samples that are there'],
  [/several-blocks\.voc/, 'libsndfile takes the heads of the blocks for sound, so it is refused'],
  [/ircam|nist/, 'libsndfile does not know the encoding'],
  [/mat4/, 'sox reads floats of others wrongly'],
  [/bits-24-in-32/, 'the others read different sounds in it, so it is refused'],
  [/cut-.*\.mp3/, 'libmpg123 gives an MP3 frame when it has seen the next'],
  [/cut-.*\.(flac|opus)/, 'none of it can be decoded'],
];

/** fluidsynth looks at the time every 64 frames, and rounds to milliseconds. */
const MIDI_SECONDS_OFF = 0.01;
const midiExceptions: Readonly<Record<string, string>> = {
  'a tempo of 0': 'no time at all would pass; the tempo before it stays',
  'a track whose length is too short': 'timidity reads up to the end of the track, too',
  'format 2': 'its patterns follow one another, as the specification has it',
};
const SOUND_FONT = '/usr/share/sounds/sf2/TimGM6mb.sf2';

/** Key and time of all notes that begin, as fluidsynth plays them. */
function notesOfFluidsynth(path: string): [number, number][] {
  const words = ['-niv', '-o', 'player.timing-source=sample', '-F', '/dev/null', '-T', 'raw', SOUND_FONT, path];
  const { stdout, stderr } = spawnSync('fluidsynth', words, { encoding: 'utf8', timeout: 20_000 });
  return Array.from((stdout + stderr).matchAll(/noteon\t\d+\t(\d+)\t\d+\t\d+\t([\d.]+)/g), ([, key, time]) => [
    Number(key),
    Number(time),
  ]);
}

function midiDifference(name: string, bytes: readonly number[], folder: string): string {
  const path = join(folder, 'odd.mid');
  writeFileSync(path, Uint8Array.from(bytes));
  const theirs = notesOfFluidsynth(path);
  const { messages } = scoreOf(name, Uint8Array.from(bytes));
  const ours = messages.filter(({ data }) => ((data[0] ?? 0) & 0xf0) === 0x90 && (data[2] ?? 0) > 0);
  const isSame =
    ours.length === theirs.length &&
    ours.every(
      ({ data, time }, i) => data[1] === theirs[i]?.[0] && Math.abs(time - (theirs[i]?.[1] ?? 0)) < MIDI_SECONDS_OFF,
    );
  const text = (notes: readonly (readonly [number, number])[]) =>
    notes.map(([key, time]) => `${key} at ${time}`).join(', ');
  if (theirs.length === 0) return 'fluidsynth refuses it';
  return isSame ? 'same' : `ours ${text(ours.map(({ data, time }) => [data[1] ?? 0, time]))}; theirs ${text(theirs)}`;
}

/** @returns how many differ. fluidsynth refuses much of this; then it is only shown. */
function soakMidi(words: readonly string[], folder: string): number {
  let faults = 0;
  for (const [name, { bytes }] of Object.entries({ ...odd, ...timings })) {
    if (words.length > 0 && !words.some((word) => name.includes(word))) continue;
    const found = midiDifference(name, bytes, folder);
    const exception = midiExceptions[name];
    const isFine = found === 'same' || found.endsWith('refuses it') || exception !== undefined;
    if (!isFine) faults++;
    process.stdout.write(
      `${isFine ? 'ok   ' : 'FAULT'} MIDI, ${name}: ${found}${exception === undefined ? '' : `: ${exception}`}\n`,
    );
  }
  return faults;
}

export function soakFiles(words: readonly string[]): number {
  const folder = mkdtempSync(join(tmpdir(), 'maolan-files-'));
  let faults = 0;
  try {
    faults += soakMidi(words, folder);
    for (const path of writeOddSounds(folder)) {
      const name = basename(path);
      if (words.length > 0 && !words.some((word) => name.includes(word))) continue;
      const ours = byUs(path);
      const found = Object.entries(others).map(
        ([program, read]) => `${program}: ${difference(ours.samples, read(path))}`,
      );
      const exception = exceptions.find(([pattern]) => pattern.test(name))?.[1];
      const isFine = exception !== undefined || found.some((text) => text.endsWith('same'));
      if (!isFine) faults++;
      process.stdout.write(
        `${isFine ? 'ok   ' : 'FAULT'} ${name}: ${ours.frames} frames${ours.said && ` (${ours.said})`}; ${found.join(', ')}${exception === undefined ? '' : `: ${exception}`}\n`,
      );
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return faults;
}
