/** Where plugins are installed, and the files and bundles there. */
import { existsSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { extname, join, resolve } from 'node:path';
import type { ScanFormat } from './plugins.ts';

type Environment = NodeJS.ProcessEnv;

/** Folders inside build trees: what lies there is not installed, and there is a lot of it. */
const skippedFolders = new Set(['deps', 'build', 'incremental', '.fingerprint', 'examples']);

/** Debian's folder for libraries of one architecture. */
const multiarch: Partial<Record<NodeJS.Architecture, string>> = {
  x64: 'x86_64-linux-gnu',
  ia32: 'i386-linux-gnu',
  arm64: 'aarch64-linux-gnu',
  arm: 'arm-linux-gnueabihf',
  riscv64: 'riscv64-linux-gnu',
  ppc64: 'powerpc64le-linux-gnu',
  loong64: 'loongarch64-linux-gnu',
};

function home(environment: Environment): string {
  return environment.HOME || homedir();
}

function listed(variable: string | undefined): string[] {
  return (variable ?? '').split(':').filter((entry) => entry !== '');
}

/** The usual folders of a format that names them alike, then those of its variable. */
function usualRoots(name: string, variable: string | undefined, environment: Environment): string[] {
  const system = ['/usr/lib', '/usr/lib64', '/usr/local/lib', '/usr/local/lib64'].map((folder) => join(folder, name));
  const own = [join(home(environment), `.${name}`), join(home(environment), '.local/lib', name)];
  return [...system, ...own, ...listed(variable)].map((root) => resolve(root));
}

/** As lilv does: ~ at the beginning is the home directory, and $NAME a variable. */
function expand(entry: string, environment: Environment): string {
  if (entry === '~' || entry.startsWith('~/')) return home(environment) + entry.slice(1);
  return entry.replace(/^\$([^/]*)/, (_, name: string) => environment[name] ?? '');
}

/** LV2_PATH says where all bundles are; it adds nothing to the usual places. They are those of native-shim/lv2/world.c. */
function lv2Roots(environment: Environment): string[] {
  const usual = `~/.lv2:/usr/lib/${multiarch[process.arch] ?? ''}/lv2:/usr/lib/lv2:/usr/local/lib/lv2`;
  const entries = listed(environment.LV2_PATH || usual);
  return [...new Set(entries.map((entry) => expand(entry, environment)).filter((entry) => entry.startsWith('/')))];
}

/** Entries in the order of their names, links followed; none if the folder cannot be read. */
function entriesOf(
  folder: string,
): { name: string; path: string; isFolder: boolean; isFile: boolean; isLink: boolean }[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .map((entry) => {
        const path = `${folder}/${entry.name}`;
        const isLink = entry.isSymbolicLink();
        const status = isLink ? statSync(path, { throwIfNoEntry: false }) : entry;
        return { name: entry.name, path, isLink, isFolder: !!status?.isDirectory(), isFile: !!status?.isFile() };
      })
      .toSorted((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    return [];
  }
}

/** Folders below a root, each once however many links lead there. */
class Walk {
  readonly found: string[] = [];
  readonly #seen = new Set<string>();

  /** False if this was seen before under another name, or is not there. */
  isNew(path: string): boolean {
    try {
      const real = realpathSync.native(path);
      return !this.#seen.has(real) && this.#seen.add(real) !== undefined;
    } catch {
      return false;
    }
  }
}

function walkClap(walk: Walk, folder: string): void {
  if (!walk.isNew(folder)) return;
  for (const { name, path, isFolder, isFile } of entriesOf(folder)) {
    if (isFolder && !skippedFolders.has(name)) walkClap(walk, path);
    else if (isFile && extname(name).toLowerCase() === '.clap' && walk.isNew(path)) walk.found.push(path);
  }
}

/** A VST3 plugin is a folder, or a single file. Links are skipped, as DAWs expect. */
function walkVst3(walk: Walk, folder: string): void {
  if (!walk.isNew(folder)) return;
  for (const { name, path, isFolder, isFile, isLink } of entriesOf(folder)) {
    if (isLink) continue;
    if (extname(name).toLowerCase() === '.vst3' && (isFolder || isFile)) walk.found.push(path);
    else if (isFolder) walkVst3(walk, path);
  }
}

/** Bundles lie directly in a root. One that links lead to twice has the same plugins twice, which is known by their URIs. */
function walkLv2(walk: Walk, root: string): void {
  for (const { name, path, isFolder } of entriesOf(root))
    if (isFolder && !name.startsWith('.') && isLv2Bundle(path)) walk.found.push(path);
}

export function isLv2Bundle(path: string): boolean {
  return existsSync(`${path}/manifest.ttl`);
}

const walkers = { clap: walkClap, vst3: walkVst3, lv2: walkLv2 } as const;

/** Folders in which plugins of a format are sought, whether they exist or not: absolute paths, in the order in which they are looked at. */
export function searchFolders(format: ScanFormat, environment: Environment = process.env): string[] {
  if (format === 'clap') return usualRoots('clap', environment.CLAP_PATH, environment);
  if (format === 'vst3') return usualRoots('vst3', environment.VST3_PATH, environment);
  return lv2Roots(environment);
}

/** Every file or bundle of a format that is installed: absolute paths, in the order in which a plugin is sought. */
export function findFiles(format: ScanFormat, environment: Environment = process.env): string[] {
  const walk = new Walk();
  for (const root of searchFolders(format, environment)) walkers[format](walk, root);
  return walk.found;
}

/** A file or bundle of the format, or all of them in a folder and below: absolute paths. */
export function findFilesBelow(format: ScanFormat, path: string): string[] {
  const absolute = resolve(path);
  if (format === 'lv2' && isLv2Bundle(absolute)) return [absolute];
  if (format !== 'lv2' && extname(absolute).toLowerCase() === `.${format}`) return [absolute];
  const walk = new Walk();
  walkers[format](walk, absolute);
  return walk.found;
}
