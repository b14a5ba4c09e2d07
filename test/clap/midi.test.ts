/** Notes and MIDI, in the dialect that the port speaks; and what the plugin plays. */
import test, { type ExecutionContext } from 'ava';
import { type Answer, details, drive, events, fixture, line, probe, started } from './driver.ts';

/** What arrived: "on 3 port 0 ...", in order. */
const arrived = (answer: Answer): string[] =>
  answer.calls
    .filter(({ name }) => name.startsWith('notes.'))
    .map(({ name, details: text }) => `${name.slice('notes.'.length)} ${text}`);

const sent = (t: ExecutionContext, name: string, ...midi: string[]): string[] =>
  arrived(probe(t, name, [...midi.map((message) => `midi ${message}`), 'run 64']));

test('A port that speaks CLAP only gets notes as CLAP events, and nothing else.', (t) => {
  t.deepEqual(sent(t, 'note-ports-clap', '3 0 149 60 127', '9 0 133 60 0', '10 0 181 7 100', '11 0 229 0 64'), [
    'on 3 port 0 channel 5 key 60 velocity 1',
    'off 9 port 0 channel 5 key 60 velocity 0',
  ]);
});

test('A port that speaks MIDI only gets everything as MIDI.', (t) => {
  t.deepEqual(
    sent(t, 'note-ports-midi', '3 0 149 60 127', '9 0 133 60 0', '10 0 181 7 100', '11 0 229 0 64', '12 0 197 5'),
    [
      'midi 3 port 0 bytes 149 60 127',
      'midi 9 port 0 bytes 133 60 0',
      'midi 10 port 0 bytes 181 7 100',
      'midi 11 port 0 bytes 229 0 64',
      'midi 12 port 0 bytes 197 5 0',
    ],
  );
});

test('A port that speaks both gets each note once, in the dialect that it prefers, and the rest as MIDI.', (t) => {
  t.deepEqual(sent(t, 'note-ports-both', '3 0 144 60 127', '3 1 144 60 127', '5 0 176 1 2', '6 1 128 60 0'), [
    'on 3 port 0 channel 0 key 60 velocity 1',
    'midi 3 port 1 bytes 144 60 127',
    'midi 5 port 0 bytes 176 1 2',
    'midi 6 port 1 bytes 128 60 0',
  ]);
});

test('A note on with velocity 0 is a note off.', (t) => {
  const [off] = sent(t, 'note-ports-clap', '3 0 144 60 0');
  t.regex(off!, /^off 3 port 0 channel 0 key 60 /);
});

test('MIDI for a port that the plugin does not have, and what is no message, is ignored.', (t) => {
  t.deepEqual(
    sent(t, 'note-ports-midi', '3 1 144 60 100', '3 9 144 60 100', '4 0 60 60 60', '5 0 144 200 3', '6 0 144'),
    [],
  );
});

test('Notes keep their frame where a block is longer than announced.', (t) => {
  const frames = [0, 15, 16, 40, 63];
  const answer = drive([
    ...started(fixture('note-echo'), 48000, 16),
    ...frames.map((frame) => `midi ${frame} 0 128 60 127`),
    ...['run 64', 'events', 'close'],
  ]);
  t.deepEqual(answer.faults, []);
  t.deepEqual(
    events(answer).map((text) => Number(text.split(' ')[1])),
    frames,
  );
});

test('Notes and parameters share a block, in order.', (t) => {
  const answer = probe(t, 'gain', ['event 3 0 1', 'midi 4 0 144 60 1', 'event 5 0 2', 'run 64']);
  t.deepEqual(details(answer, 'plugin.process'), ['64 events 2'], 'a plugin without note ports gets no notes');
});

test('What the plugin plays comes out as MIDI, sorted by time, on its port; port -1 is the first.', (t) => {
  const answer = probe(t, 'note-echo', ['midi 5 0 146 60 127', 'midi 20 0 130 60 64', 'run 64', 'events']);
  t.deepEqual(events(answer), [
    'event 5 kind 2 port 0 index 3 bytes 146 60 127',
    'event 7 kind 2 port 1 index 3 bytes 179 74 100',
    'event 9 kind 2 port 2 index 3 bytes 146 60 127',
    'event 20 kind 2 port 0 index 3 bytes 130 60 64',
  ]);
});

test('Events that the plugin puts past the block are at its last frame.', (t) => {
  const answer = probe(t, 'note-echo', ['midi 63 0 144 60 127', 'run 64', 'events']);
  t.deepEqual(
    events(answer).map((text) => Number(text.split(' ')[1])),
    [63, 63, 63],
  );
});

test('MIDI that is no note passes through as it is.', (t) => {
  const answer = probe(t, 'note-echo', [
    'midi 1 0 176 7 100',
    'midi 2 0 197 5',
    'midi 3 0 224 1 2',
    'run 64',
    'events',
  ]);
  t.deepEqual(events(answer), [
    'event 1 kind 2 port 1 index 3 bytes 176 7 100',
    'event 2 kind 2 port 1 index 2 bytes 197 5 0',
    'event 3 kind 2 port 1 index 3 bytes 224 1 2',
  ]);
});

test('As many rings are asked for as there are note ports.', (t) => {
  t.is(line(probe(t, 'note-echo', ['rings']), 'rings'), 'rings 1 3');
  t.is(line(probe(t, 'note-ports-both', ['rings']), 'rings'), 'rings 2 0');
  t.is(line(probe(t, 'gain', ['rings']), 'rings'), 'rings 0 0');
});

test('Names of notes are told: for every key that has one.', (t) => {
  const answer = probe(t, 'note-names', ['note-names']);
  const names = answer.lines.filter((text) => text.startsWith('note-name '));
  for (const name of ['36 Kick', '37 Rim', '38 Snare']) t.true(names.includes(`note-name ${name}`), name);
  t.is(line(answer, 'note-names'), `note-names ${names.length}`);
  t.true(names.every((text) => Number(text.split(' ')[1]) <= 127));
  t.is(line(probe(t, 'gain', ['note-names']), 'note-names'), 'note-names -2');
});
