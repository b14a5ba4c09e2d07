// SPDX-License-Identifier: BSD-2-Clause
/** `state show` and `state diff`: what a state file contains, and what differs between two. */
import { join } from 'node:path';
import { formats } from '../../plugins/installed.ts';
import { StateCodec } from '../../plugins/state-content.ts';
import { readFileOrSay } from '../../plugins/state-file.ts';
import { decode } from '../../state/decode.ts';
import { diffStates } from '../../state/diff.ts';
import { StateFormatError } from '../../state/errors.ts';
import { floatText } from '../../state/float-text.ts';
import type { State, StateDifference, StateFormat, StateInspection, StateValue } from '../../state/types.ts';
import { classIdOf } from '../../state/values.ts';
import { stateFolder } from '../../state-store/store.ts';
import { CommandError, type Context, type Verb } from '../command.ts';
import { countOf } from '../count.ts';
import { jsonOption } from '../options.ts';

interface ShowArguments {
  file: string;
  format?: StateFormat;
  json: boolean;
}

interface DiffArguments {
  before: string;
  after: string;
  format?: StateFormat;
  json: boolean;
}

/** The file of a state that is too large for a DAW's project, if it is here. */
async function storedFile(hash: string): Promise<Uint8Array | undefined> {
  try {
    return readFileOrSay(join(stateFolder(process.env), hash));
  } catch {
    return undefined;
  }
}

/** @throws CommandError that names the file, the byte and the reason. */
async function inspect(path: string, format: StateFormat | undefined, folder: string): Promise<StateInspection> {
  const bytes = readFileOrSay(path);
  try {
    return await decode(new StateCodec(folder), bytes, { format, file: storedFile });
  } catch (error) {
    if (!(error instanceof StateFormatError)) throw error;
    const advice = error.reason === 'unknown-format' ? ' (--format clap)' : '';
    throw new CommandError(`${path}: ${error.message}${advice}`);
  }
}

/** The part that users and scripts can read. */
function contentOf(state: State): Readonly<Record<string, unknown>> {
  if (state.format === 'lv2') {
    const properties = state.properties.map(({ key, type, value }) => ({ key, type, bytes: value.length }));
    return { controls: state.ports, properties };
  }
  if (state.format === 'vst3')
    return {
      class: classIdOf(state.id) ?? state.id,
      componentBytes: state.component.length,
      controllerBytes: state.controller.length,
    };
  return 'stream' in state ? {} : { parameters: state.parameters };
}

function linesOf(content: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(content).flatMap(([key, value]) =>
    Array.isArray(value)
      ? [`${key}: ${value.length}`, ...value.map((one: object) => `  ${fieldsOf(one)}`)]
      : [`${key}: ${value}`],
  );
}

function fieldsOf(one: object): string {
  return Object.entries(one)
    .map(([name, value]) => `${name} ${typeof value === 'number' ? floatText(value) : value}`)
    .join(', ');
}

async function runShow({ file, format, json }: ShowArguments, { folder, print }: Context): Promise<void> {
  const { state, plugin, rawBytes, container } = await inspect(file, format, folder);
  const content = contentOf(state);
  const whose = { format: state.format, plugin: plugin?.id, name: plugin?.name, bytes: rawBytes };
  if (json) return print(JSON.stringify({ ...whose, container, ...content }, null, 2));
  const name = plugin ? `${state.format}:${plugin.name} (${plugin.id})` : `a state of ${state.format}`;
  print([`${name}, ${countOf(rawBytes, 'byte')}`, ...linesOf(content)].join('\n'));
}

function textOf(value: StateValue | undefined): string {
  if (value === undefined) return 'nothing';
  if (value instanceof Uint8Array) return countOf(value.length, 'byte');
  if (typeof value === 'number') return floatText(value);
  return typeof value === 'object' ? `${countOf(value.value.length, 'byte')} of ${value.type}` : value;
}

function lineOf({ kind, part, key, before, after, bytes }: StateDifference): string {
  const name = key === undefined ? part : `${part} ${key}`;
  const where = bytes ? ` (${countOf(bytes.count, 'byte')} from byte ${bytes.first} on)` : '';
  if (kind === 'added') return `+ ${name}: ${textOf(after)}`;
  if (kind === 'removed') return `- ${name}: ${textOf(before)}`;
  return `  ${name}: ${textOf(before)} -> ${textOf(after)}${where}`;
}

/** Bytes as base64. */
function plainValue(_: string, value: unknown): unknown {
  return value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value;
}

async function runDiff(args: DiffArguments, { folder, print, say }: Context): Promise<void> {
  const { before, after, format, json } = args;
  const [one, other] = [await inspect(before, format, folder), await inspect(after, format, folder)];
  const differences = diffStates(one.state, other.state);
  if (json) print(JSON.stringify(differences, plainValue, 2));
  else if (differences.length > 0) print(differences.map(lineOf).join('\n'));
  if (differences.length === 0) return say(`${before} and ${after} hold the same settings`);
  throw new CommandError(`${before} and ${after} differ in ${countOf(differences.length, 'place')}`);
}

const formatOption = { choices: formats, describe: "the plugin's format, if the file does not contain it" } as const;

export const show: Verb<ShowArguments> = {
  usage: 'show <file>',
  summary: 'show what a state file contains',
  examples: [{ words: 'state show comp.state --json', says: 'its plugin, and what it contains' }],
  options: (yargs) =>
    yargs
      .positional('file', {
        type: 'string',
        demandOption: true,
        describe: 'state file, .vstpreset, or a state from a DAW project; -: standard input',
      })
      .option('format', formatOption)
      .option('json', jsonOption),
  run: runShow,
};

export const diff: Verb<DiffArguments> = {
  usage: 'diff <before> <after>',
  summary: 'show the differences between two state files',
  examples: [{ words: 'state diff comp.state comp.state', says: 'exit code 1 if they differ' }],
  options: (yargs) =>
    yargs
      .positional('before', { type: 'string', demandOption: true, describe: 'as for state show' })
      .positional('after', { type: 'string', demandOption: true, describe: 'as for state show' })
      .option('format', formatOption)
      .option('json', { ...jsonOption, describe: 'print JSON, with bytes as base64' }),
  run: runDiff,
};
