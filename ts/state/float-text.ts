// SPDX-License-Identifier: BSD-2-Clause
/** Formats 32-bit floats. */
const DIGITS_MIN = 6;
const DIGITS_MAX = 9;

/** The shortest decimal that parses to this 32-bit value; for any other number, the number itself. */
export function floatText(value: number): string {
  if (Math.fround(value) !== value) return String(value);
  for (let digits = DIGITS_MIN; digits < DIGITS_MAX; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return String(short);
  }
  return String(Number(value.toPrecision(DIGITS_MAX)));
}
