import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));

/** The executable under test, by the name that the 0.2.0 DAW looks for. */
export const host = process.env.MAOLAN_TEST_HOST ?? join(root, 'dist/maolan-engine-plugin-host');

/** The same under the name that today's DAW looks for. */
export const currentHost = process.env.MAOLAN_TEST_CURRENT_HOST ?? join(root, 'dist/maolan-plugin-host');

/** Run make in a folder of the repository; test files run side by side, so one at a time. */
function make(folder: string): void {
  mkdirSync(join(root, 'build'), { recursive: true });
  execFileSync('flock', [join(root, 'build/test-make.lock'), 'make', '-s', '-C', join(root, folder)], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

/** The 0.2.0 DAW, built if needed. */
export function daw020(): string {
  make('test/daw');
  return join(root, 'build/daw/daw-0.2.0');
}

/** LV2_PATH with the fixture plugins first, built if needed. */
export function lv2PathWithFixtures(): string {
  make('test/fixtures/lv2');
  return `${join(root, 'build/fixtures/lv2')}:/usr/lib/lv2:/usr/local/lib/lv2`;
}

/** Path of a VST3 fixture's bundle, built if needed. A name of no fixture gives a path where nothing is. */
export function vst3Bundle(name: string): string {
  make('test/fixtures/vst3');
  return join(root, 'build/fixtures/vst3', `${name}.vst3`);
}

/** Path of a CLAP fixture, built if needed. */
export function clapFile(name: string): string {
  make('test/fixtures/clap');
  return join(root, 'build/fixtures/clap', `${name}.clap`);
}
