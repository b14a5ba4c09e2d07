/** Parameters that are not ports: patch:writable and patch:readable. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { type Answer, drive, fixture, numbers, started } from './driver.ts';

const patched = started('patch-parameters');
const heard = (answer: Answer, nth = 0) => numbers(answer, 'output', nth);

/** Positions in the table, which the data leave open. */
function positions(): Record<string, number> {
  const { lines } = drive([...patched, 'parameters']);
  const names = lines.flatMap((line) => /^parameter .* name (.*)$/.exec(line)?.[1] ?? []);
  return Object.fromEntries(names.map((name, index) => [name, index]));
}

const scratch = mkdtempSync(join(tmpdir(), 'properties-'));
const file = join(scratch, 'seven.txt');
writeFileSync(file, '7\n');
test.after.always(() => rmSync(scratch, { recursive: true }));

test('numbers are parameters, with range, default, unit, scale points; texts are listed; nothing else is', (t) => {
  const { lines, code, stderr } = drive([...patched, 'parameters', `text ${positions().Mode} 2`, 'properties']);
  t.is(code, 0, stderr);
  t.deepEqual(Object.keys(positions()).sort(), ['Meter', 'Mode', 'Patched gain']);
  t.regex(lines.find((line) => line.endsWith(' name Patched gain')) ?? '', / 0\.\.4 default 1 value 1 /);
  t.true(lines.includes('text 4 Wide'));
  t.deepEqual(
    lines.filter((line) => line.startsWith('property ')),
    [`property ${fixture('patch-file')} Path 0 File|`],
  );
});

test('a number is set at its frame, also before the first block, and once', (t) => {
  const at = positions();
  const answer = drive([
    ...patched,
    `set ${at['Patched gain']} 2`,
    'run 4',
    'output 0 0 4',
    `event 2 ${at['Patched gain']} 3`,
    'run 8',
    'output 0 2 1',
    'run 8 3',
    'output 0 4 1',
  ]);
  t.is(heard(answer)[0], 2, 'before the first block');
  t.is(heard(answer, 1)[0], 3, 'in the run that begins at frame 2');
  const sets = drive([...patched, `set ${at['Patched gain']} 2`, 'run 8 5', 'output 0 4 1']);
  t.deepEqual(heard(sets), [1]);
});

test('a number that is set while no blocks come is in the state that is saved then', (t) => {
  const gain = positions()['Patched gain'];
  const answer = drive([...patched, 'run 8', `event 0 ${gain} 2`, 'run 0', 'save', 'run 8', 'output 0 4 1']);
  const ATOM = 'http://lv2plug.in/ns/ext/atom#';
  t.true(answer.lines.includes(`item ${fixture('patch-gain')} ${ATOM}Float 1 4 00000040`), answer.lines.join('\n'));
  t.deepEqual(heard(answer), [1], 'one patch:Set');
});

test('the plugin is asked for its values, and its answers count; meters refuse the DAW', (t) => {
  const at = positions();
  const answer = drive([
    ...patched,
    'run 8',
    'output 0 3 1',
    `value ${at.Meter}`,
    `event 0 ${at.Meter} 5`,
    `event 0 ${at.Mode} 3`,
    'run 8',
    `value ${at.Meter}`,
    `value ${at.Mode}`,
    'run 8',
    'output 0 1 1',
    `set ${at.Meter} 1`,
  ]);
  t.deepEqual(heard(answer), [1], 'patch:Get');
  t.deepEqual([numbers(answer, 'value'), numbers(answer, 'value', 1), numbers(answer, 'value', 2)], [[42], [42], [2]]);
  t.deepEqual(heard(answer, 1), [2]);
  t.deepEqual(numbers(answer, 'set'), [-1]);
  t.is(answer.code, 0, answer.stderr);
});

for (const env of [{}, { FIXTURE_NO_STATE: '1' }]) {
  const who = Object.keys(env).length > 0 ? 'the host keeps for a plugin without a state' : 'the plugin keeps';
  test(`a file is loaded before the first block, and in a state that ${who}`, (t) => {
    const gain = positions()['Patched gain'];
    const set = [`set-property 0 ${file}`, `set ${gain} 2`, 'run 8', 'output 0 2 1', 'save', 'keep'];
    const back = ['set-property 0 /nowhere', `set ${gain} 4`, 'run 8', 'output 0 2 1', 'restore', 'run 8'];
    const answer = drive([...patched, ...set, ...back, 'output 0 0 3', 'idle', 'properties', `value ${gain}`], { env });
    t.is(answer.code, 0, answer.stderr);
    t.deepEqual([heard(answer), heard(answer, 1)], [[7], [-1]]);
    t.deepEqual(heard(answer, 2), [2, 0, 7]);
    t.true(answer.lines.includes(`property ${fixture('patch-file')} Path 0 File|${file}`), answer.lines.join('\n'));
    t.deepEqual(numbers(answer, 'value'), [2]);
  });
}
