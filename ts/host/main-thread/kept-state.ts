// SPDX-License-Identifier: BSD-2-Clause
/**
 * A state as it is kept for later processes: its bytes, followed by what must be known about them.
 *
 *     state; directories, UTF-8; u32 bytes of these; u32 1: as the DAW sent it, 0: as the plugin gave it
 *
 * The plugin's folders for files belong to the state, which may name files relative to them.
 */
import { STATE_BYTES_MAX } from '../../contract/core.ts';
import type { Core } from '../../core.ts';

const WORD_BYTES = Uint32Array.BYTES_PER_ELEMENT;

export interface KeptState {
  /** The state is the first so many bytes of the core's state buffer. */
  bytes: number;
  /** As it stood on the wire, and goes back there byte for byte; else as the plugin gave it. */
  onWire: boolean;
  directories: Directories;
}

/** Where the plugin keeps its files: a private folder and a shared one; empty if not given. */
export interface Directories {
  readonly own: string;
  readonly shared: string;
}

/** Neither of the two has a NUL in it. */
const BETWEEN = '\0';

/** All of the core's state buffer. */
export function room({ exports, u8 }: Core): Uint8Array {
  const at = exports.state_buffer();
  return u8.subarray(at, at + STATE_BYTES_MAX);
}

/** @returns the state with its belongings, a view of the core's state buffer; undefined if they do not fit there. */
export function wrap(core: Core, { bytes, onWire, directories }: KeptState): Uint8Array | undefined {
  const paths = new TextEncoder().encode(directories.own + BETWEEN + directories.shared);
  const whole = bytes + paths.length + 2 * WORD_BYTES;
  if (whole > STATE_BYTES_MAX) return undefined;
  const buffer = room(core).subarray(0, whole);
  buffer.set(paths, bytes);
  const words = new DataView(buffer.buffer, buffer.byteOffset + bytes + paths.length);
  words.setUint32(0, paths.length);
  words.setUint32(WORD_BYTES, onWire ? 1 : 0);
  return buffer;
}

/** @returns undefined if the first bytes of the core's state buffer are nothing that wrap made. */
export function unwrap(core: Core, whole: number): KeptState | undefined {
  if (whole < 2 * WORD_BYTES || whole > STATE_BYTES_MAX) return undefined;
  const buffer = room(core);
  const wordsAt = whole - 2 * WORD_BYTES;
  const words = new DataView(buffer.buffer, buffer.byteOffset + wordsAt);
  const pathsBytes = words.getUint32(0);
  if (pathsBytes > wordsAt) return undefined;
  const bytes = wordsAt - pathsBytes;
  const [own = '', shared = ''] = new TextDecoder().decode(buffer.subarray(bytes, wordsAt)).split(BETWEEN);
  return { bytes, onWire: words.getUint32(WORD_BYTES) === 1, directories: { own, shared } };
}
