/** `presets`: which there are, and VST3 presets from settings. */
import { basename, extname } from 'node:path';
import { CommandError, type Context, EXIT_USAGE, type Verb } from '../command.ts';
import { countOf } from '../count.ts';
import type { InstalledPlugin } from '../installed.ts';
import { detailsOf } from '../plugin-details.ts';
import { findPlugin } from '../plugin-name.ts';
import { presetsOf, vstPresetFolders } from '../presets.ts';
import { stateWith } from '../settings.ts';
import { StateCodec } from '../state-content.ts';
import { replaceFile } from '../state-file.ts';
import { tableOf } from '../table.ts';
import { presetInfo } from '../vst-preset.ts';

interface Arguments {
  plugin: string;
  save?: string;
  preset?: string;
  state?: string;
  param?: string[];
  json: boolean;
}

const extension = '.vstpreset';

async function savePreset(path: string, args: Arguments, plugin: InstalledPlugin, context: Context): Promise<void> {
  const { format, name } = plugin;
  if (format !== 'vst3')
    throw new CommandError(
      `--save writes ${extension} files, which are of VST3 plugins; ${name} was chosen as ${format} (vst3:${name}?)`,
    );
  if (extname(path).toLowerCase() !== extension)
    throw new CommandError(`--save ${path}: the name must end with ${extension}`, EXIT_USAGE);
  const settings = { state: args.state, preset: args.preset, param: args.param };
  const codec = new StateCodec(context.folder);
  const { state } = codec.readBlob('vst3', await stateWith(settings, plugin, context));
  if (state.format !== 'vst3') throw new CommandError(`${name} gave a state that is not one of VST3`);
  const info = presetInfo(basename(path, extname(path)), plugin);
  replaceFile(path, codec.writePreset({ ...state, classId: plugin.id, info }));
  const [home = ''] = vstPresetFolders(plugin.vendor, name);
  context.say(`${path}: a preset of ${name}; in ${home} DAWs find it`);
}

async function list({ json }: Arguments, plugin: InstalledPlugin, context: Context): Promise<void> {
  const presets = presetsOf(plugin, await detailsOf(plugin, context));
  if (json) return context.print(JSON.stringify(presets, null, 2));
  if (presets.length > 0)
    context.print(
      tableOf(
        ['preset', 'bank', 'id'],
        presets.map(({ name, bank, id }) => [name, bank, id]),
        context.color,
      ),
    );
  if (plugin.format === 'clap')
    context.say(`CLAP has no preset files that this program knows; state save keeps settings`);
  else context.say(`${countOf(presets.length, 'preset')} of ${plugin.format}:${plugin.name}`);
}

async function run(args: Arguments, context: Context): Promise<void> {
  const plugin = await findPlugin(args.plugin, context);
  if (args.save !== undefined) await savePreset(args.save, args, plugin, context);
  else await list(args, plugin, context);
}

export const verb: Verb<Arguments> = {
  usage: 'presets <plugin>',
  summary: 'list the presets of a plugin, or write a .vstpreset',
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
      .positional('plugin', { type: 'string', demandOption: true, describe: 'name, id, URI or path' })
      .option('save', { type: 'string', describe: '.vstpreset file to write; VST3 only' })
      .option('preset', {
        alias: 'from',
        type: 'string',
        implies: 'save',
        describe: 'preset to start from: name, URI or .vstpreset file',
      })
      .option('state', {
        type: 'string',
        implies: 'save',
        conflicts: 'preset',
        describe: 'state file to start from, as state save writes it',
      })
      .option('param', { alias: 'p', type: 'string', array: true, describe: 'name=value, for --save' })
      .option('json', { type: 'boolean', default: false, describe: 'print JSON' }),
  run,
};
