// SPDX-License-Identifier: BSD-2-Clause
/** Where the blocks of a render go. Ends with commit or discard. */
import { extname } from 'node:path';

export interface Output {
  /** What people should know of it; complete after commit. */
  readonly notes: readonly string[];
  /** What came out of the chain for a block; below 0 there is none yet. @throws CommandError if the disk is full. */
  write(number: number): void;
  /** All was written: the file takes its place. @throws CommandError if it cannot. */
  commit(signal?: AbortSignal): Promise<void>;
  /** Leave nothing behind. Nothing happens after commit. */
  discard(): void;
}

/** What --type calls a MIDI file. */
export const MIDI_TYPE = 'mid';
const midiExtensions = ['.mid', '.midi', '.smf'];

/** The output is to be a MIDI file. @param type as --type says, in the place of the name's extension. */
export function isMidiName(path: string, type: string | undefined): boolean {
  return type === undefined ? midiExtensions.includes(extname(path).toLowerCase()) : type === MIDI_TYPE;
}
