/** What holds for the words of all files: opening comments, names of constants, titles of tests, turns of phrase. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { root } from '../support/paths.ts';

const LINE_MAX = 160;

/** Files of the repository (or of a release's source tree) with these endings. */
function files(...endings: string[]): { name: string; text: string }[] {
  const find = ['ts', 'scripts', 'test', 'wasm', 'native-shim', '-type', 'f', '-not', '-path', '*/node_modules/*'];
  return execFileSync('find', find, { cwd: root, encoding: 'utf8', maxBuffer: 1 << 26 })
    .split('\n')
    .filter((name) => endings.some((ending) => name.endsWith(ending)))
    .map((name) => ({ name, text: readFileSync(join(root, name), 'utf8') }));
}

/** Every place where the pattern is found, as "file:line text". */
function places(found: { name: string; text: string }[], pattern: RegExp): string[] {
  return found.flatMap(({ name, text }) =>
    text
      .split('\n')
      .flatMap((line, index) => (pattern.test(line) ? [`${name}:${index + 1} ${line.trim().slice(0, 100)}`] : [])),
  );
}

const LICENSE = /^(#!.*\n)?(\/\*|\/\/|#) SPDX-License-Identifier: BSD-2-Clause( \*\/)?\n/;

test('Every source file names its licence; those in C, and those of the program, say what they are for', (t) => {
  const sources = files('.c', '.h', '.ts', '.js', '.sh', '.mk', 'Makefile').filter(
    ({ name }) => !name.startsWith('test/'),
  );
  t.true(sources.length > 500);
  t.deepEqual(
    sources.filter(({ text }) => !LICENSE.test(text)).map(({ name }) => name),
    [],
  );
  const described = [...files('.c', '.h'), ...files('.ts').filter(({ name }) => name.startsWith('ts/'))];
  t.deepEqual(
    described.filter(({ text }) => !/^\/[/*]/.test(text.replace(LICENSE, ''))).map(({ name }) => name),
    [],
  );
});

test('Numbers and texts that never change have names in capitals', (t) => {
  const plain = /^(export )?const [a-z]\w*(: (number|string))? = (-?\d[\d_.]*(e\d+)?|'[^']*'|`[^`$]*`);/;
  t.deepEqual(places(files('.ts'), plain), []);
});

test('Titles of tests have no full stop', (t) => {
  t.deepEqual(places(files('.test.ts'), /^\s*test(\.serial)?\(['`].*[^.]\.['`], /), []);
});

test('Comments are within the width of a line', (t) => {
  const comments = places(files('.ts'), /^\s*(\/?\*|\/\/)/);
  t.deepEqual(places(files('.ts'), new RegExp(`^\\s*(/?\\*|//).{${LINE_MAX},}`)), []);
  t.true(comments.length > 1000);
});

/** Words that only this project would understand; the field says process, restart, crash, message, request, queue. */
const PRIVATE = [
  'birth bury buried death deaths deed died door doubt doubts dying goodbye guest guests heir hears',
  'life lives manners news obituary owe owed owes patience shelf tell telling tells told undertaker wish wishes',
];
const privateWords = new Set(PRIVATE.join(' ').split(' '));
/** Names that others have given: a function of VST3's IBStream. */
const foreignNames = new Set(['tell', 'stream_tell']);

/** The words of a name: "deathOf", "DEATH_OF" and "death_of" have the same ones. */
function wordsOf(name: string): string[] {
  return name.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+/g)?.map((word) => word.toLowerCase()) ?? [];
}

test('Names in code and names of files are words of the field', (t) => {
  const notCode = /\/\*[\s\S]*?\*\/|\/\/.*|'(\\.|[^'\\\n])*'|"(\\.|[^"\\\n])*"|`(\\[\s\S]|[^`\\])*`/g;
  const isOther = ({ name }: { name: string }) => name !== 'test/tidy/words.test.ts';
  const isPrivate = (name: string) => wordsOf(name).some((word) => privateWords.has(word)) && !foreignNames.has(name);
  const found = files('.c', '.h', '.ts', '.js', '.sh', '.mk')
    .filter(isOther)
    .flatMap(({ name, text }) => {
      const names = new Set(text.replace(notCode, '').match(/[A-Za-z_]\w*/g));
      return [name, ...names].filter(isPrivate).map((word) => `${name}: ${word}`);
    });
  t.deepEqual(found, []);
});

test('Comments speak plain English', (t) => {
  const turns = /^\s*(\/?\*|\/\/).*\b(told of|is no [a-z]+ at|nobody|somebody|whoever|of its own accord|hears of)\b/i;
  t.deepEqual(places(files('.ts', '.c', '.h'), turns), []);
});
