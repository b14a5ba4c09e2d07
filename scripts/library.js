// SPDX-License-Identifier: BSD-2-Clause
/**
 * Builds the package's entry points: dist/index.js and dist/sound/, which depend on no other package; dist/state/,
 * which does not depend on Node either; and their types in dist/types.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

/** The files that make up the entry points' types; other files from the compiler are private. */
const TYPES = {
  client: [
    'index',
    'chain',
    'errors',
    'event-types',
    'incident-types',
    'parameter-list',
    'parameter-types',
    'plugin-host',
    'render-types',
    'scan',
    'scan-types',
    'types',
  ],
  sound: ['index', 'open', 'write'],
  state: ['index', 'arbitraries', 'diff', 'errors', 'types', 'values'],
};
/** Target folder of each folder's types in dist/types. */
const PLACES = { client: '.', sound: 'sound', state: 'state' };

/** Returns esbuild's metafiles. */
export async function buildLibrary(root) {
  const results = await Promise.all([bundleClient(root), bundleState(root)]);
  for (const folder of Object.keys(TYPES)) writeTypes(root, folder);
  return results.map(({ metafile }) => metafile);
}

function bundleClient(root) {
  return build({
    entryPoints: { index: join(root, 'ts/client/index.ts'), 'sound/index': join(root, 'ts/sound/index.ts') },
    outdir: join(root, 'dist'),
    // Each error class must be the same in all modules.
    splitting: true,
    chunkNames: 'lib/shared',
    bundle: true,
    metafile: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    logLevel: 'warning',
  });
}

/** For Node, browsers and other bundlers: the core is embedded in the module. */
function bundleState(root) {
  return build({
    entryPoints: { index: join(root, 'ts/state/index.ts'), arbitraries: join(root, 'ts/state/arbitraries.ts') },
    outdir: join(root, 'dist/state'),
    bundle: true,
    metafile: true,
    external: ['fast-check'],
    loader: { '.wasm': 'binary' },
    platform: 'neutral',
    target: 'es2022',
    format: 'esm',
    logLevel: 'warning',
  });
}

function writeTypes(root, folder) {
  execFileSync(join(root, 'node_modules/.bin/tsc'), ['-p', join(root, 'ts', folder)], { stdio: 'inherit' });
  const place = join(root, 'dist/types', PLACES[folder]);
  mkdirSync(place, { recursive: true });
  for (const name of TYPES[folder]) {
    const types = readFileSync(join(root, 'build/types', folder, `${name}.d.ts`), 'utf8');
    // In a package the types refer to JavaScript files.
    writeFileSync(
      join(place, `${name}.d.ts`),
      types.replaceAll(/(from '\.\/[\w-]+)\.ts'/g, "$1.js'").replaceAll(/'\.\.\/client\/([\w-]+)\.ts'/g, "'../$1.js'"),
    );
  }
}
