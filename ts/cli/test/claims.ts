// SPDX-License-Identifier: BSD-2-Clause
/** What a plugin says of itself outside of the protocol: in its Turtle, in its scan. */

import type { Bench } from './bench.ts';
import type { Subject } from './subject.ts';

const CORE = 'http://lv2plug.in/ns/lv2core#';

/** Features that an LV2 plugin requires or supports, as URIs. */
export function lv2Features({ plugin, setup }: Bench): Set<string> {
  const features = setup.bundle().objectsOf(plugin.id, `${CORE}requiredFeature`, `${CORE}optionalFeature`);
  return new Set(features.map(({ object }) => object));
}

/** The parameter that bypasses it, and the value that does. */
export function bypassOf({ plugin, setup }: Bench, { host }: Subject): { id: number; value: number } | undefined {
  if (plugin.format !== 'lv2') {
    const own = host.parameters.find(({ isBypass }) => isBypass);
    return own && { id: own.id, value: own.maximum };
  }
  const bundle = setup.bundle();
  const ports = bundle.objectsOf(plugin.id, `${CORE}port`).map(({ object }) => object);
  const isEnabled = (port: string) =>
    bundle.objectsOf(port, `${CORE}designation`).some(({ object }) => object === `${CORE}enabled`);
  const symbols = ports
    .filter(isEnabled)
    .flatMap((port) => bundle.objectsOf(port, `${CORE}symbol`).map(({ object }) => object));
  const enabled = host.parameters.find(({ symbol }) => symbols.includes(symbol));
  return enabled && { id: enabled.id, value: enabled.minimum };
}
