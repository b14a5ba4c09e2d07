// SPDX-License-Identifier: BSD-2-Clause
/** Formats the values of LV2 properties whose type is known. */
import { floatText } from '../../../ts/state/float-text.ts';
import type { Lv2Property } from '../../../ts/state/index.ts';

const ATOM = 'http://lv2plug.in/ns/ext/atom#';

function viewOf({ value }: Lv2Property): DataView {
  return new DataView(value.buffer, value.byteOffset, value.byteLength);
}

function textOf({ value }: Lv2Property): string | undefined {
  const end = value.at(-1) === 0 ? value.length - 1 : value.length;
  try {
    return `“${new TextDecoder('utf-8', { fatal: true }).decode(value.subarray(0, end))}”`;
  } catch {
    return undefined;
  }
}

/** By the type's name in atom, and its size in bytes. */
const readers: Readonly<
  Record<string, readonly [bytes: number | undefined, read: (property: Lv2Property) => string | undefined]>
> = {
  Float: [4, (property) => floatText(viewOf(property).getFloat32(0, true))],
  Double: [8, (property) => String(viewOf(property).getFloat64(0, true))],
  Int: [4, (property) => String(viewOf(property).getInt32(0, true))],
  Long: [8, (property) => String(viewOf(property).getBigInt64(0, true))],
  Bool: [4, (property) => (viewOf(property).getInt32(0, true) === 0 ? 'false' : 'true')],
  String: [undefined, textOf],
  Path: [undefined, textOf],
  URI: [undefined, textOf],
};

/** undefined: only the plugin understands it. */
export function propertyText(property: Lv2Property): string | undefined {
  if (!property.type.startsWith(ATOM)) return undefined;
  const [bytes, read] = readers[property.type.slice(ATOM.length)] ?? [];
  if (read === undefined || (bytes !== undefined && bytes !== property.value.length)) return undefined;
  return read(property);
}
