/** MIDI files as other programs make them: each is played, or refused with a reason. */
import test from 'ava';
import fc from 'fast-check';
import { readChunks } from '../../../ts/cli/midi/chunks.ts';
import { readTrack } from '../../../ts/cli/midi/track.ts';
import { type MidiScore, scoreOf } from '../../../ts/cli/midi-file.ts';
import { ascii, chunk, end, head, odd, on, timings, track } from './odd-midi-files.ts';

const read = (bytes: readonly number[]): MidiScore => scoreOf('odd.mid', Uint8Array.from(bytes));

const notesOf = ({ messages }: MidiScore) => messages.filter(({ data }) => data[0] !== 0xf0);
const keysOf = (score: MidiScore) => notesOf(score).map(({ data }) => data[1]);
const timesOf = (score: MidiScore) => notesOf(score).map(({ time }) => Number(time.toFixed(6)));

for (const [name, { bytes, keys, warning }] of Object.entries(odd))
  test(`Played: ${name}`, (t) => {
    const score = read(bytes);
    t.deepEqual(keysOf(score), keys);
    t.deepEqual(timesOf(score), [0, 0.5]);
    if (warning === undefined) t.false(score.warnings.some((text) => /other data|not a chunk/.test(text)));
    else
      t.true(
        score.warnings.some((text) => warning.test(text)),
        score.warnings.join('; '),
      );
  });

test('The patterns of format 2 follow one another, each with its own tempo', (t) => {
  const slow = [0, 0xff, 0x51, 3, 0x0f, 0x42, 0x40]; // 60 beats a minute
  const score = read([...head(2, 2), ...track(slow, on(96, 60), [96, 0x80, 60, 0]), ...track(on(96, 62))]);
  t.deepEqual(keysOf(score), [60, 60, 62]);
  t.deepEqual(timesOf(score), [1, 2, 2.5]);
});

test('29 frames a second are those of television: 30000 in 1001 s', (t) => {
  const division = (((-29 & 0xff) << 8) | 100) & 0xffff;
  const score = read([...head(0, 1, division), ...track(on(100, 60))]);
  t.is(score.messages[0]?.time.toFixed(9), (1001 / 30_000).toFixed(9));
});

test('System exclusive in an escape is a message', (t) => {
  const { events } = readTrack(Uint8Array.from([5, 0xf7, 4, 0xf0, 1, 2, 0xf7, ...end]));
  t.deepEqual(events, [{ kind: 'message', tick: 5, data: Uint8Array.of(0xf0, 1, 2, 0xf7) }]);
});

test('System exclusive in packets is one message', (t) => {
  const { events } = readTrack(Uint8Array.from([0, 0xf0, 2, 1, 2, 10, 0xf7, 2, 3, 0xf7, ...end]));
  t.deepEqual(events, [{ kind: 'message', tick: 10, data: Uint8Array.of(0xf0, 1, 2, 3, 0xf7) }]);
});

for (const [name, bytes, why] of [
  ['a beat of no ticks', [...head(0, 1, 0), ...track(on(0, 60))], /a beat has no ticks/],
  ['a frame of no ticks', [...head(0, 1, 0xe700), ...track(on(0, 60))], /a frame has no ticks/],
  ['no MIDI file', ascii('RIFF....WAVE'), /it does not begin with MThd/],
  ['a header that is cut short', ascii('MThd').concat(0, 0, 0, 6, 0), /its header is cut short/],
  ['a track whose head is cut short', [...head(), ...ascii('MTrk'), 0], /contains no notes/],
  ['no notes', [...head(), ...track()], /contains no notes/],
] as const)
  test(`Told: ${name}`, (t) => {
    t.throws(() => read(bytes), { message: why });
  });

test('Whatever the bytes are, the reader comes to an end', (t) => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.uint8Array({ maxLength: 200 }), (one, other) => {
      const bytes = [...head(1, 2), ...chunk('MTrk', [...one], one.length + (other[0] ?? 0)), ...other];
      for (const body of readChunks(Uint8Array.from(bytes)).tracks) readTrack(body);
    }),
  );
  t.pass();
});

const expected: Readonly<Record<string, readonly number[]>> = {
  '24 frames a second': [10 / 960, 90 / 960],
  '25 frames a second': [10 / 1000, 90 / 1000],
  '29 frames a second': [(10 / 40) * (1001 / 30_000), (90 / 40) * (1001 / 30_000)],
  '30 frames a second': [10 / 1200, 90 / 1200],
  'a tempo of 0': [0.25, 0.75],
  'a tempo in the second track': [0.5, 1.5],
  'format 2': [0, 0.5],
  'system exclusive in parts': [0.5, 1],
  'a delta time of five bytes': [0.5, 1],
  'a delta time of eight bytes': [0.5, 1],
};
for (const [name, { bytes }] of Object.entries(timings))
  test(`Timed: ${name}`, (t) => {
    const notes = notesOf(read(bytes)).filter(({ data }) => data[0] === 0x90);
    const rounded = (times: readonly number[]) => times.map((time) => time.toFixed(6));
    t.deepEqual(rounded(notes.map(({ time }) => time)), rounded(expected[name] ?? [0, 0.5]));
  });
