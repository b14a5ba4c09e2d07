// SPDX-License-Identifier: BSD-2-Clause
/** Chooses the plugin for the demo. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

export interface DemoPlugin {
  uri: string;
  name: string;
  /** Parameter ids and values, for plugins that change nothing at their defaults. */
  settings: readonly (readonly [number, number])[];
}

const INSTALLED = [
  { bundle: '/usr/lib/lv2/mda.lv2', uri: 'http://drobilla.net/plugins/mda/Delay', name: 'MDA Delay', settings: [] },
  {
    bundle: '/usr/lib/lv2/eg-amp.lv2',
    uri: 'http://lv2plug.in/plugins/eg-amp',
    name: 'Simple Amplifier, turned down by 12 dB',
    settings: [[0, -12]],
  },
] as const;

/** The requested one; else one that is installed; else the project's own, for which LV2_PATH is set. */
export function findPlugin(root: string, asked: string | undefined): DemoPlugin {
  if (asked !== undefined) return { uri: asked, name: asked, settings: [] };
  const installed = INSTALLED.find(({ bundle }) => existsSync(bundle));
  if (installed !== undefined) return installed;
  const own = join(root, 'build/fixtures/lv2');
  const parts = ['manifest.ttl', 'gain.so'].map((file) => join(own, 'gain.lv2', file));
  execFileSync('make', ['-s', '-C', join(root, 'test/fixtures/lv2'), `OUT=${own}`, ...parts], { stdio: 'inherit' });
  process.env.LV2_PATH = own;
  return {
    uri: 'urn:maolan:fixture:gain',
    name: "the project's own gain, turned down to a quarter",
    settings: [[2, 0.25]],
  };
}
