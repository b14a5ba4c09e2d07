/**
 * A clean environment for every test (loaded first by ava): plugins, settings and caches of this machine's user are
 * hidden.
 *
 * LV2_PATH contains only the bundles of the packages that scripts/setup.sh installs. The folders of CLAP and VST3
 * cannot be replaced, so tests name the plugins that they use.
 */
import { mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const build = fileURLToPath(new URL('../../build/', import.meta.url));
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

const lv2 = join(build, 'test-plugins/lv2');
const home = join(build, 'test-home');
for (const folder of [lv2, home]) mkdirSync(folder, { recursive: true });
for (const bundle of readdirSync(SYSTEM)) if (ours.test(bundle)) link(join(SYSTEM, bundle), join(lv2, bundle));

const personal = [
  /^(LC_|XDG_(CACHE|CONFIG|DATA|STATE)_|MAOLAN_(?!TEST_)|JACK_|GDK_|QT_)/,
  /^(LANGUAGE|LOCPATH|CLAP_PATH|VST3_PATH|NO_COLOR|FORCE_COLOR|CI|NODE_OPTIONS)$/,
  /^(DISPLAY|WAYLAND_DISPLAY|XAUTHORITY)$/,
];
for (const name of Object.keys(process.env))
  if (personal.some((pattern) => pattern.test(name))) delete process.env[name];
Object.assign(process.env, { HOME: home, LANG: 'C.UTF-8', LV2_PATH: lv2, TERM: 'xterm-256color' });
// `MAOLAN_TEST_ZYGOTE=0 npx ava ...`: run any test with a separate Node.js for each host process.
if (process.env.MAOLAN_TEST_ZYGOTE === '0') process.env.MAOLAN_ZYGOTE = '0';
