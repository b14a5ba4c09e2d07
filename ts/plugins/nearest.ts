// SPDX-License-Identifier: BSD-2-Clause
/** Suggests known names that are spelt similarly. */
import { distance } from 'fastest-levenshtein';

/** One error per three letters is accepted, and two swapped letters in any but the shortest words. */
const LETTERS_PER_SLIP = 3;
const SWAPPED = 2;

/** The most similar known names, best first; names that differ too much are left out. Case-insensitive. */
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
