// SPDX-License-Identifier: BSD-2-Clause
/** Entry point of picture.cjs, which is loaded by those commands that draw. */
export { type Difference, drawDifference } from './difference.ts';
export { drawHistogram, type Histogram } from './histogram.ts';
export { type Lanes, Overview, type OverviewOptions } from './overview.ts';
export { type Png, toPng } from './png.ts';
export { drawSounds, type SoundsOptions } from './sounds.ts';
export { Waveform } from './waveform.ts';
