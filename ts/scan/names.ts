// SPDX-License-Identifier: BSD-2-Clause
/**
 * Names of the plugins that scans have found, for completion (native-shim/completion/): a file per format next to the cache, which is
 * quicker to read. Each line is a plugin: its name and its id, with a tab between them.
 */
import type { FileScan, ScanFormat } from './plugins.ts';

/** A line of fields. Empty if one of them has a control character: it would end the field, and it cannot be typed. */
export function lineOf(...fields: readonly string[]): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is the question
  return fields.some((field) => /[\x00-\x1f]/.test(field)) ? '' : `${fields.join('\t')}\n`;
}

export const namesFile = (format: ScanFormat): string => `names-${format}.txt`;

export function namesText(plugins: FileScan['plugins']): string {
  return plugins.map((plugin) => lineOf(plugin.name, 'uri' in plugin ? plugin.uri : plugin.id)).join('');
}
