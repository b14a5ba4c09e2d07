// SPDX-License-Identifier: BSD-2-Clause
/** The part of libsndfile that is used here. It is not bundled: it is loaded when the first sound file is opened. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { declareFunctions, type Koffi } from '../native.ts';
import { CommandError } from './command.ts';

const LIBRARY = 'libsndfile.so.1';
const HOW_TO_INSTALL = 'install it (Debian: apt-get install libsndfile1)';

export interface SoundInfo {
  frames: number;
  samplerate: number;
  channels: number;
  /** Container, encoding, byte order: SF_FORMAT_*. */
  format: number;
  sections: number;
  seekable: number;
}

/** An open file. */
export type SoundPointer = { readonly __brand: 'sound' };

export interface SndFile {
  sf_open(path: string, mode: number, info: SoundInfo): SoundPointer | null;
  sf_open_fd(fd: number, mode: number, info: SoundInfo, closes: number): SoundPointer | null;
  sf_close(file: SoundPointer): number;
  sf_readf_float(file: SoundPointer, samples: Float32Array, frames: number): number;
  sf_writef_float(file: SoundPointer, samples: Float32Array, frames: number): number;
  sf_seek(file: SoundPointer, frames: number, from: number): number;
  sf_error(file: SoundPointer | null): number;
  sf_strerror(file: SoundPointer | null): string;
  sf_command(file: SoundPointer | null, command: number, data: Uint8Array | null, size: number): number;
  sf_format_check(info: SoundInfo): number;
  sf_get_string(file: SoundPointer, kind: number): string | null;
  sf_set_string(file: SoundPointer, kind: number, text: string): number;
}

export const SFM_READ = 0x10;
export const SFM_WRITE = 0x20;
export const SFC_SET_ADD_PEAK_CHUNK = 0x1050;
export const SFC_SET_RAW_START_OFFSET = 0x1090;
export const SFC_SET_CLIPPING = 0x10c0;
export const SFC_RF64_AUTO_DOWNGRADE = 0x1210;

const prototypes = {
  sf_open: 'void *sf_open(const char *path, int mode, _Inout_ sf_info *info)',
  sf_open_fd: 'void *sf_open_fd(int fd, int mode, _Inout_ sf_info *info, int closes)',
  sf_close: 'int sf_close(void *file)',
  sf_readf_float: 'int64_t sf_readf_float(void *file, void *samples, int64_t frames)',
  sf_writef_float: 'int64_t sf_writef_float(void *file, void *samples, int64_t frames)',
  sf_seek: 'int64_t sf_seek(void *file, int64_t frames, int from)',
  sf_error: 'int sf_error(void *file)',
  sf_strerror: 'const char *sf_strerror(void *file)',
  sf_command: 'int sf_command(void *file, int command, void *data, int size)',
  sf_format_check: 'int sf_format_check(sf_info *info)',
  sf_get_string: 'const char *sf_get_string(void *file, int kind)',
  sf_set_string: 'int sf_set_string(void *file, int kind, const char *text)',
} as const;

function declare(koffi: Koffi): SndFile {
  koffi.struct('sf_info', {
    frames: 'int64_t',
    samplerate: 'int',
    channels: 'int',
    format: 'int',
    sections: 'int',
    seekable: 'int',
  });
  return declareFunctions<SndFile>(koffi, LIBRARY, prototypes);
}

let loaded: SndFile | undefined;

/** @param folder of the built files. @throws CommandError that says what to install. */
export function loadSndFile(folder: string): SndFile {
  try {
    loaded ??= declare(createRequire(join(folder, 'koffi.node'))('./koffi.node') as Koffi);
    return loaded;
  } catch (error) {
    throw new CommandError(
      `Sound files need ${LIBRARY}, which cannot be loaded: ${HOW_TO_INSTALL} (${(error as Error).message})`,
    );
  }
}
