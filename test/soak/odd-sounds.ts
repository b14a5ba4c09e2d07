/** Sound files as other programs make them, and as they break: what `npm run soak -- files` reads. */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Of the sound that most are made from. */
const FRAMES = 4001;
const RATE = 44_100;

/** By sox: extension and encoding. */
const ofSox: readonly (readonly [name: string, ...options: string[]])[] = [
  ['8svx.8svx', '-c', '1'],
  ...['s-8', 's-16', 's-24', 's-32', 'f-32', 'f-64', 'u-8', 'm-8', 'a-8'].flatMap(
    (encoding): [string, ...string[]][] => {
      const [kind = '', bits = ''] = encoding.split('-');
      const words = ['-e', { s: 'signed', f: 'float', u: 'unsigned', m: 'mu-law', a: 'a-law' }[kind] ?? '', '-b', bits];
      const all = ['wav', 'aiff', 'aifc', 'au', 'caf', 'w64', 'voc', 'nist', 'ircam', 'paf', 'avr', 'flac', 'mat4'];
      return all.map((extension): [string, ...string[]] => [`${encoding}.${extension}`, ...words]);
    },
  ),
  ['ima.wav', '-e', 'ima-adpcm'],
  ['ms.wav', '-e', 'ms-adpcm'],
  ['gsm.wav', '-e', 'gsm', '-c', '1'],
  ['big.au', '-B', '-b', '16'],
  ['little.au', '-L', '-b', '16'],
  ['little.aiff', '-L', '-b', '16'],
  ['vorbis.ogg'],
  ['layer3.mp3'],
  ...['1', '2', '3', '4', '6', '8', '32'].map((channels): [string, ...string[]] => [`${channels}.wav`, '-c', channels]),
];

/** By ffmpeg. */
const ofFfmpeg: readonly (readonly [name: string, ...options: string[]])[] = [
  ['opus.opus', '-ar', '48000', '-c:a', 'libopus'],
  ['vorbis.oga', '-c:a', 'libvorbis'],
  ['flac.oga', '-c:a', 'flac'],
  ['flac.ogg', '-c:a', 'flac'],
  ['layer3.mp3', '-c:a', 'libmp3lame'],
  ['vbr.mp3', '-c:a', 'libmp3lame', '-q:a', '4'],
  ['bare.mp3', '-c:a', 'libmp3lame', '-write_xing', '0', '-id3v2_version', '0'],
  ['several-blocks.voc', '-c:a', 'pcm_s16le'],
  ['alac.caf', '-c:a', 'alac'],
  ['s16.caf', '-c:a', 'pcm_s16be'],
  ['s24.caf', '-c:a', 'pcm_s24le'],
  ['f64.caf', '-c:a', 'pcm_f64be'],
  ['rf64.wav', '-rf64', 'always'],
  ['s24.wav', '-c:a', 'pcm_s24le'],
  ['f32.w64', '-c:a', 'pcm_f32le'],
  ['bext.wav', '-write_bext', '1', '-metadata', 'description=Take'],
  ['list.wav', '-metadata', 'title=A title', '-metadata', 'artist=Somebody'],
  ['peak.wav', '-write_peak', 'on', '-c:a', 'pcm_s16le'],
  ['tags.flac', '-metadata', 'title=A title'],
  ['five.wav', '-ac', '6', '-c:a', 'pcm_s24le'],
  ['five.flac', '-ac', '6'],
  ['sowt.aiff', '-c:a', 'pcm_s16le'],
  ['fl32.aiff', '-c:a', 'pcm_f32be'],
  ['block-512.flac', '-frame_size', '512'],
];

