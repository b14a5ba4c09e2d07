import assert from 'node:assert/strict';
import test from 'ava';
import fc from 'fast-check';
import { fold, foldedFor, widthOf } from '../../../ts/cli/fold.ts';
import { timeLeft } from '../../../ts/cli/progress.ts';
import { pairsOf, tableOf } from '../../../ts/cli/table.ts';

test('Text is folded between words, and long names after their marks', (t) => {
  t.deepEqual(fold('one two three', 7), ['one two', 'three']);
  t.deepEqual(fold('http://drobilla.net/plugins/mda', 12), ['http://', 'drobilla.', 'net/plugins/', 'mda']);
  t.deepEqual(fold('abcdefghij', 4), ['abcd', 'efgh', 'ij']);
  t.deepEqual(fold('', 5), ['']);
});

test('No line is wider than it may be, and no letter is lost', (t) => {
  t.notThrows(() =>
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), fc.integer({ min: 1, max: 50 }), (text, width) => {
        const lines = fold(text, width);
        for (const line of lines) assert.ok(widthOf(line) <= width, line);
        assert.equal(lines.join('').replaceAll(' ', ''), text.replaceAll(' ', ''));
      }),
    ),
  );
});

const head = ['format', 'name', 'id'];
const rows = [
  ['lv2', 'A name of many words', 'http://example.com/a/very/long/uri'],
  ['clap', 'Short', 'org.example'],
];

test('A table is as wide as it likes, unless a terminal is narrower', (t) => {
  const free = tableOf(head, rows, false, Number.POSITIVE_INFINITY);
  t.is(free.split('\n').length, 3);
  t.regex(free, /A name of many words {2}http:\/\/example\.com\/a\/very\/long\/uri$/m);
  for (const columns of [40, 50, 60, 80]) {
    const lines = tableOf(head, rows, false, columns).split('\n');
    for (const line of lines) t.true(line.length <= columns, `${columns}: ${line}`);
    t.true(lines.join(' ').includes('Short'));
  }
});

test('A table that is too wide for any folding becomes lists', (t) => {
  for (const columns of [9, 12, 20, 25]) {
    const text = tableOf(head, rows, false, columns);
    for (const line of text.split('\n')) t.true(widthOf(line) <= columns, `${columns}: ${line}`);
    for (const word of ['lv2', 'clap', 'name', 'id']) t.true(text.includes(word), `${columns}: ${text}`);
  }
  t.is(
    pairsOf([['a', 'one two'] as const, ['bcd', 'three'] as const], false, 9),
    'a    one\n     two\nbcd  thre\n     e',
  );
});

test('Sentences are folded for a terminal, and for nothing else', (t) => {
  t.is(foldedFor('one two three', 2, 8), 'one\n  two\n  three');
  t.is(foldedFor('one two three', 2, Number.POSITIVE_INFINITY), 'one two three');
});

test('How long something will take is said when it is known, and worth saying', (t) => {
  t.is(timeLeft(0, 60_000), '');
  t.is(timeLeft(1, 60_000), '');
  t.is(timeLeft(0.5, 1000), '');
  t.is(timeLeft(0.9, 9000), '');
  t.is(timeLeft(0.5, 10_000), '10 s left');
  t.is(timeLeft(0.25, 100_000), '5:00 min left');
  t.is(timeLeft(0.01, 60_000), '1:39 h left');
});
