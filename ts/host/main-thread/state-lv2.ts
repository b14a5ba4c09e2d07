/**
 * LV2 state on the wire: the values of the control inputs, then the properties that the plugin itself stores.
 */
import type { Core } from '../../core.ts';
import type { Plugin, StateItem } from '../../plugin.ts';

const STAGING_BYTES = 65536;

/**
 * Build the blob in the core's state buffer.
 * @returns its size in bytes, or -1: the plugin failed to save, or the blob does not fit the 64 KiB of the wire.
 */
export function saveLv2State(core: Core, plugin: Plugin): number {
  const { exports } = core;
  const items = plugin.saveState();
  if (items === undefined) return -1;
  const { parameterCount } = plugin.describe();
  exports.state_lv2_begin(parameterCount);
  for (let index = 0; index < parameterCount; index++) {
    const { id, value } = plugin.parameter(index);
    exports.state_lv2_port(id, value);
  }
  exports.state_lv2_properties(items.length);
  for (const item of items) if (!writeProperty(core, item)) return -1;
  return exports.state_lv2_end();
}

function writeProperty(core: Core, { key, type, value, flags }: StateItem): boolean {
  if (key.length + type.length + value.length > STAGING_BYTES) return false;
  const at = core.exports.state_staging();
  core.u8.set(key, at);
  core.u8.set(type, at + key.length);
  core.u8.set(value, at + key.length + type.length);
  core.exports.state_lv2_property(key.length, type.length, flags, value.length);
  return true;
}

/**
 * Restore from the first bytes of the core's state buffer. A malformed blob reaches nobody. The plugin's own properties go first: if it
 * refuses them, its control values stay as they are.
 * @returns whether the state was restored.
 */
export function restoreLv2State(core: Core, plugin: Plugin, bytes: number): boolean {
  const { exports } = core;
  if (exports.state_lv2_read(bytes) < 0) return false;
  const items = readProperties(core);
  if (items.length > 0 && plugin.restoreState(items) === 'refused') return false;

  const indexById = plugin.parameterIndexes();
  for (let i = 0; i < exports.state_lv2_port_count(); i++) {
    // Ports that this plugin does not have, or that are no control inputs, are left alone.
    const index = indexById.get(exports.state_lv2_port_index(i) >>> 0);
    if (index !== undefined) plugin.setParameter(index, exports.state_lv2_port_value(i));
  }
  return true;
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
