// SPDX-License-Identifier: BSD-2-Clause
/** The JSON files that `maolan-plugin-host state save` writes: the plugin, and its state in base64. */
import { StateFormatError } from './errors.ts';
import type { StateFormat } from './types.ts';

/** Distinguishes such a file from other JSON. */
export const STATE_FILE_KIND = 'maolan-plugin-state';
/** The only version so far. */
export const STATE_FILE_VERSION = 1;

/** The contents of such a file. */
export interface StateFileContent {
  readonly format: StateFormat;
  /** Id, class id or URI. */
  readonly plugin: string;
  readonly name: string;
  readonly state: Uint8Array;
}

const BRACE = 0x7b;

function parse(bytes: Uint8Array): Readonly<Record<string, unknown>> | undefined {
  const first = bytes.find((byte) => byte > 0x20);
  if (first !== BRACE) return undefined;
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return value as Readonly<Record<string, unknown>>;
  } catch {
    return undefined;
  }
}

function damaged(why: string): StateFormatError {
  return new StateFormatError(`This file of "state save" cannot be read: ${why}`, 'value');
}

function bytesOfBase64(text: string): Uint8Array {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch {
    throw damaged('its state is not base64');
  }
}

/** @returns undefined if the bytes are not such a file. @throws StateFormatError if they are a corrupted one. */
export function readStateFile(bytes: Uint8Array): StateFileContent | undefined {
  const file = parse(bytes);
  if (file?.kind !== STATE_FILE_KIND) return undefined;
  const { version, format, plugin, name, state } = file;
  if (version !== STATE_FILE_VERSION)
    throw damaged(`it is of version ${String(version)}, which this program does not know; a newer one may`);
  if (format !== 'lv2' && format !== 'vst3' && format !== 'clap') throw damaged('it does not say the format');
  if (typeof plugin !== 'string' || typeof name !== 'string') throw damaged('it does not say whose state it holds');
  if (typeof state !== 'string') throw damaged('it holds no state');
  return { format, plugin, name, state: bytesOfBase64(state) };
}
