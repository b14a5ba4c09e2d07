// SPDX-License-Identifier: BSD-2-Clause
/** The DAW's list of blocked plugins: <config dir>/maolan/plugin-blocklist.json. */
import { homedir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { readRegularFile } from '../regular-file.ts';
import { isObject, type PluginOf, type ScanFormat } from './plugins.ts';

/** Room for every plugin that there is. */
const BYTES_MAX = 16 << 20;

/** XDG: the variable counts only if it is absolute. */
function configFolder(environment: NodeJS.ProcessEnv): string {
  const folder = environment.XDG_CONFIG_HOME;
  return folder?.startsWith('/') ? folder : join(environment.HOME || homedir(), '.config');
}

function withoutSlash(text: string): string {
  return text.length > 1 && text.endsWith('/') ? text.slice(0, -1) : text;
}

export function blocklistFile(environment: NodeJS.ProcessEnv): string {
  return join(configFolder(environment), 'maolan/plugin-blocklist.json');
}

export class Blocklist {
  /** Why the file could not be used, if it exists. */
  readonly error: string | undefined;
  /** Path, URI or spec -> reason. */
  readonly #reasons = new Map<string, string>();

  constructor(environment: NodeJS.ProcessEnv) {
    const path = blocklistFile(environment);
    try {
      this.#read(JSON.parse(readRegularFile(path, BYTES_MAX).toString('utf8')));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT')
        this.error = `The plugin blocklist ${path} cannot be used: ${(error as Error).message}`;
    }
  }

  #read(list: unknown): void {
    if (!isObject(list) || !Array.isArray(list.entries)) throw new Error('it has no list of entries');
    for (const entry of list.entries)
      if (isObject(entry) && typeof entry.path === 'string')
        this.#reasons.set(withoutSlash(entry.path), typeof entry.error === 'string' ? entry.error : '');
  }

  /** The blocked paths, URIs and specs. */
  get entries(): string[] {
    return [...this.#reasons.keys()];
  }

  /**
   * Why this file or bundle is blocked, '' without a reason; undefined if it is not. An LV2 bundle may be listed by its
   * URI.
   */
  reasonFor(path: string): string | undefined {
    if (this.#reasons.size === 0) return undefined;
    return this.#reasons.get(withoutSlash(path)) ?? this.#reasons.get(pathToFileURL(withoutSlash(path)).href);
  }

  /** Whether this plugin of the file is blocked. */
  blocks(path: string, plugin: PluginOf[ScanFormat]): boolean {
    return namesOf(path, plugin).some((name) => this.#reasons.has(withoutSlash(name)));
  }
}

/** Names under which the list may contain a plugin: its scan result has these. */
function namesOf(path: string, plugin: PluginOf[ScanFormat]): string[] {
  if ('uri' in plugin) return [plugin.uri, plugin.bundle_uri];
  return ['path' in plugin ? plugin.path : `${path}::${plugin.id}`];
}
