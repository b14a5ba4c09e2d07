// SPDX-License-Identifier: BSD-2-Clause
/**
 * The folders in which LV2 plugins keep the files of their states, one per instance (native-shim/lv2/paths.h). A folder
 * stays once a state has been saved: the state refers to its files, and only the DAW knows which projects contain it.
 */
import { lstatSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/** The instance's id, the process, and a random number. */
const NAME = /-(\d+)-[0-9a-f]{8}$/;
const DAY_MS = 24 * 3600 * 1000;

export interface PluginFolder {
  name: string;
  /** Of all files in the folder. */
  bytes: number;
  /** When it was last written to, or referred to by a restored state. */
  used: Date;
  /** Its instance is still running. */
  isOpen: boolean;
}

export interface PruneFolders {
  olderThanDays: number;
  dryRun?: boolean | undefined;
}

/** Their parent folder. */
export function pluginFolders({ XDG_STATE_HOME, HOME }: NodeJS.ProcessEnv = process.env): string {
  const absolute = (path: string | undefined) => path !== undefined && isAbsolute(path);
  const home = absolute(HOME) ? join(HOME as string, '.local/state') : tmpdir();
  return join(absolute(XDG_STATE_HOME) ? (XDG_STATE_HOME as string) : home, 'maolan/lv2');
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Total size of the files in the folder, and the latest modification time. Links are not followed. */
function lookBelow(path: string): { bytes: number; changedMs: number } {
  let [bytes, changedMs] = [0, statSync(path).mtimeMs];
  for (const name of readdirSync(path, { encoding: 'utf8', recursive: true })) {
    const status = lstatSync(join(path, name), { throwIfNoEntry: false });
    if (status === undefined) continue;
    changedMs = Math.max(changedMs, status.mtimeMs);
    if (status.isFile()) bytes += status.size;
  }
  return { bytes, changedMs };
}

/** Most recently used first. Folders that disappear meanwhile are left out. */
export function listPluginFolders(root: string): PluginFolder[] {
  const found: PluginFolder[] = [];
  for (const name of namesIn(root)) {
    const pid = NAME.exec(name)?.[1];
    if (pid === undefined) continue;
    try {
      const { bytes, changedMs } = lookBelow(join(root, name));
      found.push({ name, bytes, used: new Date(changedMs), isOpen: isRunning(Number(pid)) });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
  return found.sort((a, b) => b.used.getTime() - a.used.getTime());
}

function namesIn(root: string): string[] {
  try {
    return readdirSync(root, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** Remove those that have not been used for that long and whose instance has ended. @returns them */
export function prunePluginFolders(root: string, { olderThanDays, dryRun }: PruneFolders): PluginFolder[] {
  const limit = Date.now() - olderThanDays * DAY_MS;
  const due = listPluginFolders(root).filter(({ used, isOpen }) => !isOpen && used.getTime() < limit);
  if (!dryRun) for (const { name } of due) rmSync(join(root, name), { recursive: true, force: true });
  return due;
}
