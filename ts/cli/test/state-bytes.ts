// SPDX-License-Identifier: BSD-2-Clause
/** The part of a state that is the plugin's own bytes. */
import type { Lv2Property, State } from '../../state/types.ts';

const isChunk = ({ type }: Lv2Property) => type.endsWith('/ext/atom#Chunk') || !type.includes('/ext/atom#');

/** The plugin's own bytes replaced by others. */
export function withBytes(state: State, change: (bytes: Uint8Array) => Uint8Array): State {
  if (state.format === 'vst3') return { ...state, component: change(state.component) };
  // The host answers for the form of what has a type; what is in a chunk is the plugin's own.
  if (state.format === 'lv2') {
    const properties = state.properties.map((property: Lv2Property) =>
      isChunk(property) ? { ...property, value: change(property.value) } : property,
    );
    return { ...state, properties };
  }
  return 'stream' in state ? { ...state, stream: change(state.stream) } : state;
}

export function hasBytes(state: State): boolean {
  if (state.format === 'vst3') return state.component.length > 0;
  if (state.format === 'lv2') return state.properties.some(isChunk);
  return 'stream' in state && state.stream.length > 0;
}
