// SPDX-License-Identifier: BSD-2-Clause
/** Entry point of the process: a host for a DAW, a scan, or a command. Each loads only what it needs. */
import { loadBuilt } from '../built-file.ts';
import { isForPeople } from '../cli/names.ts';
import { endProcess } from '../end.ts';
import { type CommandLine, CommandLineError, type Generation, INVALID_FDS, parseCommandLine } from './command-line.ts';
import { Log } from './log.ts';
import { EXIT_BAD_FDS } from './main-thread/exit-codes.ts';
import { resolveId, standsForItself } from './spec.ts';

async function serveAPerson(words: string[]): Promise<void> {
  process.on('SIGUSR1', () => {}); // else Node starts its debugger, to which any local user could connect
  const { cliMain } = loadBuilt<typeof import('../cli/main.ts')>(__dirname, 'cli.cjs');
  await endProcess(__dirname, await cliMain(words, __dirname));
}

async function scan(words: string[]): Promise<void> {
  const { scanMain } = loadBuilt<typeof import('../scan/main.ts')>(__dirname, 'scan.cjs');
  await endProcess(__dirname, await scanMain(words, __dirname));
}

/**
 * Without a display, a plugin that uses Qt outside its editor (samplv1) would end the process, because Qt finds no
 * screen.
 */
function spareQt(): void {
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  if (!DISPLAY && !WAYLAND_DISPLAY) process.env.QT_QPA_PLATFORM ??= 'offscreen';
}

function loadMainThread(): typeof import('./main-thread/host.ts') {
  return loadBuilt(__dirname, 'main-thread.cjs');
}

/** The original hosts check the plugin first, and the pipes only afterwards. */
async function serve(line: CommandLine, generation: Generation): Promise<void> {
  const { format, spec } = line;
  const { Host } = loadMainThread();
  if (generation === 'current' && !standsForItself(format, spec)) line.spec = await resolveId(format, spec, __dirname);
  if (line.dawToHost < 0 || line.hostToDaw < 0) throw new CommandLineError(INVALID_FDS, EXIT_BAD_FDS);
  spareQt();
  await new Host(__dirname, line).run();
}

async function run(words: string[]): Promise<void> {
  delete process.env.NODE_OPTIONS; // ours (native-shim/supervisor/node.c); the plugin's programs do without
  const generation = process.env.MAOLAN_HOST_NAME === 'maolan-engine-plugin-host' ? 'engine' : 'current';
  if (words[0] === '--scan') return scan(words.slice(1));
  if (generation === 'current' && isForPeople(words)) return serveAPerson(words);
  const line = parseCommandLine(words, generation);
  try {
    await serve(line, generation);
  } catch (error) {
    if (!(error instanceof CommandLineError)) throw error;
    new Log((text) => process.stderr.write(text), line.instanceId, line.logLevel).raw('error', error.message);
    await endProcess(__dirname, error.exitCode);
  }
}

/** For the zygote: what a host process does first, which is quicker the second time. */
export function rehearseCommandLine(): void {
  const words = ['lv2', 'urn:none', '/none', 'none', '3', '4', '48000', '64', '2', '2'];
  const { format, spec } = parseCommandLine(words, 'current');
  standsForItself(format, spec);
  loadMainThread();
}

/** @param words without the names of Node and the program. */
export function main(words: string[]): void {
  run(words).catch(async (error: unknown) => {
    if (!(error instanceof CommandLineError)) throw error;
    process.stderr.write(error.message);
    await endProcess(__dirname, error.exitCode);
  });
}
