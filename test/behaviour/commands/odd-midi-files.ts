/** MIDI files as other programs make them, and as they break. */

const be32 = (value: number) => [value >>> 24, (value >> 16) & 255, (value >> 8) & 255, value & 255];
export const ascii = (text: string) => [...Buffer.from(text, 'latin1')];
export const chunk = (id: string, body: number[], length = body.length) => [...ascii(id), ...be32(length), ...body];
export const head = (format = 0, tracks = 1, division = 96, more: number[] = []) =>
  chunk('MThd', [0, format, 0, tracks, (division >> 8) & 255, division & 255, ...more]);
export const on = (delta: number, key: number) => [delta, 0x90, key, 100];
export const end = [0, 0xff, 0x2f, 0];
export const track = (...events: number[][]) => chunk('MTrk', [...events.flat(), ...end]);

export interface Odd {
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

export const odd: Record<string, Odd> = {
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
  'another file behind it': { bytes: [...plain, ...plain], keys: both },
  'something before it': { bytes: [...ascii('hello'), ...plain], keys: both, warning: /5 bytes of other data/ },
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
    warning: /do not belong in a file/,
  },
  'a message in an escape': { bytes: [...head(), ...track(on(0, 60), [96, 0xf7, 3, 0x90, 62, 1])], keys: both },
  'tracks of length 0, as writers leave them that cannot go back': {
    bytes: [...head(1, 2), ...chunk('MTrk', [...on(0, 60), ...end], 0), ...chunk('MTrk', [...on(96, 62), ...end], 0)],
    keys: both,
    warning: /length is wrong/,
  },
  'a track whose length is too short': {
    bytes: [...head(), ...chunk('MTrk', [...on(0, 60), ...on(96, 62), ...end], 4)],
    keys: both,
    warning: /length is wrong/,
  },
  'a track whose length reaches into the next': {
    bytes: [...head(1, 2), ...chunk('MTrk', [...on(0, 60), ...end], 12), ...track(on(96, 62))],
    keys: both,
    warning: /length is wrong/,
  },
  'a track whose length reaches beyond the file': {
    bytes: [...head(1, 2), ...chunk('MTrk', [...on(0, 60), ...end], 2 ** 32 - 1), ...track(on(96, 62))],
    keys: both,
    warning: /length is wrong/,
  },
  'an alien chunk that is longer than the file': {
    bytes: [...head(), ...chunk('Junk', [1, 2], 0x7fff_ffff), ...track(on(0, 60), on(96, 62))],
    keys: both,
    warning: /length is wrong/,
  },
  'a header that is longer than the file': {
    bytes: [...ascii('MThd'), 0, 0xff, 0, 0, 0, 0, 0, 1, 0, 96, ...track(on(0, 60), on(96, 62))],
    keys: both,
  },
  'system exclusive without an end': {
    bytes: [...head(), ...track([0, 0xf0, 2, 1, 2], on(0, 60), [0, 0xf0, 1, 1], on(96, 62))],
    keys: both,
    warning: /without an end/,
  },
  'a time signature of one byte': {
    bytes: [...head(), ...track([0, 0xff, 0x58, 1, 3], on(0, 60), on(96, 62))],
    keys: both,
  },
};

const smpte = (frames: number, ticks: number) => (((-frames & 0xff) << 8) | ticks) & 0xffff;
const tempo = (delta: number, ...bytes: number[]) => [delta, 0xff, 0x51, 3, ...bytes];

/** What counts time in other ways, and what breaks it. */
export const timings: Readonly<Record<string, Pick<Odd, 'bytes'>>> = {
  ...Object.fromEntries(
    [24, 25, 29, 30].map((frames) => [
      `${frames} frames a second`,
      { bytes: [...head(0, 1, smpte(frames, 40)), ...track(on(10, 60), on(80, 62))] },
    ]),
  ),
  'a tempo of 0': { bytes: [...head(), ...track(tempo(0, 0, 0, 0), on(48, 60), on(96, 62))] },
  'a tempo in the second track': {
    bytes: [...head(1, 2), ...track(on(96, 60), on(96, 62)), ...track(tempo(96, 0x0f, 0x42, 0x40))],
  },
  'a header of 65535 tracks': { bytes: [...head(1, 65_535), ...track(on(0, 60), on(96, 62))] },
  'a header of no tracks': { bytes: [...head(1, 0), ...track(on(0, 60), on(96, 62))] },
  'format 2': { bytes: [...head(2, 2), ...track(on(0, 60), [96, 0x80, 60, 0]), ...track(on(0, 62))] },
  'format 7': { bytes: [...head(7, 1), ...track(on(0, 60), on(96, 62))] },
  'system exclusive in parts': {
    bytes: [...head(), ...track([0, 0xf0, 2, 1, 2], [10, 0xf7, 2, 3, 0xf7], on(86, 60), on(96, 62))],
  },
  'a delta time of eight bytes': {
    bytes: [...head(), ...track([...new Array<number>(7).fill(0x80), 0x60, 0x90, 60, 100], on(96, 62))],
  },
  'a delta time of five bytes': {
    bytes: [...head(), ...track([0x80, 0x80, 0x80, 0x80, 0x60, 0x90, 60, 100], on(96, 62))],
  },
};
