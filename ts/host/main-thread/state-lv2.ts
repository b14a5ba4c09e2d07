// SPDX-License-Identifier: BSD-2-Clause
/**
 * LV2 state: the values of the control inputs, then the properties that the plugin stores. If a plugin fails to save or
 * restore its properties, the log says so (native-shim/lv2/state.c), and its control values are kept all the same, as
 * in lilv: many plugins report an error for a sample that is not set, or a value that they do not need.
 */
import { STATE_BYTES_MAX } from '../../contract/core.ts';
import { PLUGIN_PARAMETER_TRIGGER } from '../../contract/plugin.ts';
import type { Core } from '../../core.ts';
import type { Plugin, StateItem } from '../../plugin.ts';
import { STATE_TOO_LARGE } from './state-limits.ts';

/**
 * In addition to key, type and value, a property takes three lengths and its flags; a port takes its index and value.
 */
const PROPERTY_BYTES = 16;
const PORT_BYTES = 8;
const COUNTS_BYTES = 8;
/** Ids of properties start here (native-shim/lv2/property-data.h). */
const PROPERTY_IDS = 0x80000000;

/**
 * Build the blob in the core's state buffer.
 * @returns its size in bytes, or STATE_TOO_LARGE.
 */
export function saveLv2State(core: Core, plugin: Plugin): number {
  const { exports } = core;
  const items = plugin.saveState() ?? [];
  // Parameters that are not ports are saved as properties.
  const ports = plugin.parameters().filter(({ id }) => id < PROPERTY_IDS);
  if (sizeOf(ports.length, items) > STATE_BYTES_MAX) return STATE_TOO_LARGE;
  exports.state_lv2_begin(ports.length);
  for (const { id, value, defaultValue, flags } of ports)
    exports.state_lv2_port(id, (flags & PLUGIN_PARAMETER_TRIGGER) === 0 ? value : defaultValue);
  exports.state_lv2_properties(items.length);
  for (const item of items) writeProperty(core, item);
  return exports.state_lv2_end();
}

function sizeOf(ports: number, items: readonly StateItem[]): number {
  const properties = items.map(({ key, type, value }) => PROPERTY_BYTES + key.length + type.length + value.length);
  return properties.reduce((sum, bytes) => sum + bytes, COUNTS_BYTES + ports * PORT_BYTES);
}

function writeProperty(core: Core, { key, type, value, flags }: StateItem): void {
  const at = core.exports.state_staging();
  core.u8.set(key, at);
  core.u8.set(type, at + key.length);
  core.u8.set(value, at + key.length + type.length);
  core.exports.state_lv2_property(key.length, type.length, flags, value.length);
}

/**
 * Restore from the first bytes of the core's state buffer: the plugin's own properties, then its control values.
 * @returns false for a malformed blob, which is not passed on; partly: the plugin reported an error about its
 * properties.
 */
export function restoreLv2State(core: Core, plugin: Plugin, bytes: number): boolean | 'partly' {
  const { exports } = core;
  if (exports.state_lv2_read(bytes) < 0) return false;
  const items = readProperties(core);
  const isPartly = items.length > 0 && plugin.restoreState(items) === 'refused';

  const indexById = plugin.parameterIndexes();
  for (let i = 0; i < exports.state_lv2_port_count(); i++) {
    // Ports that the plugin does not have, or that are not control inputs, are skipped.
    const index = indexById.get(exports.state_lv2_port_index(i) >>> 0);
    if (index !== undefined && !plugin.isTrigger(index)) plugin.setParameter(index, exports.state_lv2_port_value(i));
  }
  return isPartly ? 'partly' : true;
}

function readProperties({ exports, u8 }: Core): StateItem[] {
  const items: StateItem[] = [];
  const piece = (at: number, length: number) => u8.slice(at, at + length);
  while (exports.state_lv2_next_property() === 1) {
    items.push({
      key: piece(exports.state_lv2_key(), exports.state_lv2_key_bytes()),
      type: piece(exports.state_lv2_type(), exports.state_lv2_type_bytes()),
      value: piece(exports.state_lv2_value(), exports.state_lv2_value_bytes()),
      flags: exports.state_lv2_flags() >>> 0,
    });
  }
  return items;
}
