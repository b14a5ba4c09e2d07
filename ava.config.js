// SPDX-License-Identifier: BSD-2-Clause
/**
 * `npx ava <file>` runs the TypeScript as it is; scripts/test.js compiles everything once (MAOLAN_TEST_COMPILED is the
 * folder).
 */
const compiled = process.env.MAOLAN_TEST_COMPILED;
const [folder, ending] = compiled === undefined ? ['.', 'ts'] : [compiled, 'js'];

export default {
  files: [`${folder}/test/**/*.test.${ending}`],
  extensions: compiled === undefined ? { ts: 'module' } : ['js'],
  nodeArguments: ['--no-concurrent-recompilation', ...(compiled === undefined ? ['--import=tsx'] : [])],
  require: [`./${folder}/test/support/environment.${ending}`],
  timeout: '120s',
  concurrency: 4,
  workerThreads: false,
};
