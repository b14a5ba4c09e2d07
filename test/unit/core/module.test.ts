import { readFileSync } from 'node:fs';
import test from 'ava';
import { coreFunctions, instantiateCore } from '../../../ts/core.ts';
import { coreHeader } from './form.ts';
import { coreBytes, SCRATCH_BYTES, SEGMENT_BYTES, STATE_BYTES } from './support.ts';

/* What Emscripten's start-up files export on their own. */
const toolchainExports = [
  '__errno_location',
  '__indirect_function_table',
  '_initialize',
  'stackAlloc',
  'stackRestore',
  'stackSave',
];

/** Functions declared in core.h, with their number of parameters. */
function declaredFunctions(): Map<string, number> {
  const declarations = coreHeader().matchAll(/^CORE_EXPORT [^;]*?(\w+)\(([^)]*)\);/gm);
  return new Map([...declarations].map(([, name, list]) => [name!, list === 'void' ? 0 : list!.split(',').length]));
}

/** Contents of the section with that number. */
function section(id: number): Uint8Array {
  let at = 8;
  const number = (): number => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = coreBytes[at++]!;
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) {
        return value;
      }
    }
  };
  while (at < coreBytes.length) {
    const found = coreBytes[at++];
    const length = number();
    if (found === id) {
      return coreBytes.subarray(at, at + length);
    }
    at += length;
  }
  return new Uint8Array();
}

test('The module exports exactly the functions of core.h, with the parameters declared there', (t) => {
  const exports: Record<string, unknown> = { ...instantiateCore(coreBytes).exports };
  const declared = declaredFunctions();
  t.true(declared.size > 60);
  for (const name of ['memory', ...toolchainExports]) {
    delete exports[name];
  }
  const found = Object.entries(exports).map(([name, value]) => [name, (value as () => void).length] as const);
  t.deepEqual(found.toSorted(), [...declared].toSorted());
});

test('ts/core.ts lists the functions of core.h in its order', (t) => {
  t.deepEqual([...coreFunctions], [...declaredFunctions().keys()]);
});

test('The module imports nothing', (t) => {
  t.is(section(2).length, 0);
});

test('The memory is one, unshared, and cannot grow', (t) => {
  const limits = section(5);
  t.is(limits[0], 1, 'one memory');
  t.is(limits[1], 1, 'with a maximum');
  const half = (limits.length - 2) / 2;
  t.deepEqual(limits.slice(2, 2 + half), limits.slice(2 + half), 'maximum = minimum');
});

test('Atomic loads, stores and compare-and-swaps are in the code', (t) => {
  const code = Buffer.from(section(10));
  const alignment = 2;
  for (const [name, opcode] of Object.entries({ load: 0x10, store: 0x17, cmpxchg: 0x48 })) {
    t.true(code.includes(Buffer.from([0xfe, opcode, alignment])), `i32.atomic ${name}`);
  }
});

test('The window is 4 MiB inside the memory and aligned to 64 KiB', (t) => {
  const { exports, u8 } = instantiateCore(coreBytes);
  t.is(exports.core_window() % 65_536, 0);
  t.true(exports.core_window() > 0);
  t.true(exports.core_window() + 4_194_304 <= u8.length);
});

test('Bytes that are no WebAssembly are refused', (t) => {
  t.throws(() => instantiateCore(new Uint8Array(8)), { name: 'CompileError' });
});

test('A module without the core’s functions is refused with a sentence', (t) => {
  const empty = new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);
  t.throws(() => instantiateCore(empty), { message: /another build.*does not export core_window; build both again$/ });
});

test('A module whose function takes other parameters is refused with a sentence', (t) => {
  /* (module (func (export "core_window") (param i32))) */
  const name = [...Buffer.from('core_window')];
  const exported = [1, name.length, ...name, 0, 0];
  const other = new Uint8Array([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...[1, 5, 1, 0x60, 1, 0x7f, 0],
    ...[3, 2, 1, 0],
    ...[7, exported.length, ...exported],
    ...[10, 4, 1, 2, 0, 0x0b],
  ]);
  t.throws(() => instantiateCore(other), { message: /core_window takes 1 parameters instead of 0/ });
});

/* The core of the threads that see no states. */

const smallBytes = readFileSync(new URL('../../../build/core-small.wasm', import.meta.url));

test('The small core is the core without room for large states: it does not make the engine collect garbage', (t) => {
  const [small, full] = [instantiateCore(smallBytes), instantiateCore(coreBytes)];
  t.true(small.memory.byteLength < 10 << 20);
  t.is(full.memory.byteLength - small.memory.byteLength, 2 * (STATE_BYTES - SCRATCH_BYTES));
  for (const { exports, memory } of [small, full]) {
    t.true(exports.core_window() + SEGMENT_BYTES <= memory.byteLength);
    t.is(exports.daw_initialize(6), 0);
    t.is(exports.core_attach(), 6);
  }
});

test('A state of 64 KiB fits the small core, and nothing larger', (t) => {
  const { exports, memory } = instantiateCore(smallBytes);
  for (const at of [exports.state_buffer(), exports.state_staging()]) t.true(at + SCRATCH_BYTES <= memory.byteLength);
  t.is(exports.state_lv2_read(SCRATCH_BYTES), 0);
  t.is(exports.state_lv2_read(SCRATCH_BYTES + 1), -1);
  exports.answer_begin(8);
  t.is(exports.answer_end(), 4);
});
