// SPDX-License-Identifier: BSD-2-Clause
/** Parameters on the keyboard: one is in the hand, arrows move it. */
import type { PluginHost } from '../../client/index.ts';
import { shortNumber } from '../../client/parameter-values.ts';
import type { Parameter } from '../../client/types.ts';

const STEPS = 100;
const LEAP = 10;

/** What a key means; others mean nothing. */
const moves: Readonly<Record<string, number>> = {
  '\x1b[C': 1,
  '\x1b[D': -1,
  '+': 1,
  '-': -1,
  '\x1b[5~': LEAP,
  '\x1b[6~': -LEAP,
};
const selections: Readonly<Record<string, number>> = { '\x1b[A': -1, '\x1b[B': 1, k: -1, j: 1 };

export const KEYS_HELP =
  'Keys: up and down choose a parameter, left and right (page keys: ten steps) move it, 0 is its default, Tab is the next plugin, q ends.';

/** A key of a terminal in raw mode: one letter, or an escape sequence. */
export function keysOf(text: string): string[] {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: terminals send them
  return text.match(/\x1b\[[0-9;]*[A-Za-z~]|[\s\S]/g) ?? [];
}

/** A value some steps further along the parameter's own curve. */
export function moved(parameter: Parameter, by: number): number {
  const { minimum, maximum, value, isToggled, isInteger, isLogarithmic } = parameter;
  if (isToggled) return by > 0 ? maximum : minimum;
  const within = (next: number) => Math.min(Math.max(next, minimum), maximum);
  if (isInteger) return within(Math.round(value) + by);
  if (isLogarithmic && minimum > 0) return within(value * (maximum / minimum) ** (by / STEPS));
  return within(value + ((maximum - minimum) * by) / STEPS);
}

export class Knobs {
  readonly #hosts: readonly PluginHost[];
  readonly #selected: number[];
  #host = 0;

  constructor(hosts: readonly PluginHost[]) {
    this.#hosts = hosts;
    this.#selected = hosts.map(() => 0);
  }

  get #parameter(): Parameter | undefined {
    return this.#hosts[this.#host]?.parameters[this.#selected[this.#host] ?? 0];
  }

  /** Do what a key means. */
  press(key: string): void {
    if (key === '\t') this.#host = (this.#host + 1) % this.#hosts.length;
    const count = this.#hosts[this.#host]?.parameters.length ?? 0;
    const selection = selections[key];
    if (selection !== undefined && count > 0)
      this.#selected[this.#host] = ((this.#selected[this.#host] ?? 0) + selection + count) % count;
    const parameter = this.#parameter;
    const move = moves[key];
    if (parameter === undefined) return;
    if (move !== undefined) parameter.value = moved(parameter, move);
    if (key === '0') parameter.value = parameter.defaultValue;
    // Asked for here, it is shown as soon as it is known.
    parameter.format(parameter.value).catch(() => {});
  }

  /** The one in the hand: "ZamComp: Attack 10 ms". */
  get text(): string {
    const name = this.#hosts[this.#host]?.name ?? '';
    const parameter = this.#parameter;
    if (parameter === undefined) return `${name}: no parameters`;
    const unit = parameter.unit === '' ? '' : ` ${parameter.unit}`;
    return `${name}: ${parameter.name} ${parameter.text || `${shortNumber(parameter.value)}${unit}`}`;
  }
}
