/** Every example of the README and the documents is run, or the reason why not is given here. */
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { root } from '../../support/paths.ts';
import { call, folderOf, runProgram } from '../commands/commands.ts';
import { keepExampleCrash } from '../commands/kept-crash.ts';
import { writeNoise } from '../commands/sounds.ts';

const pages = [
  'README.md',
  ...readdirSync(join(root, 'docs'), { recursive: true }).flatMap((name) =>
    String(name).endsWith('.md') ? join('docs', String(name)) : [],
  ),
];

/** Lines to be typed: `    maolan-plugin-host scan    # list the installed plugins`, and those in the text. */
const lines = pages
  .filter((page) => page !== 'docs/options.md')
  .flatMap((page) => {
    const text = readFileSync(join(root, page), 'utf8').replaceAll(/^```.*?^```/gms, '');
    const typed = [
      ...text.matchAll(/^ {4,}(maolan-plugin-host .*?)(?:\s{2,}.*)?$/gm),
      ...text.matchAll(/`(maolan-plugin-host [^`]*)`/g),
    ];
    return [...new Set(typed.map(([, line = '']) => line))].map((line) => ({ page, line }));
  });

/** Forms, not lines to be typed, and what a DAW types. */
const isForm = (line: string) => /[<|[]|^maolan-plugin-host --scan/.test(line);

/** What their arguments stand for. */
const REPLACED: Readonly<Record<string, string>> = {
  'build/MyPlugin.clap': join(root, 'dist/lib/checker/clean.clap'),
  '60': '0.02',
};

/** By page, language and number on the page. */
const examples = new Map(
  pages.flatMap((page) =>
    [...readFileSync(join(root, page), 'utf8').matchAll(/^```(\w*)\n(.*?)^```/gms)].map(
      ([, language = '', text = ''], index) => [`${page} ${index + 1} ${language}`, text] as const,
    ),
  ),
);

/** A program, in a folder with the package and a sound file; `more` ends what the example leaves open. */
function program(more = '') {
  return async (t: ExecutionContext, text: string) => {
    const cwd = folderOf(t);
    mkdirSync(join(cwd, 'node_modules'));
    symlinkSync(root, join(cwd, 'node_modules/maolan-plugin-host'));
    writeNoise(join(cwd, 'in.wav'), 4800, 2);
    writeFileSync(join(cwd, 'example.mts'), `${text}${more}`);
    const tsx = join(root, 'node_modules/tsx/dist/loader.mjs');
    const { code, stderr } = await runProgram(process.execPath, [`--import=${tsx}`, 'example.mts'], { cwd });
    t.is(code, 0, stderr);
  };
}

type Way = ReturnType<typeof program> | string;

const ways: Readonly<Record<string, Way>> = {
  'README.md 1 ts': program(),
  'docs/library.md 1 ts': program('await host.close();\n'),
  'docs/library.md 2 ts': program(),
  'docs/states-in-ci.md 1 js': 'run by test/unit/state/docs.test.ts',
  'docs/states-in-ci.md 2 js': 'run by test/unit/state/docs.test.ts',
  'docs/states-in-ci.md 3 yaml': 'a workflow, which a CI runs',
  'docs/states-in-ci.md 4 js': 'run by test/unit/state/docs.test.ts',
  'docs/test.md 1 yaml': 'a workflow, which a CI runs',
  'docs/test.md 2 yaml': 'a workflow, which a CI runs',
};

/** A folder with what the lines name: a sound, two settings, a crash. */
async function prepared(t: ExecutionContext): Promise<{ cwd: string; environment: Record<string, string> }> {
  const cwd = folderOf(t);
  const environment = { XDG_STATE_HOME: join(cwd, 'state') };
  writeNoise(join(cwd, 'in.wav'), 4800, 2);
  for (const [name, value] of [
    ['before', -30],
    ['after', -20],
  ])
    await call(['state', 'save', 'lv2:ZamComp', `${name}.state`, '-p', `Threshold=${value}`], { cwd, environment });
  keepExampleCrash(environment);
  return { cwd, environment };
}

/** 1 of doctor and diff is what they have found. 2: the text only names the verb. */
const FOUND: Readonly<Record<string, RegExp>> = { doctor: /./, state: /differ in/ };

test.serial('Each line that is to be typed does what it says', async (t) => {
  const options = await prepared(t);
  const typed = new Set(lines.filter(({ line }) => !isForm(line)).map(({ line }) => line));
  t.true(typed.size > 8, `only ${typed.size} were found`);
  for (const line of typed) {
    const words = line
      .split(' ')
      .slice(1)
      .map((word) => REPLACED[word] ?? word);
    const { code, stderr } = await call(words, options);
    const expected = FOUND[words[0] ?? ''];
    const isNamed = code === 2 && words.length <= 2 && stderr.includes('missing arguments');
    t.true(code === 0 || isNamed || (code === 1 && expected?.test(stderr) === true), `${line}: ${code} ${stderr}`);
  }
});

test('All examples are known', (t) => {
  t.deepEqual([...examples.keys()].toSorted(), Object.keys(ways).toSorted());
});

for (const [name, text] of examples) {
  const way = ways[name];
  if (typeof way === 'function') test.serial(`It runs: ${name}`, async (t) => way(t, text));
}
