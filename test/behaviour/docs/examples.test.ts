/** Every example of the README and the documents is run, or the reason why not is given here. */
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { root } from '../../support/paths.ts';
import { folderOf, runProgram } from '../commands/commands.ts';
import { writeNoise } from '../commands/sounds.ts';

const pages = [
  'README.md',
  ...readdirSync(join(root, 'docs'), { recursive: true }).flatMap((name) =>
    String(name).endsWith('.md') ? join('docs', String(name)) : [],
  ),
];

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

test('All examples are known', (t) => {
  t.deepEqual([...examples.keys()].toSorted(), Object.keys(ways).toSorted());
});

for (const [name, text] of examples) {
  const way = ways[name];
  if (typeof way === 'function') test.serial(`It runs: ${name}`, async (t) => way(t, text));
}
