// SPDX-License-Identifier: BSD-2-Clause
/**
 * Finds the value that a text denotes. Plugins parse texts less carefully than they format them: some take any text
 * for 0, some clamp, some do not know their own unit, some parse nothing at all. So a parsed value is accepted if the
 * plugin formats it roughly as requested; if nothing can be parsed, the value that is formatted that way is searched
 * for.
 */
import { PLUGIN_PARAMETER_INTEGER, PLUGIN_PARAMETER_LOGARITHMIC } from '../../contract/plugin.ts';
import type { Plugin, PluginParameter } from '../../plugin.ts';
import { inUnit, type Quantity, readQuantities, readQuantity, sameText } from '../../quantity.ts';

/** Accepted deviation of a stepped parameter's value from the requested one. */
const ROUNDING = 0.02;
const SAMPLES = 65;
const BISECTIONS = 50;
const DIGITS_MAX = 12;

/**
 * isExact: the value is formatted just so; several: all of these values are; none of them: the comma may be a decimal one or not.
 */
export type Reading = { value: number; isExact?: boolean } | { several: number[] } | undefined;

/** undefined: the plugin has no such value. */
export function readValue(plugin: Plugin, index: number, text: string): Reading {
  const trimmed = text.trim();
  const named = chooseNamed(plugin, index, trimmed);
  if (named !== undefined) return named;
  const reader = new Reader(plugin, index);
  const exact = reader.exact(trimmed);
  if (exact !== undefined) return reader.found(exact, trimmed);
  const values = readQuantities(trimmed).map((wanted) => reader.quantity(trimmed, wanted));
  const [value, grouped] = values;
  if (values.length <= 1) return value === undefined ? undefined : reader.found(value, trimmed);
  if (value !== undefined && reader.isInside(value)) return { several: [] };
  return grouped === undefined ? undefined : { value: grouped };
}

function chooseNamed(plugin: Plugin, index: number, text: string): Reading {
  const choices = plugin.parameterChoices(index);
  const exact = choices.filter(({ label }) => label === text);
  const found = exact.length > 0 ? exact : choices.filter(({ label }) => sameText(label, text));
  const [first] = found;
  if (first === undefined) return undefined;
  return found.length === 1 ? { value: first.value } : { several: found.map(({ value }) => value) };
}

class Reader {
  readonly #plugin: Plugin;
  readonly #index: number;
  readonly #parameter: PluginParameter;

  constructor(plugin: Plugin, index: number) {
    this.#plugin = plugin;
    this.#index = index;
    this.#parameter = plugin.parameter(index);
  }

  isInside(value: number): boolean {
    const { minimum, maximum } = this.#parameter;
    return value >= minimum && value <= maximum;
  }

  found(value: number, text: string): Reading {
    return { value, isExact: this.#write(value) === text };
  }

  #write(value: number): string | undefined {
    return this.#plugin.parameterText(this.#index, value);
  }

