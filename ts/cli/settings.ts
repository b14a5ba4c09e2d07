/** What a plugin is set to on the command line: a state or a preset to begin with, then single parameters. */
import { PluginHost } from '../client/index.ts';
import type { InstalledPlugin } from '../plugins/installed.ts';
import { StateCodec } from '../plugins/state-content.ts';
import type { Context } from './command.ts';
import { namesIn, rememberInside } from './completion/known-names.ts';
import { findParameter, splitAssignment } from './parameter-name.ts';
import { startState } from './render/begin.ts';

export interface Settings {
  /** Of `state save`. */
  state?: string | undefined;
  preset?: string | undefined;
  /** name=value */
  param?: readonly string[] | undefined;
}

const blockTimeoutMs = 10_000;

/** name: the plugin's, for sentences. @throws CommandError, PluginHostError: no such parameter or value. */
export async function setParameters(host: PluginHost, name: string, assignments: readonly string[]): Promise<void> {
  for (const assignment of assignments) {
    const { name: wanted, value } = splitAssignment(assignment, '--param');
    const parameter = findParameter(wanted, host.parameters, name);
    host.setParameter(parameter.id, await parameter.parse(value));
  }
}

/** The state that a plugin has with these settings, as the plugin itself made it. @throws CommandError, ChoiceError, PluginHostError */
export async function stateWith(settings: Settings, plugin: InstalledPlugin, context: Context): Promise<Uint8Array> {
  await using host = await openWith(settings, plugin, context);
  return new StateCodec(context.folder).unpack(plugin.format, await host.saveState());
}

/** The plugin with these settings. @throws as stateWith */
export async function openWith(settings: Settings, plugin: InstalledPlugin, context: Context): Promise<PluginHost> {
  const { state: path, preset, param = [] } = settings;
  const { format, spec, name } = plugin;
  const state = startState(path, plugin, context.folder);
  const options = { format, plugin: spec, blockTimeoutMs, policy: { restart: false }, signal: context.signal };
  const host = await PluginHost.open({ ...options, ...(state && { state }) });
  try {
    rememberInside(plugin, namesIn(host.parameters, await host.presets()));
    if (preset !== undefined) await host.loadPreset(preset);
    await setParameters(host, name, param);
    return host;
  } catch (error) {
    await host.close();
    throw error;
  }
}
