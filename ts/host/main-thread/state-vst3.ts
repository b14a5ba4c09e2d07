// SPDX-License-Identifier: BSD-2-Clause
/**
 * VST3 state: the plugin's class id as text, the component's state, the controller's state.
 */
import { STATE_BYTES_MAX } from '../../contract/core.ts';
import type { Core } from '../../core.ts';
import type { Plugin, StateItem } from '../../plugin.ts';
import { STATE_REFUSED, STATE_TOO_LARGE } from './state-limits.ts';

const PIECES = ['id', 'component', 'controller'] as const;
/** Each piece is preceded by its length. */
const LENGTHS_BYTES = 12;
const NOTHING = new Uint8Array(0);

/**
 * Build the blob in the core's state buffer.
 * @returns its size in bytes, or STATE_REFUSED or STATE_TOO_LARGE.
 */
export function saveVst3State(core: Core, plugin: Plugin): number {
  const items = plugin.saveState();
  if (items === undefined) return STATE_REFUSED;
  const decoder = new TextDecoder();
  const pieceOf = (key: string) => items.find((item) => decoder.decode(item.key) === key)?.value ?? NOTHING;
  const [id, component, controller] = [pieceOf('id'), pieceOf('component'), pieceOf('controller')];
  const bytes = LENGTHS_BYTES + id.length + component.length + controller.length;
  if (bytes > STATE_BYTES_MAX) return STATE_TOO_LARGE;
  const at = core.exports.state_staging();
  core.u8.set(id, at);
  core.u8.set(component, at + id.length);
  core.u8.set(controller, at + id.length + component.length);
  return core.exports.state_vst3_write(id.length, component.length, controller.length);
}

/**
 * Restore from the first bytes of the core's state buffer. A malformed blob, or one from another plugin, is not passed
 * on.
 * @returns whether the state was restored.
 */
export function restoreVst3State(core: Core, plugin: Plugin, bytes: number): boolean {
  const { exports, u8 } = core;
  if (exports.state_vst3_read(bytes) < 0) return false;
  const values = [
    u8.slice(exports.state_vst3_id(), exports.state_vst3_id() + exports.state_vst3_id_bytes()),
    u8.slice(exports.state_vst3_component(), exports.state_vst3_component() + exports.state_vst3_component_bytes()),
    u8.slice(exports.state_vst3_controller(), exports.state_vst3_controller() + exports.state_vst3_controller_bytes()),
  ];
  const encoder = new TextEncoder();
  const items = PIECES.map((key, i): StateItem => {
    return { key: encoder.encode(key), type: NOTHING, value: values[i] ?? NOTHING, flags: 0 };
  });
  return plugin.restoreState(items) === 'restored';
}
