// SPDX-License-Identifier: BSD-2-Clause
/**
 * Pieces of any length in, blocks of one length out; behind the end silence, as long as asked for.
 */
import { invalid, shown } from './errors.ts';
import type { SoundSource } from './render-types.ts';
import type { Planes } from './types.ts';

function silence(channels: number, frames: number): Float32Array[] {
  return Array.from({ length: channels }, () => new Float32Array(frames));
}

/** @returns frames of the piece. @throws PluginHostError INVALID_ARGUMENT */
export function checkPiece(piece: Planes, channels: number | undefined): number {
  if (!Array.isArray(piece)) return invalid(`a piece of sound is ${shown(piece)}; it has to be an array of channels`);
  if (channels !== undefined && piece.length !== channels)
    invalid(`a piece of sound has ${piece.length} channels, the one before had ${channels}`);
  const frames = piece[0]?.length ?? 0;
  for (const plane of piece) {
    if (!(plane instanceof Float32Array)) invalid('a channel of a piece of sound is not a Float32Array');
    if (plane.length !== frames)
      invalid(`the channels of a piece of sound differ in length: ${frames} and ${plane.length} frames`);
  }
  return frames;
}

export class Blocks {
  readonly #source: SoundSource;
  readonly #size: number;
  #frames = 0;
  #hasEnded = false;

  /** @param size frames of each block. */
  constructor(source: SoundSource, size: number) {
    this.#source = source;
    this.#size = size;
  }

  /** Frames that the source has given; undefined while it may give more. */
  get total(): number | undefined {
    return this.#hasEnded ? this.#frames : undefined;
  }

  /** Each block's planes are new. Never ends. @throws what the source throws, and INVALID_ARGUMENT */
  async *read(): AsyncGenerator<Float32Array[], never> {
    let block: Float32Array[] = [];
    let channels: number | undefined;
    let filled = 0;
    for await (const piece of this.#source) {
      const length = checkPiece(piece, channels);
      channels = piece.length;
      for (let at = 0; at < length; ) {
        if (filled === 0) block = silence(channels, this.#size);
        const end = Math.min(length, at + this.#size - filled);
        for (let i = 0; i < channels; i++) block[i]?.set((piece[i] as Float32Array).subarray(at, end), filled);
        filled = (filled + end - at) % this.#size;
        this.#frames += end - at;
        at = end;
        if (filled === 0) yield block;
      }
    }
    this.#hasEnded = true;
    if (filled > 0) yield block;
    for (;;) yield silence(channels ?? 0, this.#size);
  }
}
