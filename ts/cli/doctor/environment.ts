// SPDX-License-Identifier: BSD-2-Clause
/** Environment variables that affect every program and every plugin. */
import { existsSync } from 'node:fs';
import { type Finding, ok, warning } from './finding.ts';

/** Of a list separated as the loader does it, what is an absolute path to nothing. */
function missingIn(list: string): string[] {
  return list.split(/[\s:]+/).filter((path) => path.startsWith('/') && !existsSync(path));
}

function checkLoader(name: string, value: string | undefined, what: string): Finding[] {
  if (value === undefined || value === '') return [];
  const missing = missingIn(value);
  const gone = missing.length > 0 ? `; ${missing.join(', ')} is not there` : '';
  return [warning(name, `${value}: ${what}${gone}`, `Start the DAW without it: env -u ${name} ...`)];
}

export function checkEnvironment(environment: NodeJS.ProcessEnv): Finding[] {
  const { LD_PRELOAD, LD_AUDIT, LD_LIBRARY_PATH } = environment;
  const found = [
    ...checkLoader('LD_PRELOAD', LD_PRELOAD, 'foreign code runs inside every plugin process'),
    ...checkLoader('LD_AUDIT', LD_AUDIT, 'foreign code runs inside every plugin process'),
    ...checkLoader('LD_LIBRARY_PATH', LD_LIBRARY_PATH, 'plugins may find other libraries than they were built for'),
  ];
  return found.length > 0 ? found : [ok('library loader', 'nothing interferes (LD_PRELOAD and similar variables)')];
}
