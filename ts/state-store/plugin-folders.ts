// SPDX-License-Identifier: BSD-2-Clause
/**
 * The folders in which LV2 plugins keep files of their states, one per instance (native-shim/lv2/paths.h). They stay when a state was saved: it
 * names its files by them, and only the DAW knows which projects still have it.
 */
import { lstatSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/** The instance's id, the process, and a random number. */
const NAME = /-(\d+)-[0-9a-f]{8}$/;
const DAY_MS = 24 * 3600 * 1000;

export interface PluginFolder {
  name: string;
  /** Of all files in it. */
  bytes: number;
  /** When it was last written to, or found by a state that was restored. */
  used: Date;
  /** Its instance still runs. */
  isOpen: boolean;
}

export interface PruneFolders {
  olderThanDays: number;
  dryRun?: boolean | undefined;
}

/** Where they are. */
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

/** Bytes of the files below, and the latest time of change. Links are not followed. */
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

/** The last used first. Folders that go while they are looked at are left out. */
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

/** Remove those that were not used for so long and whose instance is gone. @returns them */
export function prunePluginFolders(root: string, { olderThanDays, dryRun }: PruneFolders): PluginFolder[] {
  const limit = Date.now() - olderThanDays * DAY_MS;
  const due = listPluginFolders(root).filter(({ used, isOpen }) => !isOpen && used.getTime() < limit);
  if (!dryRun) for (const { name } of due) rmSync(join(root, name), { recursive: true, force: true });
  return due;
}
