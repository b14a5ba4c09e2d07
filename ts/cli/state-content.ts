/** What is inside a plugin's state, as the host process writes and reads it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PluginFormat } from '../client/types.ts';
import { type Core, instantiateCore } from '../core.ts';
import { packState, unpackState } from '../host/main-thread/envelope.ts';
import { CommandError } from './command.ts';

export interface StateProperty {
  /** URIs. */
  key: string;
  type: string;
  flags: number;
  value: Uint8Array;
}

export interface Lv2State {
  /** By port index. */
  ports: { index: number; value: number }[];
  properties: StateProperty[];
}

export interface Vst3State {
  /** The class, 32 hexadecimal digits. */
  classId: string;
  component: Uint8Array;
  controller: Uint8Array;
}

/** The core, for its codecs. The states are raw: as the plugin has them, up to 64 MiB; what the library takes and gives is packed. */
export class StateCodec {
  readonly #core: Core;

  /** @param folder of the built files. */
  constructor(folder: string) {
    this.#core = instantiateCore(readFileSync(join(folder, 'core.wasm')));
  }

  /** From what PluginHost.saveState gave: a large state lies in a file of the store, or is deflated. @throws StateError */
  unpack(format: PluginFormat, packed: Uint8Array): Uint8Array {
    this.#core.u8.set(packed, this.#core.exports.state_buffer());
    return this.#take(unpackState(this.#core, format, packed.length));
  }

  /** For PluginHost.open and restoreState. @throws StateError if it does not fit anywhere. */
  pack(format: PluginFormat, raw: Uint8Array): Uint8Array {
    this.#core.u8.set(raw, this.#core.exports.state_buffer());
    return this.#take(packState(this.#core, format, raw.length));
  }

  #take(bytes: number): Uint8Array {
    if (bytes < 0) throw new CommandError('The state does not fit: it is larger than 64 MiB');
    const at = this.#core.exports.state_buffer();
    return this.#core.u8.slice(at, at + bytes);
  }

  #put(raw: Uint8Array): void {
    this.#core.u8.set(raw, this.#core.exports.state_buffer());
  }

  #piece(at: number, bytes: number): Uint8Array {
    return this.#core.u8.slice(at, at + (bytes >>> 0));
  }

  #text(at: number, bytes: number): string {
    return new TextDecoder().decode(this.#piece(at, bytes));
  }

  /** undefined: this is no LV2 state. */
  readLv2(raw: Uint8Array): Lv2State | undefined {
    const { exports } = this.#core;
    this.#put(raw);
    if (exports.state_lv2_read(raw.length) < 0) return undefined;
    const ports = Array.from({ length: exports.state_lv2_port_count() >>> 0 }, (_, i) => ({
      index: exports.state_lv2_port_index(i) >>> 0,
      value: exports.state_lv2_port_value(i),
    }));
    const properties: StateProperty[] = [];
    while (exports.state_lv2_next_property() === 1)
      properties.push({
        key: this.#text(exports.state_lv2_key(), exports.state_lv2_key_bytes()),
        type: this.#text(exports.state_lv2_type(), exports.state_lv2_type_bytes()),
        flags: exports.state_lv2_flags() >>> 0,
        value: this.#piece(exports.state_lv2_value(), exports.state_lv2_value_bytes()),
      });
    return { ports, properties };
  }

  writeLv2({ ports, properties }: Lv2State): Uint8Array {
    const { exports } = this.#core;
    exports.state_lv2_begin(ports.length);
    for (const { index, value } of ports) exports.state_lv2_port(index, value);
    exports.state_lv2_properties(properties.length);
    for (const { key, type, flags, value } of properties) {
      const sizes = this.#stage(Buffer.from(key), Buffer.from(type), value);
      exports.state_lv2_property(sizes[0] ?? 0, sizes[1] ?? 0, flags, sizes[2] ?? 0);
    }
    return this.#take(exports.state_lv2_end());
  }

  /** undefined: this is no VST3 state. */
  readVst3(raw: Uint8Array): Vst3State | undefined {
    const { exports } = this.#core;
    this.#put(raw);
    if (exports.state_vst3_read(raw.length) < 0) return undefined;
    // As Rust prints bytes: "[6E, 33, ...]".
    const bytes = this.#text(exports.state_vst3_id(), exports.state_vst3_id_bytes());
    return {
      classId: bytes.replace(/[^0-9A-Fa-f]/g, '').toUpperCase(),
      component: this.#piece(exports.state_vst3_component(), exports.state_vst3_component_bytes()),
      controller: this.#piece(exports.state_vst3_controller(), exports.state_vst3_controller_bytes()),
    };
  }

  writeVst3({ classId, component, controller }: Vst3State): Uint8Array {
    const id = Buffer.from(`[${(classId.toUpperCase().match(/../g) ?? []).join(', ')}]`);
    const sizes = this.#stage(id, component, controller);
    return this.#take(this.#core.exports.state_vst3_write(sizes[0] ?? 0, sizes[1] ?? 0, sizes[2] ?? 0));
  }

  /** Pieces one after the other; their sizes. */
  #stage(...pieces: Uint8Array[]): number[] {
    let at = this.#core.exports.state_staging();
    for (const piece of pieces) {
      this.#core.u8.set(piece, at);
      at += piece.length;
    }
    return pieces.map((piece) => piece.length);
  }
}
