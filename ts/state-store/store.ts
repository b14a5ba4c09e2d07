// SPDX-License-Identifier: BSD-2-Clause
/**
 * The files of the states that are too large for a DAW's project: the project holds a state's hash, the file of that name its bytes.
 *
 * `$XDG_STATE_HOME/maolan-plugin-host/states/<SHA-256 of the raw state>` (XDG_STATE_HOME is ~/.local/state if it is not set), a gzip stream of
 * the raw state each. Content never changes under a name, so several hosts may write the same file at once. The time of change is when the state was
 * last saved or restored. Any project may need a file: only the user can say which ones may go.
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
/** What cannot be deflated becomes a little larger. */
const FILE_BYTES_MAX = STATE_BYTES_MAX + (1 << 20);
const DAY_MS = 24 * 3600 * 1000;

export interface StoredState {
  readonly hash: string;
  /** On the disk. */
  readonly bytes: number;
  /** Of the state, as the file says. */
  readonly rawBytes: number;
  /** Last saved or restored. */
  readonly used: Date;
}

export interface CheckedState extends StoredState {
  /** Not what was saved: projects that need it cannot be restored. */
  readonly damaged: boolean;
}

/** A file goes if all that is given says so; at least one must be given. */
export interface PruneOptions {
  /** Not used for more than that; may be a fraction. */
  olderThanDays?: number | undefined;
  /** Hashes of the states to keep. */
  keep?: ReadonlySet<string> | undefined;
  /** Only tell. */
  dryRun?: boolean | undefined;
}

/** Where the files are for a process with that environment. */
export function stateFolder(environment: NodeJS.ProcessEnv): string {
  return join(programFolder(environment), 'states');
}

export class StateStore {
  readonly folder: string;

  constructor(folder = stateFolder(process.env)) {
    this.folder = folder;
  }

  /**
   * Keep a state. When this returns, it is on the disk.
   * @param deflated deflate(raw), if the caller has it; hash likewise.
   * @returns its hash.
   * @throws StateError: disk full, not writable; then nothing half is there.
   */
  put(raw: Uint8Array, deflated: Uint8Array = deflate(raw), hash = hashOf(raw)): string {
    try {
      if (!this.#renew(hash, raw.length, deflated)) writeDurably(this.#path(hash), deflated);
    } catch (error) {
      throw new StateError(`its ${raw.length} bytes could not be kept in ${this.folder}: ${reasonOf(error)}`);
    }
    return hash;
  }

  /** If the file is there and good, it need not be written again. */
  #renew(hash: string, rawBytes: number, deflated: Uint8Array): boolean {
    const path = this.#path(hash);
    try {
      const found = readRegularFile(path, FILE_BYTES_MAX);
      // Another zlib makes other bytes of the same state.
      if (!found.equals(deflated)) inflate(found, rawBytes, hash);
      touch(path);
    } catch {
      return false;
    }
    // Its writer may not have come as far as this.
    syncFolder(this.folder);
    return true;
  }

  /**
   * Give a state back, exactly as it was kept, and note that it is used.
   * @throws StateError: missing, damaged.
   */
  get(hash: string): Buffer {
    const raw = this.#read(hash);
    try {
      touch(this.#path(hash));
    } catch {
      // A folder that cannot be written to, such as a backup, can be read all the same.
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

  /** All states, the last used first. A folder that is not there has none. */
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
    if (status === undefined) return undefined; // pruned by another process since
    return { hash, bytes: status.size, rawBytes: rawBytesAtEnd(path), used: status.mtime };
  }

  /** All states, each read and verified when it is asked for. */
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

  /** The hash that starts like this. @throws StateError if there is none, or more than one. */
  find(prefix: string): string {
    const found = this.#names().filter((name) => HASH.test(name) && name.startsWith(prefix.toLowerCase()));
    const [hash] = found;
    if (hash === undefined) throw new StateError(`there is no state ${prefix} in ${this.folder}`);
    if (found.length > 1) throw new StateError(`${found.length} states start with ${prefix}; give more of the hash`);
    return hash;
  }

  /**
   * Write the raw bytes of a state to a new file.
   * @returns how many.
   * @throws StateError: missing, damaged, or the file is there already or cannot be written.
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
   * Remove what is not needed any more, and what writers left that died more than a day ago.
   * @returns the states that went, or would go.
   * @throws StateError if nothing says which, or a file cannot be removed.
   */
  prune({ olderThanDays, keep, dryRun = false }: PruneOptions): StoredState[] {
    if (olderThanDays === undefined && keep === undefined)
      throw new StateError('nothing says which states may go: give an age, or the states to keep');
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
