// SPDX-License-Identifier: BSD-2-Clause
/** Where plugins are searched, what is there, and which are on the DAW's blocklist. */
import { existsSync } from 'node:fs';
import { Blocklist, blocklistFile } from '../../scan/blocklist.ts';
import { type ScanFormat, scanFormats } from '../../scan/plugins.ts';
import { findFiles, searchFolders } from '../../scan/roots.ts';
import { type Finding, ok, problem, warning } from './finding.ts';

const NAMES = { clap: 'CLAP', vst3: 'VST3', lv2: 'LV2' } as const;
const WHAT = { clap: 'file', vst3: 'bundle', lv2: 'bundle' } as const;

/** Folders in CLAP_PATH and the like that do not exist. */
function missingOf(format: ScanFormat, environment: NodeJS.ProcessEnv): string[] {
  const usual = searchFolders(format, { ...environment, [variableOf(format)]: undefined });
  const named = searchFolders(format, environment).filter((folder) => !usual.includes(folder));
  return named.filter((folder) => !existsSync(folder));
}

function variableOf(format: ScanFormat): string {
  return `${format.toUpperCase()}_PATH`;
}

function checkFormat(format: ScanFormat, environment: NodeJS.ProcessEnv): Finding[] {
  const check = `${NAMES[format]} plugins`;
  const folders = searchFolders(format, environment);
  const present = folders.filter((folder) => existsSync(folder));
  const { files, troubles } = findFiles(format, environment);
  const count = files.length;
  const message = `${count} ${WHAT[format]}${count === 1 ? '' : 's'} in ${present.join(', ') || 'no folder'}`;
  const advice = `Install some, or name their folders in ${variableOf(format)}; these are searched: ${folders.join(', ')}`;
  const missing = missingOf(format, environment);
  const found = count > 0 ? ok(check, message) : warning(check, message, advice);
  const unseen = troubles.map((trouble) => warning(check, trouble, 'Plugins behind it are not found until then.'));
  if (missing.length === 0) return [found, ...unseen];
  const gone = `${variableOf(format)} names ${missing.join(', ')}, which is not there`;
  return [found, ...unseen, warning(check, gone, 'Correct the variable, or make the folder.')];
}

export function checkPlugins(environment: NodeJS.ProcessEnv): Finding[] {
  return scanFormats.flatMap((format) => checkFormat(format, environment));
}

export function checkBlocklist(environment: NodeJS.ProcessEnv): Finding {
  const file = blocklistFile(environment);
  const { entries, error } = new Blocklist(environment);
  if (error !== undefined)
    return problem('blocklist', `${error}; no plugin is blocked`, `Correct the file ${file} or remove it.`);
  if (entries.length === 0) return ok('blocklist', 'empty');
  const shown = entries.slice(0, 3).join(', ') + (entries.length > 3 ? ', ...' : '');
  const message = `${entries.length} skipped when scanning: ${shown}`;
  return warning('blocklist', message, `Their entries in ${file} say why; remove an entry to unblock its plugin.`);
}
