// SPDX-License-Identifier: BSD-2-Clause
/**
 * Builds everything into dist/: the core (Emscripten), the shim (C), the host (esbuild). Incremental. Plain JavaScript,
 * because it runs before anything is built.
 */
import { execFileSync } from 'node:child_process';
import { copyFileSync, cpSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism, machine } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const native = join(root, 'build/native');
const lib = join(root, 'dist/lib');
const LIBRARY_FILES = [
  'libmaolan-os.so',
  'libmaolan-probe.so',
  'libmaolan-lv2.so',
  'libmaolan-vst3.so',
  'libmaolan-clap.so',
  'libmaolan-null.so',
  'libmaolan-window.so',
  'libmaolan-gtk2.so',
  'libmaolan-qt5.so',
  'libmaolan-jack.so',
  'libmaolan-zygote.so',
  'maolan-host-parent',
  'maolan-plugin-scanner',
];

function make(folder) {
  try {
    const words = ['--no-print-directory', '-s', `-j${availableParallelism()}`, '-C', join(root, folder)];
    execFileSync('make', words, { stdio: 'inherit' });
  } catch (error) {
    if (error.code === 'ENOENT')
      throw new Error('make is missing; install it (Debian: apt-get install build-essential)');
    throw new Error(`building ${folder}/ failed; see above`);
  }
}

/** What this build has installed in dist/lib. */
const installed = new Set(['completion.txt']);

/** Replaces the file instead of overwriting it, because a running process may have it mapped. */
function install(from, to) {
  installed.add(basename(to));
  copyFileSync(from, `${to}.new`);
  renameSync(`${to}.new`, to);
}

function koffiAddon() {
  const musl = process.report.getReport().header.glibcVersionRuntime === undefined;
  const platform = `${process.platform}-${process.arch}`;
  const require = createRequire(import.meta.url);
  const folder = dirname(require.resolve(`@koromix/koffi-${platform}/package.json`));
  return join(folder, `${musl ? 'musl' : process.platform}_${process.arch}`, 'koffi.node');
}

/** The plugins with which `test --host` tests hosts: the tests' plugins without a fault. */
function buildCheckers() {
  const out = join(root, 'build/checker');
  const targets = {
    clap: ['clean.clap'],
    vst3: [`clean.vst3/Contents/${machine()}-linux/clean.so`],
    lv2: ['clean.lv2/manifest.ttl', 'clean.lv2/clean.so'],
  };
  installed.add('checker');
  for (const [format, names] of Object.entries(targets)) {
    const words = ['-s', '-C', join(root, 'test/fixtures', format), `OUT=${join(out, format)}`];
    execFileSync('make', [...words, ...names.map((name) => join(out, format, name))], { stdio: 'inherit' });
    const [name] = names[0].split('/');
    mkdirSync(join(lib, 'checker'), { recursive: true });
    installed.add('checker');
    cpSync(join(out, format, name), join(lib, 'checker', name), { recursive: true });
  }
}

async function bundle() {
  const { build } = await import('esbuild');
  const { metafile } = await build({
    metafile: true,
    entryPoints: {
      host: join(root, 'ts/host/main.ts'),
      'main-thread': join(root, 'ts/host/main-thread/host.ts'),
      scan: join(root, 'ts/scan/main.ts'),
      zygote: join(root, 'ts/zygote/main.ts'),
      cli: join(root, 'ts/cli/main.ts'),
      test: join(root, 'ts/cli/test/index.ts'),
      instances: join(root, 'ts/cli/test/instances-process.ts'),
      'parent-window': join(root, 'ts/cli/test/parent-window-process.ts'),
      picture: join(root, 'ts/cli/picture/index.ts'),
    },
    outdir: lib,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    logLevel: 'warning',
    // The library uses import.meta only where there is no __dirname.
    logOverride: { 'empty-import-meta': 'silent' },
    // Vega's canvas for Node is an optional package that is not installed, and uses a top-level await, which CommonJS
    // does not support.
    alias: {
      'vega-canvas': join(root, 'node_modules/vega-canvas/build/vega-canvas.browser.js'),
      // The one of its two builds that does not look up its own files.
      yargs: join(root, 'node_modules/yargs/index.cjs'),
    },
  });
  for (const path of Object.keys(metafile.outputs)) installed.add(basename(path));
  return metafile;
}

/** Files of an earlier build must not end up in a package. */
function removeStaleFiles() {
  for (const name of readdirSync(lib)) if (!installed.has(name)) rmSync(join(lib, name), { recursive: true });
}

try {
  make('wasm');
  make('native-shim');
  mkdirSync(lib, { recursive: true });
  for (const name of ['core.wasm', 'core-small.wasm']) install(join(root, 'build', name), join(lib, name));
  for (const name of LIBRARY_FILES) install(join(native, name), join(lib, name));
  install(join(root, 'native-shim/supervisor/start.js'), join(lib, 'start.cjs'));
  install(koffiAddon(), join(lib, 'koffi.node'));
  install(join(root, 'node_modules/@resvg/resvg-wasm/index_bg.wasm'), join(lib, 'resvg.wasm'));
  // Two files, not a link: the program checks its own name, and a link would be resolved.
  for (const name of ['maolan-engine-plugin-host', 'maolan-plugin-host'])
    install(join(native, 'maolan-engine-plugin-host'), join(root, 'dist', name));
  buildCheckers();
  const metafile = await bundle();
  const page = join(root, 'dist/man/maolan-plugin-host.1');
  execFileSync(
    process.execPath,
    ['--import=tsx', join(root, 'scripts/man/man.ts'), page, join(lib, 'completion.txt')],
    {
      cwd: root,
      stdio: 'inherit',
    },
  );
  const { buildLibrary } = await import('./library.js');
  const { notices } = await import('./notices/notices.js');
  const libraries = await buildLibrary(root);
  for (const { outputs } of libraries) for (const path of Object.keys(outputs)) installed.add(basename(path));
  writeFileSync(join(root, 'dist/THIRD-PARTY-NOTICES'), notices(root, [metafile, ...libraries]));
  removeStaleFiles();
  console.error('build: dist/maolan-plugin-host and dist/maolan-engine-plugin-host are ready');
} catch (error) {
  console.error(`build: ${error.message}`);
  process.exitCode = 1;
}
