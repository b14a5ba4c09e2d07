// SPDX-License-Identifier: BSD-2-Clause
/**
 * Parameters and presets of the plugins that commands have opened, for completion: in names-opened.txt in the cache folder, next to the
 * names of all plugins (ts/scan/names.ts). Each line has fields between tabs:
 *
 *     plugin     <format> <id> <name>   what follows, up to the next plugin, is in this one
 *     parameter  <name>
 *     preset     <name>
 */
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readRegularFile } from '../../regular-file.ts';
import { cacheFolder } from '../../scan/cache.ts';
import { lineOf } from '../../scan/names.ts';

const FILE = 'names-opened.txt';
/** The file stays quick to read: more than some thousand plugins. */
const BYTES_MAX = 8 << 20;

export interface OpenedPlugin {
  readonly format: string;
  /** Id, class id or URI. */
  readonly id: string;
  readonly name: string;
}

export interface Inside {
  readonly parameters: readonly string[];
  readonly presets: readonly string[];
}

interface Named {
  readonly name: string;
}

interface NamedParameter extends Named {
  readonly isHidden: boolean;
  readonly isReadOnly: boolean;
}

/** Of the parameters that a user can set, and of presets. */
export function namesIn(parameters: readonly NamedParameter[], presets?: readonly Named[]): Partial<Inside> {
  const names = (things: readonly Named[]) => things.map(({ name }) => name);
  const settable = parameters.filter(({ isHidden, isReadOnly }) => !isHidden && !isReadOnly);
  return { parameters: names(settable), ...(presets && { presets: names(presets) }) };
}

/** Texts of the plugins in the file, by their first lines. */
function readAll(path: string): Map<string, string> {
  try {
    const text = readRegularFile(path, BYTES_MAX).toString('utf8');
    const plugins = text.split(/^(?=plugin\t)/m).filter((one) => one.startsWith('plugin\t') && one.endsWith('\n'));
    return new Map(plugins.map((one) => [one.slice(0, one.indexOf('\n') + 1), one]));
  } catch {
    return new Map();
  }
}

function linesOf(kind: string, names: readonly string[] | undefined, before: string | undefined): string {
  if (names !== undefined) return names.map((name) => lineOf(kind, name)).join('');
  const isKind = (line: string) => line.startsWith(`${kind}\t`);
  return before?.match(/.*\n/g)?.filter(isKind).join('') ?? '';
}

/** The newest of them, at the end. */
function newest(texts: readonly string[]): string {
  let bytes = 0;
  return texts
    .toReversed()
    .filter((text) => {
      bytes += Buffer.byteLength(text);
      return bytes <= BYTES_MAX;
    })
    .toReversed()
    .join('');
}

/** Save them for completion; what is not given stays as it was. A failure to save them is ignored. */
export function rememberInside(
  plugin: OpenedPlugin,
  found: Partial<Inside>,
  environment: NodeJS.ProcessEnv = process.env,
): void {
  const folder = cacheFolder(environment);
  const all = readAll(join(folder, FILE));
  const key = lineOf('plugin', plugin.format, plugin.id, plugin.name);
  const before = all.get(key);
  const text = key + linesOf('parameter', found.parameters, before) + linesOf('preset', found.presets, before);
  if (key === '' || text === before) return;
  all.delete(key);
  const temporary = join(folder, `${FILE}.${process.pid}`);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(temporary, newest([...all.values(), text]));
    renameSync(temporary, join(folder, FILE));
  } catch {
    removeQuietly(temporary);
  }
}

/** The folder may be none, or not be writable. */
function removeQuietly(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // there is nothing to remove
  }
}
