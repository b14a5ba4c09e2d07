/** MIDI files as other programs make them: each is played, or told why not. */
import test from 'ava';
import fc from 'fast-check';
import { readChunks } from '../../ts/cli/midi/chunks.ts';
import { readTrack } from '../../ts/cli/midi/track.ts';
import { type MidiScore, scoreOf } from '../../ts/cli/midi-file.ts';

const be32 = (value: number) => [value >>> 24, (value >> 16) & 255, (value >> 8) & 255, value & 255];
const ascii = (text: string) => [...Buffer.from(text, 'latin1')];
const chunk = (id: string, body: number[], length = body.length) => [...ascii(id), ...be32(length), ...body];
const head = (format = 0, tracks = 1, division = 96, more: number[] = []) =>
  chunk('MThd', [0, format, 0, tracks, (division >> 8) & 255, division & 255, ...more]);
const on = (delta: number, key: number) => [delta, 0x90, key, 100];
const end = [0, 0xff, 0x2f, 0];
const track = (...events: number[][]) => chunk('MTrk', [...events.flat(), ...end]);

const read = (bytes: readonly number[]): MidiScore => scoreOf('odd.mid', Uint8Array.from(bytes));

const notesOf = ({ messages }: MidiScore) => messages.filter(({ data }) => data[0] !== 0xf0);
const keysOf = (score: MidiScore) => notesOf(score).map(({ data }) => data[1]);
const timesOf = (score: MidiScore) => notesOf(score).map(({ time }) => Number(time.toFixed(6)));

interface Odd {
  bytes: number[];
  keys: number[];
  warning?: RegExp;
}

const plain = [...head(), ...track(on(0, 60), on(96, 62))];
const both = [60, 62];
const macBinary = () => {
  const header = new Array<number>(128).fill(0);
  header.splice(1, 9, 8, ...ascii('song.mid'));
  header.splice(65, 8, ...ascii('MidiPRLG'));
  header.splice(83, 4, ...be32(plain.length));
  return [...header, ...plain, ...new Array<number>(128 - (plain.length % 128)).fill(0)];
};
const riff = chunk('RIFF', [...ascii('RMID'), ...chunk('data', plain), ...(plain.length % 2 ? [0] : [])]);

const odd: Record<string, Odd> = {
  'a key signature of five bytes': {
    bytes: [...head(), ...track([0, 0xff, 0x59, 5, 0, 0, 1, 2, 3], on(0, 60), on(96, 62))],
    keys: both,
  },
  'a tempo of two bytes': {
    bytes: [...head(), ...track([0, 0xff, 0x51, 2, 1, 2], on(0, 60), on(96, 62))],
    keys: both,
  },
  'a tempo of four bytes, of which three count': {
    bytes: [...head(), ...track([0, 0xff, 0x51, 4, 7, 0xa1, 0x20, 9], on(0, 60), on(96, 62))],
    keys: both,
  },
  'an end of track with data': {
    bytes: [...head(), ...chunk('MTrk', [...on(0, 60), ...on(96, 62), 0, 0xff, 0x2f, 2, 1, 1])],
    keys: both,
  },
  'an alien chunk before, between and behind': {
    bytes: [
      ...head(1, 2),
      ...chunk('XFIH', [1, 2, 3]),
      ...track(on(0, 60)),
      ...chunk('XFKM', [9]),
      ...track(on(96, 62)),
      ...chunk('Junk', []),
    ],
    keys: both,
  },
  'a header that is longer': { bytes: [...head(0, 1, 96, [1, 2]), ...track(on(0, 60), on(96, 62))], keys: both },
  RMID: { bytes: riff, keys: both },
  MacBinary: { bytes: macBinary(), keys: both },
  'something before it': { bytes: [...ascii('hello'), ...plain], keys: both, warning: /5 bytes of something else/ },
  'running status behind meta and system exclusive': {
    bytes: [...head(), ...track(on(0, 60), [0, 0xff, 1, 1, 65], [0, 0xf0, 2, 1, 0xf7], [96, 62, 100])],
    keys: both,
  },
  'data bytes above 127': {
    bytes: [...head(), ...track(on(0, 60), [96, 0x90, 62, 228])],
    keys: both,
    warning: /data bytes above 127/,
  },
  'data without a message': {
    bytes: [...head(), ...track([0, 5], on(0, 60), on(96, 62))],
    keys: both,
    warning: /data where a message should begin/,
  },
  'no end of track': {
    bytes: [...head(), ...chunk('MTrk', [...on(0, 60), ...on(96, 62)])],
    keys: both,
    warning: /track without an end/,
  },
  'a track that is cut short': {
    bytes: [...head(), ...chunk('MTrk', [...on(0, 60), ...on(96, 62), 10, 0x90, 64], 200)],
    keys: both,
    warning: /ends in the middle/,
  },
  'a track of length 0 in a header of three tracks': {
    bytes: [...head(1, 3), ...chunk('MTrk', []), ...track(on(0, 60), on(96, 62))],
    keys: both,
  },
  'system messages': {
    bytes: [...head(), ...track(on(0, 60), [0, 0xf8], [0, 0xf2, 1, 2], on(96, 62))],
    keys: both,
    warning: /no place in a file/,
  },
  'a message in an escape': { bytes: [...head(), ...track(on(0, 60), [96, 0xf7, 3, 0x90, 62, 1])], keys: both },
  'a time signature of one byte': {
    bytes: [...head(), ...track([0, 0xff, 0x58, 1, 3], on(0, 60), on(96, 62))],
    keys: both,
  },
};

for (const [name, { bytes, keys, warning }] of Object.entries(odd))
  test(`Played: ${name}`, (t) => {
    const score = read(bytes);
    t.deepEqual(keysOf(score), keys);
    t.deepEqual(timesOf(score), [0, 0.5]);
    if (warning === undefined) t.false(score.warnings.some((text) => /something else|no chunk/.test(text)));
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

test('System exclusive in packets is one message', (t) => {
  const { events } = readTrack(Uint8Array.from([0, 0xf0, 2, 1, 2, 10, 0xf7, 2, 3, 0xf7, ...end]));
  t.deepEqual(events, [{ kind: 'message', tick: 10, data: Uint8Array.of(0xf0, 1, 2, 3, 0xf7) }]);
});

for (const [name, bytes, why] of [
  ['a beat of no ticks', [...head(0, 1, 0), ...track(on(0, 60))], /a beat has no ticks/],
  ['a frame of no ticks', [...head(0, 1, 0xe700), ...track(on(0, 60))], /a frame has no ticks/],
  ['no MIDI file', ascii('RIFF....WAVE'), /it has no MThd/],
  ['a header that is cut short', ascii('MThd').concat(0, 0, 0, 6, 0), /its header is cut short/],
  ['no notes', [...head(), ...track()], /has no notes/],
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
