/** Notes and controllers in, events out. */
import test from 'ava';
import { drive, fixture, line, numbers, probe, started } from './driver.ts';

/** What the instrument showed at a frame: [what, value]. */
function shown(t: import('ava').ExecutionContext, midi: string, frame: number): [number, number] {
  const answer = probe(t, 'instrument', [`midi ${frame} 0 ${midi}`, 'run 64', 'output 0 0 64', 'output 1 0 64']);
  const [what, value] = [numbers(answer), numbers(answer, 'output', 1)];
  t.is(what.filter((sample) => sample !== 0).length, 1, 'one event, once');
  return [what[frame]!, value[frame]!];
}

const close = (t: import('ava').ExecutionContext, found: [number, number], what: number, value: number): void => {
  t.is(found[0], what);
  t.true(Math.abs(found[1] - value) < 1e-6, `${found[1]} is not ${value}`);
};

const messages: [title: string, bytes: string, what: number, value: number][] = [
  ['A note on', '144 60 127', 60, 1],
  ['A note on with less velocity', '149 61 64', 61, 64 / 127],
  ['A note off', '128 60 32', -60, 32 / 127],
  ['A note on with velocity 0 is a note off', '144 60 0', -60, 0],
  ['Polyphonic pressure', '160 60 127', 1060, 1],
  ['A mapped controller', '176 1 64', 3001, 64 / 127],
  ['Another mapped controller', '176 7 127', 3007, 1],
  ['Channel pressure', '208 32', 3128, 32 / 127],
  ['Pitch bend', '224 0 64', 3129, 8192 / 16383],
  ['Pitch bend, all the way up', '224 127 127', 3129, 1],
  ['A program change', '192 5', 3130, 5 / 127],
];

for (const [title, bytes, what, value] of messages)
  test(`${title} arrives at its frame`, (t) => {
    for (const frame of [0, 17, 63]) close(t, shown(t, bytes, frame), what, value);
  });

for (const controller of [120, 123, 127])
  test(`Controller ${controller} ends the notes of its channel that are held, each once`, (t) => {
    const held = ['midi 0 0 144 60 100', 'midi 0 0 144 61 100', 'midi 1 0 128 61 0', 'midi 2 0 145 62 100', 'run 8'];
    const end = [`midi 5 0 176 ${controller} 0`, `midi 6 0 176 ${controller} 0`, 'run 8', 'output 0 0 8'];
    t.deepEqual(numbers(probe(t, 'instrument', [...held, ...end])), [0, 0, 0, 0, 0, -60, 0, 0]);
  });

test('A controller that the plugin does not map changes nothing', (t) => {
  const answer = probe(t, 'instrument', ['midi 3 0 176 74 127', 'run 64', 'output 0 0 64']);
  t.true(numbers(answer).every((sample) => sample === 0));
});

test('A mapped controller moves the parameter in the table too', (t) => {
  const answer = probe(t, 'instrument', ['midi 3 0 176 7 127', 'run 64', 'value 1']);
  t.deepEqual(numbers(answer, 'value'), [1]);
});

test('Many notes arrive in their order, each at its frame', (t) => {
  const notes = Array.from({ length: 128 }, (_, i) => `midi ${i * 2} 0 144 ${i} 100`);
  const samples = numbers(probe(t, 'instrument', [...notes, 'run 256', 'output 0 0 256']));
  t.deepEqual(
    samples,
    Array.from({ length: 256 }, (_, i) => (i % 2 === 0 ? i / 2 : 0)),
  );
});

test('Notes and parameter changes share a block', (t) => {
  const answer = probe(t, 'instrument', [
    'midi 1 0 144 60 127',
    'event 2 1 0.5',
    'midi 3 0 176 7 0',
    'run 64',
    'output 0 0 4',
    'output 1 0 4',
  ]);
  t.deepEqual(numbers(answer), [0, 60, 3007, 3007]);
  t.deepEqual(numbers(answer, 'output', 1), [0, 1, 0.5, 0]);
});

test('What the plugin plays comes out as MIDI, at its frame', (t) => {
  const answer = probe(t, 'note-echo', ['midi 5 0 146 60 127', 'midi 9 0 130 60 0', 'run 64', 'events']);
  t.deepEqual(
    answer.lines.filter((text) => text.startsWith('event ')),
    [
      'event 5 kind 2 port 0 index 3 bytes 146 72 127',
      'event 5 kind 2 port 0 index 3 bytes 179 74 100',
      'event 9 kind 2 port 0 index 3 bytes 130 72 0',
      'event 9 kind 2 port 0 index 3 bytes 179 74 100',
    ],
  );
});

test('The plugin is described with its event buses', (t) => {
  t.regex(line(probe(t, 'note-echo', ['describe']), 'description'), /inputs 0 outputs 0 .*midi 1 1$/);
  t.regex(line(probe(t, 'instrument', ['describe']), 'description'), /midi 1 0$/);
});

test('As many rings are asked for as there are event buses', (t) => {
  t.is(line(probe(t, 'note-echo', ['rings']), 'rings'), 'rings 1 1');
  t.is(line(probe(t, 'instrument', ['rings']), 'rings'), 'rings 1 0');
  t.is(line(probe(t, 'any-width', ['rings']), 'rings'), 'rings 0 0');
});

test('MIDI for a port that does not exist is ignored', (t) => {
  const answer = probe(t, 'note-echo', ['midi 5 1 144 60 127', 'midi 5 9 144 60 127', 'run 64', 'events']);
  t.is(line(answer, 'events'), 'events 0');
});

test('MIDI keeps its frame where a block is longer than announced', (t) => {
  const frames = [0, 15, 16, 40, 63];
  const commands = frames.map((frame) => `midi ${frame} 0 144 60 127`);
  const answer = drive([...started(fixture('note-echo'), 48000, 16), ...commands, 'run 64', 'events', 'close']);
  const offsets = answer.lines.filter((text) => text.startsWith('event ')).map((text) => Number(text.split(' ')[1]));
  t.deepEqual(
    offsets,
    frames.flatMap((frame) => [frame, frame]),
  );
  t.is(answer.code, 0, answer.stderr);
});

test('Gestures and modulation of the DAW are ignored', (t) => {
  const [gestureBegin, gestureEnd, modulation, unknown] = [3, 4, 5, 99];
  const kinds = [gestureBegin, modulation, gestureEnd, unknown].map((kind, i) => `kind ${i} ${kind}`);
  const answer = probe(t, 'instrument', [...kinds, 'run 64', 'output 0 0 64', 'value 0', 'events']);
  t.true(numbers(answer).every((sample) => sample === 0));
  t.deepEqual(numbers(answer, 'value'), [0]);
  t.is(line(answer, 'events'), 'events 0');
});

test('Names of notes, lists of files and a folder for them are nothing that VST3 has', (t) => {
  t.is(line(probe(t, 'instrument', ['supported']), 'notes'), 'notes -2 -2 files -2 -2 -2 resources -2');
});

test('Channels that a bus does not have are folded into those that it has', (t) => {
  const answer = probe(t, 'one-channel', [
    ...['midi 3 0 149 60 127', 'midi 9 0 191 7 127', 'run 64', 'output 0 3 1', 'output 1 3 1', 'value 0'],
  ]);
  t.deepEqual([numbers(answer), numbers(answer, 'output', 1), numbers(answer, 'value')], [[60], [1], [1]]);
});
