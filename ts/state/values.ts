// SPDX-License-Identifier: BSD-2-Clause
/** Validates the values of a state before it is written. A value that would change when written is rejected. */
import type { State } from './types.ts';

const U32_MAX = 0xffff_ffff;
const PROPERTIES_MAX = 16_384;
const CLASS_ID = /^\[[0-9A-F]{2}(, [0-9A-F]{2}){15}\]$/;
/** Half of a surrogate pair: UTF-8 cannot encode it. */
const LONE_SURROGATE = /\p{Surrogate}/u;

/** @throws TypeError for text that UTF-8 cannot encode. */
export function bytesOfText(text: string, what: string): Uint8Array {
  if (typeof text !== 'string') throw new TypeError(`${what} must be a string, not ${kindOf(text)}`);
  if (LONE_SURROGATE.test(text)) throw new TypeError(`${what} has half of a surrogate pair, which is not a character`);
  return new TextEncoder().encode(text);
}

function kindOf(value: unknown): string {
  return value === null ? 'null' : Array.isArray(value) ? 'an array' : typeof value;
}

function checkU32(value: number, what: string): void {
  if (!(Number.isInteger(value) && value >= 0 && value <= U32_MAX))
    throw new TypeError(`${what} must be an integer from 0 to ${U32_MAX}, not ${String(value)}`);
}

function checkNumber(value: number, what: string): void {
  if (typeof value !== 'number') throw new TypeError(`${what} must be a number, not ${kindOf(value)}`);
}

function checkBytes(value: Uint8Array, what: string): void {
  if (!(value instanceof Uint8Array)) throw new TypeError(`${what} must be a Uint8Array, not ${kindOf(value)}`);
}

function checkList(value: readonly unknown[], what: string, max = U32_MAX): void {
  if (!Array.isArray(value)) throw new TypeError(`${what} must be an array, not ${kindOf(value)}`);
  if (value.length > max) throw new TypeError(`${what} has ${value.length} entries; a state has at most ${max}`);
}

/** @throws TypeError that names the part that cannot be written. */
export function checkState(state: State): void {
  if (state?.format === 'lv2') {
    checkList(state.ports, 'ports');
    for (const [i, { index, value }] of state.ports.entries()) {
      checkU32(index, `ports[${i}].index`);
      checkNumber(value, `ports[${i}].value`);
    }
    checkList(state.properties, 'properties', PROPERTIES_MAX);
    for (const [i, { flags, value }] of state.properties.entries()) {
      checkU32(flags, `properties[${i}].flags`);
      checkBytes(value, `properties[${i}].value`);
    }
  } else if (state?.format === 'vst3') {
    checkBytes(state.component, 'component');
    checkBytes(state.controller, 'controller');
  } else if (state?.format === 'clap' && 'stream' in state) {
    checkBytes(state.stream, 'stream');
  } else if (state?.format === 'clap') {
    checkList(state.parameters, 'parameters');
    for (const [i, { id, value }] of state.parameters.entries()) {
      checkU32(id, `parameters[${i}].id`);
      checkNumber(value, `parameters[${i}].value`);
    }
  } else {
    throw new TypeError("a state's format must be 'lv2', 'vst3' or 'clap'");
  }
}

/**
 * The class id as written in VST3 states.
 * @param classId 32 hexadecimal digits
 * @throws TypeError
 */
export function vst3Id(classId: string): string {
  if (!/^[0-9A-Fa-f]{32}$/.test(classId)) throw new TypeError(`"${classId}" is not 32 hexadecimal digits`);
  return `[${(classId.toUpperCase().match(/../g) ?? []).join(', ')}]`;
}

/**
 * The class id of a VST3 state: 32 hexadecimal digits in upper case.
 * @param id of the state
 * @returns undefined if it is not in the form that hosts write.
 */
export function classIdOf(id: string): string | undefined {
  return CLASS_ID.test(id) ? id.replace(/[^0-9A-F]/g, '') : undefined;
}
