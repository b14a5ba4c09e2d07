// SPDX-License-Identifier: BSD-2-Clause
/** .vstpreset files, on top of the codec of `maolan-plugin-host/state`. */
import type { Preset } from '../state/codec.ts';
import { StateFormatError } from '../state/errors.ts';
import { ChoiceError } from './choice-error.ts';
import type { StateCodec } from './state-content.ts';

/** @param path for the error sentence. @throws ChoiceError if the bytes are not a preset. */
export function readVstPreset(path: string, bytes: Uint8Array, codec: StateCodec): Preset {
  try {
    return codec.readPreset(bytes);
  } catch (error) {
    if (!(error instanceof StateFormatError)) throw error;
    throw new ChoiceError(`${path}: ${error.message}`);
  }
}

function escaped(text: string): string {
  const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  return text.replace(/[&<>"]/g, (character) => entities[character] ?? '');
}

/** The metadata that preset browsers read. */
export function presetInfo(name: string, plugin: { name: string; vendor: string; category: string }): string {
  const attribute = (id: string, value: string, flags = '') =>
    `\t<Attribute id="${id}" value="${escaped(value)}" type="string" flags="${flags}"/>\n`;
  return [
    '<?xml version="1.0" encoding="utf-8"?>\n<MetaInfo>\n',
    attribute('MediaType', 'VstPreset', 'writeProtected'),
    attribute('PlugInCategory', plugin.category, 'writeProtected'),
    attribute('PlugInName', plugin.name, 'writeProtected'),
    attribute('PlugInVendor', plugin.vendor, 'writeProtected'),
    attribute('Name', name),
    '</MetaInfo>\n',
  ].join('');
}
