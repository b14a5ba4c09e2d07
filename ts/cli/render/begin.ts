// SPDX-License-Identifier: BSD-2-Clause
/** How a plugin of the chain begins: with the state of a file, or as it is. A preset is loaded by the plugin that is open (PluginHost.loadPreset). */
import type { InstalledPlugin } from '../../plugins/installed.ts';
import { StateCodec } from '../../plugins/state-content.ts';
import { checkOwner, readStateFile } from '../../plugins/state-file.ts';

/** As PluginHost.open takes it. @throws ChoiceError if the file is of another plugin, or not there; StateError */
export function startState(path: string | undefined, plugin: InstalledPlugin, folder: string): Uint8Array | undefined {
  if (path === undefined) return undefined;
  const file = readStateFile(path);
  checkOwner(path, file, plugin);
  return new StateCodec(folder).pack(plugin.format, file.state);
}
