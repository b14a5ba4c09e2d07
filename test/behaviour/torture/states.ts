/** The torture plugin's state (its README has the format), by itself and as the DAW keeps it. */
import { type Format, parameters } from './support.ts';

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

/** A text or bytes behind their length. */
function measured(piece: string | Buffer): Buffer {
  const bytes = Buffer.from(piece);
  return Buffer.concat([u32(bytes.length), bytes]);
}

/** The class id of the stereo plugin as states have it. */
const vst3Id = `[${[...Buffer.from('Maolan Torture.\0', 'latin1')].map((byte) => byte.toString(16).toUpperCase().padStart(2, '0')).join(', ')}]`;
const LV2_KEY = 'urn:maolan:torture#state';
const LV2_CHUNK = 'http://lv2plug.in/ns/ext/atom#Chunk';

/** The plugin's own bytes as the DAW keeps them. LV2: with the values of the control ports. */
export function wireState(format: Format, own: Buffer, values: readonly number[] = []): Buffer {
  if (format === 'clap') return own;
  if (format === 'vst3') return Buffer.concat([measured(vst3Id), measured(own), u32(0)]);
  const ports = values.map((value, index) => {
    const bytes = Buffer.alloc(4);
    bytes.writeFloatLE(value);
    return Buffer.concat([u32(4 + index), bytes]);
  });
  return Buffer.concat([
    u32(ports.length),
    ...ports,
    u32(1),
    measured(LV2_KEY),
    measured(LV2_CHUNK),
    u32(3),
    measured(own),
  ]);
}

/** The plugin's own bytes in a state of the wire; throws if there are none. */
export function ownState(format: Format, wire: Buffer): Buffer {
  if (format === 'clap') return wire;
  let at = 0;
  const number = () => {
    at += 4;
    return wire.readUInt32LE(at - 4);
  };
  const piece = () => {
    const bytes = number();
    at += bytes;
    return wire.subarray(at - bytes, at);
  };
  if (format === 'vst3') {
    piece();
    return piece();
  }
  const ports = number();
  at += 8 * ports;
  if (number() !== 1 || piece().toString() !== LV2_KEY || piece().toString() !== LV2_CHUNK)
    throw new Error('an LV2 state without the plugin’s own');
  number();
  return piece();
}

/** The values of the parameters in a state of the wire. What an LV2 plugin is set to are its ports: it reads them when it runs. */
export function valuesIn(format: Format, wire: Buffer): number[] {
  if (format !== 'lv2') return readState(ownState(format, wire)).values;
  return Array.from({ length: wire.readUInt32LE(0) }, (_, index) => wire.readFloatLE(8 + 8 * index));
}

/** What a state of the plugin says. */
export interface TortureState {
  notes: number;
  saves: number;
  script: string;
  values: number[];
}

const headBytes = 24 + 8 * parameters.length;

export function readState(own: Buffer): TortureState {
  if (own.toString('latin1', 0, 8) !== 'TORTURE1') throw new Error('no state of the torture plugin');
  const script = own.readUInt32LE(16);
  return {
    notes: own.readUInt32LE(8),
    saves: own.readUInt32LE(12),
    script: own.toString('utf8', headBytes, headBytes + script),
    values: parameters.map((_, index) => own.readDoubleLE(24 + 8 * index)),
  };
}

/** A state as the plugin would write it: a project that demands what the script says of its host. */
export function writeState({ notes = 0, saves = 0, script = '', values = [] }: Partial<TortureState>): Buffer {
  const head = Buffer.alloc(headBytes);
  head.write('TORTURE1', 'latin1');
  head.writeUInt32LE(notes, 8);
  head.writeUInt32LE(saves, 12);
  head.writeUInt32LE(Buffer.byteLength(script), 16);
  parameters.forEach((_, index) => {
    head.writeDoubleLE(values[index] ?? (index === 0 ? 0.5 : 0), 24 + 8 * index);
  });
  return Buffer.concat([head, Buffer.from(script)]);
}
