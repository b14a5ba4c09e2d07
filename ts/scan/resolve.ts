// SPDX-License-Identifier: BSD-2-Clause
/** Finds the location of a plugin by its id. */
import type { FileScan } from './plugins.ts';
import { scanPlugins } from './scan.ts';

function specIn(format: 'clap' | 'vst3', id: string, scan: FileScan<'clap' | 'vst3'>): string | undefined {
  if (format === 'clap') return scan.plugins.some((plugin) => plugin.id === id) ? `${scan.path}::${id}` : undefined;
  const plugin = (scan as FileScan<'vst3'>).plugins.find((one) => one.id.toUpperCase() === id.toUpperCase());
  return plugin?.path;
}

/**
 * A spec with which the host can load the installed plugin with this id: CLAP `<file>::<id>`, VST3 `<bundle>` or
 * `<bundle>#<id>` (ids are hexadecimal there, in either case). Undefined if there is none. A DAW waits for this: cached
 * scans are instant, and the search stops at the first file that contains the plugin.
 * @param folder of maolan-plugin-scanner.
 */
export async function resolvePluginId(
  format: 'clap' | 'vst3',
  id: string,
  folder: string,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<string | undefined> {
  const found = new AbortController();
  let spec: string | undefined;
  const onFile = (scan: FileScan<'clap' | 'vst3'>) => {
    spec ??= specIn(format, id, scan);
    if (spec !== undefined) found.abort();
  };
  try {
    await scanPlugins({ format, folder, environment, signal: found.signal, onFile });
  } catch (error) {
    if (!found.signal.aborted) throw error;
  }
  return spec;
}
