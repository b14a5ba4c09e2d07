// SPDX-License-Identifier: BSD-2-Clause
/**
 * A plugin's state in a file: JSON that says whose it is, with the plugin's own bytes in it (base64). The state is there as a whole; it
 * needs no other file of this program.
 */
import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { OddFileError, readRegularFile } from '../regular-file.ts';
import { isObject, type ScanFormat } from '../scan/plugins.ts';
import { ChoiceError } from './choice-error.ts';
import { formats, type InstalledPlugin } from './installed.ts';

const KIND = 'maolan-plugin-state';
const VERSION = 1;

export interface StateFile {
  format: ScanFormat;
  /** Id, class id or URI. */
  plugin: string;
  /** For people. */
  name: string;
  /** Raw: see StateCodec. */
  state: Uint8Array;
}

/** Standard input and output. */
const STANDARD = '-';
const STANDARD_INPUT_FD = 0;

/** Before long work whose result goes there. @throws ChoiceError */
export function assertWritable(path: string): void {
  if (path === STANDARD) return;
  const folder = dirname(resolve(path));
  if (!existsSync(folder)) throw new ChoiceError(`${path} cannot be written: there is no folder ${folder}`);
  const temporary = `${path}.${randomUUID()}`;
  try {
    writeFileSync(temporary, '', { flag: 'wx' });
  } catch (error) {
    throw new ChoiceError(`${path} cannot be written: ${(error as NodeJS.ErrnoException).code}`);
  } finally {
    rmSync(temporary, { force: true });
  }
}

/** A reader sees the old file or the new one. `-`: standard output. @throws ChoiceError; then the file is as it was. */
export function replaceFile(path: string, data: string | Uint8Array): void {
  if (path === STANDARD) {
    process.stdout.write(data);
    return;
  }
  const temporary = `${path}.${randomUUID()}`;
  try {
    writeFileSync(temporary, data, { flag: 'wx' });
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw new ChoiceError(`${path} cannot be written: ${(error as Error).message}`);
  }
}

export function writeStateFile(path: string, { format, plugin, name, state }: StateFile): void {
  const file = { kind: KIND, version: VERSION, format, plugin, name, state: Buffer.from(state).toString('base64') };
  replaceFile(path, `${JSON.stringify(file, null, 2)}\n`);
}

/** A state of 64 MiB in base64, with JSON around it; a .vstpreset has less. */
const BYTES_MAX = 96 << 20;

/** `-`: standard input. @throws ChoiceError with a sentence for a file that is missing or cannot be read. */
export function readFileOrSay(path: string): Buffer {
  try {
    return path === STANDARD ? readFileSync(STANDARD_INPUT_FD) : readRegularFile(path, BYTES_MAX);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (error instanceof OddFileError) throw new ChoiceError(`${path} cannot be read: ${message}`);
    throw new ChoiceError(`${path}: ${code === 'ENOENT' ? 'no such file' : message}`);
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

/** @throws ChoiceError if the file is none that writeStateFile wrote. */
export function readStateFile(path: string): StateFile {
  const file = parse(readFileOrSay(path).toString('utf8'));
  if (!isObject(file) || file.kind !== KIND)
    throw new ChoiceError(`${path} holds no plugin state; maolan-plugin-host state save writes such files`);
  if (file.version !== VERSION)
    throw new ChoiceError(
      `${path} is of version ${String(file.version)}, which this program does not know; install a newer one`,
    );
  const { format, plugin, name, state } = file;
  if (!isFormat(format) || typeof plugin !== 'string' || typeof name !== 'string' || typeof state !== 'string')
    throw new ChoiceError(`${path} is damaged: it does not say which plugin's state it holds`);
  return { format, plugin, name, state: Buffer.from(state, 'base64') };
}

/** @throws ChoiceError if the state is another plugin's. The same plugin in another format is another one, too: their states differ. */
export function checkOwner(path: string, file: StateFile, plugin: InstalledPlugin): void {
  if (file.format === plugin.format && file.plugin === plugin.id) return;
  const owner = `${file.format}:${file.name} (${file.plugin})`;
  throw new ChoiceError(
    `${path} holds a state of ${owner}, not of ${plugin.format}:${plugin.name}; name the plugin it is of`,
  );
}
