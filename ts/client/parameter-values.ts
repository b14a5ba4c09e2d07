// SPDX-License-Identifier: BSD-2-Clause
/**
 * Values of parameters as people write them. What needs no plugin is understood here; the rest is asked of the plugin (questions.ts).
 */
import { closest, distance } from 'fastest-levenshtein';
import { listed } from '../plugins/nearest.ts';
import { readQuantity } from '../quantity.ts';
import { invalid } from './errors.ts';
import type { ReadText } from './questions.ts';
import type { Parameter } from './types.ts';

/** What a sentence about a value looks at. */
export type Described = Omit<Parameter, 'parse' | 'format'>;

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const WORDS: Readonly<Record<string, boolean>> = {
  on: true,
  true: true,
  yes: true,
  off: false,
  false: false,
  no: false,
};
const CHOICES_SHOWN = 40;
const DIGITS = 6;

/** As people write it: 32-bit floats have digits that no one meant. */
export function shortNumber(value: number): string {
  return String(Number(value.toPrecision(DIGITS)));
}

/** What the plugin shows are the values themselves, and not something that lies behind 0..1. */
export function showsItsNumbers({ minimum, maximum, minimumText, maximumText, unit }: Described): boolean {
  if (minimumText === '' || maximumText === '') return !(minimum === 0 && maximum === 1 && unit !== '');
  const isShown = (value: number, text: string) => {
    const shown = readQuantity(text);
    return shown !== undefined && Math.abs(shown.number - value) <= Math.max(shown.step, Math.abs(value) * 1e-3);
  };
  return isShown(minimum, minimumText) && isShown(maximum, maximumText);
}

/** "-60 to 24 dB"; "0 to 1 (-60.0 dB to 0.0 dB)" */
export function rangeOf(parameter: Described): string {
  const { minimum, maximum, minimumText, maximumText, unit } = parameter;
  const range = `${shortNumber(minimum)} to ${shortNumber(maximum)}`;
  if (showsItsNumbers(parameter)) return unit === '' ? range : `${range} ${unit}`;
  return minimumText === '' || maximumText === '' ? range : `${range} (${minimumText} to ${maximumText})`;
}

function choicesText({ choices, minimum, maximum }: Described): string {
  if (choices.length === 0) return '';
  const isShare = minimum === 0 && maximum === 1;
  const names = choices
    .slice(0, CHOICES_SHOWN)
    .map(({ value, label }) => (isShare ? label : `${shortNumber(value)} (${label})`));
  return `: ${names.join(', ')}${choices.length > CHOICES_SHOWN ? ' ...' : ''}`;
}

/** "; did you mean "Stereo"?", if one of the choices is near. */
function nearest(text: string, { choices }: Described): string {
  const lower = text.toLowerCase();
  const near = (label: string) => distance(lower, label.toLowerCase()) <= Math.max(1, Math.floor(label.length / 3));
  const found = choices.filter(({ label }) => near(label)).map(({ label }) => label);
  return found.length === 0 ? '' : `; did you mean "${closest(text, found)}"?`;
}

/** @throws PluginHostError INVALID_ARGUMENT */
export function noValue(text: string, parameter: Described): never {
  const range = `which ranges from ${rangeOf(parameter)}${choicesText(parameter)}`;
  return invalid(`"${text}" is not a value of "${parameter.name}", ${range}${nearest(text, parameter)}`);
}

/** The value, if it is in range. @throws PluginHostError INVALID_ARGUMENT */
export function valueInRange(value: number, text: string, parameter: Described): number {
  if (parameter.isInteger && !Number.isInteger(value) && isInside(value, parameter))
    return invalid(`${text} is between two values of "${parameter.name}", which has whole numbers only`);
  if (isInside(value, parameter)) return value;
  return invalid(
    `${text} is outside the range of "${parameter.name}", which is ${rangeOf(parameter)}${choicesText(parameter)}`,
  );
}

/** Plugins keep their ranges as 32-bit floats: 0.7 is beyond the 0.7 of most. */
function isInside(value: number, { minimum, maximum }: Described): boolean {
  return [value, Math.fround(value)].some((number) => number >= minimum && number <= maximum);
}

/** @throws PluginHostError INVALID_ARGUMENT */
function oneOf(values: readonly number[], text: string, { name }: Described): number {
  const [first] = values;
  if (first !== undefined && values.length === 1) return first;
  return invalid(`"${text}" matches several values of "${name}": ${values.map(shortNumber).join(', ')}`);
}

/** What a part of a choice's name means: the only one that begins with it, else the only one that holds it. @throws PluginHostError */
function chosenByPart(text: string, { choices, name }: Described): number | undefined {
  const lower = text.toLowerCase();
  const parts = choices.filter(({ label }) => label.toLowerCase().includes(lower));
  const beginnings = parts.filter(({ label }) => label.toLowerCase().startsWith(lower));
  const only = [beginnings, parts].find(({ length }) => length === 1);
  if (only !== undefined) return only[0]?.value;
  if (parts.length === 0) return undefined;
  const names = parts.map(({ label }) => `"${label}"`);
  return invalid(`"${text}" matches several values of "${name}": ${listed(names)}`);
}

/** By its name; else by a part of it that only one has, as names of parameters are found. undefined: no choice is called so. */
function chosen(text: string, parameter: Described): number | undefined {
  const { choices } = parameter;
  const lower = text.toLowerCase();
  const exact = choices.filter(({ label }) => label === text);
  const same = choices.filter(({ label }) => label.toLowerCase() === lower);
  const found = [exact, same].find(({ length }) => length > 0);
  if (found === undefined) return /\p{L}/u.test(text) ? chosenByPart(text, parameter) : undefined;
  return oneOf(
    found.map(({ value }) => value),
    text,
    parameter,
  );
}

