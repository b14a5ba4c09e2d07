/** MIDI that comes out of plugins, as a file that other programs read. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import fc from 'fast-check';
import { type MidiEvent, parseMidi, writeMidi } from 'midi-file';
import { midiFileOf } from '../../../ts/cli/midi/write.ts';
import { scoreOf } from '../../../ts/cli/midi-file.ts';
import { call, folderOf, runLine } from './commands.ts';

const end: MidiEvent = { deltaTime: 0, type: 'endOfTrack' };
const on = (deltaTime: number, noteNumber: number): MidiEvent => {
  return { deltaTime, type: 'noteOn', channel: 0, noteNumber, velocity: 100 };
};
const off = (deltaTime: number, noteNumber: number): MidiEvent => {
  return { deltaTime, type: 'noteOff', channel: 0, noteNumber, velocity: 0 };
};

function writeSong(path: string, events: readonly MidiEvent[]): void {
  const tempo: MidiEvent = { deltaTime: 0, type: 'setTempo', microsecondsPerBeat: 444_444 };
  const header = { format: 0, numTracks: 1, ticksPerBeat: 96 } as const;
  writeFileSync(path, Uint8Array.from(writeMidi({ header, tracks: [[tempo, ...events, end]] })));
}

/** Ticks of 96 a beat, and keys, of all notes that begin. */
function notesIn(path: string): [number, number][] {
  const { header, tracks } = parseMidi(readFileSync(path));
  const scale = (header.ticksPerBeat ?? 0) / 96;
  return tracks.flatMap((track) => {
    let tick = 0;
    return track.flatMap((event): [number, number][] => {
      tick += event.deltaTime;
      return event.type === 'noteOn' ? [[tick / scale, event.noteNumber]] : [];
    });
  });
}

test.serial(
  'What a MIDI effect makes of a song is a song: to the tick, with its tempo, in time behind latency',
  async (t) => {
    const cwd = folderOf(t);
    writeSong(join(cwd, 'in.mid'), [on(1, 60), off(31, 60), on(7, 64), off(50, 64)]);
    const above = (intervals: readonly number[]) =>
      [[1, 60] as const, [39, 64] as const].flatMap(([tick, key]) =>
        intervals.map((interval) => [tick, key + interval]),
      );
    const ways: readonly [intervals: number[], words: string[]][] = [
      [
        [0, 7],
        ['--block', '64'],
      ],
      [
        [0, 7, 7, 14],
        ['--then', 'eg-fifths'],
      ],
      [
        [0, 7],
        ['--rate', '44100'],
      ],
    ];
    for (const [intervals, more] of ways) {
      const words = ['render', 'eg-fifths', 'out.mid', '--midi', 'in.mid', ...more];
      const { code, stderr } = await call(words, { cwd });
      t.is(code, 0, stderr);
      t.deepEqual(notesIn(join(cwd, 'out.mid')), above(intervals));
    }
    const { tempos, trackNames, seconds } = scoreOf('out.mid', readFileSync(join(cwd, 'out.mid')));
    t.deepEqual(
      tempos.map(({ time, tempo }) => [time, Math.round(6e7 / tempo)]),
      [[0, 444_444]],
    );
    t.deepEqual(trackNames.filter(Boolean), ['Example Fifths']);
    t.true(Math.abs(seconds - (89 / 96) * 0.444_444) < 1e-3, 'without the tail, in which nothing came');
  },
);

test.serial('Through standard input and output; notes that still sound end; parts are tracks', async (t) => {
  const cwd = folderOf(t);
  writeSong(join(cwd, 'in.mid'), [on(0, 60), off(96, 60), on(0, 62)]);
  const words = 'render eg-fifths - --type mid --midi - --with eg-fifths < in.mid > out.mid';
  const { code, stderr } = await runLine(`maolan-plugin-host ${words}`, { cwd });
  t.is(code, 0, stderr);
  t.regex(stderr, /-: 4 notes still held at the end, and released there/);
  t.is(notesIn(join(cwd, 'out.mid')).length, 8);
  t.is(parseMidi(readFileSync(join(cwd, 'out.mid'))).tracks.length, 3);
});

test.serial('What cannot be is said, and nothing is written', async (t) => {
  const cwd = folderOf(t);
  writeSong(join(cwd, 'in.mid'), [on(0, 60), off(96, 60)]);
  for (const [says, words] of [
    [/MDA Piano sends no MIDI/, ['MDA Piano', 'out.mid', '--midi', 'in.mid']],
    [/name an output that ends with \.mid/, ['eg-fifths', 'out.wav', '--midi', 'in.mid']],
    [/out\.mid has no bit depth/, ['eg-fifths', 'out.mid', '--midi', 'in.mid', '--bit-depth', '16']],
    [/in\.mid is the input in\.mid itself/, ['eg-fifths', 'in.mid', '--midi', 'in.mid']],
    [/in\.mid is a MIDI file: --midi plays it/, ['eg-amp', 'in.mid', 'out.wav']],
  ] as const) {
    const { code, stderr } = await call(['render', ...words], { cwd });
    t.true(code === 1 || code === 2);
    t.regex(stderr, says);
  }
  t.false(existsSync(join(cwd, 'out.mid')) || existsSync(join(cwd, 'out.wav')));
});

test('Whatever is written is read again: the same bytes, at the same time', (t) => {
  const byte = fc.integer({ min: 0, max: 127 });
  const status = fc.integer({ min: 0x80, max: 0xef });
  const message = fc.tuple(status, byte, byte).map(([first, ...data]) => {
    return Uint8Array.of(first, ...data.slice(0, (first & 0xe0) === 0xc0 ? 1 : 2));
  });
  const sysex = fc.array(byte, { maxLength: 300 }).map((data) => Uint8Array.of(0xf0, ...data, 0xf7));
  const timed = fc.record({
    time: fc.integer({ min: 0, max: 480_000 }).map((frame) => frame / 48_000),
    data: fc.oneof(message, sysex),
  });
  const tempo = fc.record({
    time: fc.double({ min: 0, max: 9, noNaN: true }),
    tempo: fc.integer({ min: 4, max: 400 }),
  });
  const property = fc.property(fc.array(timed, { minLength: 1 }), fc.array(tempo), (found, foundTempos) => {
    const messages = found.toSorted((a, b) => a.time - b.time);
    const tempos = foundTempos.toSorted((a, b) => a.time - b.time);
    const music = { tracks: [{ name: 'Ä', messages }], tempos, meters: [], ticksPerBeat: 480, seconds: 1 };
    const { bytes, leftOut } = midiFileOf(music);
    const score = scoreOf('it', bytes);
    t.is(leftOut, 0);
    t.deepEqual(
      score.messages.map(({ data }) => [...data]),
      messages.map(({ data }) => [...data]),
    );
    for (const [index, { time }] of score.messages.entries())
      t.true(Math.abs(time - (messages[index]?.time ?? 0)) < 0.01);
  });
  fc.assert(property, { numRuns: 50 });
});
