/** What a plugin is set to on the command line: a state or a preset to begin with, then single parameters. */
import { PluginHost } from '../client/index.ts';
import type { Context } from './command.ts';
import { namesIn, rememberInside } from './completion/known-names.ts';
import type { InstalledPlugin } from './installed.ts';
import { findParameter, parseValue, splitAssignment } from './parameter-name.ts';
import { detailsOf } from './plugin-details.ts';
import { presetsOf } from './presets.ts';
import { startState } from './render/begin.ts';
import { StateCodec } from './state-content.ts';

export interface Settings {
  /** Of `state save`. */
  state?: string | undefined;
  preset?: string | undefined;
  /** name=value */
  param?: readonly string[] | undefined;
}

const blockTimeoutMs = 10_000;

/** name: the plugin's, for sentences. @throws CommandError: no such parameter or value. */
export function setParameters(host: PluginHost, name: string, assignments: readonly string[]): void {
  for (const assignment of assignments) {
    const { name: wanted, value } = splitAssignment(assignment, '--param');
    const parameter = findParameter(wanted, host.parameters, name);
    host.setParameter(parameter.id, parseValue(value, parameter));
  }
}

/** The state that a plugin has with these settings, as the plugin itself made it. @throws CommandError, PluginHostError */
export async function stateWith(settings: Settings, plugin: InstalledPlugin, context: Context): Promise<Uint8Array> {
  const { state: path, preset, param = [] } = settings;
  const { format, spec, name } = plugin;
  const { folder, signal } = context;
  const details = await detailsOf(plugin, context);
  const state = startState({ state: path, preset }, plugin, details, folder);
  const options = { format, plugin: spec, blockTimeoutMs, policy: { restart: false }, signal };
  await using host = await PluginHost.open({ ...options, ...(state && { state }) });
  rememberInside(plugin, namesIn(host.parameters, presetsOf(plugin, details)));
  setParameters(host, name, param);
  return new StateCodec(folder).unpack(format, await host.saveState());
}