const le16 = (value: number) => [value & 255, (value >> 8) & 255];
const le32 = (value: number) => [...le16(value & 0xffff), ...le16(value >>> 16)];
const ascii = (text: string) => [...Buffer.from(text, 'latin1')];
const chunk = (id: string, body: readonly number[], size = body.length, pad = body.length % 2) => [
  ...ascii(id),
  ...le32(size >>> 0),
  ...body,
  ...new Array<number>(pad).fill(0),
];
interface Format {
  tag: number;
  channels: number;
  /** Hz. */
  rate: number;
  bits: number;
  frameBytes: number;
}
const usual: Format = { tag: 1, channels: 1, rate: RATE, bits: 16, frameBytes: 2 };
const format = (given: Partial<Format> = {}) => formatBytes({ ...usual, ...given });
const formatBytes = ({ tag, channels, rate, bits, frameBytes }: Format) => [
  ...le16(tag),
  ...le16(channels),
  ...le32(rate),
  ...le32(rate * frameBytes),
  ...le16(frameBytes),
  ...le16(bits),
];
const samples = Array.from({ length: 101 }, (_, i) => le16(Math.round(10_000 * Math.sin(i / 5)) & 0xffff)).flat();
const riff = (...chunks: number[][]) => chunk('RIFF', [...ascii('WAVE'), ...chunks.flat()]);
const fmt = chunk('fmt ', format());
const data = chunk('data', samples);
const extensible = (mask: number, valid: number, sub: number, bits = 16) =>
  chunk('fmt ', [
    ...format({ tag: 0xfffe, bits, frameBytes: bits / 8 }),
    ...le16(22),
    ...le16(valid),
    ...le32(mask),
    ...le16(sub),
    ...[0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xaa, 0, 0x38, 0x9b, 0x71],
  ]);

/** By hand: WAVs that are not by the book. */
const byHand: Readonly<Record<string, readonly number[]>> = {
  'plain.wav': riff(fmt, data),
  'data-size-0.wav': riff(fmt, chunk('data', samples, 0)),
  'data-size-max.wav': riff(fmt, chunk('data', samples, 0xffffffff)),
  'data-size-max-2.wav': riff(fmt, chunk('data', samples, 0x7fffffff)),
  'data-size-too-long.wav': riff(fmt, chunk('data', samples, 5000)),
  'data-size-odd.wav': riff(fmt, chunk('data', samples.slice(0, -1))),
  'riff-size-0.wav': [...ascii('RIFF'), 0, 0, 0, 0, ...riff(fmt, data).slice(8)],
  'riff-size-max.wav': [...ascii('RIFF'), 255, 255, 255, 255, ...riff(fmt, data).slice(8)],
  'odd-chunk-padded.wav': riff(chunk('junk', [1, 2, 3]), fmt, chunk('abcd', [1]), data),
  'odd-chunk-unpadded.wav': riff(fmt, chunk('abcd', [1], 1, 0), data),
  'list-first.wav': riff(chunk('LIST', [...ascii('INFO'), ...chunk('INAM', ascii('title\0'))]), fmt, data),
  'chunks-behind.wav': riff(fmt, data, chunk('id3 ', ascii('ID3\x03\0\0\0\0\0\0')), chunk('junk', [1, 2])),
  'rubbish-behind.wav': [...riff(fmt, data), ...ascii('rubbish')],
  'two-data.wav': riff(fmt, data, data),
  'two-fmt.wav': riff(fmt, fmt, data),
  'data-before-fmt.wav': riff(data, fmt),
  'no-fmt.wav': riff(data),
  'empty-data.wav': riff(fmt, chunk('data', [])),
  'fmt-18.wav': riff(chunk('fmt ', [...format(), 0, 0]), data),
  'fmt-40.wav': riff(chunk('fmt ', [...format(), ...new Array<number>(24).fill(0)]), data),
  'extensible.wav': riff(extensible(4, 16, 1), data),
  'extensible-no-mask.wav': riff(extensible(0, 16, 1), data),
  'extensible-mask-too-many.wav': riff(extensible(0x3f, 16, 1), data),
  'extensible-12-of-16.wav': riff(extensible(4, 12, 1), data),
  'extensible-20-of-24.wav': riff(extensible(4, 20, 1, 24), chunk('data', samples.slice(0, 198))),
  'bits-12.wav': riff(chunk('fmt ', format({ bits: 12, frameBytes: 2 })), data),
  'bits-24-in-32.wav': riff(chunk('fmt ', format({ bits: 24, frameBytes: 4 })), chunk('data', samples.slice(0, 200))),
  'rate-0.wav': riff(chunk('fmt ', format({ rate: 0 })), data),
  'rate-1.wav': riff(chunk('fmt ', format({ rate: 1 })), data),
  'channels-0.wav': riff(chunk('fmt ', format({ channels: 0 })), data),
  'bytes-per-second-0.wav': riff(chunk('fmt ', [...format().slice(0, 8), 0, 0, 0, 0, ...format().slice(12)]), data),
  'frame-bytes-0.wav': riff(chunk('fmt ', format({ frameBytes: 0 })), data),
  'rifx.wav': [
    ...ascii('RIFX'),
    0,
    0,
    0,
    0xee,
    ...ascii('WAVEfmt '),
    0,
    0,
    0,
    16,
    0,
    1,
    0,
    1,
    0,
    0,
    0xac,
    0x44,
    0,
    1,
    0x58,
    0x88,
    0,
    2,
    0,
    16,
    ...ascii('data'),
    0,
    0,
    0,
    202,
    ...samples,
  ],
};

