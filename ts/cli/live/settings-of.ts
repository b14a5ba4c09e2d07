// SPDX-License-Identifier: BSD-2-Clause
/** Which settings belong to which plugin of `play`: those behind it, as in `render`. */
import type { Settings } from '../settings.ts';

export interface Named extends Settings {
  readonly plugin: string;
}

interface Given {
  readonly plugin: readonly string[];
  readonly param: readonly string[];
  readonly preset: readonly string[];
  readonly state: readonly string[];
}

const OWN: Readonly<Record<string, 'param' | 'preset' | 'state'>> = {
  '--param': 'param',
  '-p': 'param',
  '--preset': 'preset',
  '--state': 'state',
};
const TAKE_VALUES = [...Object.keys(OWN), '--connect', '--name'];

/** For each time that an option was given, the number of the plugin before it; options before all plugins are the first one's. */
function ownersOf(words: readonly string[]): Record<'param' | 'preset' | 'state', number[]> {
  const owners = { param: [] as number[], preset: [] as number[], state: [] as number[] };
  let plugins = 0;
  for (let i = 0; i < words.length && words[i] !== '--'; i++) {
    const [name = '', value] = (words[i] ?? '').split('=', 2);
    const own = OWN[name];
    if (own !== undefined) owners[own].push(Math.max(0, plugins - 1));
    if (!name.startsWith('-')) plugins++;
    else if (TAKE_VALUES.includes(name) && value === undefined) i++;
  }
  return owners;
}

/** @param words behind the verb, as they were typed */
export function settingsOf({ plugin, param, preset, state }: Given, words: readonly string[]): Named[] {
  const owners = ownersOf(words);
  return plugin.map((name, index) => {
    const own = (which: 'param' | 'preset' | 'state', values: readonly string[]) =>
      values.filter((_, i) => owners[which][i] === index);
    return {
      plugin: name,
      param: own('param', param),
      preset: own('preset', preset).at(-1),
      state: own('state', state).at(-1),
    };
  });
}
