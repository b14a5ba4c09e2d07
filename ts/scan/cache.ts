// SPDX-License-Identifier: BSD-2-Clause
/**
 * Results of earlier scans: one file per format in the user's cache folder. An entry is valid as long as its plugin
 * file is unchanged (fingerprint.ts). A faulty cache only costs a new scan.
 */
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { readRegularFile } from '../regular-file.ts';
import { checksumOf } from './checksum.ts';
import { namesFile, namesText } from './names.ts';
import { type FileScan, isObject, isPlugin, type ScanFormat } from './plugins.ts';

/** Version of the file's format; a file of another version is ignored. */
const VERSION = 2;
/** Room for thousands of plugins with all their details. A larger file is not a cache. */
const BYTES_MAX = 256 << 20;
/** What a failing plugin lacks (a library, a licence) may appear without a change to the plugin's file. */
const FAILURE_LIFETIME_MS = 24 * 3600 * 1000;

interface Entry<F extends ScanFormat> {
  fingerprint: string;
  /** Milliseconds since 1970. */
  scanned: number;
  scan: FileScan<F>;
  /** Over the three fields above. */
  checksum: string;
}

function checksum({ fingerprint, scanned, scan }: Omit<Entry<ScanFormat>, 'checksum'>): string {
  return checksumOf(JSON.stringify([fingerprint, scanned, scan]));
}

export function cacheFolder(environment: NodeJS.ProcessEnv): string {
  const folder = environment.XDG_CACHE_HOME;
  return join(folder?.startsWith('/') ? folder : join(environment.HOME || homedir(), '.cache'), 'maolan-plugin-host');
}

function isFileScan<F extends ScanFormat>(format: F, value: unknown): value is FileScan<F> {
  if (!isObject(value) || typeof value.path !== 'string') return false;
  const { plugins, failure, log } = value;
  const failureIsSound = failure === undefined || (isObject(failure) && typeof failure.message === 'string');
  const logIsSound = Array.isArray(log) && log.every((line) => typeof line === 'string');
  return failureIsSound && logIsSound && Array.isArray(plugins) && plugins.every((plugin) => isPlugin(format, plugin));
}

function isEntry<F extends ScanFormat>(format: F, value: unknown): value is Entry<F> {
  if (!isObject(value) || typeof value.fingerprint !== 'string' || typeof value.scanned !== 'number') return false;
  return isFileScan(format, value.scan) && value.checksum === checksum(value as unknown as Entry<F>);
}

export class Cache<F extends ScanFormat> {
  readonly #format: F;
  readonly #path: string;
  readonly #scanner: string;
  readonly #entries: Map<string, Entry<F>>;
  /** Keys added since the last save. */
  readonly #fresh = new Set<string>();

  /** folder: of the scanner. Another build of it may produce other results. */
  constructor(format: F, folder: string, environment: NodeJS.ProcessEnv) {
    this.#format = format;
    this.#path = join(cacheFolder(environment), `scan-${format}.json`);
    const library = statSync(join(folder, `libmaolan-${format}.so`), { throwIfNoEntry: false });
    this.#scanner = library === undefined ? '' : `${library.size}:${library.mtimeMs}`;
    this.#entries = this.#read();
  }

  #read(): Map<string, Entry<F>> {
    try {
      const file: unknown = JSON.parse(readRegularFile(this.#path, BYTES_MAX).toString('utf8'));
      if (!isObject(file) || file.version !== VERSION || file.scanner !== this.#scanner || !isObject(file.entries))
        return new Map();
      return new Map(
        Object.entries(file.entries).filter((pair): pair is [string, Entry<F>] => isEntry(this.#format, pair[1])),
      );
    } catch {
      return new Map();
    }
  }

  static #key(path: string, details: boolean): string {
    return details ? `details of ${path}` : path;
  }

  /** The cached scan of this file if unchanged. withFailures: also one that failed recently. */
  get(path: string, fingerprint: string, details: boolean, withFailures: boolean): FileScan<F> | undefined {
    const entry = this.#entries.get(Cache.#key(path, details));
    if (entry?.fingerprint !== fingerprint || entry.scan.path !== path) return undefined;
    if (entry.scan.failure === undefined) return entry.scan;
    const age = Date.now() - entry.scanned;
    return withFailures && age >= 0 && age < FAILURE_LIFETIME_MS ? entry.scan : undefined;
  }

  put(fingerprint: string, details: boolean, scan: FileScan<F>): void {
    const key = Cache.#key(scan.path, details);
    const entry = { fingerprint, scanned: Date.now(), scan };
    this.#entries.set(key, { ...entry, checksum: checksum(entry) });
    this.#fresh.add(key);
  }

  /** Write new entries, and the names in them. Returns a sentence if that fails. */
  save(): string | undefined {
    const folder = dirname(this.#path);
    const names = join(folder, namesFile(this.#format));
    if (this.#fresh.size === 0 && (this.#entries.size === 0 || existsSync(names))) return undefined;
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      const entries = this.#merged();
      const file = { version: VERSION, scanner: this.#scanner, entries: Object.fromEntries(entries) };
      replaceFile(this.#path, JSON.stringify(file));
      replaceFile(names, namesText([...entries.values()].flatMap(({ scan }) => scan.plugins)));
      this.#fresh.clear();
      return undefined;
    } catch (error) {
      return `The scan's results cannot be kept: ${(error as Error).message}`;
    }
  }

  /** Keeps entries that another scan has saved meanwhile, except those of files that no longer exist. */
  #merged(): Map<string, Entry<F>> {
    const entries = this.#read();
    for (const [key, entry] of this.#entries) if (this.#fresh.has(key) || !entries.has(key)) entries.set(key, entry);
    for (const [key, entry] of entries) if (!existsSync(entry.scan.path)) entries.delete(key);
    return entries;
  }
}

/** Atomic: a reader sees the old text or the new one. */
function replaceFile(path: string, text: string): void {
  const temporary = `${path}.${randomUUID()}`;
  try {
    writeFileSync(temporary, text);
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}
