// SPDX-License-Identifier: BSD-2-Clause
/** Names that are spelt like one that is unknown. */
import { distance } from 'fastest-levenshtein';

/** One slip in three letters, and two letters that have changed places in any word but the shortest. */
const LETTERS_PER_SLIP = 3;
const SWAPPED = 2;

/** The known names nearest to a word, the nearest first; none that has little to do with it. Case does not matter. */
export function nearestFew(word: string, known: readonly string[], count: number): string[] {
  const lower = word.toLowerCase();
  const slips = word.length <= LETTERS_PER_SLIP ? 1 : Math.max(SWAPPED, Math.floor(word.length / LETTERS_PER_SLIP));
  return [...new Set(known)]
    .map((name) => ({ name, far: distance(lower, name.toLowerCase()) }))
    .filter(({ far }) => far <= slips)
    .toSorted((a, b) => a.far - b.far)
    .slice(0, count)
    .map(({ name }) => name);
}

export function nearest(word: string, known: readonly string[]): string | undefined {
  return nearestFew(word, known, 1)[0];
}

/** "x", "x or y", "x, y or z" */
export function listed(names: readonly string[]): string {
  return names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
}
