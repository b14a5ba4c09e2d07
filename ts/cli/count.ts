// SPDX-License-Identifier: BSD-2-Clause
/** How many, in words: `1 byte`, `2 bytes`. @param plural if it takes more than an s. */
export function countOf(count: number, one: string, plural = `${one}s`): string {
  return `${count} ${count === 1 ? one : plural}`;
}
