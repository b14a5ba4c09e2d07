// SPDX-License-Identifier: BSD-2-Clause
/** One scan of one file in a separate process (native-shim/scanner). */
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { type Failure, type FileScan, isObject, isPlugin, type PluginOf, type ScanFormat } from './plugins.ts';

const USUAL_TIMEOUT_MS = 20_000;
/** A process that cannot be killed may keep the pipes open after the scanner has ended. */
const DRAIN_MS = 300;
/** The scanner's guard needs far less than this to kill what a plugin has started. */
const GUARD_MS = 5000;
const RESULT_BYTES_MAX = 64 << 20;
const STDERR_BYTES_MAX = 64 << 10;
const LOG_LINES_MAX = 50;
const LINE_LENGTH_MAX = 1000;

export interface ScannerOptions<F extends ScanFormat> {
  format: F;
  path: string;
  /** Also report what only an opened plugin can. */
  details: boolean;
  /** Folder of the scanner and the format's library. */
  folder: string;
  environment: NodeJS.ProcessEnv;
  signal?: AbortSignal | undefined;
}

/** Time limit for one file, in milliseconds. */
export function scanTimeoutMs(environment: NodeJS.ProcessEnv): number {
  const milliseconds = Number(environment.MAOLAN_SCAN_TIMEOUT_MS);
  return milliseconds > 0 ? milliseconds : USUAL_TIMEOUT_MS;
}

/** Collects a stream up to a limit, and discards the rest. */
class Collected {
  readonly #chunks: Buffer[] = [];
  #bytes = 0;

  constructor(stream: Readable, bytesMax: number) {
    stream.on('data', (chunk: Buffer) => {
      if (this.#bytes < bytesMax) this.#chunks.push(chunk);
      this.#bytes += chunk.length;
    });
    stream.on('error', () => {}); // counts as its end
  }

  lines(): string[] {
    return Buffer.concat(this.#chunks).toString('utf8').split('\n');
  }
}

/**
 * The scanner's guard kills everything that the plugin has started, and then ends; if it does not, its process group is
 * killed.
 */
function end(child: ChildProcess): void {
  child.kill('SIGTERM');
  setTimeout(() => killGroup(child), GUARD_MS).unref();
}

/** Kills the rest of the guard's process group. */
function killGroup(child: ChildProcess): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // already gone
  }
}

interface End {
  code: number | null;
  signal: NodeJS.Signals | null;
  timedOut: boolean;
}

/**
 * Resolves when the process has ended and its output has been read. Rejects if it cannot be started, or with the
 * signal's reason.
 */
function endOf(child: ChildProcess, timeoutMs: number, signal: AbortSignal | undefined): Promise<End> {
  return new Promise((resolve, reject) => {
    let timedOut = false;
    let drain: NodeJS.Timeout | undefined;
    const deadline = setTimeout(() => {
      timedOut = true;
      end(child);
    }, timeoutMs);
    const abort = () => end(child);
    signal?.addEventListener('abort', abort);
    const finish = () => {
      clearTimeout(deadline);
      clearTimeout(drain);
      signal?.removeEventListener('abort', abort);
    };
    child.once('error', (error) => {
      finish();
      reject(error);
    });
    const destroyStreams = () => {
      for (const stream of child.stdio) stream?.destroy();
    };
    // After a turn of the event loop: if this thread was busy for that long, what has come is not read yet.
    child.once('exit', () => {
      drain = setTimeout(() => setImmediate(destroyStreams), DRAIN_MS);
    });
    child.once('close', (code, killedBy) => {
      finish();
      if (signal?.aborted) reject(signal.reason);
      else resolve({ code, signal: killedBy, timedOut });
    });
  });
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined; // truncated by a crash
  }
}

interface Answer<F extends ScanFormat> {
  plugins: PluginOf[F][];
  isComplete: boolean;
  error?: string;
}

function readAnswer<F extends ScanFormat>(format: F, lines: string[]): Answer<F> {
  const answer: Answer<F> = { plugins: [], isComplete: false };
  for (const value of lines.map(parseLine)) {
    if (isPlugin(format, value)) answer.plugins.push(value);
    else if (isObject(value) && typeof value.error === 'string') answer.error = value.error;
    else if (isObject(value) && typeof value.found === 'number')
      answer.isComplete = value.found === answer.plugins.length;
  }
  return answer;
}

function failureOf(path: string, end: End, answer: Answer<ScanFormat>, timeoutMs: number): Failure | undefined {
  if (end.timedOut)
    return { kind: 'hung', message: `${path} hung while it was scanned: no answer for ${timeoutMs / 1000} s` };
  if (end.signal !== null) return { kind: 'crashed', message: `${path} crashed while it was scanned: ${end.signal}` };
  if (answer.error !== undefined) return { kind: 'refused', message: answer.error };
  if (end.code === 0 && answer.isComplete) return undefined;
  return { kind: 'crashed', message: `${path} ended the process that scanned it: exit code ${end.code}` };
}

function logOf(lines: string[]): string[] {
  const plain = lines.map((line) => stripVTControlCharacters(line).trim().slice(0, LINE_LENGTH_MAX));
  return [...new Set(plain.filter((line) => /error:|warning:|note:/i.test(line)))].slice(0, LOG_LINES_MAX);
}

/** Resolves whatever the file does. Rejects if the scanner cannot be started, or with the signal's reason. */
export async function scanFile<F extends ScanFormat>(options: ScannerOptions<F>): Promise<FileScan<F>> {
  const { format, path, details, folder, environment, signal } = options;
  signal?.throwIfAborted();
  const timeoutMs = scanTimeoutMs(environment);
  const child = spawn(join(folder, 'maolan-plugin-scanner'), [format, details ? '1' : '0', path], {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    detached: true, // in its own process group from the start
    env: environment,
  });
  const stderr = new Collected(child.stdio[2] as Readable, STDERR_BYTES_MAX);
  const result = new Collected(child.stdio[3] as Readable, RESULT_BYTES_MAX);
  const end = await endOf(child, timeoutMs, signal);
  const answer = readAnswer(format, result.lines());
  const failure = failureOf(path, end, answer, timeoutMs);
  return { path, plugins: answer.plugins, ...(failure && { failure }), log: logOf(stderr.lines()) };
}
