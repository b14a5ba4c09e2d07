// SPDX-License-Identifier: BSD-2-Clause
/** What the plugin says of its notes and of the ways through it, in the library's words. */
import {
  PLUGIN_NOTE_EXPRESSION_ABSOLUTE,
  PLUGIN_NOTE_EXPRESSION_BIPOLAR,
  PLUGIN_NOTE_EXPRESSION_ONE_SHOT,
  PLUGIN_NOTE_EXPRESSION_PARAMETER,
  type PluginNoteExpressionStruct,
  type PluginRouteStruct,
} from '../contract/plugin.ts';
import { expressionName } from './note-events.ts';
import type { NoteExpressionInfo, Route, RouteEnd } from './types.ts';

export function noteExpressionOf(raw: PluginNoteExpressionStruct): NoteExpressionInfo {
  const has = (flag: number) => (raw.flags & flag) !== 0;
  const expression = expressionName(raw.id);
  return {
    id: raw.id,
    ...(expression !== undefined && { expression }),
    name: raw.name,
    shortName: raw.short_name,
    unit: raw.unit,
    minimum: raw.minimum,
    maximum: raw.maximum,
    defaultValue: raw.default_value,
    minimumText: raw.minimum_text,
    maximumText: raw.maximum_text,
    defaultText: raw.default_text,
    steps: raw.steps,
    isBipolar: has(PLUGIN_NOTE_EXPRESSION_BIPOLAR),
    isOneShot: has(PLUGIN_NOTE_EXPRESSION_ONE_SHOT),
    isAbsolute: has(PLUGIN_NOTE_EXPRESSION_ABSOLUTE),
    ...(has(PLUGIN_NOTE_EXPRESSION_PARAMETER) && { parameterId: raw.parameter_id }),
  };
}

export function routeOf(raw: PluginRouteStruct): Route {
  return {
    from: endOf(raw.from_is_midi, raw.from_port, raw.from_channel, raw.from_plane, raw.from_planes),
    to: endOf(raw.to_is_midi, raw.to_port, raw.to_channel, raw.to_plane, raw.to_planes),
  };
}

function endOf(isMidi: number, port: number, channel: number, first: number, count: number): RouteEnd {
  if (isMidi) return channel < 0 ? { type: 'midi', port } : { type: 'midi', port, channel };
  return { type: 'audio', port, channels: Array.from({ length: count }, (_, i) => first + i) };
}
