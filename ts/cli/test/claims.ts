/** What a plugin says of itself outside of the protocol: in its Turtle, in its scan. */

import type { Bench } from './bench.ts';
import { readBundle } from './turtle.ts';

const CORE = 'http://lv2plug.in/ns/lv2core#';

export interface Claim {
  works: boolean;
  /** Why not. */
  reason: string;
}

/** Features that an LV2 plugin requires or supports, as URIs. */
export async function lv2Features(bench: Bench): Promise<Set<string>> {
  const { id, path } = bench.plugin;
  const { triples } = readBundle(path);
  const ofPlugin = triples.filter(({ subject }) => subject === id);
  const features = ofPlugin.filter(({ predicate }) => /#(required|optional)Feature$/.test(predicate));
  return new Set(features.map(({ object }) => object));
}

export async function inPlaceClaim(bench: Bench): Promise<Claim> {
  const { format } = bench.plugin;
  if (format === 'lv2') {
    const isBroken = (await lv2Features(bench)).has(`${CORE}inPlaceBroken`);
    return { works: !isBroken, reason: 'it says lv2:inPlaceBroken' };
  }
  // CLAP: in_place_pair is not in the scan.
  return { works: format === 'vst3', reason: 'the scan does not tell whether its ports are in-place pairs' };
}
