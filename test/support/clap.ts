import type { DawOptions } from './daw.ts';
import type { Layout } from './layout.ts';
import { clapFile } from './paths.ts';
import type { Segment } from './segment.ts';

/** A fixture plugin on a stereo track of a current DAW. */
export function clap(name: string): DawOptions {
  return { format: 'clap', spec: clapFile(name), version: 6, inputs: 2, outputs: 2 };
}

/** Write the sample rate into the segment, where a CLAP host reads it. */
export function writeSampleRate(segment: Segment, { transport }: Layout, rate: number): void {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleLE(rate);
  segment.write(transport + 32, bytes);
}
