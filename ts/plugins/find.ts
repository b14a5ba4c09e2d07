// SPDX-License-Identifier: BSD-2-Clause
/**
 * Finds the plugin that the user means. It may be named by its path (`/usr/lib/clap/x.clap`, `x.clap::id`,
 * `x.vst3#CLASSID` or `x.vst3#Name`), its id or URI, its name, or an unambiguous part of its name; `clap:`, `vst3:` or
 * `lv2:` before any of these selects the format.
 */
import { existsSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { ScanFormat } from '../scan/plugins.ts';
import { isLv2Bundle, searchFolders } from '../scan/roots.ts';
import { ChoiceError } from './choice-error.ts';
import { formats, type Installed, type InstalledPlugin, type LookOptions, lookForPlugins } from './installed.ts';
import { nearestFew } from './nearest.ts';

const CANDIDATES_MAX = 12;
const SUGGESTIONS_MAX = 3;
/** Letters of a name that no plugin has. */
const NAME_SHOWN = 200;

interface Named {
  formats: readonly ScanFormat[];
  text: string;
}

/** `clap:` and similar; a URI may start with any other scheme. */
export function splitPrefix(text: string): Named {
  const [, prefix, rest] = /^(clap|vst3|lv2):(?!\/\/)(.*)$/is.exec(text) ?? [];
  if (prefix === undefined || rest === undefined) return { formats, text };
  return { formats: [prefix.toLowerCase() as ScanFormat], text: rest.trim() };
}

/** The shortest name that is unambiguous for this plugin. */
function uniqueName(plugin: InstalledPlugin, among: readonly InstalledPlugin[]): string {
  const same = among.filter(({ format, name }) => format === plugin.format && name === plugin.name);
  const copies = same.filter(({ id }) => id === plugin.id);
  return `${plugin.format}:${same.length === 1 ? plugin.name : copies.length === 1 ? plugin.id : plugin.spec}`;
}

function quoted(name: string): string {
  return /[\s'"()&;]/.test(name) ? `"${name}"` : name;
}

function candidates(text: string, found: readonly InstalledPlugin[]): ChoiceError {
  const lines = found.slice(0, CANDIDATES_MAX).map((plugin) => `  ${quoted(uniqueName(plugin, found))}`);
  const more = found.length > CANDIDATES_MAX ? [`  and ${found.length - CANDIDATES_MAX} more`] : [];
  return new ChoiceError([`"${text}" may be any of these plugins; name one of them:`, ...lines, ...more].join('\n'));
}

function notNamed(): ChoiceError {
  return new ChoiceError('The name of the plugin is empty; maolan-plugin-host scan lists them');
}

function notFound({ text, formats: wanted }: Named, installed: readonly InstalledPlugin[]): ChoiceError {
  const names = installed.filter(({ format }) => wanted.includes(format)).flatMap(({ name, id }) => [name, id]);
  const near = nearestFew(text, names, SUGGESTIONS_MAX);
  const hint =
    near.length > 0 ? `did you mean ${near.map(quoted).join(' or ')}?` : 'maolan-plugin-host scan lists them';
  const name = text.length > NAME_SHOWN ? `${text.slice(0, NAME_SHOWN)}...` : text;
  return new ChoiceError(`No installed plugin is called "${name}"; ${hint}`);
}

type Test = (plugin: InstalledPlugin, text: string) => boolean;

/** Name comparisons, from strict to loose. */
const nameReadings: readonly Test[] = [
  ({ name }, text) => name === text,
  ({ name }, text) => name.toLowerCase() === text.toLowerCase(),
  ({ id }, text) =>
    id
      .split(/[/#:.]/)
      .at(-1)
      ?.toLowerCase() === text.toLowerCase(),
  ({ name }, text) => name.toLowerCase().includes(text.toLowerCase()),
];

/** The first one that matches any plugin counts. */
const readings: readonly Test[] = [
  ({ spec, id }, text) => spec === text || id === text,
  ({ format, id }, text) => format === 'vst3' && id === text.toUpperCase(),
  ...nameReadings,
];

/** A plugin of another format that a bridge (NASPRO's) presents as LV2. */
function isBridged({ format, id }: InstalledPlugin): boolean {
  return format === 'lv2' && /^urn:(ladspa|dssi):/i.test(id);
}

/** Of several matches, those that are not bridged. */
function nativeOf(found: readonly InstalledPlugin[]): readonly InstalledPlugin[] {
  const native = found.filter((plugin) => !isBridged(plugin));
  return native.length > 0 ? native : found;
}

/** If one plugin exists in several formats, the one in the first of these. */
function preferred(found: readonly InstalledPlugin[], formatsFirst: readonly ScanFormat[]): readonly InstalledPlugin[] {
  const isOne = new Set(found.map(({ name }) => name.toLowerCase())).size === 1;
  const format = isOne ? formatsFirst.find((one) => found.some((plugin) => plugin.format === one)) : undefined;
  return format === undefined ? found : found.filter((plugin) => plugin.format === format);
}

/**
 * @param formatsFirst the order of preference if a plugin exists in several formats; empty: the user has to choose.
 * @throws ChoiceError if nothing matches, or several plugins do.
 */
export function choosePlugin(
  name: string,
  installed: readonly InstalledPlugin[],
  formatsFirst: readonly ScanFormat[] = [],
): InstalledPlugin {
  const named = splitPrefix(name.trim());
  if (named.text === '') throw notNamed();
  const possible = installed.filter(({ format }) => named.formats.includes(format));
  for (const reading of readings) {
    const all = possible.filter((plugin) => reading(plugin, named.text));
    const found = preferred(nativeOf(all), formatsFirst);
    const [only] = found;
    if (only !== undefined && found.length === 1) return only;
    if (only !== undefined) throw candidates(name, found);
  }
  throw notFound(named, installed);
}

/** The plugin may be in a bundle whose data is invalid. @throws ChoiceError */
function chooseInstalled(
  name: string,
  { plugins, broken }: Installed,
  formatsFirst: readonly ScanFormat[],
): InstalledPlugin {
  try {
    return choosePlugin(name, plugins, formatsFirst);
  } catch (error) {
    const [fault] = broken;
    if (fault === undefined || !(error instanceof ChoiceError)) throw error;
    throw new ChoiceError(`${error.message}\nPlugins may be missing, since the data of a bundle is broken: ${fault}`);
  }
}

interface PathName {
  format: ScanFormat;
  path: string;
  /** After `::` or `#`; undefined: the file's only plugin. */
  id?: string | undefined;
}

/** The path of an existing file or bundle, optionally followed by an id. */
function splitPath({ text, formats: wanted }: Named): PathName | undefined {
  const [, path = text, id] = /^(.+\.(?:clap|vst3))(?:::|#)(.+)$/i.exec(text) ?? [];
  const bare = path.replace(/(?<=.)\/+$/, '');
  if (!existsSync(bare)) return undefined;
  const format = isLv2Bundle(bare) ? 'lv2' : /\.(clap|vst3)$/i.exec(bare)?.[1]?.toLowerCase();
  return wanted.includes(format as ScanFormat) ? { format: format as ScanFormat, path: bare, id } : undefined;
}

function looksLikePath(text: string): boolean {
  return /^\.{0,2}\//.test(text) || /\.(clap|vst3|lv2)\/?$/i.test(text);
}

/**
 * The host finds LV2 plugins by their URI, so the bundle's folder must be in its search path.
 * @returns LV2_PATH for the host; undefined: unchanged.
 */
export function lv2PathFor({ format, path }: InstalledPlugin): string | undefined {
  if (format !== 'lv2') return undefined;
  const searched = searchFolders('lv2');
  return searched.includes(dirname(path)) ? undefined : [dirname(path), ...searched].join(':');
}

function inFile(id: string | undefined, plugins: readonly InstalledPlugin[]): readonly InstalledPlugin[] {
  if (id === undefined) return plugins;
  const tests: readonly Test[] = [(plugin) => plugin.id.toUpperCase() === id.toUpperCase(), ...nameReadings];
  return tests.map((test) => plugins.filter((plugin) => test(plugin, id))).find(({ length }) => length > 0) ?? [];
}

function chooseInFile(name: string, { path, id }: PathName, { plugins, failures, broken }: Installed): InstalledPlugin {
  const [failure] = failures;
  const [fault] = broken;
  const why = fault === undefined ? '' : `; its data is broken: ${fault}`;
  if (plugins.length === 0) throw new ChoiceError(failure?.message ?? `There is no plugin in ${path}${why}`);
  const found = inFile(id, plugins);
  const [first] = found;
  if (first === undefined) {
    const ids = plugins.map((plugin) => (plugin.format === 'vst3' ? `${plugin.id} (${plugin.name})` : plugin.id));
    throw new ChoiceError(`There is no plugin "${id}" in ${path}; there are: ${ids.join(', ')}`);
  }
  if (found.length === 1) return first;
  const lines = found.map((plugin) => `  ${quoted(plugin.spec)}  (${plugin.name})`);
  throw new ChoiceError([`There are several plugins in ${name}; name one of them:`, ...lines].join('\n'));
}

export interface FindOptions extends Pick<LookOptions, 'folder' | 'signal' | 'onProgress'> {
  /** See choosePlugin. */
  formatsFirst?: readonly ScanFormat[];
}

/**
 * Find the plugin with this name. The first scan of all installed plugins may take a while.
 * @throws ChoiceError with the candidates, or with similar names.
 */
export async function findPlugin(name: string, { formatsFirst = [], ...look }: FindOptions): Promise<InstalledPlugin> {
  const named = splitPrefix(name);
  const path = splitPath(named);
  if (path === undefined && looksLikePath(named.text) && !existsSync(named.text))
    throw new ChoiceError(`There is no plugin at ${named.text}`);
  if (path === undefined && looksLikePath(named.text))
    throw new ChoiceError(
      `${basename(named.text) || named.text} is not a plugin; give a .clap file, a .vst3 bundle or an LV2 bundle`,
    );
  if (path === undefined)
    return chooseInstalled(name, await lookForPlugins({ ...look, formats: named.formats }), formatsFirst);
  return chooseInFile(name, path, await lookForPlugins({ ...look, formats: [path.format], paths: [path.path] }));
}
