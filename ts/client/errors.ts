// SPDX-License-Identifier: BSD-2-Clause
/** The library's errors: a class with a stable code. */
import type { ErrorCode } from './types.ts';

/** Every error of this library. `message` is a sentence for users: what, where, what to do; `code` is for programs. */
export class PluginHostError extends Error {
  /** Name of the class. */
  override readonly name = 'PluginHostError';
  /** The stable code. */
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** @throws PluginHostError INVALID_ARGUMENT */
export function invalid(message: string): never {
  throw new PluginHostError('INVALID_ARGUMENT', message);
}

/** Longer texts are cut in a sentence. */
const SHOWN_MAX = 200;

/** A value in a sentence. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return `"${value.length > SHOWN_MAX ? `${value.slice(0, SHOWN_MAX)}...` : value}"`;
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'function') return 'a function';
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}

/** The number, if it is an integer in a range. @throws PluginHostError INVALID_ARGUMENT, naming it. */
export function integerIn(name: string, value: number, minimum: number, maximum: number): number {
  if (Number.isInteger(value) && value >= minimum && value <= maximum) return value;
  return invalid(`${name} is ${shown(value)}; it has to be an integer from ${minimum} to ${maximum}`);
}