  #read(text: string): number | undefined {
    return this.#plugin.parseParameter(this.#index, text);
  }

  /** A text that the plugin parses and formats exactly, or shows at an end of its range: "Off", "-inf dB". */
  exact(text: string): number | undefined {
    const { minimum, maximum, defaultValue } = this.#parameter;
    const candidates = [this.#read(text), minimum, maximum, defaultValue];
    return candidates.find((value) => value !== undefined && sameText(this.#write(value) ?? '', text));
  }

  quantity(text: string, wanted: Quantity): number | undefined {
    const read = this.#spellings(text, wanted).flatMap((spelling) => this.#read(spelling) ?? []);
    const isMeant = (rounding: number) => (value: number) => this.#isMeant(value, text, wanted, rounding);
    const value = read.find(isMeant(0)) ?? read.find(isMeant(ROUNDING));
    return value ?? [this.#seek(wanted)].find((sought) => sought !== undefined && isMeant(ROUNDING)(sought));
  }

  /** The units that the plugin uses near this value: "Hz" in "20.0 Hz". */
  #units(): string[] {
    const { minimum, maximum, defaultValue, unit } = this.#parameter;
    const texts = [minimum, defaultValue, maximum].map((value) => readQuantity(this.#write(value) ?? '')?.unit ?? '');
    return [...new Set([...texts, unit.trim()])];
  }

  /**
   * Spellings that the plugin may accept: the text itself, then with a decimal point, with and without the unit, and in
   * the plugin's own units.
   */
  #spellings(text: string, wanted: Quantity): string[] {
    const spellings = [text];
    if (!Number.isFinite(wanted.number)) return spellings;
    for (const unit of [wanted.unit, ...this.#units()]) {
      const same = inUnit(wanted, unit);
      if (same === undefined) continue;
      const number = String(Number(same.number.toPrecision(12)));
      spellings.push(unit === '' ? number : `${number} ${unit}`, number);
    }
    return [...new Set(spellings)];
  }

  /** Whether the plugin formats the value as requested, as far as that can be determined. */
  #isMeant(value: number, text: string, wanted: Quantity, rounding: number): boolean {
    const written = this.#write(value);
    // What has no texts has no unit: "1 dB" is not the 1 of a factor.
    if (written === undefined) return wanted.unit === '' || sameText(wanted.unit, this.#parameter.unit);
    if (sameText(written, text)) return true;
    const shown = readQuantity(written);
    const same = shown && inUnit(wanted, shown.unit);
    if (shown === undefined || same === undefined) return false;
    if (same.number === shown.number) return true;
    const off = Math.abs(same.number - shown.number);
    const { minimum, maximum } = this.#parameter;
    // A value beyond the end of the range is not rounded to it.
    const isEnd = value <= minimum || value >= maximum;
    return off <= Math.max(shown.step * 1.001, isEnd ? 0 : rounding * Math.abs(same.number));
  }

  /** Where the plugin formats this number; undefined if its texts are not monotonic around it. */
  #seek(wanted: Quantity): number | undefined {
    const points = Array.from({ length: SAMPLES }, (_, i) => this.#at(i / (SAMPLES - 1)));
    const sides = points.map((value) => this.#side(value, wanted));
    for (let i = 0; i + 1 < SAMPLES; i++) {
      const [a, b] = [sides[i], sides[i + 1]];
      if (a === undefined || b === undefined) continue;
      const [from = 0, to = 0] = [points[i], points[i + 1]];
      if (a === 0 && b !== 0)
        return this.#fit((this.#edge(from, this.#at(0), wanted) + this.#edge(from, to, wanted)) / 2, wanted);
      if (a * b < 0) return this.#fit(this.#cross(from, to, a, wanted), wanted);
    }
    return sides.at(-1) === 0 ? points.at(-1) : undefined;
  }

  /** A position in the range, along the parameter's curve. */
  #at(share: number): number {
    const { minimum, maximum, flags } = this.#parameter;
    if ((flags & PLUGIN_PARAMETER_LOGARITHMIC) !== 0) return minimum * (maximum / minimum) ** share;
    return minimum + share * (maximum - minimum);
  }

  /** -1: the formatted number is below the requested one; 1: above; 0: equal. */
  #side(value: number, wanted: Quantity): number | undefined {
    const shown = readQuantity(this.#write(value) ?? '');
    const same = shown && inUnit(wanted, shown.unit);
    if (shown === undefined || same === undefined) return undefined;
    return shown.number === same.number ? 0 : Math.sign(shown.number - same.number);
  }

  /** The last value towards the end that is formatted like the first. */
  #edge(from: number, end: number, wanted: Quantity): number {
    let [inside, outside] = [from, end];
    if (this.#side(end, wanted) === 0) return end;
    for (let i = 0; i < BISECTIONS; i++) {
      const middle = (inside + outside) / 2;
      if (this.#side(middle, wanted) === 0) inside = middle;
      else outside = middle;
    }
    return inside;
  }

  /** Where the formatted numbers cross the requested one. */
  #cross(from: number, to: number, side: number, wanted: Quantity): number {
    let [before, behind] = [from, to];
    for (let i = 0; i < BISECTIONS; i++) {
      const middle = (before + behind) / 2;
      const there = this.#side(middle, wanted);
      if (there === 0) return (this.#edge(middle, before, wanted) + this.#edge(middle, behind, wanted)) / 2;
      if (there === side) before = middle;
      else behind = middle;
    }
    return before;
  }

  /** The roundest of the values that are formatted the same way. */
  #fit(value: number, wanted: Quantity): number {
    for (let digits = 1; digits < DIGITS_MAX; digits++) {
      const round = Number(value.toPrecision(digits));
      if (this.#side(round, wanted) === 0) return round;
    }
    return (this.#parameter.flags & PLUGIN_PARAMETER_INTEGER) !== 0 ? Math.round(value) : value;
  }
}
