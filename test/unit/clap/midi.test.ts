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

test('A port that speaks CLAP only gets notes as CLAP events, and no MIDI', (t) => {
  t.deepEqual(sent(t, 'note-ports-clap', '3 0 149 60 127', '9 0 133 60 0', '10 0 181 7 100', '11 0 197 5'), [
    'on 3 port 0 channel 5 key 60 velocity 1',
    'off 9 port 0 channel 5 key 60 velocity 0',
  ]);
});

test('The pitch wheel and pressure are note expressions for a port that speaks CLAP only', (t) => {
  t.deepEqual(
    sent(t, 'note-ports-clap', '1 0 229 0 96', '2 0 165 60 127', '3 0 213 127', '4 0 229 0 0', '5 0 229 0 64'),
    [
      'expression 1 port 0 channel 5 key -1 tuning 1',
      'expression 2 port 0 channel 5 key 60 pressure 1',
      'expression 3 port 0 channel 5 key -1 pressure 1',
      'expression 4 port 0 channel 5 key -1 tuning -2',
      'expression 5 port 0 channel 5 key -1 tuning 0',
    ],
  );
});

test('A new note is bent and pressed as its channel is, until the controllers are reset', (t) => {
  const before = ['0 0 229 0 96', '0 0 213 127'];
  t.deepEqual(sent(t, 'note-ports-clap', ...before, '7 0 149 60 127', '7 0 144 61 127', '8 0 181 121 0').slice(2), [
    'on 7 port 0 channel 5 key 60 velocity 1',
    'expression 7 port 0 channel 5 key 60 tuning 1',
    'expression 7 port 0 channel 5 key 60 pressure 1',
    'on 7 port 0 channel 0 key 61 velocity 1',
    'expression 8 port 0 channel 5 key -1 tuning 0',
    'expression 8 port 0 channel 5 key -1 pressure 0',
  ]);
});

test('The pitch wheel reaches as far as registered parameter 0 says', (t) => {
  const range = ['0 0 176 101 0', '0 0 176 100 0', '0 0 176 6 48'];
  t.deepEqual(sent(t, 'note-ports-clap', ...range, '1 0 224 0 96', '2 0 176 100 1', '3 0 176 6 12', '4 0 224 0 96'), [
    'expression 1 port 0 channel 0 key -1 tuning 24',
    'expression 4 port 0 channel 0 key -1 tuning 24',
  ]);
});

test('All notes off and all sound off end the notes of their channel, each note by its key', (t) => {
  const notes = ['0 0 144 60 127', '0 0 144 64 127', '0 0 145 62 127', '0 0 128 60 0'];
  const ends = ['5 0 176 123 0', '6 0 176 123 0', '7 0 145 63 127', '8 0 177 120 0'];
  t.deepEqual(sent(t, 'note-ports-clap', ...notes, ...ends).slice(4), [
    'off 5 port 0 channel 0 key 64 velocity 0',
    'on 7 port 0 channel 1 key 63 velocity 1',
    'choke 8 port 0 channel 1 key 62',
    'choke 8 port 0 channel 1 key 63',
    'choke 8 port 0 channel 1 key -1',
  ]);
});

test('Where notes are CLAP’s and MIDI is known, the end of all notes is sent in both', (t) => {
  t.deepEqual(
    sent(t, 'note-ports-both', '0 0 144 60 127', '0 1 144 60 127', '5 0 176 123 0', '5 1 176 123 0').slice(2),
    ['off 5 port 0 channel 0 key 60 velocity 0', 'midi 5 port 0 bytes 176 123 0', 'midi 5 port 1 bytes 176 123 0'],
  );
});

test('Every key of every channel may end with one message, in a block full of notes', (t) => {
  const keys = Array.from({ length: 128 }, (_, key) => key);
  const channels = Array.from({ length: 16 }, (_, channel) => channel);
  const all = channels.flatMap((channel) => keys.map((key) => `0 0 ${144 + channel} ${key} 1`));
  const ends = channels.map((channel) => `9 0 ${176 + channel} 120 0`);
  const calls = sent(t, 'note-ports-clap', ...all, ...ends);
  t.is(calls.filter((call) => call.startsWith('choke')).length, 16 * 129);
});

