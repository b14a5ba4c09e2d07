/** What the host makes of a DAW's arguments. Which of them reach the plugin is test/behaviour/conformance/command-line.test.ts's. */
import test from 'ava';
import { CommandLineError, type Generation, parseCommandLine } from '../../../ts/host/command-line.ts';

const long = (format: string) => [format, 'spec', '/shm', 'id', '3', '6', '48000', '256', '2', '2'];
const short = (format: string) => long(format).slice(0, 6);
const nine = (format: string) => long(format).slice(0, 9);
const eleven = (format: string) => [...long(format), '1'];

const refused: readonly [Generation, exitCode: number, said: RegExp, ...lines: string[][]][] = [
  ['engine', 1, /^Usage: maolan-engine.*\n {2}format: vst3 \| lv2\n$/, [], nine('lv2'), eleven('lv2'), nine('vst3')],
  [
    'current',
    1,
    /^Usage:[\s\S]*Formats: clap, vst3, lv2, au \(macOS\), null\n/,
    [],
    ...['lv2', 'vst3', 'au'].flatMap((format) => [short(format), nine(format), eleven(format)]),
    ...['clap', 'null', '__test__'].flatMap((format) => [short(format).slice(0, 5), [...short(format), '1']]),
  ],
  ['current', 4, /^Usage:/, ['foo'], long('foo')],
  ['current', 4, /^Audio Units \(au\) can be loaded on macOS only\n$/, long('au')],
  ['current', 5, /^Audio Units \(au\) can be loaded on macOS only\n$/, long('au').with(1, '')],
];
for (const [generation, exitCode, said, ...lines] of refused)
  test(`${generation}: ${lines.length} command lines are refused with exit code ${exitCode} and ${said.source.slice(0, 20)}`, (t) => {
    for (const words of lines) {
      const error = t.throws(() => parseCommandLine(words, generation), {
        instanceOf: CommandLineError,
        message: said,
      });
      t.is(error?.exitCode, exitCode, words.join(' '));
    }
  });

test('CLAP may have the four numbers; an unknown format of the first generation is reported through the segment', (t) => {
  t.like(parseCommandLine(short('clap'), 'current'), { sampleRate: undefined, bufferSize: 4096 });
  t.like(parseCommandLine(long('clap'), 'current'), { sampleRate: 48_000, bufferSize: 256 });
  t.is(parseCommandLine(long('foo'), 'engine').format, 'foo');
});

const numbers: readonly [index: number, name: string, values: Readonly<Record<string, number>>][] = [
  [4, 'dawToHost', { '3': 3, '-1': -1, abc: -1, '': -1, '2147483648': -1 }],
  [5, 'hostToDaw', { '6': 6, '-1': -1, abc: -1, '': -1, '1.5': -1 }],
  [6, 'sampleRate', { fast: 48_000, '0': 48_000, '-48000': 48_000, nan: 48_000, inf: 48_000, '44100.5': 44_100.5 }],
  [7, 'bufferSize', { '0': 4096, many: 256, '-5': 256, '99999999999999999999': 256, '5000': 4096, '64': 64 }],
  [8, 'inputChannels', { '0': 0, '1000': 1000, two: 2, '4294967296': 2 }],
  [9, 'outputChannels', { '0': 0, '1': 1, two: 2, '-1': 2 }],
];
for (const [index, name, values] of numbers)
  test(`${name}: what is not a number becomes the original's default`, (t) => {
    for (const [text, value] of Object.entries(values))
      t.like(parseCommandLine(long('lv2').with(index, text), 'engine'), { [name]: value }, `'${text}'`);
  });

test('--log-level may be anywhere; an unknown or missing level is the default', (t) => {
  const words = long('lv2');
  for (let index = 0; index <= words.length; index++)
    for (const level of ['none', 'error', 'warning', 'info', 'debug', 'loud']) {
      const line = parseCommandLine([...words.slice(0, index), '--log-level', level, ...words.slice(index)], 'current');
      t.like(line, { format: 'lv2', outputChannels: 2, logLevel: level === 'loud' ? 'info' : level }, `${index}`);
    }
  t.is(parseCommandLine([...words, '--log-level'], 'current').logLevel, 'info');
});
