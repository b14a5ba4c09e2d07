/** How loud it is, as a bar of letters. */

const floorDecibels = -60;
const decibelsPerDecade = 20;
const width = 20;

export function decibelsOf(peak: number): number {
  return decibelsPerDecade * Math.log10(peak);
}

/** `[############--------] -12.0 dB`; `!` in the last place: louder than 1.0. */
export function meterText(peak: number): string {
  const decibels = decibelsOf(peak);
  const filled = Math.round((1 - Math.min(Math.max(decibels / floorDecibels, 0), 1)) * width);
  const bar = '#'.repeat(filled).padEnd(width, '-');
  const text = decibels < floorDecibels ? 'silent' : `${decibels.toFixed(1)} dB`;
  return `[${peak > 1 ? `${bar.slice(0, -1)}!` : bar}] ${text}`;
}
