// SPDX-License-Identifier: BSD-2-Clause
/** The user's folders that the host writes to. */
import { existsSync, mkdtempSync, rmdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { cacheFolder } from '../../scan/cache.ts';
import { stateFolder } from '../../state-store/store.ts';
import { type Finding, ok, problem, reasonOf, warning } from './finding.ts';

/** The folder itself, or its nearest existing parent, where it would be created. */
function nearest(folder: string): string {
  return existsSync(folder) || dirname(folder) === folder ? folder : nearest(dirname(folder));
}

/** Why nothing can be written there. */
function refusal(folder: string): string | undefined {
  try {
    rmdirSync(mkdtempSync(join(nearest(folder), '.maolan-doctor-')));
    return undefined;
  } catch (error) {
    return reasonOf(error);
  }
}

export function checkFolders(environment: NodeJS.ProcessEnv): Finding[] {
  const [cache, states] = [cacheFolder(environment), stateFolder(environment)];
  const [noCache, noStates] = [refusal(cache), refusal(states)];
  const advice = (folder: string, variable: string) =>
    `Create it, writable for you (mkdir -p ${folder}), or set ${variable} to another folder.`;
  return [
    noCache === undefined
      ? ok('cache folder', cache)
      : warning(
          'cache folder',
          `${cache} cannot be written, so every scan starts from scratch (${noCache})`,
          advice(cache, 'XDG_CACHE_HOME'),
        ),
    noStates === undefined
      ? ok('state folder', states)
      : problem(
          'state folder',
          `${states} cannot be written, so states that are too large for a DAW's project are not saved (${noStates})`,
          advice(states, 'XDG_STATE_HOME'),
        ),
  ];
}