/** Cut at each byte of the header, and in the sound. */
function cut(path: string, folder: string, name: string, headerBytes: number): string[] {
  const bytes = readFileSync(path);
  const places = Array.from({ length: headerBytes + 4 }, (_, at) => at);
  for (let at = headerBytes + 4; at < bytes.length; at += Math.ceil(bytes.length / 7)) places.push(at);
  return places.map((at) => {
    const file = join(folder, `cut-${String(at).padStart(5, '0')}-${name}`);
    writeFileSync(file, bytes.subarray(0, at));
    return file;
  });
}

function made(program: string, words: readonly string[], path: string): string[] {
  try {
    execFileSync(program, words, { stdio: 'ignore' });
    return [path];
  } catch {
    return []; // this program does not write this encoding there
  }
}

/** Write them all. @returns their paths. */
export function writeOddSounds(folder: string): string[] {
  const source = join(folder, 'source.wav');
  const tone = ['synth', `${FRAMES}s`, 'sine', '440', 'sine', '660', 'gain', '-6'];
  execFileSync('sox', ['-n', '-R', '-r', String(RATE), '-b', '24', '-c', '2', source, ...tone]);
  const files = [source];
  for (const [name, ...options] of ofSox) {
    const path = join(folder, `sox-${name}`);
    files.push(...made('sox', ['-R', '-D', source, ...options, path], path));
  }
  for (const [name, ...options] of ofFfmpeg) {
    const path = join(folder, `ffmpeg-${name}`);
    files.push(...made('ffmpeg', ['-v', 'error', '-y', '-i', source, ...options, path], path));
  }
  for (const [name, bytes] of Object.entries(byHand)) {
    const path = join(folder, `hand-${name}`);
    writeFileSync(path, Uint8Array.from(bytes));
    files.push(path);
  }
  const whole: readonly (readonly [string, number])[] = [
    ['hand-plain.wav', 44],
    ['sox-s-16.aiff', 54],
    ['sox-s-24.flac', 60],
    ['sox-s-16.au', 30],
    ['ffmpeg-s16.caf', 60],
    ['ffmpeg-f32.w64', 110],
    ['ffmpeg-rf64.wav', 90],
    ['ffmpeg-opus.opus', 40],
    ['ffmpeg-layer3.mp3', 40],
  ];
  for (const [name, header] of whole) files.push(...cut(join(folder, name), folder, name, header));
  return files;
}
