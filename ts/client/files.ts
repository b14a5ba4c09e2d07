// SPDX-License-Identifier: BSD-2-Clause
/**
 * Where the built files are: next to this library when it is installed, in dist/ when it runs from its sources.
 */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PluginHostError } from './errors.ts';

export interface BuiltFiles {
  /** dist/lib: core, shim, binding. */
  readonly folder: string;
  /** dist/maolan-plugin-host */
  readonly executable: string;
}

const EXECUTABLE = 'maolan-plugin-host';

/** Electron's archive holds no executables; what is unpacked is in a folder of this name next to it. */
function unpacked(place: string): string {
  return place.replace(/\.asar(?=[/\\]|$)/, '.asar.unpacked');
}

/** @throws PluginHostError HOST_NOT_FOUND */
export function builtFiles(): BuiltFiles {
  // The commands' bundle is CommonJS, everything else a module: node -e and workers from a text have a global __dirname that means nothing.
  const { url }: Partial<ImportMeta> = import.meta;
  const here = url === undefined ? __dirname : dirname(fileURLToPath(url));
  const places = [here, dirname(here), join(here, '../../dist')].map(unpacked);
  const dist = places.find((place) => existsSync(join(place, 'lib/core.wasm')));
  if (dist === undefined) throw new PluginHostError('HOST_NOT_FOUND', adviceFor(here, places));
  return { folder: join(dist, 'lib'), executable: join(dist, EXECUTABLE) };
}

function adviceFor(here: string, places: readonly string[]): string {
  const what = `the built files of maolan-plugin-host are not in ${places.join(', ')}`;
  if (/\.asar[/\\]/.test(here))
    return `${what}; Electron must unpack them (asarUnpack: ["**/node_modules/maolan-plugin-host/**"])`;
  if (/[/\\](node_modules[/\\]maolan-plugin-host|maolan-plugin-host[^/\\]*)[/\\]/.test(here))
    return `${what}; install the package again, or run npm run build in its sources`;
  return `${what}; a bundler must leave the package out (esbuild: --external:maolan-plugin-host), else install it again`;
}

/** The host executable: what the caller names, else MAOLAN_PLUGIN_HOST as DAWs have it, else our own. */
export function executableOf(files: BuiltFiles, named: string | undefined): string {
  return named ?? (process.env.MAOLAN_PLUGIN_HOST || files.executable);
}
