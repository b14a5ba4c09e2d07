// SPDX-License-Identifier: BSD-2-Clause
/** How loud it is, as a bar of letters. */

const FLOOR_DECIBELS = -60;
const DECIBELS_PER_DECADE = 20;
const WIDTH = 20;

export function decibelsOf(peak: number): number {
  return DECIBELS_PER_DECADE * Math.log10(peak);
}

/** `[############--------] -12.0 dB`; `!` in the last place: louder than 1.0. */
export function meterText(peak: number): string {
  const decibels = decibelsOf(peak);
  const filled = Math.round((1 - Math.min(Math.max(decibels / FLOOR_DECIBELS, 0), 1)) * WIDTH);
  const bar = '#'.repeat(filled).padEnd(WIDTH, '-');
  const text = decibels < FLOOR_DECIBELS ? 'silent' : `${decibels.toFixed(1)} dB`;
  return `[${peak > 1 ? `${bar.slice(0, -1)}!` : bar}] ${text}`;
}
