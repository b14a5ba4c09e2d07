/** The core of the threads that see no states. */
import { readFileSync } from 'node:fs';
import test from 'ava';
import { instantiateCore } from '../../../ts/core.ts';
import { coreBytes, SCRATCH_BYTES, SEGMENT_BYTES, STATE_BYTES } from './support.ts';

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
