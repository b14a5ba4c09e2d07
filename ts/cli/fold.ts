// SPDX-License-Identifier: BSD-2-Clause
/** Text in lines of a width. */

/** Where a word that is too long may be broken: after the marks of paths and URIs. */
const BREAK_AFTER = /(?<=[/:#.,_-])/;

/** Columns that a text takes: characters, as terminals have them. */
export function widthOf(text: string): number {
  return [...text].length;
}

function hardPieces(text: string, width: number): string[] {
  const letters = [...text];
  const pieces: string[] = [];
  for (let at = 0; at < letters.length; at += width) pieces.push(letters.slice(at, at + width).join(''));
  return pieces;
}

/** A word as pieces that fit: broken after its marks, and elsewhere only where that does not help. */
function piecesOf(word: string, width: number): string[] {
  if (widthOf(word) <= width) return [word];
  const pieces: string[] = [];
  for (const part of word.split(BREAK_AFTER).flatMap((one) => hardPieces(one, width))) {
    const last = pieces.at(-1);
    if (last !== undefined && widthOf(last) + widthOf(part) <= width) pieces[pieces.length - 1] = last + part;
    else pieces.push(part);
  }
  return pieces;
}

/**
 * The text as a terminal of that width shows it best: later lines begin with as many blanks as are given. What is not for one is not folded.
 */
export function foldedFor(
  text: string,
  indent = 0,
  columns = process.stdout.columns || Number.POSITIVE_INFINITY,
): string {
  if (!Number.isFinite(columns)) return text;
  const room = Math.max(1, columns - indent);
  return fold(text, room).join(`\n${' '.repeat(indent)}`);
}

/** The text in lines of at most that many columns, broken between words; at least one line. @param width at least 1 */
export function fold(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' '))
    for (const [i, piece] of piecesOf(word, width).entries()) {
      const last = lines.at(-1);
      if (i === 0 && last !== undefined && widthOf(last) + 1 + widthOf(piece) <= width)
        lines[lines.length - 1] = `${last} ${piece}`;
      else lines.push(piece);
    }
  return lines;
}
