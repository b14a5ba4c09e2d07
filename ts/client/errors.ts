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

/** The number, if it is an integer in a range. @throws PluginHostError INVALID_ARGUMENT, naming it. */
export function integerIn(name: string, value: number, minimum: number, maximum: number): number {
  if (Number.isInteger(value) && value >= minimum && value <= maximum) return value;
  return invalid(`${name} is ${value}; it has to be an integer from ${minimum} to ${maximum}`);
}
