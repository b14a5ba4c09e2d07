// SPDX-License-Identifier: BSD-2-Clause
/**
 * The format in which a state is kept for later processes: the state, followed by its metadata.
 *
 *     state; directories, UTF-8; u32 size of these; u32 1: as received from the DAW, 0: as saved by the plugin
 *
 * The plugin's resource folders belong to the state, because it may contain file names relative to them.
 */
import { STATE_BYTES_MAX } from '../../contract/core.ts';
import type { Core } from '../../core.ts';

const WORD_BYTES = Uint32Array.BYTES_PER_ELEMENT;

export interface KeptState {
  /** Size of the state, at the start of the core's state buffer. */
  bytes: number;
  /** Whether it was received from the DAW, and is returned byte for byte; else it was saved by the plugin. */
  onWire: boolean;
  directories: Directories;
}

/** The plugin's resource folders: a private and a shared one; empty if not set. */
export interface Directories {
  readonly own: string;
  readonly shared: string;
}

/** A path cannot contain a NUL. */
const BETWEEN = '\0';

/** The whole of the core's state buffer. */
export function room({ exports, u8 }: Core): Uint8Array {
  const at = exports.state_buffer();
  return u8.subarray(at, at + STATE_BYTES_MAX);
}

/** @returns the state with its metadata, a view of the core's state buffer; undefined if they do not fit there. */
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

/** @returns undefined if the first bytes of the core's state buffer were not made by wrap. */
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
