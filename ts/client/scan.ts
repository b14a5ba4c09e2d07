// SPDX-License-Identifier: BSD-2-Clause
/**
 * Which plugins are installed.
 */
import { availableParallelism } from 'node:os';
import { detailsOf } from '../plugins/details.ts';
import { type InstalledPlugin, pluginsOf } from '../plugins/installed.ts';
import { presetsOf } from '../plugins/presets.ts';
import type { FileScan, ScanFormat } from '../scan/plugins.ts';
import { scanPlugins as scanFormat } from '../scan/scan.ts';
import { checkScanOptions } from './checks.ts';
import { invalid, PluginHostError } from './errors.ts';
import { heard } from './events.ts';
import { builtFiles } from './files.ts';
import type { FoundPlugin, ScanOptions, ScanReport } from './scan-types.ts';
import type { PluginFormat } from './types.ts';

const FORMATS: readonly PluginFormat[] = ['clap', 'vst3', 'lv2'];

/**
 * Scan each installed plugin file in a separate process: one that crashes or hangs costs one entry under `failures`. What was found
 * is remembered until the file changes (~/.cache/maolan-plugin-host).
 * @throws PluginHostError ABORTED, INVALID_ARGUMENT, HOST_NOT_FOUND
 */
export async function scanPlugins(options: ScanOptions = {}): Promise<ScanReport> {
  checkScanOptions(options);
  const { formats = FORMATS, paths, signal, onProgress } = options;
  const unknown = formats.find((format) => !FORMATS.includes(format));
  if (unknown !== undefined) invalid(`format is "${unknown}"; it has to be "clap", "vst3" or "lv2"`);
  const { folder } = builtFiles();
  const report: ScanReport = { plugins: [], failures: [], blocked: [], troubles: [] };
  try {
    for (const format of formats)
      for (const path of paths?.filter((one) => isOf(format, one)) ?? [undefined]) {
        const progress =
          onProgress &&
          ((state: { done: number; total: number; path: string }) => heard(() => onProgress({ format, ...state })));
        const { files, blocked, troubles } = await scanFormat({ format, folder, path, signal, onProgress: progress });
        for (const file of files) addFile(report, format, file);
        report.blocked.push(...blocked.map((entry) => ({ format, ...entry })));
        report.troubles.push(...troubles);
      }
    if (options.details) await addDetails(report.plugins, folder, signal);
  } catch (error) {
    if (!signal?.aborted) throw error;
    throw new PluginHostError('ABORTED', 'the scan was aborted', { cause: signal.reason });
  }
  return report;
}

/** Files are told apart by their ends; whatever else is a folder of LV2. */
function isOf(format: PluginFormat, path: string): boolean {
  const ending = /\.(clap|vst3)\/?$/i.exec(path)?.[1]?.toLowerCase() ?? 'lv2';
  return ending === format;
}

function addFile(report: ScanReport, format: PluginFormat, file: FileScan<ScanFormat>): void {
  const { path, plugins, failure } = file;
  for (const [index, installed] of pluginsOf(format, file).entries()) {
    const version = (plugins[index] as { version?: unknown } | undefined)?.version;
    report.plugins.push(foundPlugin(installed, typeof version === 'string' ? version : ''));
  }
  if (failure !== undefined) report.failures.push({ format, path, ...failure });
}

function foundPlugin(installed: InstalledPlugin, version: string): FoundPlugin {
  const { format, spec, id, name, vendor, path, category, isInstrument, audioInputs, audioOutputs } = installed;
  const unknown = { hasEditor: null, presets: null };
  const kind = { category, isInstrument, audioInputs, audioOutputs };
  return { format, plugin: spec, id, name, vendor, version, path, ...kind, ...unknown };
}

/** What only an opened plugin shows; as many at a time as there are cores. */
async function addDetails(plugins: FoundPlugin[], folder: string, signal: AbortSignal | undefined): Promise<void> {
  const waiting = [...plugins.entries()];
  const work = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [index, plugin] = next;
      const installed = { ...plugin, spec: plugin.plugin, hasMidiInput: null };
      const details = await detailsOf(installed, { folder, signal });
      const { hasEditor, audioInputs, audioOutputs } = details;
      plugins[index] = {
        ...plugin,
        hasEditor,
        audioInputs: plugin.audioInputs ?? audioInputs,
        audioOutputs: plugin.audioOutputs ?? audioOutputs,
        presets: presetsOf(installed, details),
      };
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
}
