/**
 * A clean environment for every test (loaded first by ava): plugins, settings and caches of this machine's user are
 * hidden.
 *
 * LV2_PATH contains only the bundles of the packages that scripts/setup.sh installs. The folders of CLAP and VST3
 * cannot be replaced, so tests name the plugins that they use. Temporary files are in /tmp: the drivers of test/unit read
 * words, and a user's folder may have blanks in its path.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { lv2Folder } from './lv2-folder.ts';

const build = fileURLToPath(new URL('../../build/', import.meta.url));
const home = join(build, 'test-home');
mkdirSync(home, { recursive: true });

const personal = [
  /^(LC_|XDG_(CACHE|CONFIG|DATA|STATE)_|MAOLAN_(?!TEST_)|JACK_|GDK_|QT_)/,
  /^(LANGUAGE|LOCPATH|CLAP_PATH|VST3_PATH|NO_COLOR|FORCE_COLOR|CI|NODE_OPTIONS)$/,
  /^(DISPLAY|WAYLAND_DISPLAY|XAUTHORITY)$/,
];
for (const name of Object.keys(process.env))
  if (personal.some((pattern) => pattern.test(name))) delete process.env[name];
Object.assign(process.env, {
  HOME: home,
  LANG: 'C.UTF-8',
  LV2_PATH: lv2Folder,
  TERM: 'xterm-256color',
  TMPDIR: '/tmp',
});
// `MAOLAN_TEST_ZYGOTE=0 npx ava ...`: run any test with a separate Node.js for each host process.
if (process.env.MAOLAN_TEST_ZYGOTE === '0') process.env.MAOLAN_ZYGOTE = '0';
