// SPDX-License-Identifier: BSD-2-Clause
/**
 * Names that are known without looking at any plugin: plugins from the scan's cache; parameters and presets of those that a command has
 * opened, from a file next to it.
 */
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readRegularFile } from '../../regular-file.ts';
import { cacheFolder } from '../../scan/cache.ts';
import { isObject } from '../../scan/plugins.ts';

const formats = ['clap', 'vst3', 'lv2'] as const;
const CACHE_BYTES_MAX = 256 << 20;
const FILE = 'names.json';
const VERSION = 1;
const NAMES_BYTES_MAX = 64 << 20;
const PLUGINS_MAX = 2000;

export interface KnownPlugin {
  readonly format: string;
  readonly name: string;
  /** Id, class id or URI. */
  readonly id: string;
}

export interface Inside {
  readonly parameters: readonly string[];
  readonly presets: readonly string[];
}

const nothing: Inside = { parameters: [], presets: [] };

function readJson(path: string, bytesMax: number): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(readRegularFile(path, bytesMax).toString('utf8'));
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}

function objectsIn(value: unknown): Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) || isObject(value) ? Object.values(value as object).filter(isObject) : [];
}

/** Plugins that earlier scans have found. They may be gone since; nothing depends on it. */
export function knownPlugins(environment: NodeJS.ProcessEnv): KnownPlugin[] {
  return formats.flatMap((format) => {
    const { entries } = readJson(join(cacheFolder(environment), `scan-${format}.json`), CACHE_BYTES_MAX);
    return objectsIn(entries)
      .flatMap(({ scan }) => (isObject(scan) ? objectsIn(scan.plugins) : []))
      .map(({ name, id, uri }) => ({ format, name: String(name ?? ''), id: String(id ?? uri ?? '') }));
  });
}

function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}

function readAll(environment: NodeJS.ProcessEnv): Map<string, Inside> {
  const { version: found, plugins } = readJson(join(cacheFolder(environment), FILE), NAMES_BYTES_MAX);
  if (found !== VERSION || !isObject(plugins)) return new Map();
  return new Map(
    Object.entries(plugins).flatMap(([key, inside]): [string, Inside][] =>
      isObject(inside) ? [[key, { parameters: strings(inside.parameters), presets: strings(inside.presets) }]] : [],
    ),
  );
}

function keyOf({ format, id }: Pick<KnownPlugin, 'format' | 'id'>): string {
  return `${format} ${id}`;
}

/** Parameters and presets of a plugin, if it was opened before. */
export function insideOf(plugin: KnownPlugin, environment: NodeJS.ProcessEnv): Inside {
  return readAll(environment).get(keyOf(plugin)) ?? nothing;
}

interface Named {
  readonly name: string;
}

/** Of things that have names. */
export function namesIn(parameters: readonly Named[], presets?: readonly Named[]): Partial<Inside> {
  const names = (things: readonly Named[]) => things.map(({ name }) => name);
  return { parameters: names(parameters), ...(presets && { presets: names(presets) }) };
}

/** Note them for completion; what is not told stays as it was. A failure to note them is ignored. */
export function rememberInside(
  plugin: Pick<KnownPlugin, 'format' | 'id'>,
  found: Partial<Inside>,
  environment: NodeJS.ProcessEnv = process.env,
): void {
  const all = readAll(environment);
  const key = keyOf(plugin);
  const inside = { ...nothing, ...all.get(key), ...found };
  if (JSON.stringify(all.get(key)) === JSON.stringify(inside)) return;
  all.delete(key);
  all.set(key, inside);
  const plugins = Object.fromEntries([...all].slice(-PLUGINS_MAX));
  const folder = cacheFolder(environment);
  const temporary = join(folder, `${FILE}.${process.pid}`);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(temporary, JSON.stringify({ version: VERSION, plugins }));
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
