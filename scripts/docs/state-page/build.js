// SPDX-License-Identifier: BSD-2-Clause
/** Builds the page as a single self-contained file: node build.js <file> */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const folder = dirname(fileURLToPath(import.meta.url));
const [, , output] = process.argv;
if (output === undefined) throw new Error('usage: node build.js <file>');

const { outputFiles } = await build({
  entryPoints: [join(folder, 'page.ts')],
  bundle: true,
  minify: true,
  write: false,
  platform: 'browser',
  target: 'es2022',
  format: 'iife',
  charset: 'utf8',
  loader: { '.wasm': 'binary' },
});
// A script in HTML ends at the first "</script", wherever that is.
const script = outputFiles[0].text.replaceAll('</script', '<\\/script');
const style = readFileSync(join(folder, 'style.css'), 'utf8');
const page = readFileSync(join(folder, 'index.html'), 'utf8')
  .replace('/* style.css */', () => style)
  .replace('/* page.js */', () => script);
mkdirSync(dirname(output), { recursive: true });
writeFileSync(output, page);
