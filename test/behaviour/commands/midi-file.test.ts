import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { type MidiEvent, writeMidi } from 'midi-file';
import { type MidiScore, scoreOf } from '../../../ts/cli/midi-file.ts';
import { Music } from '../../../ts/cli/render/music.ts';
import { folderOf } from './commands.ts';

const readMidiFile = (path: string): MidiScore => scoreOf(path, readFileSync(path));

function write(t: ExecutionContext, tracks: MidiEvent[][], header: object = { ticksPerBeat: 100 }): string {
  const path = join(folderOf(t), 'x.mid');
  const data = writeMidi({ header: { format: 1, numTracks: tracks.length, ...header }, tracks });
  writeFileSync(path, Uint8Array.from(data));
  return path;
}

const end: MidiEvent = { deltaTime: 0, type: 'endOfTrack' };

function note(deltaTime: number, noteNumber: number): MidiEvent {
  return { deltaTime, type: 'noteOn', channel: 1, noteNumber, velocity: 64 };
}

function tempo(deltaTime: number, beatsPerMinute: number): MidiEvent {
  return { deltaTime, type: 'setTempo', microsecondsPerBeat: Math.round(6e7 / beatsPerMinute) };
}

test('The tempo of one track counts for the notes of the others', (t) => {
  const first = [tempo(0, 60), tempo(200, 120), { ...end, deltaTime: 400 }];
  const second = [note(100, 60), note(100, 61), note(100, 62), end];
  const score = readMidiFile(write(t, [first, second]));
  t.deepEqual(
    score.messages.map(({ time, data }) => [time, data[1]]),
    [
      [1, 60],
      [2, 61],
      [2.5, 62],
    ],
  );
  t.deepEqual(score.tempos, [
    { time: 0, tempo: 60 },
    { time: 2, tempo: 120 },
  ]);
  t.is(score.seconds, 4);
});

test('Without a tempo there are 120 beats a minute', (t) => {
  t.is(readMidiFile(write(t, [[note(300, 60), end]])).seconds, 1.5);
});

test('Frames of film do not know tempo', (t) => {
  const path = write(t, [[tempo(0, 30), note(50, 60), end]], {
    framesPerSecond: 25,
    ticksPerFrame: 40,
    ticksPerBeat: undefined,
  });
  t.is(readMidiFile(path).messages[0]?.time, 0.05);
});

test('All messages of a channel have their bytes', (t) => {
  const on = { deltaTime: 0, channel: 3 } as const;
  const events: MidiEvent[] = [
    { ...on, type: 'noteOn', noteNumber: 60, velocity: 100 },
    { ...on, type: 'noteAftertouch', noteNumber: 60, amount: 5 },
    { ...on, type: 'controller', controllerType: 7, value: 99 },
    { ...on, type: 'programChange', programNumber: 12 },
    { ...on, type: 'channelAftertouch', amount: 6 },
    { ...on, type: 'pitchBend', value: -8192 },
    { ...on, type: 'pitchBend', value: 0 },
    { ...on, type: 'pitchBend', value: 8191 },
    { ...on, type: 'noteOff', noteNumber: 60, velocity: 1 },
    { deltaTime: 0, type: 'sysEx', data: [1, 2, 3, 0xf7] },
    end,
  ];
  const { messages, leftOut } = readMidiFile(write(t, [events]));
  t.deepEqual(
    messages.map(({ data }) => Array.from(data)),
    [
      [0x93, 60, 100],
      [0xa3, 60, 5],
      [0xb3, 7, 99],
      [0xc3, 12],
      [0xd3, 6],
      [0xe3, 0, 0],
      [0xe3, 0, 64],
      [0xe3, 127, 127],
      [0x83, 60, 1],
      [0xf0, 1, 2, 3, 0xf7],
    ],
  );
  t.is(leftOut, 0);
});

for (const [what, bytes] of [
  ['nothing', ''],
  ['text', 'this is no MIDI file'],
  ['a header alone', 'MThd\0\0\0\x06\0\0\0\x01\0\x60'],
] as const)
  test(`Of ${what}, a sentence`, (t) => {
    const path = join(folderOf(t), 'x.mid');
    writeFileSync(path, bytes, 'latin1');
    t.throws(() => readMidiFile(path), {
      name: 'CommandError',
      message: /x\.mid (cannot be read as a MIDI file|contains no notes)/,
    });
  });

test('A division of time that is 0 is refused', (t) => {
  const path = write(t, [[note(10, 60), end]]);
  const bytes = readFileSync(path);
  bytes.writeUInt16BE(0, 12);
  writeFileSync(path, bytes);
  t.throws(() => readMidiFile(path), { message: /x\.mid cannot be read as a MIDI file: a beat has no ticks/ });
});

test('Each message comes once, in its block, at its frame', (t) => {
  const path = write(t, [[note(0, 1), note(1, 2), note(0, 3), note(50, 4), { ...end, deltaTime: 100 }]]);
  const score = readMidiFile(path);
  for (const block of [1, 7, 240, 1000]) {
    const music = new Music(score, 48_000, 120);
    const found: [number, number | undefined][] = [];
    for (let position = 0; position < 48_000; position += block)
      for (const event of music.eventsAt(position, block)) {
        t.true(event.frame >= 0 && event.frame < block);
        if (event.type === 'midi') found.push([position + event.frame, event.data[1]]);
      }
    t.deepEqual(found, [
      [0, 1],
      [240, 2],
      [240, 3],
      [12_240, 4],
    ]);
  }
});

test('The transport follows tempo and meter', (t) => {
  const meter: MidiEvent = {
    deltaTime: 100,
    type: 'timeSignature',
    numerator: 3,
    denominator: 8,
    metronome: 24,
    thirtyseconds: 8,
  };
  const score = readMidiFile(write(t, [[tempo(0, 60), meter, tempo(100, 90), note(0, 60), end]]));
  const music = new Music(score, 1000, 120);
  const at = (position: number) => ({ ...music.transportAt(position) });
  t.deepEqual(at(0), { position: 0, tempo: 60, numerator: 4, denominator: 4, playing: true });
  t.deepEqual(at(999), { position: 999, tempo: 60, numerator: 4, denominator: 4, playing: true });
  t.like(at(1000), { numerator: 3, denominator: 8, tempo: 60 });
  t.like(at(2000), { numerator: 3, denominator: 8 });
  t.true(Math.abs(at(2001).tempo - 90) < 0.001);
});
