/** The LV2 state blob, through the core and, as a witness, without it. */
import type { Rig } from './support.ts';

export interface Property {
  key: Uint8Array;
  type: Uint8Array;
  flags: number;
  value: Uint8Array;
}

export interface State {
  ports: [index: number, value: number][];
  properties: Property[];
}

/** The blob as the core writes it, or undefined if the core refuses. */
export function writeLv2(rig: Rig, state: State): Uint8Array | undefined {
  const { x } = rig;
  x.state_lv2_begin(state.ports.length);
  for (const [index, value] of state.ports) {
    x.state_lv2_port(index, value);
  }
  x.state_lv2_properties(state.properties.length);
  for (const { key, type, flags, value } of state.properties) {
    rig.stage(key, type, value);
    x.state_lv2_property(key.length, type.length, flags, value.length);
  }
  const size = x.state_lv2_end();
  return size < 0 ? undefined : rig.state(size);
}

/** What the core reads in a blob, or undefined if it refuses. */
export function readLv2(rig: Rig, blob: Uint8Array): State | undefined {
  const { x } = rig;
  rig.putState(blob);
  if (x.state_lv2_read(blob.length) !== 0) {
    return undefined;
  }
  const ports = Array.from({ length: x.state_lv2_port_count() }, (_, i): [number, number] => [
    x.state_lv2_port_index(i) >>> 0,
    x.state_lv2_port_value(i),
  ]);
  const properties: Property[] = [];
  while (x.state_lv2_next_property() === 1) {
    properties.push({
      key: Buffer.from(rig.bytes(x.state_lv2_key(), x.state_lv2_key_bytes())),
      type: Buffer.from(rig.bytes(x.state_lv2_type(), x.state_lv2_type_bytes())),
      flags: x.state_lv2_flags() >>> 0,
      value: rig.bytes(x.state_lv2_value(), x.state_lv2_value_bytes()),
    });
  }
  return { ports, properties };
}

function u32(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value, true);
  return bytes;
}

function f32(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setFloat32(0, value, true);
  return bytes;
}

/** The blob, written without the core and without its limits. */
export function lv2Blob(state: State): Uint8Array {
  const piece = (bytes: Uint8Array) => [u32(bytes.length), bytes];
  return new Uint8Array(
    Buffer.concat([
      u32(state.ports.length),
      ...state.ports.flatMap(([index, value]) => [u32(index), f32(value)]),
      u32(state.properties.length),
      ...state.properties.flatMap(({ key, type, flags, value }) => [
        ...piece(key),
        ...piece(type),
        u32(flags),
        ...piece(value),
      ]),
    ]),
  );
}
