// SPDX-License-Identifier: BSD-2-Clause
/** `state`: a plugin's settings as files; and the files of states that are too large for a DAW's project. */
import { PluginHost } from '../../client/index.ts';
import { StateCodec } from '../../plugins/state-content.ts';
import { checkOwner, readStateFile, writeStateFile } from '../../plugins/state-file.ts';
import type { Context, Verb, VerbGroup } from '../command.ts';
import { countOf } from '../count.ts';
import { jsonOption, paramOption, pluginArgument, presetOption, stateOption } from '../options.ts';
import { findPlugin } from '../plugin-name.ts';
import { stateWith } from '../settings.ts';
import {
  checkStates,
  type ExportArguments,
  exportState,
  filesOption,
  type ListArguments,
  listStates,
  type PruneArguments,
  pruneStates,
  stateFileOptions,
} from './state-files.ts';
import { diff, show } from './state-show.ts';

interface SaveArguments {
  plugin: string;
  file: string;
  preset?: string;
  state?: string;
  param?: string[];
}

interface LoadArguments {
  plugin: string;
  file: string;
}

const BLOCK_TIMEOUT_MS = 10_000;

async function runSave(args: SaveArguments, context: Context): Promise<void> {
  const plugin = await findPlugin(args.plugin, context);
  const { format, id, name } = plugin;
  const state = await stateWith(args, plugin, context);
  writeStateFile(args.file, { format, plugin: id, name, state });
  context.say(`${args.file}: ${countOf(state.length, 'byte')} of ${format}:${name}`);
}

async function runLoad({ plugin: wanted, file: path }: LoadArguments, context: Context): Promise<void> {
  const file = readStateFile(path);
  const plugin = await findPlugin(wanted, context);
  checkOwner(path, file, plugin);
  const state = new StateCodec(context.folder).pack(plugin.format, file.state);
  const { format, spec } = plugin;
  const options = {
    format,
    plugin: spec,
    state,
    blockTimeoutMs: BLOCK_TIMEOUT_MS,
    policy: { restart: false },
    signal: context.signal,
  };
  await using host = await PluginHost.open(options);
  context.say(`${format}:${host.name} takes ${path}`);
}

const save: Verb<SaveArguments> = {
  usage: 'save <plugin> <file>',
  summary: "save a plugin's settings to a state file",
  examples: [
    { words: 'state save lv2:ZamComp comp.state --param Ratio=8', says: 'the defaults, except for one value' },
    { words: 'state save "MDA Piano" piano.state --preset "Plain Piano"', says: 'the settings of a preset' },
  ],
  options: (yargs) =>
    yargs
      .positional('plugin', pluginArgument)
      .positional('file', {
        type: 'string',
        demandOption: true,
        describe: 'output file, overwritten; -: standard output',
      })
      .option('preset', presetOption)
      .option('state', { ...stateOption, conflicts: 'preset' })
      .option('param', paramOption),
  run: runSave,
};

const load: Verb<LoadArguments> = {
  usage: 'load <plugin> <file>',
  summary: 'check that a plugin accepts a state file',
  examples: [{ words: 'state load lv2:ZamComp comp.state', says: 'exit code 1 if the plugin refuses it' }],
  options: (yargs) =>
    yargs
      .positional('plugin', pluginArgument)
      .positional('file', { type: 'string', demandOption: true, describe: 'file that state save has written' }),
  run: runLoad,
};

const list: Verb<ListArguments> = {
  usage: 'list',
  summary: "list the files of states that are too large for a DAW's project",
  examples: [{ words: 'state list', says: 'the most recently used first' }],
  options: (yargs) => filesOption(yargs).option('json', jsonOption),
  run: (args, context) => listStates(args, context),
};

const check: Verb<ListArguments> = {
  usage: 'check',
  summary: 'check that those files are intact',
  examples: [{ words: 'state check', says: 'exit code 1 if one is damaged' }],
  options: (yargs) => yargs.option('json', jsonOption),
  run: (args, context) => checkStates(args, context),
};

const exportVerb: Verb<ExportArguments> = {
  usage: 'export <hash> <file>',
  summary: 'write one of those states to a file, as the plugin saved it',
  examples: [],
  options: (yargs) =>
    yargs
      .positional('hash', { type: 'string', demandOption: true, describe: 'hash from state list, or the start of one' })
      .positional('file', { type: 'string', demandOption: true, describe: 'output file, which must not exist' }),
  run: (args, context) => exportState(args, context),
};

const prune: Verb<PruneArguments> = {
  usage: 'prune',
  summary: 'remove states that no project needs any more',
  examples: [{ words: 'state prune --older-than 365 --dry-run', says: 'list what would be removed' }],
  options: stateFileOptions,
  run: (args, context) => pruneStates(args, context),
};

export const group: VerbGroup = {
  name: 'state',
  summary: "save, check, show and compare plugins' settings",
  verbs: [save, load, show, diff, list, check, exportVerb, prune],
};
