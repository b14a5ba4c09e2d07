// SPDX-License-Identifier: BSD-2-Clause
/**
 * Files for states that are too large for a DAW's project: the project contains a state's hash, and the file with that
 * name its bytes.
 *
 * `$XDG_STATE_HOME/maolan-plugin-host/states/<SHA-256 of the raw state>` (XDG_STATE_HOME defaults to ~/.local/state),
 * each a gzip stream of the raw state. The content of a name never changes, so several hosts may write the same file at
 * once. The modification time is when the state was last saved or restored. Any project may need a file: only the user
 * can decide which ones to remove.
 */
import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { STATE_BYTES_MAX } from '../contract/core.ts';
import { readRegularFile } from '../regular-file.ts';
import { programFolder } from '../state-folder.ts';
import { deflate, hashOf, inflate, rawBytesIn } from './deflate.ts';
import { syncFolder, writeDurably } from './durable-file.ts';
import { rawBytesAtEnd, removeLeftovers, removeUnused, touch } from './file-care.ts';
import { reasonOf, StateError } from './state-error.ts';

const HASH = /^[0-9a-f]{64}$/;
/** Incompressible data becomes slightly larger. */
const FILE_BYTES_MAX = STATE_BYTES_MAX + (1 << 20);
const DAY_MS = 24 * 3600 * 1000;

export interface StoredState {
  readonly hash: string;
  /** On the disk. */
  readonly bytes: number;
  /** Size of the state according to the file. */
  readonly rawBytes: number;
  /** When it was last saved or restored. */
  readonly used: Date;
}

export interface CheckedState extends StoredState {
  /** The contents do not match the hash: projects that need it cannot be restored. */
  readonly damaged: boolean;
}

/** A file is removed if all given conditions apply; at least one must be given. */
export interface PruneOptions {
  /** Not used for more than this; may be a fraction. */
  olderThanDays?: number | undefined;
  /** Hashes of the states to keep. */
  keep?: ReadonlySet<string> | undefined;
  /** Only report. */
  dryRun?: boolean | undefined;
}

/** The store's folder for a process with that environment. */
export function stateFolder(environment: NodeJS.ProcessEnv): string {
  return join(programFolder(environment), 'states');
}

export class StateStore {
  readonly folder: string;

  constructor(folder = stateFolder(process.env)) {
    this.folder = folder;
  }

  /**
   * Store a state. When this returns, it is on disk.
   * @param deflated deflate(raw), if the caller has it; likewise hash.
   * @returns its hash.
   * @throws StateError: disk full, not writable; then no partial file is left.
   */
  put(raw: Uint8Array, deflated: Uint8Array = deflate(raw), hash = hashOf(raw)): string {
    try {
      if (!this.#renew(hash, raw.length, deflated)) writeDurably(this.#path(hash), deflated);
    } catch (error) {
      throw new StateError(`its ${raw.length} bytes could not be kept in ${this.folder}: ${reasonOf(error)}`);
    }
    return hash;
  }

  /** If the file exists and is intact, it need not be written again. */
  #renew(hash: string, rawBytes: number, deflated: Uint8Array): boolean {
    const path = this.#path(hash);
    try {
      const found = readRegularFile(path, FILE_BYTES_MAX);
      // Another zlib produces other bytes for the same state.
      if (!found.equals(deflated)) inflate(found, rawBytes, hash);
      touch(path);
    } catch {
      return false;
    }
    // Its writer may have been interrupted before this step.
    syncFolder(this.folder);
    return true;
  }

  /**
   * Read a state, exactly as it was stored, and record that it is in use.
   * @throws StateError: missing, corrupted.
   */
  get(hash: string): Buffer {
    const raw = this.#read(hash);
    try {
      touch(this.#path(hash));
    } catch {
      // A folder that is not writable, such as a backup, can still be read.
    }
    return raw;
  }

  #read(hash: string): Buffer {
    const path = this.#path(hash);
    const copy = 'copy that file there from a backup, or from where the project was saved';
    let deflated: Buffer;
    try {
      deflated = readRegularFile(path, FILE_BYTES_MAX);
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      if (code === 'ENOENT') throw new StateError(`the file of state ${hash} is missing from ${this.folder}; ${copy}`);
      throw new StateError(`the state's file ${path} cannot be read (${message}); ${copy}`);
    }
    try {
      return inflate(deflated, Math.min(rawBytesIn(deflated), STATE_BYTES_MAX), hash);
    } catch {
      throw new StateError(`the state's file ${path} is damaged; ${copy}`);
    }
  }

  /** All states, most recently used first; none if the folder does not exist. */
  list(): StoredState[] {
    const hashes = this.#names().filter((name) => HASH.test(name));
    const states = hashes.flatMap((hash) => this.#describe(hash) ?? []);
    return states.sort((a, b) => b.used.getTime() - a.used.getTime());
  }

  #names(): string[] {
    try {
      return readdirSync(this.folder);
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      if (code === 'ENOENT') return [];
      throw new StateError(`the folder ${this.folder} cannot be read (${message})`);
    }
  }

  #describe(hash: string): StoredState | undefined {
    const path = this.#path(hash);
    const status = statSync(path, { throwIfNoEntry: false });
    if (status === undefined) return undefined; // removed by another process meanwhile
    return { hash, bytes: status.size, rawBytes: rawBytesAtEnd(path), used: status.mtime };
  }

  /** All states, each read and verified when iterated. */
  *check(): Generator<CheckedState> {
    for (const state of this.list()) yield { ...state, damaged: !this.#isGood(state.hash) };
  }

  #isGood(hash: string): boolean {
    try {
      this.#read(hash);
      return true;
    } catch {
      return false;
    }
  }

  /** The hash with this prefix. @throws StateError if there is none, or more than one. */
  find(prefix: string): string {
    const found = this.#names().filter((name) => HASH.test(name) && name.startsWith(prefix.toLowerCase()));
    const [hash] = found;
    if (hash === undefined) throw new StateError(`there is no state ${prefix} in ${this.folder}`);
    if (found.length > 1) throw new StateError(`${found.length} states start with ${prefix}; give more of the hash`);
    return hash;
  }

  /**
   * Write the raw bytes of a state to a new file.
   * @returns their number.
   * @throws StateError: missing, corrupted, or the file already exists or cannot be written.
   */
  export(hash: string, path: string): number {
    const raw = this.#read(hash);
    try {
      writeFileSync(path, raw, { flag: 'wx' });
    } catch (error) {
      throw new StateError(`${path} could not be written: ${(error as Error).message}`);
    }
    return raw.length;
  }

  /**
   * Remove states that are no longer needed, and what crashed writers left more than a day ago.
   * @returns the states that were, or would be, removed.
   * @throws StateError if no condition is given, or a file cannot be removed.
   */
  prune({ olderThanDays, keep, dryRun = false }: PruneOptions): StoredState[] {
    if (olderThanDays === undefined && keep === undefined)
      throw new StateError('no states are selected: give an age, or the states to keep');
    const before = Date.now() - (olderThanDays ?? 0) * DAY_MS;
    const mayGo = ({ hash, used }: StoredState) =>
      !keep?.has(hash) && (olderThanDays === undefined || used.getTime() < before);
    const old = this.list().filter(mayGo);
    if (dryRun) return old;
    try {
      removeLeftovers(this.#names().map((name) => join(this.folder, name)));
      return old.filter(({ hash, used }) => removeUnused(this.#path(hash), used));
    } catch (error) {
      throw new StateError(`not everything could be removed from ${this.folder}: ${(error as Error).message}`);
    }
  }

  #path(hash: string): string {
    return join(this.folder, hash);
  }
}
