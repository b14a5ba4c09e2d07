/** The programs in docs/states-in-ci.md, executed unchanged. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { encodeState, type State } from 'maolan-plugin-host/state';
import { runProgram } from '../../behaviour/commands/commands.ts';
import { root } from '../../support/paths.ts';

const folder = mkdtempSync(join(tmpdir(), 'maolan-test-'));
test.after.always(() => rmSync(folder, { recursive: true }));

const page = readFileSync(join(root, 'docs/states-in-ci.md'), 'utf8');
const programs = [...page.matchAll(/```js\n(.*?)```/gs)].map(([, text]) => text ?? '');
const node = (...words: string[]) => runProgram(process.execPath, words, { cwd: folder });
const stateOf = (value: number): State => ({ format: 'lv2', ports: [{ index: 4, value }], properties: [] });

test.before(async () => {
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(root, join(folder, 'node_modules/maolan-plugin-host'));
  symlinkSync(join(root, 'node_modules/fast-check'), join(folder, 'node_modules/fast-check'));
  for (const [i, text] of programs.entries()) writeFileSync(join(folder, `${i}.mjs`), text);
  writeFileSync(join(folder, 'a.state'), await encodeState(stateOf(1)));
  writeFileSync(join(folder, 'b.state'), await encodeState(stateOf(2)));
});

test.serial('There are three programs', (t) => {
  t.is(programs.length, 3);
});

test.serial('One checks all states, and fails for one that is broken', async (t) => {
  const good = await node('0.mjs');
  t.deepEqual([good.code, good.stdout], [0, 'a.state: lv2, 16 bytes\nb.state: lv2, 16 bytes\n']);
  writeFileSync(join(folder, 'c.vstpreset'), 'VST3');
  const bad = await node('0.mjs');
  t.is(bad.code, 1);
  t.regex(bad.stderr, /^c\.vstpreset: This is not a usable VST3 preset: at byte 4, the version needs 4 bytes/);
});

test.serial('One says what changed', async (t) => {
  const { code, stdout } = await node('1.mjs', 'a.state', 'b.state');
  t.deepEqual([code, stdout], [0, 'changed port 4 1 -> 2\n']);
});

test.serial('One is a property test that holds', async (t) => {
  const { code, stderr } = await node('2.mjs');
  t.is(code, 0, stderr);
});
