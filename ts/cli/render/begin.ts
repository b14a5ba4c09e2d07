/** How a plugin of the chain begins: with the state of a file or of a preset, or as it is. */
import { CommandError } from '../command.ts';
import type { InstalledPlugin } from '../installed.ts';
import type { PluginDetails } from '../plugin-details.ts';
import { presetState } from '../presets.ts';
import { StateCodec } from '../state-content.ts';
import { checkOwner, readStateFile } from '../state-file.ts';
import type { LinkPlan } from './plan.ts';

/** As PluginHost.open takes it. @throws CommandError if the file or the preset is of another plugin, or not there. */
export function startState(
  { state, preset }: Pick<LinkPlan, 'state' | 'preset'>,
  plugin: InstalledPlugin,
  details: PluginDetails,
  folder: string,
): Uint8Array | undefined {
  if (state === undefined && preset === undefined) return undefined;
  const codec = new StateCodec(folder);
  try {
    if (preset !== undefined) return codec.pack(plugin.format, presetState(preset, plugin, details, codec));
    const path = state ?? '';
    const file = readStateFile(path);
    checkOwner(path, file, plugin);
    return codec.pack(plugin.format, file.state);
  } catch (error) {
    throw error instanceof CommandError ? error : new CommandError((error as Error).message);
  }
}
