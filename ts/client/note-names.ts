// SPDX-License-Identifier: BSD-2-Clause
/** The answer to the requests for note names: a count, then note, length and UTF-8 of each. */
import type { NoteName } from './types.ts';

const WORD = 4;

/** What is cut off is left out. */
export function readNoteNames(answer: Uint8Array): NoteName[] {
  const view = new DataView(answer.buffer, answer.byteOffset, answer.length);
  const names: NoteName[] = [];
  const count = answer.length >= WORD ? view.getUint32(0, true) : 0;
  for (let i = 0, at = WORD; i < count && at + 2 * WORD <= answer.length; i++) {
    const note = view.getUint32(at, true);
    const start = at + 2 * WORD;
    const end = start + view.getUint32(at + WORD, true);
    if (end > answer.length) break;
    names.push({ note, name: new TextDecoder().decode(answer.subarray(start, end)) });
    at = end;
  }
  return names.toSorted((a, b) => a.note - b.note);
}
