/** When has a plugin file or bundle changed? */
import { createHash } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { ScanFormat } from './plugins.ts';

function stampOf(path: string): string {
  const status = statSync(path, { bigint: true, throwIfNoEntry: false });
  return status === undefined ? 'none' : `${status.size}:${status.mtimeNs}`;
}

/** Files below a folder whose paths match. Links to folders are not followed. */
function filesBelow(folder: string, isWanted: (path: string) => boolean): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return filesBelow(path, isWanted);
      return isWanted(path) ? [path] : [];
    });
  } catch {
    return [];
  }
}

/** The files that a scan reads. */
function filesOf(format: ScanFormat, path: string): string[] {
  if (format === 'lv2') return filesBelow(path, (file) => file.endsWith('.ttl'));
  if (format === 'clap' || !statSync(path, { throwIfNoEntry: false })?.isDirectory()) return [path];
  return filesBelow(join(path, 'Contents'), (file) => file.endsWith('.so'));
}

/** Changes when one of the files that a scan of the path reads has another size or modification time, appears or goes. */
export function fingerprint(format: ScanFormat, path: string): string {
  const files = filesOf(format, path).toSorted();
  if (files.length === 1 && files[0] === path) return stampOf(path);
  const hash = createHash('sha1');
  for (const file of files) hash.update(`${file}\0${stampOf(file)}\0`);
  return hash.digest('base64');
}
