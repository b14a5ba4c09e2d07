/** Chains of more than sound effects: MIDI effects, several instruments, side chains. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { type MidiEvent, writeMidi } from 'midi-file';
import { lv2PathWithFixtures, vst3Bundle } from '../../support/paths.ts';
import { call, folderOf } from './commands.ts';
import { readWav, writeNoise } from './sounds.ts';

const environment = { LV2_PATH: lv2PathWithFixtures() };
const end: MidiEvent = { deltaTime: 0, type: 'endOfTrack' };

interface Note {
  key: number;
  at: number;
  channel?: number;
}

function track(name: string, notes: readonly Note[]): MidiEvent[] {
  const events = notes.flatMap(({ key, at, channel = 0 }) => [
    { at, event: { type: 'noteOn', channel, noteNumber: key, velocity: 100 } as const },
    { at: at + 96, event: { type: 'noteOff', channel, noteNumber: key, velocity: 0 } as const },
  ]);
  let last = 0;
  const placed = events
    .toSorted((a, b) => a.at - b.at)
    .map(({ at, event }): MidiEvent => {
      const deltaTime = at - last;
      last = at;
      return { deltaTime, ...event };
    });
  return [{ deltaTime: 0, type: 'trackName', text: name }, ...placed, end];
}

function writeSong(path: string, tracks: MidiEvent[][]): void {
  const header = { format: 1 as const, numTracks: tracks.length, ticksPerBeat: 96 };
  writeFileSync(path, Uint8Array.from(writeMidi({ header, tracks })));
}

const keys = track('Keys', [
  { key: 60, at: 0 },
  { key: 64, at: 96 },
]);
const bass = track('Bass', [{ key: 40, at: 48, channel: 1 }]);

/** Render with 32 bits, and read what came out. */
async function rendered(t: Parameters<typeof folderOf>[0], folder: string, words: readonly string[]) {
  const { code, stderr } = await call(['render', ...words, '--bit-depth', '32f'], { cwd: folder, environment });
  t.is(code, 0, stderr);
  return readWav(join(folder, 'out.wav')).planes;
}

test.serial('A MIDI effect before an instrument: the same as its notes in a file', async (t) => {
  const folder = folderOf(t);
  writeSong(join(folder, 'in.mid'), [keys]);
  const fifths = [60, 67].map((key) => ({ key, at: 0 }));
  writeSong(join(folder, 'fifths.mid'), [track('', [...fifths, { key: 64, at: 96 }, { key: 71, at: 96 }])]);
  const piano = 'lv2:MDA Piano';
  const direct = await rendered(t, folder, [piano, 'out.wav', '--midi', 'fifths.mid']);
  for (const block of ['64', '1024'])
    t.deepEqual(
      await rendered(t, folder, ['lv2:eg-fifths', 'out.wav', '--midi', 'in.mid', '--block', block, '--then', piano]),
      block === '1024'
        ? direct
        : await rendered(t, folder, [piano, 'out.wav', '--midi', 'fifths.mid', '--block', block]),
    );
});

test.serial('Parts by channel and by track sound together as they do alone', async (t) => {
  const folder = folderOf(t);
  writeSong(join(folder, 'in.mid'), [keys, bass]);
  const [piano, organ] = ['lv2:MDA Piano', 'lv2:MDA JX10'];
  const one = await rendered(t, folder, [piano, 'out.wav', '--midi', 'in.mid', '--track', 'keys']);
  const other = await rendered(t, folder, [organ, 'out.wav', '--midi', 'in.mid', '--channel', '2']);
  const sum = one.map((plane, channel) => plane.map((value, i) => value + (other[channel]?.[i] ?? 0)));
  const ways = [
    [piano, '--channel', '1', '--with', organ, '--channel', '2-16'],
    [piano, '--track', '1', '--with', organ, '--track', 'Bass'],
    [piano, '--track', 'Keys', '--with', organ, '--channel', '2'],
  ];
  for (const [first = '', ...more] of ways)
    t.deepEqual(await rendered(t, folder, [first, 'out.wav', '--midi', 'in.mid', ...more]), sum);
});

test.serial('Parts of different length and latency are in time', async (t) => {
  const folder = folderOf(t);
  const [left = new Float32Array()] = writeNoise(join(folder, 'in.wav'), 5000, 1);
  const [delay, gain] = ['urn:maolan:fixture:delay', 'urn:maolan:fixture:gain'];
  for (const block of ['64', '1024']) {
    const late = [delay, '--param', 'Frames=700'];
    const words = [gain, 'in.wav', 'out.wav', '--block', block, '--with', ...late, '--then', gain, '--then', ...late];
    const [plane] = await rendered(t, folder, words);
    // Each of the two adds 1.
    const expected = left.map((value) => value + Math.fround(Math.fround(value + 1) + 1));
    t.deepEqual(plane, expected, `blocks of ${block}`);
  }
});

test.serial('A side chain is heard in time, also behind a plugin with latency', async (t) => {
  const folder = folderOf(t);
  const main = writeNoise(join(folder, 'in.wav'), 5000, 2);
  const [side = new Float32Array()] = writeNoise(join(folder, 'side.wav'), 4000, 1);
  const product = main.map((plane) => plane.map((value, i) => value * (side[i] ?? 0)));
  const plugin = vst3Bundle('side-chain');
  const own = [plugin, '--sidechain', 'side.wav'];
  t.deepEqual(await rendered(t, folder, [...own, 'in.wav', 'out.wav']), product);
  const delay = ['urn:maolan:fixture:delay', '--param', 'Frames=333'];
  const behind = [...delay, 'in.wav', 'out.wav', '--block', '100', '--then', ...own];
  const later = main.map((plane) => plane.map((value, i) => Math.fround(value + 1) * (side[i] ?? 0)));
  t.deepEqual(await rendered(t, folder, behind), later);
});

const mistakes: readonly [says: RegExp, words: readonly string[]][] = [
  [/has no side chain/, ['urn:maolan:fixture:gain', 'in.wav', 'out.wav', '--sidechain', 'in.wav']],
  [/has no such track .* 1 Keys, 2 Bass/, ['lv2:MDA Piano', 'out.wav', '--midi', 'in.mid', '--track', 'Drums']],
  [/has no messages there/, ['lv2:MDA Piano', 'out.wav', '--midi', 'in.mid', '--channel', '10']],
  [/channels are 1 to 16/, ['lv2:MDA Piano', 'out.wav', '--midi', 'in.mid', '--channel', '0-3']],
  [/there is no --midi/, ['lv2:MDA Piano', 'out.wav', '--length', '1s', '--channel', '1']],
  [
    /twice for one part/,
    ['lv2:eg-fifths', 'out.wav', '--midi', 'in.mid', '--then', 'lv2:MDA Piano', '--midi', 'in.mid'],
  ],
  [/no audio outputs/, ['lv2:eg-fifths', 'out.wav', '--midi', 'in.mid']],
];

test.serial('What cannot be is said', async (t) => {
  const folder = folderOf(t);
  writeNoise(join(folder, 'in.wav'), 100, 1);
  writeSong(join(folder, 'in.mid'), [keys, bass]);
  for (const [says, words] of mistakes) {
    const { code, stderr } = await call(['render', ...words], { cwd: folder, environment });
    t.not(code, 0, words.join(' '));
    t.regex(stderr, says);
  }
});
