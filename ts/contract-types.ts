// SPDX-License-Identifier: BSD-2-Clause
/**
 * The types used by the generated files of ts/contract/.
 *
 * Each unit accepts any plain number, but no number with another unit: a file descriptor cannot be passed as
 * milliseconds. Arithmetic gives plain numbers.
 */
type Unit<Name extends string> = number & { readonly __unit?: Name };

/** A file descriptor; as a result, -errno instead if it is negative. */
export type Fd = Unit<'file descriptor'>;
/** Samples per channel: a length, or a position in a block. */
export type Frames = Unit<'frames'>;
/** A reading of the monotonic clock, wrapping at 2^32, or the difference of two. */
export type Milliseconds = Unit<'milliseconds'>;
/** Byte offset into the core's linear memory. */
export type Offset = Unit<'offset'>;

/**
 * A 32-bit unsigned result as returned by WebAssembly: signed. Compare it with 0 directly; for anything else use
 * `unsigned`.
 */
export type U32 = number;

/** Address of a native object, as returned by koffi; TypeScript only passes it on. */
export type Pointer<Name extends string> = { readonly __brand: Name } | null;
