// SPDX-License-Identifier: BSD-2-Clause
/**
 * Plugins that are built with gcc's or clang's AddressSanitizer or LeakSanitizer: their runtime has to be loaded before everything else into
 * each process that loads them, and knows what they leave behind.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { CommandError } from '../command.ts';
import { linkedLibraries } from '../linked.ts';
import { undefinedSymbols } from './symbols.ts';

/** libasan.so.8 of gcc; libclang_rt.asan-x86_64.so of clang, with -shared-libasan. */
const RUNTIME = /^lib(asan|lsan)\.so|^libclang_rt\.(asan|lsan)/;
/**
 * Signals are the engine's and the probe's; what the runtime finds ends the process so that the probe sees where. Leaks are looked for on
 * demand: other programs lose memory when they end.
 */
const OPTIONS =
  'handle_segv=0:handle_sigbus=0:handle_sigfpe=0:handle_sigill=0:handle_abort=0:abort_on_error=1:detect_leaks=1:leak_check_at_exit=0';
const OPTION_NAMES = ['ASAN_OPTIONS', 'LSAN_OPTIONS'];
const DIRECT = /^Direct leak of (\d+) byte/;
const FRAME = /^ *#\d+ 0x[0-9a-f]+ +\((.+\+0x[0-9a-f]+)\)/;

/** The runtime that a binary is linked against; undefined: none. @throws CommandError if it needs one that is not there */
export async function runtimeOf(library: string): Promise<string | undefined> {
  const runtime = (await linkedLibraries(library)).libraries.find(({ name }) => RUNTIME.test(name));
  if (runtime?.path !== undefined) return runtime.path;
  if (runtime !== undefined)
    throw new CommandError(`${library} is built with a sanitizer, and its runtime ${runtime.name} is not installed`);
  const isStatic = (await undefinedSymbols(library))?.some((name) => /^__[al]san_/.test(name)) ?? false;
  if (isStatic)
    throw new CommandError(`${library} is built with clang's sanitizer without its runtime: add -shared-libasan`);
  return undefined;
}

/** From now on, for all processes that this one starts. @throws CommandError */
export async function useSanitizerOf(library: string): Promise<void> {
  const runtime = await runtimeOf(library);
  const preloaded = process.env.LD_PRELOAD ?? '';
  if (runtime === undefined || preloaded.split(':').includes(runtime)) return;
  process.env.LD_PRELOAD = [runtime, preloaded].filter(Boolean).join(':');
  for (const name of OPTION_NAMES) process.env[name] = [OPTIONS, process.env[name]].filter(Boolean).join(':');
}

/** What a process with the probe is started with: a sanitizer's runtime is first. */
export function preloadOf(folder: string): string {
  return [process.env.LD_PRELOAD, join(folder, 'libmaolan-probe.so')].filter(Boolean).join(':');
}

/**
 * For a process that looks for leaks: the report goes to files that begin so. Calls come over a stack of their own (Koffi's), which frame
 * pointers do not lead through, and LeakSanitizer passes over what has no caller.
 */
export function leakEnvironment(report: string): NodeJS.ProcessEnv {
  const more = `log_path=${report}:fast_unwind_on_malloc=0:symbolize=0`;
  return Object.fromEntries(OPTION_NAMES.map((name) => [name, `${process.env[name] ?? OPTIONS}:${more}`]));
}

/** What is lost, and how it was allocated. */
export interface Leak {
  bytes: number;
  /** `<file>+0x<offset> `, innermost first. */
  calls: string[];
}

function leakIn(block: string, library: string): Leak[] {
  const [head = '', ...frames] = block.trim().split('\n');
  const bytes = Number(DIRECT.exec(head)?.[1]);
  const calls = frames.flatMap((line) => FRAME.exec(line)?.[1] ?? []).map((place) => `${place} `);
  const own = calls.findIndex((call) => call.startsWith(`${library}+`));
  return Number.isNaN(bytes) || own < 0 ? [] : [{ bytes, calls: calls.slice(own) }];
}

/** What the plugin's own code lost: the engine's is none of its business. */
export function leaksOf(library: string, report: string): Leak[] {
  const folder = dirname(report);
  const files = readdirSync(folder).filter((name) => name.startsWith(`${basename(report)}.`));
  const blocks = files.flatMap((name) => readFileSync(join(folder, name), 'utf8').split(/(?=^Direct leak)/m));
  return blocks.flatMap((block) => leakIn(block, library));
}
