// SPDX-License-Identifier: BSD-2-Clause
/** `maolan-plugin-host --scan`: lists plugins. */
import { existsSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ScanFormat, scanFormats } from './plugins.ts';
import { ProgressLine } from './progress.ts';
import { reportOf, reportText } from './report.ts';
import { isLv2Bundle } from './roots.ts';
import { scanPlugins } from './scan.ts';

export { resolvePluginId } from './resolve.ts';

const USAGE = `Usage: maolan-plugin-host --scan --format <clap|vst3|lv2> [--path <--system|file or bundle>] [--output <file>]
`;
const EXIT_OK = 0;
const EXIT_FAILED = 1;
const ALL_INSTALLED = '--system';
const stopSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

interface Arguments {
  format: string | undefined;
  path: string;
  output: string | undefined;
}

/** Unknown words are ignored: DAWs add options of their own. */
function readArguments(words: string[]): Arguments {
  const result: Arguments = { format: undefined, path: ALL_INSTALLED, output: undefined };
  for (let i = 0; i < words.length; i++) {
    const value = words[i + 1];
    if (value === undefined) break;
    if (words[i] === '--format') result.format = value;
    else if (words[i] === '--path') result.path = value;
    else if (words[i] === '--output') result.output = value;
    else continue;
    i++;
  }
  return result;
}

/** A sentence for the user. */
class ScanError extends Error {}

function isScanFormat(format: string): format is ScanFormat {
  return (scanFormats as readonly string[]).includes(format);
}

/**
 * Absolute path of the file or bundle; undefined for everything that is installed. A missing CLAP file is part of the
 * result.
 */
function readPath(format: ScanFormat, text: string): string | undefined {
  if (text === ALL_INSTALLED) return undefined;
  const path = resolve(text.startsWith('file://') ? fileURLToPath(text) : text);
  if (format === 'vst3' && !existsSync(path)) throw new ScanError(`--path ${text}: there is no such bundle`);
  if (format === 'lv2' && !isLv2Bundle(path))
    throw new ScanError(`--path ${text}: this is not an LV2 bundle (a folder with a manifest.ttl)`);
  return path;
}

async function scanText(format: ScanFormat, path: string | undefined, folder: string, signal: AbortSignal) {
  const progress = new ProgressLine(process.stderr);
  const details = format === 'clap' && path !== undefined;
  const onProgress = progress.show.bind(progress);
  try {
    const result = await scanPlugins({ format, folder, path, details, signal, onProgress });
    return reportText(reportOf(format, result, path !== undefined));
  } finally {
    progress.clear();
  }
}

/** Resolves when the text has been written, so that the process may end. */
function writeOutput(output: string | undefined, text: string): Promise<void> {
  if (output !== undefined) {
    writeFileSync(output, text);
    return Promise.resolve();
  }
  return new Promise((done, fail) => {
    process.stdout.once('error', fail);
    process.stdout.write(`${text}\n`, () => done());
  });
}

async function scan(words: string[], folder: string, signal: AbortSignal): Promise<number> {
  const { format, path, output } = readArguments(words);
  if (format === undefined) {
    process.stderr.write(USAGE);
    return EXIT_FAILED;
  }
  if (!isScanFormat(format))
    throw new ScanError(`--format ${format}: plugins of ${scanFormats.join(', ')} can be scanned`);
  const text = await scanText(format, readPath(format, path), folder, signal);
  await writeOutput(output, text);
  return EXIT_OK;
}

/**
 * Run the command line.
 * @param words after `--scan`.
 * @param folder of maolan-plugin-scanner and the formats' libraries.
 * @returns the exit code: 0, 1, or, as shells report it, 128 + the number of the signal that ended the scan. No process
 * is left then.
 */
export async function scanMain(words: string[], folder: string): Promise<number> {
  const stop = new AbortController();
  let exitCode = EXIT_FAILED;
  const onSignal = (name: NodeJS.Signals) => {
    exitCode = 128 + constants.signals[name];
    stop.abort();
  };
  for (const name of stopSignals) process.on(name, onSignal);
  try {
    return await scan(words, folder, stop.signal);
  } catch (error) {
    if (!stop.signal.aborted) process.stderr.write(`maolan-plugin-host: ${(error as Error).message}\n`);
    return exitCode;
  } finally {
    for (const name of stopSignals) process.off(name, onSignal);
  }
}
