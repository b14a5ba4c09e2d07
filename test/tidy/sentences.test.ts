/** Error sentences and docs/troubleshooting.md: each sentence of the sources is found there, and it quotes none that is gone. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { root } from '../support/paths.ts';

const page = readFileSync(join(root, 'docs/troubleshooting.md'), 'utf8');
/** A part of a sentence that is shorter says too little to search for. */
const PART_MIN = 8;

const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').trim().toLowerCase();
/** What stands between the gaps (`...`), where names and numbers go. */
const partsOf = (sentence: string): string[] =>
  oneLine(sentence)
    .split('...')
    .map((part) => part.trim())
    .filter((part) => part.length >= PART_MIN);

function sources(folder: string, ending: string): { name: string; text: string }[] {
  return readdirSync(join(root, folder), { recursive: true })
    .map((name) => join(folder, String(name)))
    .filter((name) => name.endsWith(ending))
    .map((name) => ({ name, text: readFileSync(join(root, name), 'utf8') }));
}

const typescript = sources('ts', '.ts').filter(({ name }) => !/^ts\/(contract|cli\/test|examples)\//.test(name));
const c = sources('native-shim', '.c').filter(({ name }) => !/\/(probe|fuzz)\/|\/trial[\w-]*\.c$/.test(name));

/** Text of a string or template, the gaps as "...". */
const textOf = (literal: string): string =>
  literal
    .slice(1, -1)
    .replaceAll(/\$\{(?:[^{}`]|\{[^{}]*\}|`[^`]*`)*\}/g, '...')
    .replaceAll(/\\(['"`])/g, '$1');

/** Sentences of errors that people see. What the library throws is found by its code, an option's by its name. */
function thrown(): { name: string; sentence: string }[] {
  const created =
    /new (?:Command|Choice|CommandLine|PluginLoad|PluginEditor|Scan|State|StateFormat|OddFile)Error\(\s*('(?:\\.|[^'\\])*'|`(?:\\.|\$\{(?:[^{}`]|\{[^{}]*\}|`[^`]*`)*\}|[^`\\])*`)/g;
  return typescript.flatMap(({ name, text }) =>
    [...text.matchAll(created)]
      .map(([, literal = '']) => ({ name, sentence: textOf(literal) }))
      .filter(({ sentence }) => !sentence.startsWith('--')),
  );
}

function logged(): { name: string; sentence: string }[] {
  const calls = /\b\w*(?:error|fail|refuse|give_up|reason)\w*\s*\([^;"\n]*"((?:[^"\\]|\\.|"\s*")*)"/g;
  return c.flatMap(({ name, text }) =>
    [...text.matchAll(calls)].map(([, literal = '']) => ({
      name,
      sentence: literal
        .replaceAll(/"\s*"/g, '')
        .replaceAll('\\"', '"')
        .replaceAll('\\n', '')
        .replaceAll(/%[-0-9.*]*(?:z|l|h)*[a-z]/g, '...'),
    })),
  );
}

/** Of Node.js and the C library. */
const foreign = new Set([
  '--disable-wasm-trap-handler is not allowed in NODE_OPTIONS',
  'Failed to load ...: cannot open shared object file',
]);

const quoted = [...page.matchAll(/^\| (`.*?) \|/gm)].flatMap(([, cell = '']) =>
  [...cell.matchAll(/`([^`]+)`/g)].map(([, sentence = '']) => sentence),
);

test('Each error sentence is found in docs/troubleshooting.md by a part of it', (t) => {
  const found = quoted.map(partsOf).filter((parts) => parts.length > 0);
  const isFound = (sentence: string) =>
    found.some((parts) => parts.some((part) => oneLine(sentence).includes(part) || part.includes(oneLine(sentence))));
  const all = [...thrown(), ...logged()].filter(({ sentence }) => partsOf(sentence).some((part) => part.includes(' ')));
  t.true(all.length > 100, `${all.length}`);
  const missing = all.filter(({ sentence }) => !isFound(sentence)).map(({ name, sentence }) => `${name}: ${sentence}`);
  t.deepEqual([...new Set(missing)], []);
});

test('docs/troubleshooting.md quotes only sentences that the program has', (t) => {
  // Sentences are put together from pieces, in several files and languages.
  const joined = [...typescript, ...c]
    .map(({ text }) =>
      text
        .replaceAll(/['"`]\s*\+?\s*['"`]/g, '')
        .replaceAll('\\"', '"')
        .replaceAll("\\'", "'"),
    )
    .join('\n');
  const all = oneLine(joined);
  const gone = quoted.filter(
    (sentence) => !foreign.has(sentence) && !partsOf(sentence).every((part) => all.includes(part)),
  );
  t.deepEqual(gone, []);
});
