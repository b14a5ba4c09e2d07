// SPDX-License-Identifier: BSD-2-Clause
/** Plugins by their names, as the commands have them. */
import { ChoiceError } from '../plugins/choice-error.ts';
import { findPlugin, lv2PathFor } from '../plugins/find.ts';
import type { InstalledPlugin } from '../plugins/installed.ts';
import { PluginHostError } from './errors.ts';
import { builtFiles } from './files.ts';
import type { NamedOptions, OpenOptions, PluginFormat } from './types.ts';

/** Where a plugin exists in several formats and none is named. */
const FORMATS_FIRST: readonly PluginFormat[] = ['clap', 'vst3', 'lv2'];

/** What open() is to start. */
export interface Found {
  options: OpenOptions;
  /** As a scan has it; undefined: it was not looked for. */
  plugin: InstalledPlugin | undefined;
}

/** @throws PluginHostError NOT_FOUND with the candidates or what is near, ABORTED, HOST_NOT_FOUND */
export async function findByName(name: string, signal?: AbortSignal): Promise<InstalledPlugin> {
  const { folder } = builtFiles();
  try {
    return await findPlugin(name, { folder, formatsFirst: FORMATS_FIRST, ...(signal && { signal }) });
  } catch (error) {
    if (error instanceof ChoiceError) throw new PluginHostError('NOT_FOUND', error.message, { cause: error });
    if (signal?.aborted)
      throw new PluginHostError('ABORTED', 'opening the plugin was aborted', { cause: signal.reason });
    throw error;
  }
}

/** What a host loads as it stands: a path, an id, a URI. What is neither can only be a name. */
const specs: Readonly<Record<string, RegExp>> = {
  lv2: /[:/]/,
  vst3: /\/|\.vst3|^[0-9a-f]{32}$/i,
  clap: /[/.]/,
};

/** Options that say no format, or a name, are told which plugin they mean. @throws as findByName */
export async function withPlugin(options: OpenOptions | NamedOptions): Promise<Found> {
  const { format, plugin: name } = options;
  if (format !== undefined && specs[format]?.test(name) !== false) return { options, plugin: undefined };
  const plugin = await findByName(format === undefined ? name : `${format}:${name}`, options.signal);
  const lv2Path = lv2PathFor(plugin);
  const environment = { ...(lv2Path !== undefined && { LV2_PATH: lv2Path }), ...options.environment };
  return { options: { ...options, format: plugin.format, plugin: plugin.spec, environment }, plugin };
}
