// SPDX-License-Identifier: BSD-2-Clause
/** Scans all installed plugins of a format, or one file: in parallel, and only what has changed since the last scan. */
import { availableParallelism } from 'node:os';
import { Blocklist } from './blocklist.ts';
import { Cache } from './cache.ts';
import { fingerprint } from './fingerprint.ts';
import type { FileScan, ScanFormat } from './plugins.ts';
import { findFiles } from './roots.ts';
import { scanFile } from './scanner-process.ts';

/** An interrupted scan can continue from the last save. */
const SAVE_EVERY_MS = 2000;

export interface Progress {
  done: number;
  total: number;
  /** The last file scanned. */
  path: string;
}

export interface ScanOptions<F extends ScanFormat> {
  format: F;
  /** Folder of maolan-plugin-scanner and the formats' libraries. */
  folder: string;
  /**
   * Absolute path of one file or bundle, which is scanned even if blocked, and again if it failed before. Undefined:
   * all installed ones.
   */
  path?: string | undefined;
  /** Also report what only an opened plugin can (CLAP: parameters, audio ports). */
  details?: boolean;
  /** Search paths, cache and configuration folders, the deadline (MAOLAN_SCAN_TIMEOUT_MS). */
  environment?: NodeJS.ProcessEnv;
  /** Ends all processes; the scan rejects with its reason. Results so far are kept. */
  signal?: AbortSignal | undefined;
  onProgress?: ((progress: Progress) => void) | undefined;
  /** Called for each file as soon as its result is known, in any order. */
  onFile?: ((scan: FileScan<F>) => void) | undefined;
}

export interface ScanResult<F extends ScanFormat> {
  /** In search order, without blocked ones. */
  files: FileScan<F>[];
  /** Files on the DAW's blocklist, and the reason ('' if none is given). */
  blocked: { path: string; reason: string }[];
  /** Sentences about problems other than plugins. */
  troubles: string[];
}

interface Job {
  path: string;
  fingerprint: string;
}

class Scan<F extends ScanFormat> {
  readonly #options: ScanOptions<F>;
  readonly #environment: NodeJS.ProcessEnv;
  readonly #details: boolean;
  readonly #cache: Cache<F>;
  readonly #results = new Map<string, FileScan<F>>();
  #total = 0;
  #savedAt = performance.now();

  constructor(options: ScanOptions<F>) {
    this.#options = options;
    this.#environment = options.environment ?? process.env;
    this.#details = options.details ?? false;
    this.#cache = new Cache(options.format, options.folder, this.#environment);
  }

  async run(): Promise<ScanResult<F>> {
    const blocklist = new Blocklist(this.#environment);
    const isSystem = this.#options.path === undefined;
    const found = isSystem
      ? findFiles(this.#options.format, this.#environment)
      : { files: [this.#options.path ?? ''], troubles: [] };
    const blocked = isSystem ? found.files.flatMap((path) => blockedOf(blocklist, path)) : [];
    const isBlocked = new Set(blocked.map(({ path }) => path));
    const paths = found.files.filter((path) => !isBlocked.has(path));
    const trouble = await this.#scanAll(paths);
    const files = paths.flatMap((path) => this.#results.get(path) ?? []);
    return {
      files: isSystem ? files.map((scan) => withoutBlocked(blocklist, scan)) : files,
      blocked,
      troubles: [blocklist.error, ...found.troubles, trouble].filter((sentence) => sentence !== undefined),
    };
  }

  /** Returns a sentence if the results cannot be saved. */
  async #scanAll(paths: string[]): Promise<string | undefined> {
    this.#total = paths.length;
    const jobs = paths.flatMap((path) => this.#fromCache(path));
    const workers = Array.from({ length: Math.min(availableParallelism(), jobs.length) }, () => this.#work(jobs));
    // Waits for all of them, so that no process is left when one of them fails.
    const ends = await Promise.allSettled(workers);
    const trouble = this.#cache.save();
    for (const end of ends) if (end.status === 'rejected') throw end.reason;
    this.#options.signal?.throwIfAborted();
    return trouble;
  }

  /** Empty if the file is cached, else the work to do. */
  #fromCache(path: string): Job[] {
    const job = { path, fingerprint: fingerprint(this.#options.format, path) };
    const known = this.#cache.get(path, job.fingerprint, this.#details, this.#options.path === undefined);
    if (known === undefined) return [job];
    this.#take(known);
    return [];
  }

  async #work(jobs: Job[]): Promise<void> {
    const { format, folder, signal } = this.#options;
    for (let job = jobs.shift(); job !== undefined; job = jobs.shift()) {
      try {
        const environment = this.#environment;
        const scan = await scanFile({ format, path: job.path, details: this.#details, folder, environment, signal });
        this.#cache.put(job.fingerprint, this.#details, scan);
        this.#take(scan);
      } catch (error) {
        jobs.length = 0;
        throw error;
      }
      if (performance.now() - this.#savedAt < SAVE_EVERY_MS) continue;
      this.#cache.save();
      this.#savedAt = performance.now();
    }
  }

  #take(scan: FileScan<F>): void {
    this.#results.set(scan.path, scan);
    this.#options.onFile?.(scan);
    this.#options.onProgress?.({ done: this.#results.size, total: this.#total, path: scan.path });
  }
}

function blockedOf(blocklist: Blocklist, path: string): { path: string; reason: string }[] {
  const reason = blocklist.reasonFor(path);
  return reason === undefined ? [] : [{ path, reason }];
}

function withoutBlocked<F extends ScanFormat>(blocklist: Blocklist, scan: FileScan<F>): FileScan<F> {
  return { ...scan, plugins: scan.plugins.filter((plugin) => !blocklist.blocks(scan.path, plugin)) };
}

/**
 * Rejects only if the scanner cannot be started, or with the signal's reason: a plugin's failure is part of the result.
 */
export function scanPlugins<F extends ScanFormat>(options: ScanOptions<F>): Promise<ScanResult<F>> {
  return new Scan(options).run();
}
