// SPDX-License-Identifier: BSD-2-Clause
/** Which DAWs this host supports, and whether one of them finds it. */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Finding, ok, warning } from './finding.ts';

/** See README, "Use it with Maolan". */
const SERVED = 'Maolan with engine 0.2.0 to 0.3.21 (protocol versions 1 and 3 to 7)';
const HOST = 'maolan-plugin-host';

/** Today's DAW looks at the variable, then in its own folder, then in PATH. */
export function checkDaw({ MAOLAN_PLUGIN_HOST: named, PATH = '' }: NodeJS.ProcessEnv): Finding[] {
  const served = ok('DAW', SERVED);
  if (named !== undefined && named !== '') {
    if (existsSync(named)) return [served, ok('DAW finds', `${named} (MAOLAN_PLUGIN_HOST)`)];
    const message = `MAOLAN_PLUGIN_HOST names ${named}, which does not exist: the DAW looks elsewhere`;
    return [served, warning('DAW finds', message, 'Unset the variable, or correct the path.')];
  }
  const found = PATH.split(delimiter).find((folder) => folder !== '' && existsSync(join(folder, HOST)));
  return [served, found === undefined ? notFound() : ok('DAW finds', `${join(found, HOST)} (PATH)`)];
}

function notFound(): Finding {
  const advice = 'Link it there (ln -s .../maolan-plugin-host ~/.local/bin/), or set MAOLAN_PLUGIN_HOST to its path.';
  return warning('DAW finds', `no ${HOST} in PATH; a DAW finds one only in its own folder`, advice);
}
