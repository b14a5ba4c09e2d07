// SPDX-License-Identifier: BSD-2-Clause
/** A picture of a sound before and after: waveforms and spectrograms at the same scales. */
import { Overview } from '../../ts/cli/picture/overview.ts';
import { drawSounds } from '../../ts/cli/picture/sounds.ts';
import type { Sound } from './sound.ts';

function look(title: string, { sampleRate, left, right }: Sound): Overview {
  const overview = new Overview({ title, frames: left.length, sampleRate, channels: 2 });
  overview.add([left, right], left.length);
  overview.finish();
  return overview;
}

/** @returns the text of an SVG file. */
export function drawBeforeAndAfter(before: Sound, after: Sound): Promise<string> {
  return drawSounds([look('before', before), look('after', after)]);
}
