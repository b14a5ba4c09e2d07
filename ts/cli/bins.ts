// SPDX-License-Identifier: BSD-2-Clause
/** Many times sorted into bins that are equally wide on a logarithmic axis: few are too short to be seen, and none is too long. */

export interface Bin {
  /** Microseconds, from inclusive. */
  from: number;
  to: number;
  count: number;
}

/** From the bin of the shortest time to that of the longest, empty ones included. times: microseconds, above 0. */
export function binsOf(times: ArrayLike<number>, perDecade: number): Bin[] {
  const counts = new Map<number, number>();
  for (let i = 0; i < times.length; i++) {
    const index = Math.floor(Math.log10(Math.max(times[i] ?? 0, 1e-3)) * perDecade);
    counts.set(index, (counts.get(index) ?? 0) + 1);
  }
  const indexes = [...counts.keys()];
  const [first, last] = [Math.min(...indexes), Math.max(...indexes)];
  if (indexes.length === 0) return [];
  return Array.from({ length: last - first + 1 }, (_, i) => ({
    from: 10 ** ((first + i) / perDecade),
    to: 10 ** ((first + i + 1) / perDecade),
    count: counts.get(first + i) ?? 0,
  }));
}

export interface Percentiles {
  min: number;
  p50: number;
  p90: number;
  p99: number;
  p999: number;
  max: number;
}

/** Microseconds; one time or more. */
export function percentilesOf(times: Float64Array): Percentiles {
  const sorted = times.slice().sort();
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
  return { min: at(0), p50: at(0.5), p90: at(0.9), p99: at(0.99), p999: at(0.999), max: at(1) };
}

/** As many as mean something; never with an exponent. */
function threeDigits(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}

const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/** A bar of that many characters, to an eighth of one; whatever is there is to be seen. */
function bar(length: number): string {
  const eighths = Math.max(1, Math.round(length * 8));
  return '█'.repeat(Math.floor(eighths / 8)) + (EIGHTHS[eighths % 8] ?? '');
}

/** A line per bin: time, count, bar. Two or more empty bins in a row are one line of dots. */
export function barChart(bins: readonly Bin[], width: number): string[] {
  const most = Math.max(...bins.map(({ count }) => count));
  const countWidth = String(most).length;
  const barWidth = Math.max(10, width - countWidth - 12);
  const isGap = (index: number) => bins[index]?.count === 0 && bins[index + 1]?.count === 0;
  return bins.flatMap(({ from, count }, index) => {
    if (count === 0 && isGap(index - 1)) return [];
    if (isGap(index)) return ['       ...'];
    const line = `${threeDigits(from).padStart(7)} us ${String(count).padStart(countWidth)}`;
    return [count === 0 ? line : `${line} ${bar((barWidth * count) / most)}`];
  });
}
