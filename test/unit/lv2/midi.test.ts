import test from 'ava';
import { type Answer, drive, numbers, started } from './driver.ts';

const midi = (answer: Answer): string[] => answer.lines.filter((line) => line.startsWith('midi '));

test('the number of atom ports is reported', (t) => {
  t.regex(drive([...started('midi-echo'), 'describe']).lines.at(-1) ?? '', /midi 2 2$/);
});

test('MIDI arrives at its port and frame and comes back sorted by frame', (t) => {
  const events = ['midi 0 0 903c7f', 'midi 3 1 c105', 'midi 5 0 803c00', 'midi 5 9 903c7f', 'midi 63 1 f8'];
  const answer = drive([...started('midi-echo'), ...events, 'run 64']);
  const expected = ['midi 0 0 3 903c7f', 'midi 3 1 2 c10500', 'midi 5 0 3 803c00', 'midi 63 1 1 f80000'];
  t.deepEqual(midi(answer), expected);
  t.is(answer.code, 0, answer.stderr);
});

test('MIDI keeps its frame where the block is split', (t) => {
  const events = [
    'midi 0 0 900102',
    'midi 15 0 900103',
    'midi 16 0 900104',
    'event 20 0 0',
    'midi 20 0 900105',
    'midi 63 0 900106',
  ];
  const answer = drive([...started('midi-echo', 48000, 16), ...events, 'run 64']);
  t.deepEqual(
    midi(answer).map((line) => line.split(' ')[1]),
    ['0', '15', '16', '20', '63'],
  );
  t.is(answer.code, 0, answer.stderr);
});

test('as many rings are asked for as there are atom ports, up to what the wire has', (t) => {
  t.is(drive([...started('midi-echo'), 'rings']).lines.at(-1), 'rings 2 2');
  t.is(drive([...started('gain'), 'rings']).lines.at(-1), 'rings 0 0');
  const many = drive([...started('many-midi-ports'), 'rings', 'describe']);
  t.is(many.lines.at(-2), 'rings 16 16');
  t.regex(many.lines.at(-1) ?? '', /midi 18 18$/);
});

test('every port has its own MIDI, in one order of frames', (t) => {
  const ports = [15, 0, 7, 1];
  const events = ports.map((port, i) => `midi ${i * 3} ${port} 9${port.toString(16)}3c7f`);
  const answer = drive([...started('many-midi-ports', 48000, 5), ...events, 'run 64']);
  t.deepEqual(
    midi(answer),
    ports.map((port, i) => `midi ${i * 3} ${port} 3 9${port.toString(16)}3c7f`),
  );
  t.is(answer.code, 0, answer.stderr);
});

test('events that LV2 has no form for are ignored, and split no run', (t) => {
  const [gestureBegin, gestureEnd, modulation, unknown] = [3, 4, 5, 99];
  const kinds = [gestureBegin, modulation, gestureEnd, unknown].map((kind, i) => `kind ${i + 8} ${kind}`);
  const answer = drive([...started('midi-echo'), ...kinds, 'midi 20 0 903c7f', 'run 64', 'value 0']);
  t.deepEqual(midi(answer), ['midi 20 0 3 903c7f']);
  t.is(answer.lines.at(-1), 'value 0');
  const runs = drive([...started('longer-block'), ...kinds, 'run 64', 'output 0 0 4']);
  const undisturbed = drive([...started('longer-block'), 'run 64', 'output 0 0 4']);
  t.deepEqual(runs.lines, undisturbed.lines);
});

test('all that a ring holds arrives in one block, in order, and a note behind a sweep is heard', (t) => {
  const sweep = Array.from(
    { length: 4094 },
    (_, i) => `midi ${i % 2} 0 b007${(i % 128).toString(16).padStart(2, '0')}`,
  );
  const sorted = [
    ...sweep.filter((line) => line.startsWith('midi 0')),
    ...sweep.filter((line) => line.startsWith('midi 1')),
  ];
  const answer = drive([...started('midi-echo'), ...sorted, 'midi 2 0 903c7f', 'run 64', 'midi 3 1 803c00', 'run 64']);
  const expected = sorted.map((line) => line.replace(/(\d 0) /, '$1 3 '));
  t.deepEqual(midi(answer), [...expected, 'midi 2 0 3 903c7f', 'midi 3 1 3 803c00']);
  t.is(answer.code, 0, answer.stderr);
});

const faults: [number, string, string[]][] = [
  [1, 'an event that claims more bytes than there are', []],
  [2, 'a sequence that claims more bytes than its buffer has', []],
  [3, 'a message longer than three bytes', ['midi 0 0 5 f00102']],
  [4, 'times outside of the run', ['midi 0 0 3 f00102', 'midi 63 0 3 f00102']],
];

for (const [fault, name, expected] of faults) {
  test(`${name} does no harm`, (t) => {
    const answer = drive([...started('midi-echo'), `set 0 ${fault}`, 'run 64']);
    t.deepEqual(midi(answer), expected);
    t.is(answer.code, 0, answer.stderr);
  });
}

test('a block of no frames applies parameters and runs nothing', (t) => {
  const answer = drive([...started('midi-echo'), 'event 0 0 3', 'midi 0 0 903c7f', 'run 0', 'value 0']);
  t.deepEqual(answer.lines.slice(-2), ['run 0 latency 0', 'value 3']);
});

test('a restarted plugin goes on', (t) => {
  const answer = drive([...started('midi-echo'), 'run 64', 'restart', 'midi 1 0 903c7f', 'run 64']);
  t.true(answer.lines.includes('restarted 0'));
  t.deepEqual(midi(answer), ['midi 1 0 3 903c7f']);
});

const notes = (answer: Answer): string[] => answer.lines.filter((line) => /^notes? /.test(line));

const ask = (document: number): Answer =>
  drive([...started('note-names'), `set 0 ${document}`, 'notes', 'run 64', 'output 0 0 2']);

test('notes are named as the plugin names them, each once, in its order', (t) => {
  const answer = ask(0);
  t.deepEqual(notes(answer), [
    'notes 4',
    'note 36 Kick',
    'note 38 Snare & "Rim" > 2',
    'note 49 <\u266aA> \'" &nbsp;',
    'note 127 B\u00e9la',
  ]);
  t.deepEqual(numbers(answer), [0, 1], 'the document was freed, and the update feature was there');
  t.is(answer.code, 0, answer.stderr);
});

test('a plugin that has no document just now fails', (t) => {
  t.deepEqual(notes(ask(1)), ['notes -1']);
});

test('a document that ends too early names what it names', (t) => {
  const answer = ask(2);
  t.deepEqual(notes(answer), ['notes 1', 'note 1 One']);
  t.is(answer.code, 0, answer.stderr);
});

test('names are UTF-8 whatever the document is', (t) => {
  t.deepEqual(notes(ask(3)), ['notes 1', 'note 1 B?la']);
});

test('something that is not a document names nothing', (t) => {
  const answer = ask(4);
  t.deepEqual(notes(answer), ['notes 0']);
  t.is(answer.code, 0, answer.stderr);
});

test('the names are those of the last question', (t) => {
  const answer = drive([...started('note-names'), 'notes', 'set 0 2', 'notes']);
  t.deepEqual(notes(answer).slice(-2), ['notes 1', 'note 1 One']);
  t.is(answer.code, 0, answer.stderr);
});

test('a plugin without names has none', (t) => {
  t.deepEqual(notes(drive([...started('gain'), 'notes'])), ['notes -2']);
});
