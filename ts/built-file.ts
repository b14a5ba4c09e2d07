// SPDX-License-Identifier: BSD-2-Clause
/** Loading what is not needed at the start. */
import { createRequire } from 'node:module';
import { join } from 'node:path';

/**
 * One of the built files. Not by import(), which takes a path for a URL: `#`, `?` and `%` mean something else there.
 * @param folder of the built files.
 */
export function loadBuilt<Module>(folder: string, name: string): Module {
  return createRequire(join(folder, name))(`./${name}`) as Module;
}
