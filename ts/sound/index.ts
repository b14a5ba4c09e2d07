// SPDX-License-Identifier: BSD-2-Clause
/**
 * Sound files for PluginHost.render and stream: read in pieces, written from pieces, in every format that libsndfile has (it is looked for when the
 * first file is opened; Debian: libsndfile1).
 *
 * @packageDocumentation
 */
export { openSound, type SoundFile } from './open.ts';
export { type WriteOptions, type WrittenSound, writeSound } from './write.ts';
