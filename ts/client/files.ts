/**
 * Where the built files are: beside this library when it is installed, in dist/ when it runs from its sources.
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

/** @throws PluginHostError HOST_NOT_FOUND */
export function builtFiles(): BuiltFiles {
  // The commands' bundle is CommonJS, everything else a module.
  const here = typeof __dirname === 'string' ? __dirname : dirname(fileURLToPath(import.meta.url));
  const places = [here, dirname(here), join(here, '../../dist')];
  const dist = places.find((place) => existsSync(join(place, 'lib/core.wasm')));
  if (dist === undefined) {
    const sought = places.join(', ');
    throw new PluginHostError(
      'HOST_NOT_FOUND',
      `the built files of maolan-plugin-host are missing (sought in ${sought}); install the package again, or build it with npm run build`,
    );
  }
  return { folder: join(dist, 'lib'), executable: join(dist, EXECUTABLE) };
}

/** The host executable: what the caller names, else MAOLAN_PLUGIN_HOST as DAWs have it, else our own. */
export function executableOf(files: BuiltFiles, named: string | undefined): string {
  return named ?? (process.env.MAOLAN_PLUGIN_HOST || files.executable);
}
