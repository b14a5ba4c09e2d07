// SPDX-License-Identifier: BSD-2-Clause
/**
 * The types in which the generated files of ts/contract/ are written.
 *
 * Each unit takes any plain number, but no number that is known to be of another unit: a file descriptor never passes
 * for milliseconds. Arithmetic gives plain numbers.
 */
type Unit<Name extends string> = number & { readonly __unit?: Name };

/** A file descriptor; as a result, -errno instead if it is negative. */
export type Fd = Unit<'file descriptor'>;
/** Samples per channel: a length, or a position in a block. */
export type Frames = Unit<'frames'>;
/** Of the monotonic clock, wrapping at 2^32, or between two of its readings. */
export type Milliseconds = Unit<'milliseconds'>;
/** Byte offset into the core's linear memory. */
export type Offset = Unit<'offset'>;

/** A 32-bit unsigned result as WebAssembly hands it over: signed. Compare with 0 as it is; for anything else use `unsigned`. */
export type U32 = number;

/** Address of a native object, as koffi hands it out; TypeScript only passes it on. */
export type Pointer<Name extends string> = { readonly __brand: Name } | null;