/** The number before a unit. */
function withoutUnit(text: string, unit: string): number | undefined {
  if (unit === '' || !text.toLowerCase().endsWith(unit.toLowerCase())) return undefined;
  const bare = text.slice(0, -unit.length).trim();
  return NUMBER.test(bare) ? Number(bare) : undefined;
}

/** Half of a range is the same in every format, whatever numbers it is told in. */
function shareOf(text: string, { minimum, maximum, isLogarithmic, isInteger }: Described): number | undefined {
  const share = withoutUnit(text, '%');
  if (share === undefined) return undefined;
  if (isLogarithmic) return minimum * (maximum / minimum) ** (share / 100);
  const value = minimum + (share / 100) * (maximum - minimum);
  // A share of a list is the nearest of its values.
  return isInteger && share >= 0 && share <= 100 ? Math.round(value) : value;
}

/** A number as no step is called, whatever the steps are. */
function bareNumber(value: number): string {
  const text = shortNumber(value);
  return /[.e]/.test(text) ? text : `${text}.0`;
}

/** @param shown the value that the plugin calls so; @throws PluginHostError INVALID_ARGUMENT */
function twoMeanings(text: string, shown: number, { name }: Described): never {
  const [step, own] = [bareNumber(shown), bareNumber(Number(text))];
  return invalid(
    `"${text}" can be what "${name}" shows as ${text}, or the number ${text} behind something else; write ${step} for the one, ${own} for the other`,
  );
}

/** A number that is the parameter's own, unless the plugin is to be asked. @throws PluginHostError INVALID_ARGUMENT if a choice is called so */
function ownNumber(number: number, text: string, parameter: Described): number | undefined {
  const other = parameter.choices.find(({ label, value }) => label === text && !isSame(value, number));
  if (other !== undefined) return twoMeanings(text, other.value, parameter);
  return mayBeText(text, parameter) ? undefined : number;
}

function isSame(a: number, b: number): boolean {
  return Math.fround(a) === Math.fround(b);
}

/** A number with more digits than it needs, or six decimals, as many plugins write: "1.000000", "0.123456"; or one of the numbers of steps. */
function mayBeText(text: string, { isStepped, choices }: Described): boolean {
  const isWrittenOut = String(Number(text)) !== text || /\.\d{6}/.test(text);
  return NUMBER.test(text) && (isWrittenOut || (isStepped && choices.length === 0));
}

/**
 * A value that needs no plugin to be understood: a number; the name of a choice; on and off of a switch; a number and the unit; 0% to 100%
 * of the range. Where the plugin shows other numbers than its own, a bare number is its own, except if the plugin writes it just so.
 * @throws PluginHostError INVALID_ARGUMENT if several values are called so
 */
function plainValue(text: string, parameter: Described): number | undefined {
  const { minimum, maximum, unit, isToggled } = parameter;
  const number = NUMBER.test(text) ? Number(text) : undefined;
  const isOwn = showsItsNumbers(parameter);
  if (number !== undefined && !isOwn && isInside(number, parameter)) return ownNumber(number, text, parameter);
  const choice = chosen(text, parameter);
  if (choice !== undefined) return choice;
  const word = isToggled ? WORDS[text.toLowerCase()] : undefined;
  if (word !== undefined) return word ? maximum : minimum;
  const withUnit = isOwn ? withoutUnit(text, unit) : undefined;
  // As the plugin writes it: what lies behind 0 to 1 is not that number.
  if (number !== undefined && !isOwn && !isInside(number, parameter)) return undefined;
  return number ?? withUnit ?? (unit === '%' ? undefined : shareOf(text, parameter));
}

/** The same, if it is in range. @throws PluginHostError INVALID_ARGUMENT */
export function plainValueOf(text: string, parameter: Described): number | undefined {
  const value = plainValue(text.trim(), parameter);
  // Of "-0", 0.
  return value === undefined ? undefined : valueInRange(value, text.trim(), parameter) + 0;
}

/**
 * See Parameter.parse.
 * @param ask what the plugin makes of it
 * @throws PluginHostError INVALID_ARGUMENT, or what ask rejects with
 */
export async function parseValue(
  text: string,
  parameter: Described,
  ask: (text: string) => Promise<ReadText>,
): Promise<number> {
  const trimmed = text.trim();
  const plain = plainValueOf(trimmed, parameter);
  if (plain !== undefined) return plain;
  if (mayBeText(trimmed, parameter) && isInside(Number(trimmed), parameter)) {
    const { value, isExact } = await ask(trimmed);
    if (!isExact || value === undefined || isSame(value, Number(trimmed))) return Number(trimmed) + 0;
    return parameter.isStepped ? twoMeanings(trimmed, value, parameter) : value;
  }
  const { value, several } = trimmed === '' ? {} : await ask(trimmed);
  if (several?.length === 0)
    return invalid(
      `the comma of "${trimmed}" for "${parameter.name}" can be read in two ways; write a point, or nothing`,
    );
  if (several !== undefined) return oneOf(several, trimmed, parameter);
  const meant = value ?? shareOf(trimmed, parameter);
  return meant === undefined ? noValue(trimmed, parameter) : valueInRange(meant, trimmed, parameter);
}
