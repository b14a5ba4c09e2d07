// SPDX-License-Identifier: BSD-2-Clause
/**
 * Compiles the tests and what they import into build/test-js/, once for a whole run: compiling in each test process takes
 * half a second of CPU time per file. Each file stays a module of its own.
 */
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const FOLDERS = ['test', 'ts', 'scripts'];

/** import.meta stays that of the source, so that paths from it still lead somewhere. */
const keepPlaces = {
  name: 'keep-places',
  setup({ onLoad, onResolve }) {
    onLoad({ filter: /\.ts$/ }, ({ path }) => {
      const place = `import.meta.url = ${JSON.stringify(pathToFileURL(path).href)}; import.meta.dirname = ${JSON.stringify(dirname(path))};`;
      return { loader: 'ts', contents: `${place} ${readFileSync(path, 'utf8')}` };
    });
    onResolve({ filter: /^\..*\.ts$/ }, ({ path, kind }) =>
      kind === 'entry-point' ? undefined : { path: path.replace(/ts$/, 'js'), external: true },
    );
  },
};

/** @returns the folder, relative to root. */
export async function compileTests(root) {
  const folder = 'build/test-js';
  rmSync(join(root, folder), { recursive: true, force: true });
  const names = FOLDERS.flatMap((top) =>
    readdirSync(join(root, top), { recursive: true }).map((name) => join(root, top, name)),
  );
  await build({
    entryPoints: names.filter((name) => name.endsWith('.ts') && !name.includes('node_modules')),
    outdir: join(root, folder),
    outbase: root,
    plugins: [keepPlaces],
    bundle: true,
    packages: 'external',
    loader: { '.wasm': 'binary' },
    platform: 'node',
    target: 'node20',
    format: 'esm',
    sourcemap: 'inline',
    logLevel: 'warning',
  });
  return folder;
}
