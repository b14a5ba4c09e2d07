// SPDX-License-Identifier: BSD-2-Clause
/** Differences between the two files. */
import { floatText } from '../../../ts/state/float-text.ts';
import type { Lv2Property, StateDifference, StateValue } from '../../../ts/state/index.ts';
import { type Child, countOf, element, table } from './dom.ts';
import { hexDump } from './hex.ts';
import { propertyText } from './values.ts';

/** Bytes shown before the first difference. */
const CONTEXT_BYTES = 32;
/** Two dumps are shown side by side. */
const ROW_BYTES = 8;

function bytesIn(value: StateValue | undefined): Uint8Array | undefined {
  if (value instanceof Uint8Array) return value;
  return typeof value === 'object' ? value.value : undefined;
}

function propertyIn(value: StateValue): Lv2Property | undefined {
  return typeof value === 'object' && !(value instanceof Uint8Array) ? value : undefined;
}

function cellOf(value: StateValue | undefined, other: StateValue | undefined, first: number): Child {
  if (value === undefined) return element('span', 'quiet', 'not there');
  if (typeof value === 'number') return floatText(value);
  if (typeof value === 'string') return value;
  const property = propertyIn(value);
  const text = property && propertyText(property);
  if (text !== undefined) return text;
  const [bytes, others] = [bytesIn(value) ?? new Uint8Array(), bytesIn(other)];
  const isMarked = (at: number) => others !== undefined && others[at] !== bytes[at];
  const from = Math.min(Math.max(0, first - CONTEXT_BYTES), bytes.length);
  const what = property ? `${countOf(bytes.length, 'byte')} of ${property.type}` : countOf(bytes.length, 'byte');
  return element('details', '', element('summary', '', what), hexDump(bytes, isMarked, from, ROW_BYTES));
}

function nameOf({ part, key, bytes }: StateDifference): string {
  const name = key === undefined ? part : `${part} ${key}`;
  return bytes ? `${name}: ${countOf(bytes.count, 'byte')} from byte ${bytes.first} on` : name;
}

export function differencesCard(names: readonly string[], differences: readonly StateDifference[]): HTMLElement {
  const title =
    differences.length === 0 ? 'Both hold the same settings' : `They differ in ${countOf(differences.length, 'place')}`;
  const card = element('article', 'card', element('h2', '', title));
  if (differences.length === 0) return card;
  const rows = differences.map((one) => {
    const first = one.bytes?.first ?? 0;
    const cells = [nameOf(one), cellOf(one.before, one.after, first), cellOf(one.after, one.before, first)];
    return { className: one.kind, cells };
  });
  card.append(table(['What', ...names], rows, new Set()));
  // Short ones need not be collapsed.
  if (differences.length <= 2) for (const details of card.querySelectorAll('details')) details.open = true;
  return card;
}
