/**
 * Which plugins are installed.
 */
import type { ClapPlugin, FileScan, Lv2Plugin, ScanFormat, Vst3Plugin } from '../scan/plugins.ts';
import { scanPlugins as scanFormat } from '../scan/scan.ts';
import { checkScanOptions } from './checks.ts';
import { invalid, PluginHostError } from './errors.ts';
import { builtFiles } from './files.ts';
import type { FoundPlugin, ScanOptions, ScanReport } from './scan-types.ts';
import type { PluginFormat } from './types.ts';

const FORMATS: readonly PluginFormat[] = ['clap', 'vst3', 'lv2'];

/**
 * Look at each installed plugin file in a process of its own: one that crashes or hangs costs one entry under `failures`. What was found
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
          onProgress && ((state: { done: number; total: number; path: string }) => onProgress({ format, ...state }));
        const { files, blocked, troubles } = await scanFormat({ format, folder, path, signal, onProgress: progress });
        for (const file of files) addFile(report, format, file);
        report.blocked.push(...blocked.map((entry) => ({ format, ...entry })));
        report.troubles.push(...troubles);
      }
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

function addFile(report: ScanReport, format: PluginFormat, { path, plugins, failure }: FileScan<ScanFormat>): void {
  for (const plugin of plugins) report.plugins.push(foundPlugin(format, path, plugin));
  if (failure !== undefined) report.failures.push({ format, path, ...failure });
}

function foundPlugin(format: PluginFormat, path: string, plugin: ClapPlugin | Vst3Plugin | Lv2Plugin): FoundPlugin {
  if ('uri' in plugin)
    return { format, plugin: plugin.uri, id: plugin.uri, name: plugin.name, vendor: '', version: '', path };
  const { id, name, vendor, version } = plugin;
  const spec = 'path' in plugin ? plugin.path : `${path}::${id}`;
  return { format, plugin: spec, id, name, vendor, version, path };
}
