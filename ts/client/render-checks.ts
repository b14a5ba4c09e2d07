// SPDX-License-Identifier: BSD-2-Clause
/** The options of a rendering, looked at before anything is played. */
import { checkKind, checkNames, checkNumber, checkSource, checkTransport } from './checks.ts';
import { integerIn, invalid, shown } from './errors.ts';
import type { StreamOptions } from './render-types.ts';

const TAIL_SECONDS_MAX = 86_400;
const NAMES = {
  midi: true,
  automation: true,
  sideChains: true,
  tailSeconds: true,
  transport: true,
  onProgress: true,
  signal: true,
  frames: true,
} as const;

/** @throws PluginHostError INVALID_ARGUMENT */
function checkObjects(name: string, list: readonly unknown[]): void {
  const wrong = list.findIndex((one) => typeof one !== 'object' || one === null);
  if (wrong >= 0) invalid(`${name} ${wrong} is ${shown(list[wrong])}; it has to be an object`);
}

/** A list of what belongs to one of the plugins. @throws PluginHostError INVALID_ARGUMENT */
function checkOwned(name: string, one: string, list: readonly { plugin?: number }[], plugins: number): void {
  if (!Array.isArray(list)) invalid(`${name} is ${shown(list)}; it has to be an array of ${one}s`);
  checkObjects(`${name === 'automation' ? 'automation ' : ''}${one}`, list);
  for (const { plugin = 0 } of list) integerIn(`plugin of a ${one}`, plugin, 0, plugins - 1);
}

/** @param plugins their number. @throws PluginHostError INVALID_ARGUMENT */
export function checkRendering(options: StreamOptions, plugins: number): void {
  checkNames('the options of a rendering', options, NAMES);
  const { tailSeconds = 0, midi = [], automation = [], sideChains = [], onProgress, signal, transport } = options;
  checkKind('onProgress', onProgress, typeof onProgress === 'function', 'a function');
  checkKind('signal', signal, signal instanceof AbortSignal, 'an AbortSignal');
  if (transport !== undefined) checkTransport({ ...transport, position: 0, playing: true });
  checkNumber('tailSeconds', tailSeconds, 0, TAIL_SECONDS_MAX);
  if (!Array.isArray(midi)) invalid(`midi is ${shown(midi)}; it has to be an array`);
  checkObjects('midi message', midi);
  for (const { frame } of midi) integerIn('the frame of a midi message', frame, 0, Number.MAX_SAFE_INTEGER);
  checkOwned('automation', 'lane', automation, plugins);
  checkOwned('sideChains', 'side chain', sideChains, plugins);
  for (const { source } of sideChains) checkSource('the source of a side chain', source);
}
