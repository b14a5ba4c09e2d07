// SPDX-License-Identifier: BSD-2-Clause
/**
 * States of every kind for property tests with fast-check (version 4 or newer, to be installed by the program that uses
 * this).
 *
 * @packageDocumentation
 */
import fc from 'fast-check';
import type { ClapParameterState, ClapStreamState, Lv2State, State, Vst3State } from './types.ts';
import { vst3Id } from './values.ts';

const PART_BYTES_MAX = 200;
const LIST_MAX = 20;
const U32_MAX = 0xffff_ffff;
const WORD_BYTES = 4;

const u32 = () => fc.integer({ min: 0, max: U32_MAX });
const bytes = () => fc.uint8Array({ maxLength: PART_BYTES_MAX });
/** URIs, and any text that UTF-8 can encode. */
const text = () => fc.oneof(fc.webUrl(), fc.string({ unit: 'binary', maxLength: PART_BYTES_MAX }));

/** LV2 states, including some that no plugin saves: repeated keys, NaN, empty values. */
export function lv2States(): fc.Arbitrary<Lv2State> {
  const port = fc.record({ index: u32(), value: fc.float() });
  const property = fc.record({ key: text(), type: text(), flags: u32(), value: bytes() });
  return fc.record({
    format: fc.constant('lv2'),
    ports: fc.array(port, { maxLength: LIST_MAX }),
    properties: fc.array(property, { maxLength: LIST_MAX }),
  });
}

/** VST3 states, nearly all of them with a class id. */
export function vst3States(): fc.Arbitrary<Vst3State> {
  const classId = fc
    .uint8Array({ minLength: 16, maxLength: 16 })
    .map((id) => vst3Id(Array.from(id, (byte) => byte.toString(16).padStart(2, '0')).join('')));
  const id = fc.oneof({ weight: 9, arbitrary: classId }, { weight: 1, arbitrary: text() });
  return fc.record({ format: fc.constant('vst3'), id, component: bytes(), controller: bytes() });
}

/** Streams of CLAP plugins. */
export function clapStreamStates(): fc.Arbitrary<ClapStreamState> {
  return fc.record({ format: fc.constant('clap'), stream: bytes() });
}

/** States of CLAP plugins without `clap.state`. */
export function clapParameterStates(): fc.Arbitrary<ClapParameterState> {
  const parameter = fc.record({ id: u32(), value: fc.double() });
  return fc.record({ format: fc.constant('clap'), parameters: fc.array(parameter, { maxLength: LIST_MAX }) });
}

/** States of all formats. */
export function states(): fc.Arbitrary<State> {
  return fc.oneof(lv2States(), vst3States(), clapStreamStates(), clapParameterStates());
}

/**
 * Corruptions of a state's bytes: truncated, a byte changed, a wrong length, bytes inserted or appended.
 * @param whole for example the result of `encodeState`; at least one byte
 */
export function damaged(whole: Uint8Array): fc.Arbitrary<Uint8Array> {
  const at = fc.nat({ max: whole.length - 1 });
  const cut = at.map((length) => whole.slice(0, length));
  const changed = fc.tuple(at, fc.nat({ max: 255 })).map(([offset, byte]) => whole.with(offset, byte));
  const word = fc.oneof(u32(), fc.constantFrom(0, 1, 0x7fff_ffff, 0x8000_0000, U32_MAX));
  const lying = fc.tuple(at, word).map(([offset, value]) => withWord(whole, offset, value));
  const grown = fc
    .tuple(at, fc.uint8Array({ minLength: 1, maxLength: LIST_MAX }))
    .map(([offset, more]) => Uint8Array.from([...whole.slice(0, offset), ...more, ...whole.slice(offset)]));
  const longer = fc
    .uint8Array({ minLength: 1, maxLength: LIST_MAX })
    .map((more) => Uint8Array.from([...whole, ...more]));
  return fc.oneof(cut, changed, lying, grown, longer);
}

/** The bytes at the offset, as far as there are any, overwritten with the number. */
function withWord(whole: Uint8Array, offset: number, value: number): Uint8Array {
  const result = whole.slice();
  const start = Math.min(offset, Math.max(0, whole.length - WORD_BYTES));
  const word = new Uint8Array(Uint32Array.of(value).buffer).subarray(0, whole.length - start);
  result.set(word, start);
  return result;
}
