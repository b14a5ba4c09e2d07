/** What a trap does to the process that runs the core ahead of time. */
import { spawnSync } from 'node:child_process';
import test from 'ava';
import { nativeFolder } from '../support.ts';

/** Of trap.wat, 65 pages. */
const memoryBytes = 65 * 65_536;
const outOfBounds = 'a memory access out of bounds';
const unaligned = 'an atomic access to an address that is not aligned';
const noFunction = 'a call of a function that is not there';
const noNumber = 'a conversion of NaN to an integer';

const run = (name: string, argument: number) =>
  spawnSync(`${nativeFolder}trap`, [name, `${argument}`], { encoding: 'utf8' });

const trapping: [name: string, argument: number, cause: string][] = [
  ['load', memoryBytes - 3, outOfBounds],
  ['load', 0xffff_ffff, outOfBounds],
  ['store', memoryBytes - 8, outOfBounds],
  ['store', 0xffff_fff8, outOfBounds],
  ['copy', memoryBytes - 15, outOfBounds],
  ['fill', 0xffff_ffff, outOfBounds],
  ['atomic_load', memoryBytes, outOfBounds],
  ['atomic_load', 2, unaligned],
  ['divide', 0, 'a division by zero'],
  ['convert', 0x7fc0_0000, noNumber],
  ['convert', 0x4f80_0000, 'an integer overflow'],
  ['call', 1, noFunction],
  ['call', 0xffff_ffff, noFunction],
  ['unreachable', 1, 'code that is never to be reached'],
];

for (const [name, argument, cause] of trapping) {
  test(`${name}(${argument}) ends the process with its cause.`, (t) => {
    const { signal, stderr, stdout } = run(name, argument);
    t.is(signal, 'SIGABRT');
    t.is(stderr, `the core stopped in trap_${name} at ${cause}\n`);
    t.is(stdout, '', 'nothing ran after it');
  });
}

for (const [name, argument] of [
  ['load', memoryBytes - 4],
  ['store', memoryBytes - 12],
  ['copy', memoryBytes - 16],
  ['fill', memoryBytes - 16],
  ['atomic_load', memoryBytes - 4],
  ['divide', 1],
  ['unreachable', 0],
] as const) {
  test(`${name}(${argument}) returns.`, (t) => {
    const { status, stdout } = run(name, argument);
    t.is(status, 0);
    t.regex(stdout, /returned\n$/);
  });
}

for (const [name, argument] of [
  ['compare', 5],
  ['add', 5],
] as const) {
  test(`An atomic ${name} returns the value that was there: 0, not ${argument}.`, (t) => {
    t.is(run(name, argument).stdout, '0 returned\n');
  });
}
