// SPDX-License-Identifier: BSD-2-Clause
/** A plugin's settings on the command line: a state or a preset first, then single parameters. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { PluginHost } from '../client/index.ts';
import type { OpenOptions, Property } from '../client/types.ts';
import type { InstalledPlugin } from '../plugins/installed.ts';
import { StateCodec } from '../plugins/state-content.ts';
import { CommandError, type Context, EXIT_USAGE } from './command.ts';
import { namesIn, rememberInside } from './completion/known-names.ts';
import { checkAssignment, findParameter, isParameterName, splitAssignment } from './parameter-name.ts';
import { startState } from './render/begin.ts';

export interface Settings {
  /** Of `state save`. */
  state?: string | undefined;
  preset?: string | undefined;
  /** name=value */
  param?: readonly string[] | undefined;
}

const BLOCK_TIMEOUT_MS = 10_000;

/** `File=kick.wav` for a property that is not a number; undefined: it is something else. */
function propertyOf(host: PluginHost, assignment: string): { property: Property; value: string } | undefined {
  const called = (text: string) =>
    host.properties.find(({ name, uri }) => [name, uri].some((one) => one.toLowerCase() === text.toLowerCase()));
  const { name, value } = splitAssignment(assignment, (text) => called(text) !== undefined);
  const property = called(name);
  return property && { property, value };
}

/** @returns whether it was a setting that is not a number. @throws CommandError */
async function setProperty(host: PluginHost, assignment: string): Promise<boolean> {
  const found = propertyOf(host, assignment);
  if (found === undefined) return false;
  const { property, value } = found;
  if (property.isReadOnly) throw new CommandError(`"${property.name}" is read-only: only the plugin sets it`);
  const path = resolve(value);
  if (property.type === 'Path' && value !== '' && !existsSync(path))
    throw new CommandError(`--param ${assignment}: there is no file ${path}`);
  await host.setProperty(property.uri, property.type === 'Path' && value !== '' ? path : value);
  return true;
}

/** name: the plugin's, for sentences. @throws CommandError, PluginHostError: no such parameter or value. */
export async function setParameters(host: PluginHost, name: string, assignments: readonly string[]): Promise<void> {
  for (const assignment of assignments) {
    checkAssignment(assignment, '--param');
    if (await setProperty(host, assignment)) continue;
    const given = splitAssignment(assignment, (text) => isParameterName(text, host.parameters));
    const settings = host.properties.map((property) => property.name);
    const parameter = findParameter(given.name, host.parameters, name, settings);
    if (given.value === '')
      throw new CommandError(`--param ${assignment}: a value is missing behind the =`, EXIT_USAGE);
    const number = await parameter.parse(given.value);
    host.setParameter(parameter.id, number);
    const isProperty = parameter.symbol.includes(':'); // a URI, not a port's
    if (isProperty && Math.fround(number) !== number) await host.setProperty(parameter.symbol, String(number));
  }
}

/** The state of a plugin with these settings, as saved by the plugin. @throws CommandError, ChoiceError, PluginHostError */
export async function stateWith(settings: Settings, plugin: InstalledPlugin, context: Context): Promise<Uint8Array> {
  await using host = await openWith(settings, plugin, context);
  return new StateCodec(context.folder).unpack(plugin.format, await host.saveState());
}

/** The plugin with these settings. more: of how it is opened. @throws as stateWith */
export async function openWith(
  settings: Settings,
  plugin: InstalledPlugin,
  context: Context,
  more: Partial<OpenOptions> = { blockTimeoutMs: BLOCK_TIMEOUT_MS, policy: { restart: false } },
): Promise<PluginHost> {
  const { state: path, preset, param = [] } = settings;
  const { format, spec, name } = plugin;
  const state = startState(path, plugin, context.folder);
  const options = { ...more, format, plugin: spec, signal: context.signal };
  const host = await PluginHost.open({ ...options, ...(state && { state }) });
  try {
    rememberInside(plugin, namesIn(host.parameters));
    if (preset !== undefined) await host.loadPreset(preset);
    await setParameters(host, name, param);
    if (host.properties.length > 0) host.process([], []); // which brings them
    return host;
  } catch (error) {
    await host.close();
    throw error;
  }
}
