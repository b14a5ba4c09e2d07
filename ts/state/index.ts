// SPDX-License-Identifier: BSD-2-Clause
/**
 * Plugin states without plugins: decode, validate and compare them, in Node and in browsers.
 *
 * No native code and no Node API: the codecs are those of the host, as WebAssembly inside this module. A state is the
 * bytes that a DAW stores for a plugin, a `.vstpreset`, or a file of `maolan-plugin-host state save`; the DAW's
 * protocol version makes no difference.
 *
 * @packageDocumentation
 */
import coreBytes from '../../build/core.wasm';
import { instantiateCoreAsync } from '../core.ts';
import { PACKED_BYTES_MAX, StateCodec } from './codec.ts';
import { decode } from './decode.ts';
import { StateFormatError } from './errors.ts';
import { deflate, hashOf } from './gzip.ts';
import { bytesOf } from './source.ts';
import type { DecodeOptions, EncodeOptions, State, StateInspection, StateSource } from './types.ts';
import { classIdOf } from './values.ts';

export { diffStates } from './diff.ts';
export { type StateErrorReason, StateFormatError } from './errors.ts';
export type * from './types.ts';
export { classIdOf, vst3Id } from './values.ts';

let codec: Promise<StateCodec> | undefined;

function loadCodec(): Promise<StateCodec> {
  codec ??= instantiateCoreAsync(coreBytes).then((core) => new StateCodec(core));
  return codec;
}

/**
 * Decode the state in these bytes.
 * @throws StateFormatError with the reason and the offset; TypeError if the source is not bytes.
 */
export async function decodeState(source: StateSource, options: DecodeOptions = {}): Promise<State> {
  return (await inspectState(source, options)).state;
}

/**
 * Decode the state in these bytes, and describe what surrounds it.
 * @throws StateFormatError with the reason and the offset; TypeError if the source is not bytes.
 */
export async function inspectState(source: StateSource, options: DecodeOptions = {}): Promise<StateInspection> {
  const bytes = await bytesOf(source);
  return decode(await loadCodec(), bytes, options);
}

/**
 * Encode a state.
 * @throws StateFormatError 'too-large'; TypeError for values that a state cannot contain.
 */
export async function encodeState(state: State, options: EncodeOptions = {}): Promise<Uint8Array> {
  const loaded = await loadCodec();
  const { as = 'blob', info = '' } = options;
  if (as === 'vstpreset') return encodePreset(loaded, state, info);
  const raw = loaded.writeBlob(state);
  return as === 'blob' ? raw : pack(loaded, state, raw);
}

function encodePreset(loaded: StateCodec, state: State, info: string): Uint8Array {
  const classId = state.format === 'vst3' ? classIdOf(state.id) : undefined;
  if (state.format !== 'vst3' || classId === undefined)
    throw new TypeError('only the state of a VST3 plugin with a class id can be written as a .vstpreset');
  return loaded.writePreset({ classId, component: state.component, controller: state.controller, info });
}

async function pack(loaded: StateCodec, { format }: State, raw: Uint8Array): Promise<Uint8Array> {
  // A state that looks like a container must be put into one, or it would be mistaken for one.
  if (raw.length <= PACKED_BYTES_MAX && !looksPacked(loaded, format, raw)) return raw;
  const packed = loaded.writeContainer(format, raw, await hashOf(raw), await deflate(raw));
  if (packed !== undefined) return packed;
  throw new StateFormatError(
    `This state of ${raw.length} bytes does not fit the ${PACKED_BYTES_MAX} that a DAW takes, even deflated; a host keeps it in a file`,
    'too-large',
    PACKED_BYTES_MAX,
  );
}

function looksPacked(loaded: StateCodec, format: State['format'], raw: Uint8Array): boolean {
  try {
    return loaded.readContainer(format, raw) !== undefined;
  } catch {
    return true;
  }
}
