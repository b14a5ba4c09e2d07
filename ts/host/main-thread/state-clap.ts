// SPDX-License-Identifier: BSD-2-Clause
/**
 * CLAP state: the plugin's own byte stream. For a plugin without state support, the values of its parameters are saved
 * in the host's own container.
 */
import { STATE_BYTES_MAX } from '../../contract/core.ts';
import { PLUGIN_PARAMETER_READ_ONLY } from '../../contract/plugin.ts';
import type { Core } from '../../core.ts';
import type { Plugin, StateItem } from '../../plugin.ts';
import { STATE_REFUSED, STATE_TOO_LARGE } from './state-limits.ts';

/** Result of state_parameters_read: the bytes are not a container. */
const NO_CONTAINER = -1;

/**
 * Build the blob in the core's state buffer.
 * @returns its size in bytes, or STATE_REFUSED or STATE_TOO_LARGE.
 */
export function saveClapState(core: Core, plugin: Plugin): number {
  const items = plugin.saveState();
  if (items === undefined) return STATE_REFUSED;
  const [state] = items;
  if (state === undefined) return saveParameters(core, plugin);
  if (state.value.length > STATE_BYTES_MAX) return STATE_TOO_LARGE;
  core.u8.set(state.value, core.exports.state_buffer());
  return state.value.length;
}

function saveParameters({ exports }: Core, plugin: Plugin): number {
  // Meters are not settings, and would make every state differ.
  const settings = plugin.parameters().filter(({ flags }) => (flags & PLUGIN_PARAMETER_READ_ONLY) === 0);
  exports.state_parameters_begin(settings.length);
  for (const { id, value } of settings) exports.state_parameters_put(id, value);
  return exports.state_parameters_end();
}

/**
 * Restore from the first bytes of the core's state buffer.
 * @returns whether the state was restored.
 */
export function restoreClapState(core: Core, plugin: Plugin, bytes: number): boolean {
  const { exports, u8 } = core;
  const count = exports.state_parameters_read(bytes);
  if (count >= 0) return restoreParameters(core, plugin, count);
  if (count !== NO_CONTAINER) return false;
  const at = exports.state_buffer();
  const state: StateItem = {
    key: new TextEncoder().encode('state'),
    type: new Uint8Array(0),
    value: u8.slice(at, at + bytes),
    flags: 0,
  };
  return plugin.restoreState([state]) === 'restored';
}

/** Also applies if the plugin has gained state support since: its old settings are still useful. */
function restoreParameters({ exports }: Core, plugin: Plugin, count: number): boolean {
  const indexById = plugin.parameterIndexes();
  for (let i = 0; i < count; i++) {
    const index = indexById.get(exports.state_parameters_id(i) >>> 0);
    if (index !== undefined) plugin.setParameter(index, exports.state_parameters_value(i));
  }
  return true;
}
