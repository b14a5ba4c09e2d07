// SPDX-License-Identifier: BSD-2-Clause
/** A font for the labels of pictures: one of the machine's, since SVG files name none and PNG files need one. */
import { type Dirent, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { extname, join } from 'node:path';

/** Plain sans-serif fonts, the ones that systems usually have, best first. */
const PREFERRED = [
  'DejaVuSans.ttf',
  'LiberationSans-Regular.ttf',
  'NotoSans-Regular.ttf',
  'Roboto-Regular.ttf',
  'Ubuntu-R.ttf',
  'Cantarell-Regular.otf',
  'FreeSans.ttf',
  'Arial.ttf',
  'arial.ttf',
];
const EXTENSIONS = ['.ttf', '.otf'];
/** Folders in folders; fonts lie two or three deep. */
const DEPTH_MAX = 4;

/** Where fonts lie: XDG's data folders, and the old place in the home folder. */
export function fontFolders(environment: NodeJS.ProcessEnv): string[] {
  const home = environment.HOME || homedir();
  const data = (environment.XDG_DATA_DIRS || '/usr/local/share:/usr/share').split(':');
  const own = environment.XDG_DATA_HOME || join(home, '.local/share');
  return [
    ...[own, ...data].filter((folder) => folder !== '').map((folder) => join(folder, 'fonts')),
    join(home, '.fonts'),
  ];
}

/** None if the folder is not there or not to be read. */
function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    return [];
  }
}

function* filesIn(folder: string, depth = 0): Generator<string> {
  if (depth > DEPTH_MAX) return;
  for (const entry of entriesOf(folder)) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesIn(path, depth + 1);
    else if (EXTENSIONS.includes(extname(entry.name).toLowerCase())) yield path;
  }
}

/** Path of a font; undefined without any. */
export function findFont(environment: NodeJS.ProcessEnv = process.env): string | undefined {
  let best: string | undefined;
  let bestRank = PREFERRED.length;
  for (const folder of fontFolders(environment)) {
    for (const path of filesIn(folder)) {
      const rank = PREFERRED.findIndex((name) => path.endsWith(`/${name}`));
      best ??= path;
      if (rank < 0 || rank >= bestRank) continue;
      [best, bestRank] = [path, rank];
    }
  }
  return best;
}
