// SPDX-License-Identifier: BSD-2-Clause
/** Numbers as written by people and plugins: "-30 dB", "1.2 kHz", "−6,5 dB", "-inf". */

export interface Quantity {
  /** In the written unit; may be infinite. */
  number: number;
  /** As written, without surrounding spaces; empty if none. */
  unit: string;
  /** The value of the last digit: 0.1 for "30.0". */
  step: number;
}

/* Minus, dash and infinity are escaped: a single character beyond Latin-1 doubles the memory of the built script. */
const PATTERN = /^([+\-\u2212\u2013]?)\s*(inf(?:inity)?|\u221e|\d[\d.,]*|[.,]\d+)(?:e([+-]?\d+))?\s*(.*)$/isu;

/**
 * With a decimal point, and without thousands separators. Of two kinds of separator, the last one is the decimal point.
 */
function plainDigits(digits: string): string {
  const trimmed = digits.replace(/[.,]+$/, '');
  const marks = trimmed.replace(/\d/g, '');
  const last = marks.at(-1);
  if (last === undefined) return trimmed;
  if (marks.slice(0, -1).includes(last)) return trimmed.replace(/[.,]/g, '');
  const at = trimmed.lastIndexOf(last);
  return `${trimmed.slice(0, at).replace(/[.,]/g, '')}.${trimmed.slice(at + 1)}`;
}

const GROUPED = /^(\D*\d{1,3}),(\d{3})(?!\d)/;

/**
 * What a text of a person may mean: "1,500 Hz" is 1.5 Hz to some and 1500 Hz to others.
 * @returns none, one or two, the decimal comma first.
 */
export function readQuantities(text: string): Quantity[] {
  const isGrouped = GROUPED.test(text) && !/^\D*0/.test(text);
  const readings = isGrouped ? [text, text.replace(GROUPED, '$1$2')] : [text];
  return readings.flatMap((one) => readQuantity(one) ?? []);
}

/** undefined: the text does not start with a number. */
export function readQuantity(text: string): Quantity | undefined {
  const [, sign = '', digits = '', exponent = '0', unit = ''] = PATTERN.exec(text.trim()) ?? [];
  if (digits === '') return undefined;
  const factor = sign === '' || sign === '+' ? 1 : -1;
  if (!/\d/.test(digits)) return { number: factor * Number.POSITIVE_INFINITY, unit: unit.trim(), step: 0 };
  const plain = plainDigits(digits);
  const decimals = plain.includes('.') ? plain.length - plain.indexOf('.') - 1 : 0;
  const scale = 10 ** Number(exponent);
  return { number: factor * Number(plain) * scale, unit: unit.trim(), step: 10 ** -decimals * scale };
}

/** Units and their factors to a base unit. */
const FACTORS: Readonly<Record<string, readonly [base: string, factor: number]>> = {
  hz: ['hz', 1],
  khz: ['hz', 1000],
  k: ['hz', 1000],
  s: ['s', 1],
  sec: ['s', 1],
  seconds: ['s', 1],
  ms: ['s', 0.001],
  msec: ['s', 0.001],
  µs: ['s', 0.000_001],
  μs: ['s', 0.000_001],
  us: ['s', 0.000_001],
};

function based(unit: string): readonly [base: string, factor: number] {
  const lower = unit.toLowerCase().replace(/\.$/, '');
  return FACTORS[lower] ?? [lower, 1];
}

/**
 * The quantity in another unit; undefined if the units are incompatible. A number without a unit is taken to be in any.
 */
export function inUnit({ number, unit, step }: Quantity, other: string): Quantity | undefined {
  const [base, factor] = based(unit);
  const [otherBase, otherFactor] = based(other);
  if (base !== otherBase && unit !== '' && other !== '') return undefined;
  const ratio = unit === '' || other === '' ? 1 : factor / otherFactor;
  return { number: number * ratio, unit: other, step: step * ratio };
}

/** Compares texts, ignoring case, kinds of space, and the space before a unit. */
export function sameText(a: string, b: string): boolean {
  return bare(a) === bare(b);
}

function bare(text: string): string {
  return text
    .replace(/[\u2212\u2013]/g, '-')
    .replace(/\s+/g, '')
    .toLowerCase();
}
