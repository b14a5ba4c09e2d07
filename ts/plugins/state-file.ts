// SPDX-License-Identifier: BSD-2-Clause
/**
 * A file with a plugin's state: JSON that names the plugin and contains its bytes (base64). The file is self-contained.
 */
import { readFileSync, type Stats, statSync, writeFileSync } from 'node:fs';
import { bytesOf } from '../path-bytes.ts';
import { OddFileError, readRegularFile } from '../regular-file.ts';
import { isObject, type ScanFormat } from '../scan/plugins.ts';
import { WholeFile } from '../whole-file.ts';
import { ChoiceError } from './choice-error.ts';
import { unreadable, unwritable } from './file-error.ts';
import { formats, type InstalledPlugin } from './installed.ts';

const KIND = 'maolan-plugin-state';
const VERSION = 1;

export interface StateFile {
  format: ScanFormat;
  /** Id, class id or URI. */
  plugin: string;
  /** For display. */
  name: string;
  /** Raw: see StateCodec. */
  state: Uint8Array;
}

/** Standard input and output. */
const STANDARD = '-';
const STANDARD_INPUT_FD = 0;

/** undefined: there is nothing yet. @throws OddFileError if it is a folder, the operating system's error */
function statOf(path: string): Stats | undefined {
  const status = statSync(bytesOf(path), { throwIfNoEntry: false });
  if (status?.isDirectory()) throw new OddFileError('it is a folder');
  return status;
}

/** Call it before long work whose result goes there. @throws ChoiceError */
export function assertWritable(path: string): void {
  if (path === STANDARD) return;
  try {
    if (statOf(path)?.isFile() ?? true) new WholeFile(path).discard();
  } catch (error) {
    throw unwritable(path, error);
  }
}

/**
 * Atomic: a reader sees the old file or the new one. `-`: standard output. @throws ChoiceError; then the file is
 * unchanged.
 */
export function replaceFile(path: string, data: string | Uint8Array): void {
  if (path === STANDARD) {
    process.stdout.write(data);
    return;
  }
  try {
    if (statOf(path)?.isFile() ?? true) replaceWhole(path, data);
    else writeFileSync(bytesOf(path), data); // a pipe, a terminal, a device
  } catch (error) {
    throw unwritable(path, error);
  }
}

function replaceWhole(path: string, data: string | Uint8Array): void {
  const file = new WholeFile(path);
  try {
    writeFileSync(file.fd, data);
    file.commit();
  } finally {
    file.discard();
  }
}

export function writeStateFile(path: string, { format, plugin, name, state }: StateFile): void {
  const file = { kind: KIND, version: VERSION, format, plugin, name, state: Buffer.from(state).toString('base64') };
  replaceFile(path, `${JSON.stringify(file, null, 2)}\n`);
}

/** A state of 64 MiB in base64 and its JSON; a .vstpreset is smaller. */
const BYTES_MAX = 96 << 20;

/** `-`: standard input. @throws ChoiceError with a sentence if the file is missing or cannot be read. */
export function readFileOrSay(path: string): Buffer {
  try {
    return path === STANDARD ? readFileSync(STANDARD_INPUT_FD) : readRegularFile(path, BYTES_MAX);
  } catch (error) {
    throw unreadable(path, error);
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isFormat(value: unknown): value is ScanFormat {
  return (formats as readonly unknown[]).includes(value);
}

/** @throws ChoiceError if the file was not written by writeStateFile. */
export function readStateFile(path: string): StateFile {
  const file = parse(readFileOrSay(path).toString('utf8'));
  if (!isObject(file) || file.kind !== KIND)
    throw new ChoiceError(`${path} contains no plugin state; maolan-plugin-host state save writes one`);
  if (file.version !== VERSION)
    throw new ChoiceError(
      `${path} is of version ${String(file.version)}, which this program does not know; install a newer one`,
    );
  const { format, plugin, name, state } = file;
  if (!isFormat(format) || typeof plugin !== 'string' || typeof name !== 'string' || typeof state !== 'string')
    throw new ChoiceError(`${path} is damaged: it does not say which plugin's state it holds`);
  return { format, plugin, name, state: Buffer.from(state, 'base64') };
}

/**
 * @throws ChoiceError if the state belongs to another plugin. The same plugin in another format counts as another one,
 * because their states differ.
 */
export function checkOwner(path: string, file: StateFile, plugin: InstalledPlugin): void {
  if (file.format === plugin.format && file.plugin === plugin.id) return;
  const owner = `${file.format}:${file.name} (${file.plugin})`;
  throw new ChoiceError(`${path} holds a state of ${owner}, not of ${plugin.format}:${plugin.name}; name that plugin`);
}
