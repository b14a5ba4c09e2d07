// SPDX-License-Identifier: BSD-2-Clause
/**
 * A private request of the client library: the plugin's description with all parameters, the same for every format. The
 * protocol's own requests list them for two formats only, without values and units; hosts that do not know this request
 * answer with an error.
 *
 * Its input is the position of the first parameter (u32). The answer is UTF-8 JSON with as many as fit from there on.
 */
import {
  PLUGIN_PARAMETER_BYPASS,
  PLUGIN_PARAMETER_ENUMERATION,
  PLUGIN_PARAMETER_HIDDEN,
  PLUGIN_PARAMETER_INTEGER,
  PLUGIN_PARAMETER_LOGARITHMIC,
  PLUGIN_PARAMETER_NOT_AUTOMATABLE,
  PLUGIN_PARAMETER_PROGRAM,
  PLUGIN_PARAMETER_READ_ONLY,
  PLUGIN_PARAMETER_STEPPED,
  PLUGIN_PARAMETER_TOGGLED,
  PLUGIN_PARAMETER_TRIGGER,
} from '../../contract/plugin.ts';
import { PROTOCOL_SCRATCH_BYTES } from '../../contract/protocol.ts';
import type { Core } from '../../core.ts';
import type { Plugin, PluginParameter } from '../../plugin.ts';
import { DONE, REFUSED } from './result.ts';

const RESERVE_BYTES = 64;
/** In characters of at most three bytes each. */
const CHOICES_LENGTH_MAX = 16_000;
const POSITION_BYTES = 4;

/** @returns bytes in the core's state buffer, or REFUSED. */
export function describe(core: Core, plugin: Plugin): number {
  const at = core.exports.state_buffer();
  if (core.exports.host_request_read() < POSITION_BYTES) return REFUSED;
  const first = new DataView(core.memory, at).getUint32(0, true);
  const bytes = new TextEncoder().encode(pieceFrom(plugin, first));
  core.u8.set(bytes, at);
  return bytes.length;
}

function pieceFrom(plugin: Plugin, first: number): string {
  const { parameterCount: total, latencySamples: _, ...what } = plugin.describe();
  const { isEditorShown, timesEditorShown } = plugin;
  const properties = first === 0 ? propertiesOf(plugin) : [];
  const head = { ...what, isEditorShown, timesEditorShown, total, properties };
  let text = `${JSON.stringify(head).slice(0, -1)},"parameters":[`;
  let size = Buffer.byteLength(text);
  let next = Math.min(first, total);
  for (let comma = ''; next < total; next++) {
    const entry = entryOf(plugin, next);
    size += Buffer.byteLength(entry) + comma.length;
    if (size > PROTOCOL_SCRATCH_BYTES - RESERVE_BYTES) break;
    if (entry === '') continue;
    text += comma + entry;
    comma = ',';
  }
  return `${text}],"next":${next}}`;
}

/** As many as leave room for parameters. */
function propertiesOf(plugin: Plugin): object[] {
  let bytes = 0;
  return plugin.properties().flatMap(({ flags, ...text }) => {
    const property = { ...text, isReadOnly: (flags & PLUGIN_PARAMETER_READ_ONLY) !== 0 };
    bytes += Buffer.byteLength(JSON.stringify(property));
    return bytes > PROTOCOL_SCRATCH_BYTES / 2 ? [] : [property];
  });
}

/** Set a property: its position, then the text. @returns DONE or REFUSED. */
export function setProperty(core: Core, plugin: Plugin): number {
  const at = core.exports.state_buffer();
  const bytes = core.exports.host_request_read();
  if (bytes < POSITION_BYTES) return REFUSED;
  const text = new TextDecoder().decode(core.u8.subarray(at + POSITION_BYTES, at + bytes));
  return plugin.setProperty(new DataView(core.memory, at).getUint32(0, true), text) ? DONE : REFUSED;
}

/** Empty if the plugin fails to describe it, which affects only this parameter. */
function entryOf(plugin: Plugin, index: number): string {
  let parameter: PluginParameter;
  try {
    parameter = plugin.parameter(index);
  } catch {
    return '';
  }
  const { flags, value, minimum, maximum, defaultValue } = parameter;
  const entry = {
    ...parameter,
    flags: undefined,
    unit: parameter.unit.trim(),
    ...kindOf(flags),
    text: textOf(plugin, index, value),
    minimumText: textOf(plugin, index, minimum),
    maximumText: textOf(plugin, index, maximum),
    defaultText: textOf(plugin, index, defaultValue),
  };
  const choices = JSON.stringify(plugin.parameterChoices(index));
  const whole = `${JSON.stringify(entry).slice(0, -1)},"choices":`;
  // A longer list would fit no answer; its values can still be parsed and formatted (value-text.ts).
  return `${whole}${choices.length <= CHOICES_LENGTH_MAX ? choices : '[]'}}`;
}

function textOf(plugin: Plugin, index: number, value: number): string {
  return plugin.parameterText(index, value) ?? '';
}

const STEPPED =
  PLUGIN_PARAMETER_STEPPED | PLUGIN_PARAMETER_INTEGER | PLUGIN_PARAMETER_TOGGLED | PLUGIN_PARAMETER_ENUMERATION;

function kindOf(flags: number): Record<string, boolean> {
  const has = (flag: number) => (flags & flag) !== 0;
  return {
    isInteger: has(PLUGIN_PARAMETER_INTEGER | PLUGIN_PARAMETER_TOGGLED),
    isToggled: has(PLUGIN_PARAMETER_TOGGLED),
    isStepped: has(STEPPED),
    isLogarithmic: has(PLUGIN_PARAMETER_LOGARITHMIC),
    isTrigger: has(PLUGIN_PARAMETER_TRIGGER),
    isReadOnly: has(PLUGIN_PARAMETER_READ_ONLY),
    isHidden: has(PLUGIN_PARAMETER_HIDDEN),
    isAutomatable: !has(PLUGIN_PARAMETER_NOT_AUTOMATABLE | PLUGIN_PARAMETER_READ_ONLY),
    isBypass: has(PLUGIN_PARAMETER_BYPASS),
    isProgram: has(PLUGIN_PARAMETER_PROGRAM),
  };
}
