// SPDX-License-Identifier: BSD-2-Clause
/**
 * Sound files for PluginHost.render and stream: read and written block by block, in every format that libsndfile
 * supports (it is loaded when the first file is opened; Debian: libsndfile1).
 *
 * @packageDocumentation
 */
export { openSound, type SoundFile } from './open.ts';
export { type WriteOptions, type WrittenSound, writeSound } from './write.ts';
