/**
 * The package's entry point: dist/index.js, one module that needs no other package, and its types in dist/types.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

/** What the entry point's types consist of; the others that the compiler writes are nobody's business. */
const TYPES = ['index', 'errors', 'plugin-host', 'scan', 'scan-types', 'types'];

export async function buildLibrary(root) {
  await build({
    entryPoints: { index: join(root, 'ts/client/index.ts') },
    outdir: join(root, 'dist'),
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    logLevel: 'warning',
  });
  execFileSync(join(root, 'node_modules/.bin/tsc'), ['-p', join(root, 'ts/client')], { stdio: 'inherit' });
  mkdirSync(join(root, 'dist/types'), { recursive: true });
  for (const name of TYPES) {
    const types = readFileSync(join(root, 'build/types/client', `${name}.d.ts`), 'utf8');
    // In a package the types stand for JavaScript files.
    writeFileSync(join(root, 'dist/types', `${name}.d.ts`), types.replaceAll(/(from '\.\/[\w-]+)\.ts'/g, "$1.js'"));
  }
}