test('A port that speaks MIDI only gets everything as MIDI', (t) => {
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

test('A port that speaks both gets each note once, in the dialect that it prefers, and the rest as MIDI', (t) => {
  t.deepEqual(sent(t, 'note-ports-both', '3 0 144 60 127', '3 1 144 60 127', '5 0 176 1 2', '6 1 128 60 0'), [
    'on 3 port 0 channel 0 key 60 velocity 1',
    'midi 3 port 1 bytes 144 60 127',
    'midi 5 port 0 bytes 176 1 2',
    'midi 6 port 1 bytes 128 60 0',
  ]);
});

test('A note on with velocity 0 is a note off', (t) => {
  const [off] = sent(t, 'note-ports-clap', '3 0 144 60 0');
  t.regex(off!, /^off 3 port 0 channel 0 key 60 /);
});

test('MIDI for a port that the plugin does not have, and what is not a message, is ignored', (t) => {
  t.deepEqual(
    sent(t, 'note-ports-midi', '3 1 144 60 100', '3 9 144 60 100', '4 0 60 60 60', '5 0 144 200 3', '6 0 144'),
    [],
  );
});

test('Notes keep their frame where a block is longer than announced', (t) => {
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

test('Notes and parameters share a block, in order', (t) => {
  const answer = probe(t, 'gain', ['event 3 0 1', 'midi 4 0 144 60 1', 'event 5 0 2', 'run 64']);
  t.deepEqual(details(answer, 'plugin.process'), ['64 events 2'], 'a plugin without note ports gets no notes');
});

test('What the plugin plays comes out as MIDI, sorted by time, on its port; port -1 is the first', (t) => {
  const answer = probe(t, 'note-echo', ['midi 5 0 146 60 127', 'midi 20 0 130 60 64', 'run 64', 'events']);
  t.deepEqual(events(answer), [
    'event 5 kind 2 port 0 index 3 bytes 146 60 127',
    'event 7 kind 2 port 1 index 3 bytes 179 74 100',
    'event 9 kind 2 port 2 index 3 bytes 146 60 127',
    'event 20 kind 2 port 0 index 3 bytes 130 60 64',
  ]);
});

test('Events that the plugin puts past the block are at its last frame', (t) => {
  const answer = probe(t, 'note-echo', ['midi 63 0 144 60 127', 'run 64', 'events']);
  t.deepEqual(
    events(answer).map((text) => Number(text.split(' ')[1])),
    [63, 63, 63],
  );
});

test('MIDI that is not a note passes through as it is', (t) => {
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

test('What MIDI has of CLAP’s notes comes out; the rest is left out without harm', (t) => {
  const answer = probe(t, 'notes-out', ['midi 0 0 144 60 127', 'run 64', 'events']);
  t.deepEqual(
    events(answer).map((text) => text.replace(/.* bytes /, '')),
    [
      ...['163 60 127', '211 64 0', '227 0 96', '227 127 127', '131 60 0', '179 120 0'],
      ...Array.from({ length: 16 }, (_, channel) => `${176 + channel} 123 0`),
    ],
  );
});

test('As many rings are asked for as there are note ports', (t) => {
  t.is(line(probe(t, 'note-echo', ['rings']), 'rings'), 'rings 1 3');
  t.is(line(probe(t, 'note-ports-both', ['rings']), 'rings'), 'rings 2 0');
  t.is(line(probe(t, 'gain', ['rings']), 'rings'), 'rings 0 0');
});

test('Names of notes are listed for every key that has one', (t) => {
  const answer = probe(t, 'note-names', ['note-names']);
  const names = answer.lines.filter((text) => text.startsWith('note-name '));
  for (const name of ['36 Kick', '37 Rim', '38 Snare']) t.true(names.includes(`note-name ${name}`), name);
  t.is(line(answer, 'note-names'), `note-names ${names.length}`);
  t.true(names.every((text) => Number(text.split(' ')[1]) <= 127));
  t.is(line(probe(t, 'gain', ['note-names']), 'note-names'), 'note-names -2');
});

test('Notes that come while the plugin is activated for the first block are played after it, in their order', (t) => {
  const answer = drive([
    ...started(fixture('slow-for-length'), 48000, 4096),
    'midi 3 0 144 60 100',
    'run 64',
    'midi 0 0 128 60 0',
    'midi 5 0 144 64 100',
    'run 64',
    'idle 400',
    'midi 0 0 128 64 0',
    'run 64 2',
    'close',
  ]);
  t.is(answer.code, 0, answer.stderr);
  t.deepEqual(answer.faults, []);
  t.deepEqual(details(answer, 'plugin.note'), ['on 60', 'off 60', 'on 64', 'off 64']);
});
