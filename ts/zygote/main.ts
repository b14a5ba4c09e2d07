// SPDX-License-Identifier: BSD-2-Clause
/**
 * The zygote (native-shim/zygote/): loads what every host process needs, and no plugin; collects; then serves. All JavaScript behind
 * zygote_serve runs in forked processes only.
 */
import { readFile, readlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { ZYGOTE_PROBE, ZYGOTE_SPARE, type ZygoteFunctions, zygotePrototypes } from '../contract/zygote.ts';
import { declareFunctions } from '../native.ts';

const FORMATS = ['lv2', 'vst3', 'clap', 'null'];
/** The engine takes several runs until it has prepared all that it can. */
const REHEARSALS = 10;
const REHEARSALS_OF_SPARE = 2;
/** What a failed engine ends with; Node does the same. */
const EXIT_UNCAUGHT = 1;

/* Node's type package has none. */
declare const WebAssembly: { readonly validate: (bytes: Uint8Array) => boolean };

/** The engine collects on demand (--expose-gc); plugins' hosts do not. */
const engine = globalThis as { gc?: () => void };
const collect = engine.gc ?? (() => {});

/** Full collections of the probe: the first may succeed where later ones wait for threads that a fork does not have. */
const COLLECTIONS = 6;

/** A fork is good for something if timers, files and the collector work in it. */
function probe({ zygote_exit }: ZygoteFunctions): void {
  setTimeout(() => {
    readFile(join(__dirname, 'core.wasm'), (error, bytes) => {
      for (let i = 0; i < COLLECTIONS; i++) collect();
      zygote_exit(error === null && WebAssembly.validate(bytes) ? 0 : EXIT_UNCAUGHT);
    });
  }, 1);
}

function argumentsOf({ zygote_argument_count, zygote_argument }: ZygoteFunctions): string[] {
  return Array.from({ length: zygote_argument_count() }, (_, index) => zygote_argument(index));
}

/** The engine's own end waits for threads that a forked process does not have. */
function endNatively({ zygote_exit }: ZygoteFunctions): void {
  process.on('exit', (code) => zygote_exit(code));
  process.on('uncaughtException', (error) => {
    process.stderr.write(`${error.stack ?? error}\n`);
    zygote_exit(EXIT_UNCAUGHT);
  });
}

/** What the engine remembers of the zygote. */
function forgetZygote(words: readonly string[]): void {
  Object.defineProperty(process, 'pid', { value: Number(readlinkSync('/proc/self')), enumerable: true });
  process.argv = [process.execPath, ...words];
  try {
    process.chdir('.'); // forgets the working directory
  } catch {
    // It cannot be entered again; who asks for it by name gets the zygote's.
  }
}

async function zygote(key: string): Promise<void> {
  // Compile everything now, and keep it. Not as options: Node would then not use its own compiled code.
  setFlagsFromString('--no-lazy');
  setFlagsFromString('--no-wasm-lazy-compilation');
  setFlagsFromString('--no-flush-bytecode');
  const require = createRequire(__filename);
  const { main, rehearseCommandLine } = require('./host.cjs') as typeof import('../host/main.ts');
  const { prepare, prepared, noteStart, rehearseStart } =
    require('./main-thread.cjs') as typeof import('../host/main-thread/host.ts');
  const { koffi } = prepared(__dirname).native;
  const native = declareFunctions<ZygoteFunctions>(koffi, join(__dirname, 'libmaolan-zygote.so'), zygotePrototypes);
  // All of them before the first is declared: see zygote_preload.
  for (const format of FORMATS) native.zygote_preload(join(__dirname, `libmaolan-${format}.so`));
  const { os } = await prepare(__dirname, FORMATS);
  const rehearse = () => {
    rehearseStart(__dirname);
    rehearseCommandLine();
    forgetZygote([...argumentsOf(native), ...process.argv.slice(1)]);
  };
  for (let i = 0; i < REHEARSALS; i++) rehearse();
  endNatively(native);
  collect();
  const role = native.zygote_serve(__dirname, key);
  if (os.notify_renew() < 0) native.zygote_exit(EXIT_UNCAUGHT);
  native.zygote_begin_loop();
  if (role === ZYGOTE_PROBE) return probe(native);
  if (role === ZYGOTE_SPARE) {
    // While no DAW waits: this copies the pages that a start writes to, the second time those that the first one's end freed.
    for (let i = 0; i < REHEARSALS_OF_SPARE; i++) rehearse();
    native.zygote_wait_for_request();
  }
  noteStart();
  const [, , script = '', ...words] = argumentsOf(native);
  forgetZygote([script, ...words]);
  native.zygote_wait_for_supervisor();
  main(words);
}

void zygote(process.argv[2] ?? '');
