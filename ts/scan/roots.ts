// SPDX-License-Identifier: BSD-2-Clause
/** Where plugins are installed, and which files and bundles are there. */
import { type Dirent, existsSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { extname, join, resolve } from 'node:path';
import type { ScanFormat } from './plugins.ts';

type Environment = NodeJS.ProcessEnv;

/** Folders of build trees: their contents are not installed, and numerous. */
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

/** The default folders of a format, then those from its environment variable. */
function usualRoots(name: string, variable: string | undefined, environment: Environment): string[] {
  const system = ['/usr/lib', '/usr/lib64', '/usr/local/lib', '/usr/local/lib64'].map((folder) => join(folder, name));
  const own = [join(home(environment), `.${name}`), join(home(environment), '.local/lib', name)];
  return [...system, ...own, ...listed(variable)].map((root) => resolve(root));
}

/** Like lilv: a leading ~ is the home directory, and $NAME a variable. */
function expand(entry: string, environment: Environment): string {
  if (entry === '~' || entry.startsWith('~/')) return home(environment) + entry.slice(1);
  return entry.replace(/^\$([^/]*)/, (_, name: string) => environment[name] ?? '');
}

/** LV2_PATH replaces the default folders instead of adding to them. The defaults match native-shim/lv2/world.c. */
function lv2Roots(environment: Environment): string[] {
  const usual = `~/.lv2:/usr/lib/${multiarch[process.arch] ?? ''}/lv2:/usr/lib/lv2:/usr/local/lib/lv2`;
  const entries = listed(environment.LV2_PATH || usual);
  return [...new Set(entries.map((entry) => expand(entry, environment)).filter((entry) => entry.startsWith('/')))];
}

interface Entry {
  name: string;
  path: string;
  isFolder: boolean;
  isFile: boolean;
}

/** "ELOOP: too many symbolic links encountered" */
function reasonOf(error: unknown): string {
  const { message } = error as NodeJS.ErrnoException;
  return message.replace(/, \w+ '.*$/s, '');
}

function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOENT';
}

function hasEnding(name: string, format: ScanFormat): boolean {
  return extname(name).toLowerCase() === `.${format}`;
}

/** One traversal of a format's folders. Links are followed; a folder or file that several links lead to counts once. */
class Walk {
  readonly #format: ScanFormat;
  readonly #seenFolders = new Set<string>();
  /**
   * Real path -> the path to report: the one without links if it was found that way, too. In the order of discovery.
   */
  readonly #files = new Map<string, string>();
  /** Sentences about links and folders that could not be read. */
  readonly troubles: string[] = [];

  constructor(format: ScanFormat) {
    this.#format = format;
  }

  get found(): FoundFiles {
    return { files: [...this.#files.values()], troubles: this.troubles };
  }

  /** @returns undefined if the path cannot be resolved, which is recorded unless nothing exists there. */
  #realPath(path: string): string | undefined {
    try {
      return realpathSync.native(path);
    } catch (error) {
      if (!isMissing(error)) this.#unreadable(path, error);
      return undefined;
    }
  }

  #unreadable(folder: string, error: unknown): void {
    this.troubles.push(
      `The folder ${folder} cannot be read (${reasonOf(error)}): the plugins in it are not listed; correct its permissions or remove it`,
    );
  }

  /** False if the folder was already visited under another name, or does not exist. */
  isNewFolder(path: string): boolean {
    const real = this.#realPath(path);
    return real !== undefined && !this.#seenFolders.has(real) && this.#seenFolders.add(real) !== undefined;
  }

  add(path: string): void {
    const real = this.#realPath(path);
    if (real !== undefined && (real === path || !this.#files.has(real))) this.#files.set(real, path);
  }

  /** Like add, for files that may be listed twice: their plugins are identified by their contents. */
  addEach(path: string): void {
    this.#files.set(path, path);
  }

  /** Entries sorted by name, without those that cannot be followed. */
  entriesOf(folder: string): Entry[] {
    try {
      return readdirSync(folder, { withFileTypes: true })
        .flatMap((entry) => this.#follow(entry, `${folder}/${entry.name}`))
        .toSorted((a, b) => (a.name < b.name ? -1 : 1));
    } catch (error) {
      if (!isMissing(error)) this.#unreadable(folder, error);
      return [];
    }
  }

  /** A dangling link hides only the plugin that it is named after. */
  #follow(entry: Dirent, path: string): Entry[] {
    const { name } = entry;
    try {
      const status = entry.isSymbolicLink() ? statSync(path) : entry;
      return [{ name, path, isFolder: status.isDirectory(), isFile: status.isFile() }];
    } catch (error) {
      if (!isMissing(error) || hasEnding(name, this.#format))
        this.troubles.push(
          `The link ${path} cannot be followed (${reasonOf(error)}): what it leads to is not listed; correct or remove it`,
        );
      return [];
    }
  }
}

function walkClap(walk: Walk, folder: string): void {
  if (!walk.isNewFolder(folder)) return;
  for (const { name, path, isFolder, isFile } of walk.entriesOf(folder)) {
    if (isFolder && !skippedFolders.has(name)) walkClap(walk, path);
    else if (isFile && hasEnding(name, 'clap')) walk.add(path);
  }
}

/** A VST3 plugin is a folder, or a single file. */
function walkVst3(walk: Walk, folder: string): void {
  if (!walk.isNewFolder(folder)) return;
  for (const { name, path, isFolder, isFile } of walk.entriesOf(folder)) {
    if (hasEnding(name, 'vst3') && (isFolder || isFile)) walk.add(path);
    else if (isFolder) walkVst3(walk, path);
  }
}

/** Bundles are direct children of a root. If links list a bundle twice, its plugins are recognized by their URIs. */
function walkLv2(walk: Walk, root: string): void {
  for (const { name, path, isFolder } of walk.entriesOf(root))
    if (isFolder && !name.startsWith('.') && isLv2Bundle(path)) walk.addEach(path);
}

export function isLv2Bundle(path: string): boolean {
  return existsSync(`${path}/manifest.ttl`);
}

const walkers = { clap: walkClap, vst3: walkVst3, lv2: walkLv2 } as const;

/** Folders searched for plugins of a format, existing or not: absolute paths, in search order. */
export function searchFolders(format: ScanFormat, environment: Environment = process.env): string[] {
  if (format === 'clap') return usualRoots('clap', environment.CLAP_PATH, environment);
  if (format === 'vst3') return usualRoots('vst3', environment.VST3_PATH, environment);
  return lv2Roots(environment);
}

export interface FoundFiles {
  /** Absolute paths, in search order. */
  files: string[];
  /** Sentences about links and folders that could not be read; everything else is found. */
  troubles: string[];
}

/** Every installed file or bundle of a format. */
export function findFiles(format: ScanFormat, environment: Environment = process.env): FoundFiles {
  const walk = new Walk(format);
  for (const root of searchFolders(format, environment)) walkers[format](walk, root);
  return walk.found;
}

/** A file or bundle of the format, or all of them in a folder and its subfolders. */
export function findFilesBelow(format: ScanFormat, path: string): FoundFiles {
  const absolute = resolve(path);
  const isOne = format === 'lv2' ? isLv2Bundle(absolute) : hasEnding(absolute, format);
  if (isOne) return { files: [absolute], troubles: [] };
  // A file is of one format at most.
  if (statSync(absolute, { throwIfNoEntry: false })?.isFile()) return { files: [], troubles: [] };
  const walk = new Walk(format);
  walkers[format](walk, absolute);
  return walk.found;
}
