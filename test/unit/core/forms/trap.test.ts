/** What a trap does to the process that runs the core ahead of time. */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import test from 'ava';
import { nativeFolder } from '../support.ts';

/** Of trap.wat, 65 pages. */
const MEMORY_BYTES = 65 * 65_536;
const OUT_OF_BOUNDS = 'a memory access out of bounds';
const UNALIGNED = 'an atomic access to an address that is not aligned';
const NO_FUNCTION = 'a call of a missing function';
const NO_NUMBER = 'a conversion of NaN to an integer';

const run = (name: string, argument: number) =>
  spawnSync(`${nativeFolder}trap`, [name, `${argument}`], { encoding: 'utf8' });

const trapping: [name: string, argument: number, cause: string][] = [
  ['load', MEMORY_BYTES - 3, OUT_OF_BOUNDS],
  ['load', 0xffff_ffff, OUT_OF_BOUNDS],
  ['store', MEMORY_BYTES - 8, OUT_OF_BOUNDS],
  ['store', 0xffff_fff8, OUT_OF_BOUNDS],
  ['copy', MEMORY_BYTES - 15, OUT_OF_BOUNDS],
  ['fill', 0xffff_ffff, OUT_OF_BOUNDS],
  ['atomic_load', MEMORY_BYTES, OUT_OF_BOUNDS],
  ['atomic_load', 2, UNALIGNED],
  ['divide', 0, 'a division by zero'],
  ['convert', 0x7fc0_0000, NO_NUMBER],
  ['convert', 0x4f80_0000, 'an integer overflow'],
  ['call', 1, NO_FUNCTION],
  ['call', 0xffff_ffff, NO_FUNCTION],
  ['unreachable', 1, 'unreachable code'],
];

for (const [name, argument, cause] of trapping) {
  test(`${name}(${argument}) ends the process with its cause`, (t) => {
    const { signal, stderr, stdout } = run(name, argument);
    t.is(signal, 'SIGABRT');
    t.is(stderr, `the core stopped in trap_${name} at ${cause}\n`);
    t.is(stdout, '', 'nothing ran after it');
  });
}

for (const [name, argument] of [
  ['load', MEMORY_BYTES - 4],
  ['store', MEMORY_BYTES - 12],
  ['copy', MEMORY_BYTES - 16],
  ['fill', MEMORY_BYTES - 16],
  ['atomic_load', MEMORY_BYTES - 4],
  ['divide', 1],
  ['unreachable', 0],
] as const) {
  test(`${name}(${argument}) returns`, (t) => {
    const { status, stdout } = run(name, argument);
    t.is(status, 0);
    t.regex(stdout, /returned\n$/);
  });
}

for (const [name, argument] of [
  ['compare', 5],
  ['add', 5],
] as const) {
  test(`An atomic ${name} returns the value that was there: 0, not ${argument}`, (t) => {
    t.is(run(name, argument).stdout, '0 returned\n');
  });
}

/* They are about the WebAssembly modules themselves. */
const engineOnly = ['module.test.ts'];

test('Every test file of the core runs against every form', (t) => {
  const all = readFileSync(new URL('all.ts', import.meta.url), 'utf8');
  const imported = [...all.matchAll(/'\.\.\/(.*)'/g)].map(([, name]) => name!);
  const files = readdirSync(new URL('../', import.meta.url)).filter((name) => name.endsWith('.test.ts'));
  t.deepEqual([...imported, ...engineOnly].toSorted(), files.toSorted());
});
