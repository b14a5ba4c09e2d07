import test from 'ava';
import { type Answer, drive, numbers, started } from './driver.ts';

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
