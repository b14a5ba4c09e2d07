// SPDX-License-Identifier: BSD-2-Clause
/** Which plugin does a user mean? See ts/plugins/find.ts; a first look at all that is installed shows how far it is on a terminal. */
import { findPlugin as find, lv2PathFor } from '../plugins/find.ts';
import type { InstalledPlugin } from '../plugins/installed.ts';
import type { Context } from './command.ts';
import { ScanProgress } from './progress.ts';

/** From now on hosts that are started find it. */
export function makeFindable(plugin: InstalledPlugin): void {
  const lv2Path = lv2PathFor(plugin);
  if (lv2Path !== undefined) process.env.LV2_PATH = lv2Path;
}

/** From now on hosts that are started find it, too. @throws ChoiceError with the candidates, or with names that are near. */
export async function findPlugin(
  name: string,
  { folder, signal }: Pick<Context, 'folder' | 'signal'>,
): Promise<InstalledPlugin> {
  const progress = new ScanProgress();
  try {
    const plugin = await find(name, { folder, signal, onProgress: progress.show.bind(progress) });
    makeFindable(plugin);
    return plugin;
  } finally {
    progress.clear();
  }
}
