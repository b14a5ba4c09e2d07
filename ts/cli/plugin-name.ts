/**
 * Which plugin does somebody mean? It may be named by its path (`/usr/lib/clap/x.clap`, `x.clap::id`, `x.vst3#CLASSID`), its id or URI, its
 * name, or a part of its name that only one plugin has; `clap:`, `vst3:` or `lv2:` before any of these chooses the format.
 */
import { existsSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { PluginFormat } from '../client/types.ts';
import { isLv2Bundle, searchFolders } from '../scan/roots.ts';
import { CommandError, type Context } from './command.ts';
import { formats, type Installed, type InstalledPlugin, lookForPlugins } from './installed.ts';
import { nearestFew } from './nearest.ts';
import { ScanProgress } from './progress.ts';

const candidatesMax = 12;
const suggestionsMax = 3;

interface Named {
  formats: readonly PluginFormat[];
  text: string;
}

/** `clap:` and its like; a URI may begin with any other word. */
export function splitPrefix(text: string): Named {
  const [, prefix, rest] = /^(clap|vst3|lv2):(?!\/\/)(.+)$/i.exec(text) ?? [];
  if (prefix === undefined || rest === undefined) return { formats, text };
  return { formats: [prefix.toLowerCase() as PluginFormat], text: rest };
}

/** A name by which only this plugin is meant, as short as can be. */
function uniqueName(plugin: InstalledPlugin, among: readonly InstalledPlugin[]): string {
  const same = among.filter(({ format, name }) => format === plugin.format && name === plugin.name);
  return `${plugin.format}:${same.length === 1 ? plugin.name : plugin.id}`;
}

function quoted(name: string): string {
  return /[\s'"()&;]/.test(name) ? `"${name}"` : name;
}

function candidates(text: string, found: readonly InstalledPlugin[]): CommandError {
  const lines = found.slice(0, candidatesMax).map((plugin) => `  ${quoted(uniqueName(plugin, found))}`);
  const more = found.length > candidatesMax ? [`  and ${found.length - candidatesMax} more`] : [];
  return new CommandError([`"${text}" may be any of these plugins; name one of them:`, ...lines, ...more].join('\n'));
}

function notFound({ text, formats: wanted }: Named, installed: readonly InstalledPlugin[]): CommandError {
  const names = installed.filter(({ format }) => wanted.includes(format)).flatMap(({ name, id }) => [name, id]);
  const near = nearestFew(text, names, suggestionsMax);
  const hint =
    near.length > 0 ? `did you mean ${near.map(quoted).join(' or ')}?` : 'maolan-plugin-host scan lists them';
  return new CommandError(`No installed plugin is called "${text}"; ${hint}`);
}

type Test = (plugin: InstalledPlugin, text: string) => boolean;

/** From the strictest reading of a name to the loosest; the first that fits any plugin counts. */
const readings: readonly Test[] = [
  ({ spec, id }, text) => spec === text || id === text,
  ({ format, id }, text) => format === 'vst3' && id === text.toUpperCase(),
  ({ name }, text) => name === text,
  ({ name }, text) => name.toLowerCase() === text.toLowerCase(),
  ({ id }, text) =>
    id
      .split(/[/#:.]/)
      .at(-1)
      ?.toLowerCase() === text.toLowerCase(),
  ({ name }, text) => name.toLowerCase().includes(text.toLowerCase()),
];

/** @throws CommandError if it is none or several. */
export function choosePlugin(name: string, installed: readonly InstalledPlugin[]): InstalledPlugin {
  const named = splitPrefix(name);
  const possible = installed.filter(({ format }) => named.formats.includes(format));
  for (const reading of readings) {
    const found = possible.filter((plugin) => reading(plugin, named.text));
    const [only] = found;
    if (only !== undefined && found.length === 1) return only;
    if (only !== undefined) throw candidates(name, found);
  }
  throw notFound(named, installed);
}

/** Bundles whose data is broken may have been meant. @throws CommandError */
function chooseInstalled(name: string, { plugins, broken }: Installed): InstalledPlugin {
  try {
    return choosePlugin(name, plugins);
  } catch (error) {
    const [fault] = broken;
    if (fault === undefined || !(error instanceof CommandError)) throw error;
    throw new CommandError(`${error.message}\nPlugins may be missing, since the data of a bundle is broken: ${fault}`);
  }
}

interface PathName {
  format: PluginFormat;
  path: string;
  /** Behind `::` or `#`; undefined: the only plugin there. */
  id?: string | undefined;
}

/** A path of a file or bundle that is there, with an id behind it or not. */
function splitPath({ text, formats: wanted }: Named): PathName | undefined {
  const [, path = text, id] = /^(.+\.(?:clap|vst3))(?:::|#)(.+)$/i.exec(text) ?? [];
  const bare = path.replace(/(?<=.)\/+$/, '');
  if (!existsSync(bare)) return undefined;
  const format = isLv2Bundle(bare) ? 'lv2' : /\.(clap|vst3)$/i.exec(bare)?.[1]?.toLowerCase();
  return wanted.includes(format as PluginFormat) ? { format: format as PluginFormat, path: bare, id } : undefined;
}

function looksLikePath(text: string): boolean {
  return /^\.{0,2}\//.test(text) || /\.(clap|vst3|lv2)\/?$/i.test(text);
}

/** The host finds LV2 plugins by their URI, so the bundle's folder must be where it looks. */
function makeFindable({ format, path }: InstalledPlugin): void {
  if (format !== 'lv2') return;
  const searched = searchFolders('lv2');
  if (!searched.includes(dirname(path))) process.env.LV2_PATH = [dirname(path), ...searched].join(':');
}

function chooseInFile(name: string, { path, id }: PathName, { plugins, failures, broken }: Installed): InstalledPlugin {
  const [failure] = failures;
  const [fault] = broken;
  const why = fault === undefined ? '' : `; its data is broken: ${fault}`;
  if (plugins.length === 0) throw new CommandError(failure?.message ?? `There is no plugin in ${path}${why}`);
  const found = id === undefined ? plugins : plugins.filter((plugin) => plugin.id.toUpperCase() === id.toUpperCase());
  const [first] = found;
  if (first === undefined) {
    const ids = plugins.map((plugin) => plugin.id).join(', ');
    throw new CommandError(`There is no plugin "${id}" in ${path}; there are: ${ids}`);
  }
  if (found.length === 1) return first;
  const lines = found.map((plugin) => `  ${quoted(plugin.spec)}  (${plugin.name})`);
  throw new CommandError([`There are several plugins in ${name}; name one of them:`, ...lines].join('\n'));
}

/**
 * The plugin that a name means. The first look at all that is installed may take a while, and shows how far it is on a terminal.
 * @throws CommandError with the candidates, or with names that are near.
 */
export async function findPlugin(
  name: string,
  { folder, signal }: Pick<Context, 'folder' | 'signal'>,
): Promise<InstalledPlugin> {
  const named = splitPrefix(name);
  const path = splitPath(named);
  if (path === undefined && looksLikePath(named.text) && !existsSync(named.text))
    throw new CommandError(`There is no plugin at ${named.text}`);
  if (path === undefined && looksLikePath(named.text))
    throw new CommandError(
      `${basename(named.text)} is not a plugin; give a .clap file, a .vst3 bundle or an LV2 bundle`,
    );
  const progress = new ScanProgress();
  const onProgress = progress.show.bind(progress);
  try {
    if (path === undefined) {
      const installed = await lookForPlugins({ folder, formats: named.formats, signal, onProgress });
      return chooseInstalled(name, installed);
    }
    const options = { folder, formats: [path.format], paths: [path.path], signal, onProgress };
    const plugin = chooseInFile(name, path, await lookForPlugins(options));
    makeFindable(plugin);
    return plugin;
  } finally {
    progress.clear();
  }
}
