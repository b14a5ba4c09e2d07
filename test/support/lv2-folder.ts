/** A folder with the LV2 bundles that tests play by name and no others, whatever is installed. */
import { existsSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SYSTEM = '/usr/lib/lv2';
/** zam-plugins, mda-lv2, lv2-examples, and the specification's bundles (lv2-dev). */
const ours =
  /^(Za[mM]\w+|mda|eg-\w+|atom|buf-size|core|data-access|dynmanifest|event|instance-access|log|midi|morph|options|parameters|patch|port-groups|port-props|presets|resize-port|schemas|state|time|ui|units|uri-map|urid|worker)\.lv2$/;

/** Test files run in parallel: the second one finds the link in place. */
function link(target: string, path: string): void {
  try {
    symlinkSync(target, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

export const lv2Folder = fileURLToPath(new URL('../../build/test-plugins/lv2', import.meta.url));
mkdirSync(lv2Folder, { recursive: true });
const bundles = existsSync(SYSTEM) ? readdirSync(SYSTEM) : [];
for (const bundle of bundles) if (ours.test(bundle)) link(join(SYSTEM, bundle), join(lv2Folder, bundle));
