/** When has a plugin file or bundle changed? This is asked of every installed file at every scan, so it is written to be quick. */
import { type Dirent, readdirSync, statSync } from 'node:fs';
import type { ScanFormat } from './plugins.ts';

/** Milliseconds with a fraction: a double holds them to a quarter of a microsecond. */
function stampOf(path: string): string {
  const status = statSync(path, { throwIfNoEntry: false });
  return status === undefined ? 'none' : `${status.size}:${status.mtimeMs}`;
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

/** Names and stamps of the files below a folder whose names end so. Links to folders are not followed. */
function stampsBelow(folder: string, ending: string): string {
  const stamps = entriesOf(folder).map((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return stampsBelow(path, ending);
    return entry.name.endsWith(ending) ? `${entry.name}:${stampOf(path)}` : '';
  });
  return stamps
    .filter((stamp) => stamp !== '')
    .toSorted()
    .join(' ');
}

/** Changes when a file that a scan of the path reads has another size or modification time, appears or goes. */
export function fingerprint(format: ScanFormat, path: string): string {
  if (format === 'lv2') return stampsBelow(path, '.ttl');
  const isFolder = format === 'vst3' && statSync(path, { throwIfNoEntry: false })?.isDirectory();
  return isFolder ? stampsBelow(`${path}/Contents`, '.so') : stampOf(path);
}
