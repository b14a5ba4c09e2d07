// SPDX-License-Identifier: BSD-2-Clause
/** What a plugin says of itself outside of the protocol: in its Turtle, in its scan. */

import type { Bench } from './bench.ts';
import type { Subject } from './subject.ts';
import { readBundle } from './turtle.ts';

const CORE = 'http://lv2plug.in/ns/lv2core#';

/** Features that an LV2 plugin requires or supports, as URIs. */
export async function lv2Features(bench: Bench): Promise<Set<string>> {
  const { id, path } = bench.plugin;
  const { triples } = readBundle(path);
  const ofPlugin = triples.filter(({ subject }) => subject === id);
  const features = ofPlugin.filter(({ predicate }) => /#(required|optional)Feature$/.test(predicate));
  return new Set(features.map(({ object }) => object));
}

/** The parameter that bypasses it, and the value that does. */
export function bypassOf(bench: Bench, { host }: Subject): { id: number; value: number } | undefined {
  if (bench.plugin.format !== 'lv2') {
    const own = host.parameters.find(({ isBypass }) => isBypass);
    return own && { id: own.id, value: own.maximum };
  }
  const { triples } = readBundle(bench.plugin.path);
  const ports = triples.filter(
    ({ predicate, object }) => predicate === `${CORE}designation` && object === `${CORE}enabled`,
  );
  const symbols = ports.flatMap(({ subject }) =>
    triples.filter((one) => one.subject === subject && one.predicate === `${CORE}symbol`).map(({ object }) => object),
  );
  const plugins = triples.filter(
    ({ subject, predicate }) => subject === bench.plugin.id && predicate === `${CORE}port`,
  );
  const isOwn = plugins.some(({ object }) => ports.some(({ subject }) => subject === object));
  const enabled = isOwn ? host.parameters.find(({ symbol }) => symbols.includes(symbol)) : undefined;
  return enabled && { id: enabled.id, value: enabled.minimum };
}
