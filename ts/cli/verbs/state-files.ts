// SPDX-License-Identifier: BSD-2-Clause
/**
 * `maolan-plugin-host state list|check|export|prune`: the files of the states that are too large for a DAW's project.
 *
 * The verb group `state` (state.ts) mounts them. None of them needs a plugin or a host process.
 */
import { setImmediate } from 'node:timers/promises';
import type { Argv } from 'yargs';
import {
  listPluginFolders,
  type PluginFolder,
  pluginFolders,
  prunePluginFolders,
} from '../../state-store/plugin-folders.ts';
import { StateError } from '../../state-store/state-error.ts';
import { type CheckedState, StateStore, type StoredState } from '../../state-store/store.ts';
import { CommandError, type Context, EXIT_USAGE } from '../command.ts';
import { countOf } from '../count.ts';
import { jsonOption } from '../options.ts';
import { tableOf } from '../table.ts';

export interface ListArguments {
  json?: boolean | undefined;
  files?: boolean | undefined;
}

export interface ExportArguments {
  hash: string;
  file: string;
}

export interface PruneArguments {
  olderThan?: number | undefined;
  keep?: readonly string[] | undefined;
  dryRun?: boolean | undefined;
  json?: boolean | undefined;
  files?: boolean | undefined;
}

/** The option of `list` and `prune` for what is kept next to states. */
export function filesOption(yargs: Argv): Argv {
  return yargs.option('files', {
    type: 'boolean',
    describe: 'the folders in which LV2 plugins keep files of their states, instead of the states',
  });
}

/** The options of `prune`. */
export function stateFileOptions(yargs: Argv): Argv {
  return filesOption(yargs)
    .option('older-than', {
      type: 'number',
      describe: 'remove states that were not saved or restored for this many days',
    })
    .option('keep', {
      type: 'string',
      array: true,
      describe: 'hash of a state to keep; may be repeated',
    })
    .option('dry-run', { type: 'boolean', describe: 'only list what would be removed' })
    .option('json', jsonOption);
}

function sizeText(bytes: number): string {
  if (bytes < 1 << 10) return `${bytes} B`;
  return bytes < 1 << 20 ? `${(bytes / (1 << 10)).toFixed(1)} KiB` : `${(bytes / (1 << 20)).toFixed(1)} MiB`;
}

function rowOf({ hash, bytes, rawBytes, used }: StoredState): string[] {
  return [hash, sizeText(rawBytes), sizeText(bytes), timeText(used)];
}

const timeText = (time: Date): string => time.toISOString().slice(0, 16).replace('T', ' ');

function show({ print, color }: Context, states: readonly StoredState[], json: boolean | undefined): void {
  if (json) print(JSON.stringify(states, undefined, 2));
  else if (states.length > 0) print(tableOf(['state', 'size', 'on disk', 'last used (UTC)'], states.map(rowOf), color));
}

function counted(states: readonly StoredState[]): string {
  const bytes = states.reduce((sum, state) => sum + state.bytes, 0);
  return `${states.length} ${states.length === 1 ? 'state' : 'states'}, ${sizeText(bytes)}`;
}

function showFolders({ print, color }: Context, folders: readonly PluginFolder[], json: boolean | undefined): void {
  const rows = folders.map(({ name, bytes, used, isOpen }) => [name, sizeText(bytes), isOpen ? 'now' : timeText(used)]);
  if (json) print(JSON.stringify(folders, undefined, 2));
  else if (rows.length > 0) print(tableOf(['folder', 'size', 'last used (UTC)'], rows, color));
}

function countedFolders(folders: readonly PluginFolder[]): string {
  const bytes = folders.reduce((sum, folder) => sum + folder.bytes, 0);
  return `${countOf(folders.length, 'folder')}, ${sizeText(bytes)}`;
}

function listFolders(context: Context, json: boolean | undefined): void {
  const root = pluginFolders();
  const folders = listPluginFolders(root);
  showFolders(context, folders, json);
  context.say(`${countedFolders(folders)} in ${root}`);
}

function pruneFolders({ olderThan, keep, dryRun, json }: PruneArguments, context: Context): void {
  if (olderThan === undefined || keep !== undefined)
    throw new CommandError('--files requires --older-than <days>, which selects the folders', EXIT_USAGE);
  const root = pluginFolders();
  const folders = prunePluginFolders(root, { olderThanDays: olderThan, dryRun });
  showFolders(context, folders, json);
  context.say(`${countedFolders(folders)} ${removed(folders.length, dryRun)} from ${root}`);
}

const removed = (count: number, dryRun: boolean | undefined): string =>
  `${dryRun ? 'would be' : count === 1 ? 'was' : 'were'} removed`;

export async function listStates(
  { json, files }: ListArguments,
  context: Context,
  store = new StateStore(),
): Promise<void> {
  if (files) return listFolders(context, json);
  const states = explained(() => store.list());
  show(context, states, json);
  context.say(`${counted(states)} in ${store.folder}`);
}

/** @throws CommandError if a file is damaged. */
export async function checkStates({ json }: ListArguments, context: Context, store = new StateStore()): Promise<void> {
  const states: CheckedState[] = [];
  for (const state of store.check()) {
    states.push(state);
    await setImmediate(); // Ctrl-C is heard between two files
    context.signal.throwIfAborted();
  }
  const damaged = states.filter((state) => state.damaged);
  show(context, json ? states : damaged, json);
  if (damaged.length > 0)
    throw new CommandError(
      `${damaged.length} of ${countOf(states.length, 'state')} in ${store.folder} ${damaged.length === 1 ? 'is' : 'are'} damaged: projects that need them cannot be restored; copy the files there from a backup, or from where the projects were saved`,
    );
  context.say(`${counted(states)} in ${store.folder}: all are intact`);
}

/** @throws CommandError if the state does not exist or is damaged, or the file cannot be written or is there already. */
export async function exportState(
  { hash, file }: ExportArguments,
  context: Context,
  store = new StateStore(),
): Promise<void> {
  const found = explained(() => store.find(hash));
  const bytes = explained(() => store.export(found, file));
  context.say(`${file}: ${countOf(bytes, 'byte')} of state ${found}`);
}

/** @throws CommandError if nothing says which states may go, or one cannot be removed. */
export async function pruneStates(args: PruneArguments, context: Context, store = new StateStore()): Promise<void> {
  const { olderThan, keep, dryRun, json } = args;
  if (olderThan === undefined && keep === undefined)
    throw new CommandError(
      'Select the states to remove: --older-than <days> since they were last used, or --keep <hashes> of those that must stay',
      EXIT_USAGE,
    );
  if (olderThan !== undefined && !(olderThan >= 0))
    throw new CommandError(`--older-than must be a number of days from 0 on, not ${olderThan}`, EXIT_USAGE);
  if (args.files) return pruneFolders(args, context);
  const kept = keep && new Set(keep.map((hash) => explained(() => store.find(hash))));
  const states = explained(() => store.prune({ olderThanDays: olderThan, keep: kept, dryRun }));
  show(context, states, json);
  context.say(`${counted(states)} ${removed(states.length, dryRun)} from ${store.folder}`);
}

/** The store's sentences begin in the middle. */
function explained<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof StateError)) throw error;
    throw new CommandError(error.message[0]?.toUpperCase() + error.message.slice(1));
  }
}
