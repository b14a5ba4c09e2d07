// SPDX-License-Identifier: BSD-2-Clause
/** Why bytes are not a valid state: a sentence, a reason, and an offset. */

/** Why bytes were rejected; the first ones in the order of `enum state_fault` in `wasm/include/core.h`. */
export type StateErrorReason =
  /** The input ends inside a field. */
  | 'cut'
  /** A count is larger than the remaining bytes can hold. */
  | 'count'
  /** A text is not UTF-8. */
  | 'text'
  /** The input does not start with the required bytes. */
  | 'mark'
  /** A number is not allowed. */
  | 'value'
  /** There are more bytes than the fields account for. */
  | 'length'
  /** A required part is missing. */
  | 'missing'
  /** A part is outside the input. */
  | 'outside'
  /** More than 64 MiB or, packed, more than a DAW accepts. */
  | 'too-large'
  /** A gzip stream is corrupted, or its contents do not match the container. */
  | 'damaged'
  /** The state is in a file that was not provided. */
  | 'needs-file'
  /** The format cannot be detected. */
  | 'unknown-format'
  /** The file is of another format than requested. */
  | 'other-format';

const reasons = ['cut', 'count', 'text', 'mark', 'value', 'length', 'missing', 'outside', 'too-large'] as const;

/** In the order of `enum state_field`. */
const fields = [
  'the state',
  'the number of ports',
  'the list of ports',
  'the number of properties',
  "a property's key",
  "a property's type",
  "a property's flags",
  "a property's value",
  "the plugin's id",
  "the component's state",
  "the controller's state",
  'the mark',
  'the version',
  'the number of parameters',
  'the list of parameters',
  "the container's kind",
  'the size of the state',
  'the hash',
  'the deflated state',
  'the container',
  'the offset of the list of chunks',
  'the list of chunks',
  'the description',
] as const;

/**
 * Bytes that cannot be decoded as a state, or a state that cannot be encoded. The message is a sentence for the user.
 */
export class StateFormatError extends Error {
  /** Constant, to identify the class. */
  override readonly name = 'StateFormatError';
  /** What is wrong. */
  readonly reason: StateErrorReason;
  /** Offset of the faulty byte: in the state, or in the file or container that holds it. */
  readonly offset: number;

  /** @param offset in bytes */
  constructor(message: string, reason: StateErrorReason, offset = 0) {
    super(message);
    this.reason = reason;
    this.offset = offset;
  }
}

/** The core's description of the last fault. */
export interface CoreFault {
  readonly fault: number;
  readonly field: number;
  readonly offset: number;
  readonly value: number;
}

function sentence({ field, offset, value }: CoreFault, reason: StateErrorReason): string {
  const name = fields[field] ?? fields[0];
  const hex = `0x${value.toString(16).padStart(2, '0')}`;
  switch (reason) {
    case 'cut':
      return `at byte ${offset}, ${name} needs ${value} bytes, more than are left`;
    case 'count':
      return `at byte ${offset}, ${name} is ${value}, more than can follow`;
    case 'text':
      return `at byte ${offset}, ${name} has an invalid byte (${hex})`;
    case 'mark':
      return `at byte ${offset}, ${name} is not what it must be`;
    case 'length':
      return `${value} bytes too many follow at byte ${offset}`;
    case 'missing':
      return `it lacks ${name}`;
    case 'outside':
      return `at byte ${offset}, ${name} lies outside the file`;
    case 'too-large':
      return `it has ${value} bytes, and no state has more than 64 MiB`;
    default:
      return `at byte ${offset}, ${name} has a value that is not allowed (${value})`;
  }
}

/** @param what such as `an LV2 state` */
export function refusal(what: string, fault: CoreFault): StateFormatError {
  const reason = reasons[fault.fault - 1] ?? 'value';
  return new StateFormatError(`This is not ${what}: ${sentence(fault, reason)}`, reason, fault.offset);
}
