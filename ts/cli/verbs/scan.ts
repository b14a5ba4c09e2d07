// SPDX-License-Identifier: BSD-2-Clause
/** `scan`: lists plugins. */
import { existsSync, statSync } from 'node:fs';
import type { PluginFormat } from '../../client/types.ts';
import { formats, type Installed, type InstalledPlugin, lookForPlugins } from '../../plugins/installed.ts';
import { CommandError, type Context, EXIT_USAGE, type Verb } from '../command.ts';
import { countOf } from '../count.ts';
import { jsonOption } from '../options.ts';
import { ScanProgress } from '../progress.ts';
import { tableOf } from '../table.ts';

interface Arguments {
  paths?: string[];
  format?: PluginFormat[];
  json: boolean;
}

function byName(a: InstalledPlugin, b: InstalledPlugin): number {
  return a.name.toLowerCase() < b.name.toLowerCase() ? -1 : a.name.toLowerCase() > b.name.toLowerCase() ? 1 : 0;
}

function channelsOf({ audioInputs, audioOutputs }: InstalledPlugin): string {
  return audioInputs === null || audioOutputs === null ? '' : `${audioInputs}/${audioOutputs}`;
}

function printTable(plugins: readonly InstalledPlugin[], { print, color }: Context): void {
  const rows = plugins.map((plugin) => [plugin.format, plugin.name, plugin.vendor, channelsOf(plugin), plugin.id]);
  if (rows.length > 0) print(tableOf(['format', 'name', 'vendor', 'in/out', 'id'], rows, color));
}

function reportTroubles({ failures, blocked, broken, troubles }: Installed, { say }: Context): void {
  for (const { message } of failures) say(message);
  for (const fault of broken) say(`broken data: ${fault}`);
  for (const { path, reason } of blocked)
    say(`${path} is skipped: it is on the plugin blocklist${reason && ` (${reason})`}`);
  for (const trouble of troubles) say(trouble);
}

/** @throws CommandError for what can hold no plugin */
function checkPath(path: string): void {
  if (path.startsWith('file://')) return;
  const status = existsSync(path) ? statSync(path) : undefined;
  if (status === undefined) throw new CommandError(`${path || '""'}: no such file or folder`);
  if (!status.isDirectory() && !/\.(clap|vst3)$/i.test(path))
    throw new CommandError(`${path} is not a plugin; give a .clap file, a .vst3 or LV2 bundle, or a folder`);
}

async function look({ paths = [], format }: Arguments, { folder, signal }: Context): Promise<Installed> {
  for (const path of paths) checkPath(path);
  const progress = new ScanProgress();
  try {
    return await lookForPlugins({
      folder,
      formats: format ?? formats,
      ...(paths.length > 0 && { paths }),
      signal,
      onProgress: progress.show.bind(progress),
    });
  } finally {
    progress.clear();
  }
}

async function run(args: Arguments, context: Context): Promise<void> {
  const found = await look(args, context);
  const plugins = found.plugins.toSorted(byName);
  if (args.json) context.print(JSON.stringify({ ...found, plugins }, null, 2));
  else printTable(plugins, context);
  reportTroubles(found, context);
  const failed = found.failures.length;
  const but = failed === 0 ? '' : `, ${countOf(failed, 'file')} that could not be scanned`;
  context.say(`${countOf(plugins.length, 'plugin')}${but}`);
}

/** `clap,lv2`, once or several times. @throws CommandError (EXIT_USAGE) */
function parseFormats(words: readonly string[] | undefined): PluginFormat[] | undefined {
  const named = words
    ?.flatMap((word) => word.split(','))
    .map((word) => {
      const found = formats.find((format) => format === word.trim().toLowerCase());
      if (found !== undefined) return found;
      throw new CommandError(`--format ${word || '""'}: expected ${formats.join(', ')}`, EXIT_USAGE);
    });
  return named && [...new Set(named)];
}

export const verb: Verb<Arguments> = {
  usage: 'scan [paths..]',
  summary: 'list the installed plugins, or the plugins in files',
  examples: [
    { words: 'scan', says: 'everything installed' },
    { words: 'scan --format vst3,clap --json', says: 'as JSON' },
    { words: 'scan /usr/lib/lv2/eg-amp.lv2', says: 'what is in that folder' },
  ],
  options: (yargs) =>
    yargs
      .positional('paths', {
        type: 'string',
        array: true,
        describe: 'files, bundles or folders; default: everything installed',
      })
      .option('format', {
        type: 'string',
        array: true,
        coerce: parseFormats,
        describe: `only these formats, separated by commas: ${formats.join(',')}; default: all`,
      })
      .option('json', jsonOption),
  run,
};
