// SPDX-License-Identifier: BSD-2-Clause
/** Current DAWs may name a plugin by its id alone. Anything that looks like a path or a URI is used as is. */
import { existsSync } from 'node:fs';
import { loadBuilt } from '../built-file.ts';
import { CommandLineError } from './command-line.ts';
import { EXIT_NOT_RESOLVED } from './main-thread/exit-codes.ts';

const SPECIAL = ['__test__', '__crash__', '__hang__', 'null'];
const MARKS = ['/', '\\', '::', '#', '://'];

/** Whether this is something other than a bare id. LV2 plugins have URIs, and `urn:x` is one. */
export function standsForItself(format: string, spec: string): boolean {
  return (
    SPECIAL.includes(spec) ||
    MARKS.some((mark) => spec.includes(mark)) ||
    spec.startsWith('file:') ||
    (format === 'lv2' && /^[a-z][a-z0-9+.-]*:/i.test(spec)) ||
    existsSync(spec)
  );
}

/**
 * Find the plugin with this id among all installed ones.
 * @param folder of the built files.
 * @throws CommandLineError if there is none, or the format has no ids.
 */
export async function resolveId(format: string, id: string, folder: string): Promise<string> {
  const refuse = (text: string) => new CommandLineError(`${text}\n`, EXIT_NOT_RESOLVED);
  if (id === '') throw refuse('plugin identifier is empty');
  if (format !== 'clap' && format !== 'vst3')
    throw refuse(`plugin ID resolution not supported for format: ${format} (plugin '${id}')`);
  const { resolvePluginId } = loadBuilt<typeof import('../scan/main.ts')>(folder, 'scan.cjs');
  const spec = await resolvePluginId(format, id, folder);
  if (spec === undefined)
    throw refuse(
      `no installed ${format} plugin has the id '${id}'; name its file, or look at --scan --format ${format}`,
    );
  return spec;
}
