// SPDX-License-Identifier: BSD-2-Clause
/**
 * Detects whether a plugin file or bundle has changed. Runs for every installed file at every scan, so it must be fast.
 */
import { type Dirent, readdirSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import type { ScanFormat } from './plugins.ts';

/** Milliseconds with a fraction: a double resolves a quarter of a microsecond. Unreadable files have a stamp, too. */
function stampOf(path: string): string {
  try {
    const status = statSync(path);
    return `${status.size}:${status.mtimeMs}`;
  } catch {
    return 'none';
  }
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

function textOf(stamps: readonly string[]): string {
  return stamps
    .filter((stamp) => stamp !== '')
    .toSorted()
    .join(' ');
}

/**
 * Names and stamps of the files in an LV2 bundle that a scan reads. Links to folders (of samples, for example) are not
 * followed.
 */
function stampsBelow(folder: string): string {
  return textOf(
    entriesOf(folder).map((entry) => {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) return stampsBelow(path);
      return entry.name.endsWith('.ttl') ? `${entry.name}:${stampOf(path)}` : '';
    }),
  );
}

/** Names and stamps of a VST3 bundle's binaries: Contents/<architecture>/<name>.so, each of which may be a link. */
function stampsOfBinaries(bundle: string): string {
  const contents = `${bundle}/Contents`;
  const binaries = entriesOf(contents).flatMap(({ name: folder }) => {
    const names = entriesOf(`${contents}/${folder}`).map(({ name }) => name);
    return names.filter((name) => name.endsWith('.so')).map((name) => `${contents}/${folder}/${name}`);
  });
  return textOf(binaries.map((path) => `${basename(path)}:${stampOf(path)}`));
}

/** Changes when a file that a scan of the path reads changes its size or modification time, appears or disappears. */
export function fingerprint(format: ScanFormat, path: string): string {
  if (format === 'lv2') return stampsBelow(path);
  return format === 'vst3' && isFolder(path) ? stampsOfBinaries(path) : stampOf(path);
}
