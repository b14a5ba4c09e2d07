// SPDX-License-Identifier: BSD-2-Clause
/**
 * Reports of the most recent crashes, one JSON file each:
 * `$XDG_STATE_HOME/maolan-plugin-host/crashes/<time>-<pid>.json`. The oldest are removed. Reports are written
 * atomically but not synced to disk, which would delay the plugin's restart.
 */
import { mkdirSync, readdirSync, renameSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readRegularFile } from '../regular-file.ts';
import type { KeptCrash } from '../report.ts';
import { programFolder } from '../state-folder.ts';

export const CRASHES_KEPT = 20;
const FILE_BYTES_MAX = 64 << 10;
const NAME = /^\d{4}-\d\d-\d\dT[\d-]+\.\d{3}Z-\d+\.json$/;
/** A file being written, or left by a host that lost power. */
const TEMPORARY = /^\.\d{4}-\d\d-\d\dT.*\.tmp$/;
const DAY_MS = 24 * 3600 * 1000;

/** The folder for a process with that environment. */
export function crashFolder(environment: NodeJS.ProcessEnv): string {
  return join(programFolder(environment), 'crashes');
}

/** Sorts by time. */
function fileTime(time: string): string {
  return time.replaceAll(':', '-');
}

/** rmSync would load more of Node than all else here. */
function remove(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // Another host was faster, or it cannot be removed.
  }
}

function removeOld(folder: string): void {
  const names = readdirSync(folder).sort();
  const reports = names.filter((name) => NAME.test(name));
  const yesterday = `.${fileTime(new Date(Date.now() - DAY_MS).toISOString())}`;
  const left = names.filter((name) => TEMPORARY.test(name) && name < yesterday);
  for (const name of [...reports.slice(0, -CRASHES_KEPT), ...left]) remove(join(folder, name));
}

/** Write a report, and remove the oldest ones. @throws the operating system's error; then no partial file is left. */
export function keepCrash(folder: string, crash: KeptCrash): void {
  const name = `${fileTime(crash.time)}-${process.pid}.json`;
  const temporary = join(folder, `.${name}.tmp`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  try {
    writeFileSync(temporary, `${JSON.stringify(crash, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
    renameSync(temporary, join(folder, name));
  } catch (error) {
    remove(temporary);
    throw error;
  }
  removeOld(folder);
}

/** For the zygote: what the process does that follows a crash, before it loads the plugin. Writes nothing. */
export function rehearseKeeping(): void {
  const folder = '/proc/self/fd'; // where no file can be created
  const crash: KeptCrash = {
    time: new Date().toISOString(),
    format: 'lv2',
    plugin: '',
    instance: '',
    cause: 'other',
    thread: 'main',
    during: '',
    count: 1,
    message: '',
  };
  try {
    keepCrash(folder, crash);
  } catch {
    removeOld(folder);
  }
}

function isCrash(value: unknown): value is KeptCrash {
  const { time, plugin, message } = (value ?? {}) as Partial<KeptCrash>;
  return [time, plugin, message].every((text) => typeof text === 'string');
}

function readCrash(path: string): KeptCrash[] {
  try {
    const crash: unknown = JSON.parse(readRegularFile(path, FILE_BYTES_MAX).toString());
    return isCrash(crash) ? [crash] : [];
  } catch {
    return []; // not a report, corrupted, or just removed
  }
}

/** The stored reports, latest first. @throws if the folder exists but cannot be read. */
export function keptCrashes(folder: string): KeptCrash[] {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
  const reports = names.filter((name) => NAME.test(name)).sort();
  return reports.reverse().flatMap((name) => readCrash(join(folder, name)));
}
