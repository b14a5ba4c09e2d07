// SPDX-License-Identifier: BSD-2-Clause
/**
 * Lets Node.js import the TypeScript of the tests (loaded first by ava; `node --require` in processes that tests start).
 * Each file is compiled once, into build/test-js/, until its text changes: a test process that loads a compiler takes half
 * a second more.
 */
const { createHash } = require('node:crypto');
const { mkdirSync, readFileSync, renameSync, writeFileSync } = require('node:fs');
const { register, registerHooks } = require('node:module');
const { dirname, join, relative } = require('node:path');
const { fileURLToPath, pathToFileURL } = require('node:url');
const { isMainThread } = require('node:worker_threads');

const root = join(__dirname, '../..');
const options = { loader: 'ts', format: 'esm', target: 'node20', sourcemap: 'inline', sourcesContent: false };

/** The JavaScript of a file; its path is from the root. */
function compiled(path) {
  const source = join(root, path);
  const text = readFileSync(source, 'utf8');
  const mark = `\n// ${createHash('sha256').update(JSON.stringify(options)).update(text).digest('hex')}\n`;
  const saved = join(root, 'build/test-js', `${path}.js`);
  try {
    const code = readFileSync(saved, 'utf8');
    if (code.endsWith(mark)) return code;
  } catch {
    // Not compiled yet.
  }
  const code = require('esbuild').transformSync(text, { ...options, sourcefile: source }).code + mark;
  mkdirSync(dirname(saved), { recursive: true });
  // Other test processes may read it now.
  writeFileSync(`${saved}.${process.pid}`, code);
  renameSync(`${saved}.${process.pid}`, saved);
  return code;
}

exports.load = (url, context, next) => {
  const path = url.startsWith('file:') ? relative(root, fileURLToPath(url)) : '';
  const isOurs = !/^(\.\.|node_modules)\//.test(path);
  const module = (source) => ({ format: 'module', source, shortCircuit: true });
  if (isOurs && path.endsWith('.ts')) return module(compiled(path));
  // Node.js 20 warns of JSON modules.
  if (isOurs && path.endsWith('.json')) return module(`export default ${readFileSync(join(root, path), 'utf8')}`);
  return next(url, context);
};

if (isMainThread) {
  process.setSourceMapsEnabled(true);
  // Up to Node.js 22.14, hooks run in a thread of their own.
  if (registerHooks === undefined) register(pathToFileURL(__filename));
  else registerHooks({ load: exports.load });
}
