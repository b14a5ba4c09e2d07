// SPDX-License-Identifier: BSD-2-Clause
/** Writes an iterable of blocks to a sound file. */
import { SoundWriter } from '../cli/sound-file.ts';
import { type BitDepth, bitDepths } from '../cli/sound-format.ts';
import { checkKind, checkNames, checkNumber, checkSource, checkText } from '../client/checks.ts';
import { PluginHostError } from '../client/errors.ts';
import { builtFiles } from '../client/files.ts';
import { checkPiece } from '../client/reblock.ts';
import type { SoundSource } from '../client/render-types.ts';
import type { Planes } from '../client/types.ts';
import { asLibraryError, withLibraryErrors } from './failure.ts';

/** Options for writing a sound file. */
export interface WriteOptions {
  /** Hz. */
  sampleRate: number;
  /** Default: 24 bits, or the format's default. "32f" and "64f" are floating point. */
  bitDepth?: '8' | '16' | '24' | '32' | '32f' | '64f';
  /** Upper limit of the number of frames. Required only for a WAV of more than 4 GiB. */
  frames?: number;
  /** Aborts with ABORTED; no partial file is left. */
  signal?: AbortSignal;
}

/** What was written. */
export interface WrittenSound {
  /** Its length. */
  frames: number;
  /** How many channels it has. */
  channels: number;
}

const NAMES = { sampleRate: true, bitDepth: true, frames: true, signal: true } as const;
const SAMPLE_RATE_MAX = 10_000_000;
/** The limit of a plain WAV, for any sample format. */
const PLAIN_SAMPLES_MAX = 2 ** 29 - 2 ** 16;

function checkOptions(file: unknown, blocks: unknown, options: WriteOptions): void {
  checkText('the sound file', file, 'a path');
  checkSource('the sound', blocks);
  checkNames('the options of writeSound()', options, NAMES);
  const { sampleRate, bitDepth, frames, signal } = options;
  checkNumber('sampleRate', sampleRate, 1, SAMPLE_RATE_MAX);
  if (frames !== undefined) checkNumber('frames', frames, 0, Number.MAX_SAFE_INTEGER);
  checkKind('bitDepth', bitDepth, bitDepths.includes(bitDepth as BitDepth), `one of ${bitDepths.join(', ')}`);
  checkKind('signal', signal, signal instanceof AbortSignal, 'an AbortSignal');
}

function interleaved(planes: Planes, frames: number): Float32Array {
  const samples = new Float32Array(frames * planes.length);
  for (const [channel, plane] of planes.entries())
    for (let i = 0, to = channel; i < frames; i++, to += planes.length) samples[to] = plane[i] as number;
  return samples;
}

/**
 * Write blocks to a sound file in the format of its extension (.wav, .flac, .ogg ...). It is renamed when it is
 * complete: if anything goes wrong, no partial file is left, and the previous file stays.
 * @throws PluginHostError SOUND_FAILED (cannot be written, disk full), ABORTED, INVALID_ARGUMENT, and what the blocks
 * throw.
 */
export async function writeSound(file: string, blocks: SoundSource, options: WriteOptions): Promise<WrittenSound> {
  checkOptions(file, blocks, options);
  const { sampleRate, bitDepth, signal, frames: wanted = 0 } = options;
  const { folder } = builtFiles();
  let writer: SoundWriter | undefined;
  let channels = 0;
  let frames = 0;
  try {
    for await (const block of blocks) {
      if (signal?.aborted) throw new PluginHostError('ABORTED', 'writing was aborted', { cause: signal.reason });
      checkPiece(block, writer && channels);
      if (writer === undefined) {
        channels = block.length;
        writer = withLibraryErrors(
          () => new SoundWriter({ path: file, sampleRate, channels, frames: wanted, bitDepth }, folder),
        );
      }
      const length = block[0]?.length ?? 0;
      writer.write(interleaved(block, length), length);
      frames += length;
      if (frames > wanted && frames * channels > PLAIN_SAMPLES_MAX && /\.wav$/i.test(file))
        throw new PluginHostError(
          'SOUND_FAILED',
          `${file} grows beyond 4 GiB; announce its length with the option frames`,
        );
    }
    if (writer === undefined) throw new PluginHostError('SOUND_FAILED', `${file} is not written: there is no sound`);
    await writer.commit();
  } catch (error) {
    throw asLibraryError(error);
  } finally {
    writer?.discard();
  }
  return { frames, channels };
}
