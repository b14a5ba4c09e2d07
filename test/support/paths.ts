import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { lv2Folder } from './lv2-folder.ts';

export const root = fileURLToPath(new URL('../../', import.meta.url));

/** Programs that tests start with Node.js may be in TypeScript with this word. */
export const withTypeScript = `--require=${join(root, 'test/support/typescript.cjs')}`;

/** The executable under test, under the name that the 0.2.0 DAW looks for. */
export const host = process.env.MAOLAN_TEST_HOST ?? join(root, 'dist/maolan-engine-plugin-host');

/** The same under the name that current DAWs look for. */
export const currentHost = process.env.MAOLAN_TEST_CURRENT_HOST ?? join(root, 'dist/maolan-plugin-host');

/** The 0.2.0 DAW. */
export function daw020(): string {
  return join(root, 'build/daw/daw-0.2.0');
}

/** LV2_PATH with the fixture plugins first. */
export function lv2PathWithFixtures(): string {
  return `${join(root, 'build/fixtures/lv2')}:${lv2Folder}`;
}

/** Path of a VST3 fixture's bundle. For an unknown name, the path does not exist. */
export function vst3Bundle(name: string): string {
  return join(root, 'build/fixtures/vst3', `${name}.vst3`);
}

/** Path of a CLAP fixture. */
export function clapFile(name: string): string {
  return join(root, 'build/fixtures/clap', `${name}.clap`);
}
