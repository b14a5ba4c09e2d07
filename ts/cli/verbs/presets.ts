// SPDX-License-Identifier: BSD-2-Clause
/** `presets`: lists presets, and makes presets from settings. */
import { extname, resolve } from 'node:path';
import { PluginHost } from '../../client/index.ts';
import type { Preset } from '../../client/types.ts';
import { detailsOf } from '../../plugins/details.ts';
import type { InstalledPlugin } from '../../plugins/installed.ts';
import { presetsOf, vstPresetFolders } from '../../plugins/presets.ts';
import { CommandError, type Context, EXIT_USAGE, type Verb } from '../command.ts';
import { rememberInside } from '../completion/known-names.ts';
import { countOf } from '../count.ts';
import { jsonOption, paramOption, pluginArgument, presetOption, stateOption } from '../options.ts';
import { findPlugin } from '../plugin-name.ts';
import { openWith } from '../settings.ts';
import { tableOf } from '../table.ts';

interface Arguments {
  plugin: string;
  save?: string;
  preset?: string;
  state?: string;
  param?: string[];
  json: boolean;
}

/** How the file of a preset is to be called, and where DAWs look for it. */
const endings = { vst3: '.vstpreset', lv2: '.lv2', clap: '.json' } as const;

function placeOf({ format, vendor, name }: InstalledPlugin): string {
  if (format === 'vst3') return `; in ${vstPresetFolders(vendor, name)[0]} DAWs find it`;
  if (format === 'lv2') return '; in ~/.lv2 DAWs find it';
  return '; CLAP has no file for presets that other programs know';
}

async function savePreset(path: string, args: Arguments, plugin: InstalledPlugin, context: Context): Promise<void> {
  const { format, name } = plugin;
  if (format !== 'vst3' && extname(path).toLowerCase() === endings.vst3)
    throw new CommandError(
      `--save ${path}: this is the name of one of the ${endings.vst3} files, which are of VST3 plugins; ${name} was chosen as ${format}, whose presets end with ${endings[format]} (or vst3:${name}?)`,
      EXIT_USAGE,
    );
  if (extname(path).toLowerCase() !== endings[format])
    throw new CommandError(
      `--save ${path}: the name must end with ${endings[format]}, as ${name} was chosen as ${format}`,
      EXIT_USAGE,
    );
  const settings = { state: args.state, preset: args.preset, param: args.param };
  await using host = await openWith(settings, plugin, context);
  await host.savePreset(resolve(path));
  context.say(`${path}: a preset of ${name}${placeOf(plugin)}`);
}

/** Programs of a VST3 are known to the loaded plugin only. */
async function allPresets(plugin: InstalledPlugin, context: Context): Promise<readonly Preset[]> {
  if (plugin.format !== 'vst3') return presetsOf(plugin, await detailsOf(plugin, context));
  const options = { format: plugin.format, plugin: plugin.spec, policy: { restart: false }, signal: context.signal };
  await using host = await PluginHost.open(options);
  return await host.presets();
}

async function list({ json }: Arguments, plugin: InstalledPlugin, context: Context): Promise<void> {
  const presets = await allPresets(plugin, context);
  rememberInside(plugin, { presets: presets.map((preset) => preset.name) });
  if (json) return context.print(JSON.stringify(presets, null, 2));
  if (presets.length > 0)
    context.print(
      tableOf(
        ['preset', 'bank', 'id'],
        presets.map(({ name, bank, id }) => [name, bank, id]),
        context.color,
      ),
    );
  if (presets.length === 0 && plugin.format === 'clap')
    return context.say(`CLAP has no preset files, and ${plugin.name} names no presets; state save keeps settings`);
  context.say(`${countOf(presets.length, 'preset')} of ${plugin.format}:${plugin.name}`);
}

async function run(args: Arguments, context: Context): Promise<void> {
  const plugin = await findPlugin(args.plugin, context);
  if (args.save !== undefined) await savePreset(args.save, args, plugin, context);
  else await list(args, plugin, context);
}

export const verb: Verb<Arguments> = {
  usage: 'presets <plugin>',
  summary: 'list the presets of a plugin, or write one',
  usual: ['save', 'preset', 'param'],
  examples: [
    { words: 'presets "MDA Piano"', says: 'its LV2 presets' },
    { words: 'presets vst3:ZamVerb --save Cathedral.vstpreset --param "Wet / Dry=40%"', says: 'write one' },
    {
      words: 'presets vst3:ZamVerb --save copy.vstpreset --preset Cathedral.vstpreset',
      says: 'read one, and write it again',
    },
  ],
  options: (yargs) =>
    yargs
      .positional('plugin', pluginArgument)
      .option('save', {
        type: 'string',
        describe: 'write one: a .vstpreset (VST3), a bundle X.preset.lv2, a .json (CLAP)',
      })
      .option('preset', { ...presetOption, alias: 'from', implies: 'save' })
      .option('state', { ...stateOption, implies: 'save', conflicts: 'preset' })
      .option('param', { ...paramOption, implies: 'save' })
      .option('json', jsonOption),
  run,
};
