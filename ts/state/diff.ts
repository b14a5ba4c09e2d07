// SPDX-License-Identifier: BSD-2-Clause
/** Differences between two states. The order of ports, parameters and properties does not matter. */
import type { ByteDifference, Lv2Property, State, StateDifference, StatePart, StateValue } from './types.ts';

type Key = number | string;
type Entry = readonly [key: Key, value: StateValue];

/** undefined: equal. */
function differenceOf(before: Uint8Array, after: Uint8Array): ByteDifference | undefined {
  const [shorter, longer] = before.length <= after.length ? [before, after] : [after, before];
  let first = -1;
  let count = 0;
  for (let i = 0; i < longer.length; i++) {
    if (i < shorter.length && shorter[i] === longer[i]) continue;
    if (first < 0) first = i;
    count++;
  }
  return count === 0 ? undefined : { first, count };
}

function isProperty(value: StateValue): value is Lv2Property {
  return typeof value === 'object' && 'key' in value;
}

function changeOf(part: StatePart, before: StateValue, after: StateValue, key?: Key): StateDifference | undefined {
  const named = key === undefined ? {} : { key };
  const change = { kind: 'changed', part, ...named, before, after } as const;
  if (before instanceof Uint8Array && after instanceof Uint8Array) {
    const bytes = differenceOf(before, after);
    return bytes && { ...change, bytes };
  }
  if (typeof before === 'object' && typeof after === 'object' && isProperty(before) && isProperty(after)) {
    const bytes = differenceOf(before.value, after.value);
    if (bytes === undefined && before.type === after.type && before.flags === after.flags) return undefined;
    return bytes ? { ...change, bytes } : change;
  }
  return Object.is(before, after) ? undefined : change;
}

/** Entries by key; if a key occurs more than once, by its occurrence, too. */
function byKey(entries: readonly Entry[]): Map<string, Entry> {
  const turns = new Map<Key, number>();
  return new Map(
    entries.map((entry) => {
      const turn = turns.get(entry[0]) ?? 0;
      turns.set(entry[0], turn + 1);
      return [`${turn} ${entry[0]}`, entry];
    }),
  );
}

function listDifferences(part: StatePart, before: readonly Entry[], after: readonly Entry[]): StateDifference[] {
  const [old, now] = [byKey(before), byKey(after)];
  const gone = [...old].flatMap(([name, [key, value]]) => {
    const other = now.get(name);
    if (other === undefined) return { kind: 'removed', part, key, before: value } as const;
    return changeOf(part, value, other[1], key) ?? [];
  });
  const come = [...now].flatMap(([name, [key, value]]) =>
    old.has(name) ? [] : ({ kind: 'added', part, key, after: value } as const),
  );
  return [...gone, ...come];
}

function single(part: StatePart, before: StateValue, after: StateValue): StateDifference[] {
  return [changeOf(part, before, after) ?? []].flat();
}

function kindOf(state: State): string {
  if (state.format !== 'clap') return state.format;
  return 'stream' in state ? 'stream' : 'parameters';
}

/**
 * All differences between two states; none if they are equivalent for a plugin.
 *
 * States of two formats differ in `format` only, without further comparison; a CLAP stream and a list of CLAP
 * parameters differ in `content`. The occurrences of a repeated key are compared in order. NaN equals itself, and 0
 * differs from -0.
 */
export function diffStates(before: State, after: State): StateDifference[] {
  if (before.format === 'lv2' && after.format === 'lv2') {
    const ports = (state: typeof before) => state.ports.map(({ index, value }): Entry => [index, value]);
    const properties = (state: typeof before) => state.properties.map((one): Entry => [one.key, one]);
    return [
      ...listDifferences('port', ports(before), ports(after)),
      ...listDifferences('property', properties(before), properties(after)),
    ];
  }
  if (before.format === 'vst3' && after.format === 'vst3')
    return [
      ...single('plugin', before.id, after.id),
      ...single('component', before.component, after.component),
      ...single('controller', before.controller, after.controller),
    ];
  if (before.format !== after.format) return single('format', before.format, after.format);
  if ('stream' in before && 'stream' in after) return single('stream', before.stream, after.stream);
  if ('parameters' in before && 'parameters' in after) {
    const parameters = (state: typeof before) => state.parameters.map(({ id, value }): Entry => [id, value]);
    return listDifferences('parameter', parameters(before), parameters(after));
  }
  return single('content', kindOf(before), kindOf(after));
}
