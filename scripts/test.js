// SPDX-License-Identifier: BSD-2-Clause
/**
 * Builds what the tests need and runs them:
 *
 *     node scripts/test.js                     all but the long ones
 *     node scripts/test.js --long              the long ones: matrices, races and stress (*.long.test.ts)
 *     node scripts/test.js <ava's arguments>   these
 *
 * The tests run real processes on real pipes in parallel, so a busy machine can starve one of them. A test file with a
 * failed test is run once more, alone, and reported: the exit code is 0 if it passes then. A test file that crashes,
 * hangs or throws outside of a test is not run again.
 */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { watchBusy } from './busy.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const failures = `${root}node_modules/.cache/ava/failing-tests.json`;
const LONG = '.long.test.ts';
/** More failed files than this are a real fault, not a busy machine. */
const SECOND_RUN_MAX = 5;

/** Run ava and pass its output on. Returns its exit code, and whether failed tests were the only problem. */
async function run(words) {
  rmSync(failures, { force: true });
  // Node.js reads the user's certificates at each start, hundreds of times here: a third of it, for nothing.
  const { NODE_EXTRA_CA_CERTS: _, ...environment } = process.env;
  const ava = spawn(process.execPath, [`${root}node_modules/ava/entrypoints/cli.mjs`, ...words], {
    cwd: root,
    stdio: ['inherit', 'pipe', 'inherit'],
    // ava saves its list of failed files only outside of CI.
    env: { ...environment, AVA_FORCE_CI: 'not-ci', ...(process.stdout.isTTY && { FORCE_COLOR: '1' }) },
  });
  let printed = '';
  ava.stdout.setEncoding('utf8').on('data', (text) => {
    process.stdout.write(text);
    printed += text;
  });
  const [code] = await once(ava, 'close');
  const troubles = stripVTControlCharacters(printed)
    .split('\n')
    .filter((line) => /^\s*[✘✖×] (?!\[fail\]: )|^\s*\d+ (hooks? failed|unhandled|uncaught|tests? remained)/.test(line));
  return { code: code ?? 1, onlyTestsFailed: troubles.length === 0 };
}

/** Paths of the files in which a test failed. */
function failedFiles() {
  try {
    return JSON.parse(readFileSync(failures, 'utf8')).map((file) => file.replace(root, ''));
  } catch {
    return [];
  }
}

/** Paths of the test files to run, from the root. */
function testFiles(isLong) {
  const paths = readdirSync(`${root}test`, { recursive: true }).map((path) => `test/${path}`);
  return paths.filter((path) => path.endsWith('.test.ts') && path.endsWith(LONG) === isLong).sort();
}

/** The plugins of packages that the tests play by name; without them hundreds of tests fail. */
const PLUGINS = ['lv2/ZamDelay.lv2', 'lv2/mda.lv2', 'lv2/eg-amp.lv2', 'vst3/ZamDelay.vst3', 'clap/ZamDelay.clap'];

function requirePlugins() {
  const missing = PLUGINS.filter((name) => !existsSync(`/usr/lib/${name}`)).join(', ');
  if (missing === '') return;
  console.error(`test: plugins that the tests play are not in /usr/lib: ${missing}`);
  console.error('test: install them (Debian: apt-get install zam-plugins mda-lv2 lv2-examples)');
  process.exit(1);
}

const words = process.argv.slice(2);
const isLong = words[0] === '--long';
if (words.length === 0 || isLong) requirePlugins();
const files = words.length === 0 || isLong ? testFiles(isLong) : [];
execFileSync('make', ['-s', `-j${availableParallelism()}`, '-C', `${root}test`], { stdio: 'inherit' });
watchBusy([`${root}dist/`, `${root}build/`]);
const first = await run([...words.slice(isLong ? 1 : 0), ...files]);
const failed = first.code !== 0 && first.onlyTestsFailed ? failedFiles() : [];
if (failed.length > 0 && failed.length <= SECOND_RUN_MAX) {
  const names = failed.map((file) => `  ${file}\n`).join('');
  console.log(`\nFailed beside other tests, running alone:\n${names}`);
  const second = await run(['--concurrency', '1', ...failed]);
  console.log(second.code === 0 ? `Failed once, passed alone:\n${names}` : `Failed twice:\n${names}`);
  process.exitCode = second.code;
} else process.exitCode = first.code;
