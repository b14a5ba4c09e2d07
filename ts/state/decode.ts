// SPDX-License-Identifier: BSD-2-Clause
/** Extracts the state from any bytes: from files and containers, detecting the format. */
import { hexOf, STATE_BYTES_MAX, type StateCodec } from './codec.ts';
import { StateFormatError } from './errors.ts';
import { hashOf, inflate } from './gzip.ts';
import { readStateFile } from './state-file.ts';
import type { DecodeOptions, StateContainer, StateFormat, StateInspection } from './types.ts';
import { classIdOf, vst3Id } from './values.ts';

const PRESET_MARK = [0x56, 0x53, 0x54, 0x33];
const GZIP_MARK = [0x1f, 0x8b, 0x08];

function startsWith(bytes: Uint8Array, mark: readonly number[]): boolean {
  return mark.every((byte, i) => bytes[i] === byte);
}

function tryBlob(codec: StateCodec, format: StateFormat, bytes: Uint8Array): StateFormatError | undefined {
  try {
    const { state, ignoredBytes } = codec.readBlob(format, bytes);
    if (ignoredBytes > 0)
      return new StateFormatError(`${ignoredBytes} bytes follow`, 'length', bytes.length - ignoredBytes);
    if (state.format === 'vst3' && classIdOf(state.id) === undefined)
      return new StateFormatError('its id is not a class id', 'value');
    return undefined;
  } catch (error) {
    if (error instanceof StateFormatError) return error;
    throw error;
  }
}

/** @throws StateFormatError 'unknown-format' */
function formatOf(codec: StateCodec, bytes: Uint8Array): StateFormat {
  if (codec.isHostsOwn(bytes)) return 'clap';
  const notLv2 = tryBlob(codec, 'lv2', bytes);
  if (notLv2 === undefined) return 'lv2';
  const notVst3 = tryBlob(codec, 'vst3', bytes);
  if (notVst3 === undefined) return 'vst3';
  const why = [notLv2, notVst3].map(({ message }) => message.replace(/^This is not/, 'not'));
  throw new StateFormatError(
    `Nothing says which format this state is of (${why.join('; ')}); if it is a CLAP plugin's, say so`,
    'unknown-format',
    Math.max(notLv2.offset, notVst3.offset),
  );
}

function checkFormat(found: StateFormat, wanted: StateFormat | undefined): void {
  if (wanted === undefined || wanted === found) return;
  throw new StateFormatError(`This is a state of ${found}, not of ${wanted}`, 'other-format');
}

/** The raw bytes inside the container. */
async function contentOf(
  container: StateContainer & { readonly deflated: Uint8Array },
  { file }: DecodeOptions,
): Promise<Uint8Array> {
  const { kind, rawBytes, hash } = container;
  const found = kind === 'deflated' ? container.deflated : await file?.(hash);
  if (found === undefined)
    throw new StateFormatError(
      `This state is in a separate file, ${hash}, which was not given; hosts keep it in ~/.local/state/maolan-plugin-host/states`,
      'needs-file',
    );
  const what = kind === 'deflated' ? 'the deflated state' : `file ${hash}`;
  const raw = await inflate(found, rawBytes, what);
  if (raw.length !== rawBytes || hexOf(await hashOf(raw)) !== hash)
    throw new StateFormatError(`This is damaged: ${what} holds another state than the container says`, 'damaged');
  return raw;
}

async function decodeBlob(
  codec: StateCodec,
  format: StateFormat,
  bytes: Uint8Array,
  options: DecodeOptions,
): Promise<Omit<StateInspection, 'file'>> {
  const container = codec.readContainer(format, bytes);
  if (container === undefined) return { ...codec.readBlob(format, bytes), rawBytes: bytes.length };
  const raw = await contentOf(container, options);
  const { kind, rawBytes, hash, deflatedBytes } = container;
  return { ...codec.readBlob(format, raw), rawBytes, container: { kind, rawBytes, hash, deflatedBytes } };
}

function decodePreset(codec: StateCodec, bytes: Uint8Array, format: StateFormat | undefined): StateInspection {
  const { classId, component, controller, info } = codec.readPreset(bytes);
  checkFormat('vst3', format);
  const state = { format: 'vst3', id: vst3Id(classId), component, controller } as const;
  return { state, file: 'vstpreset', rawBytes: component.length + controller.length, ignoredBytes: 0, info };
}

/** @throws StateFormatError */
export async function decode(codec: StateCodec, bytes: Uint8Array, options: DecodeOptions): Promise<StateInspection> {
  const { format } = options;
  const file = readStateFile(bytes);
  if (file !== undefined) {
    checkFormat(file.format, format);
    const found = await decodeBlob(codec, file.format, file.state, options);
    return { ...found, file: 'state-file', plugin: { id: file.plugin, name: file.name } };
  }
  // A CLAP plugin's own state may start with anything.
  if (format !== 'clap' && startsWith(bytes, PRESET_MARK)) return decodePreset(codec, bytes, format);
  const isGzip = format !== 'clap' && startsWith(bytes, GZIP_MARK);
  const raw = isGzip ? await inflate(bytes, STATE_BYTES_MAX, 'the file') : bytes;
  const found = await decodeBlob(codec, format ?? formatOf(codec, raw), raw, options);
  return { ...found, file: isGzip ? 'gzip' : 'blob' };
}
