/** Which plugin the demo plays. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';

export interface DemoPlugin {
  uri: string;
  name: string;
}

const INSTALLED = [
  { bundle: '/usr/lib/lv2/mda.lv2', uri: 'http://drobilla.net/plugins/mda/Delay', name: 'MDA Delay' },
  { bundle: '/usr/lib/lv2/eg-amp.lv2', uri: 'http://lv2plug.in/plugins/eg-amp', name: 'Simple Amplifier' },
];

/** The one asked for; else one that is installed; else the project's own. Sets LV2_PATH for the last. */
export function findPlugin(root: string, asked: string | undefined): DemoPlugin {
  if (asked !== undefined) return { uri: asked, name: asked };
  const installed = INSTALLED.find(({ bundle }) => existsSync(bundle));
  if (installed !== undefined) return installed;
  const own = join(root, 'build/fixtures/lv2');
  process.env.LV2_PATH = own;
  return { uri: 'urn:maolan:fixture:gain', name: "the project's own gain" };
}
