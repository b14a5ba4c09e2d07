// SPDX-License-Identifier: BSD-2-Clause
/**
 * The core's codecs, without asynchronous calls. The core has one buffer: every call stores its input and takes its
 * results before it returns.
 */
import {
  STATE_BYTES_MAX,
  STATE_CONTAINER_DEFLATED,
  STATE_FORMAT_CLAP,
  STATE_FORMAT_LV2,
  STATE_FORMAT_VST3,
} from '../contract/core.ts';
import { PROTOCOL_SCRATCH_BYTES } from '../contract/protocol.ts';
import type { Core } from '../core.ts';
import { refusal, StateFormatError } from './errors.ts';
import type { Lv2Port, Lv2Property, State, StateContainer, StateFormat, Vst3State } from './types.ts';
import { bytesOfText, checkState } from './values.ts';

export { STATE_BYTES_MAX };
/** Maximum size that a DAW accepts. */
export const PACKED_BYTES_MAX = PROTOCOL_SCRATCH_BYTES;

const HASH_BYTES = 32;
const CLASS_ID_BYTES = 32;
const FORMAT_NUMBERS: Readonly<Record<StateFormat, number>> = {
  lv2: STATE_FORMAT_LV2,
  vst3: STATE_FORMAT_VST3,
  clap: STATE_FORMAT_CLAP,
};
/** Result of state_parameters_read: the bytes start differently. */
const NO_PARAMETERS = -1;

/** A state, and the number of bytes after its end that were ignored. */
export interface Decoded {
  readonly state: State;
  readonly ignoredBytes: number;
}

/** A container, and the gzip stream in it. */
export interface ReadContainer extends StateContainer {
  readonly deflated: Uint8Array;
}

/** A .vstpreset file. */
export interface Preset {
  /** 32 hexadecimal digits in upper case. */
  readonly classId: string;
  readonly component: Uint8Array;
  readonly controller: Uint8Array;
  readonly info: string;
}

export class StateCodec {
  readonly #core: Core;

  constructor(core: Core) {
    this.#core = core;
  }

  /** @throws StateFormatError */
  readBlob(format: StateFormat, bytes: Uint8Array): Decoded {
    this.#put(bytes);
    if (format === 'lv2') return this.#readLv2(bytes.length);
    if (format === 'vst3') return this.#readVst3(bytes.length);
    return { state: this.#readClap(bytes), ignoredBytes: 0 };
  }

  /** The container in these bytes, if they are one. @throws StateFormatError if it is corrupted. */
  readContainer(format: StateFormat, bytes: Uint8Array): ReadContainer | undefined {
    const { exports } = this.#core;
    this.#put(bytes);
    const kind = exports.state_container_read(FORMAT_NUMBERS[format], bytes.length);
    if (kind === 0) return undefined;
    if (kind < 0) throw this.#refusal('a whole container');
    const deflated = this.#piece(exports.state_container_deflated(), exports.state_container_deflated_bytes());
    return {
      kind: kind === STATE_CONTAINER_DEFLATED ? 'deflated' : 'file',
      rawBytes: exports.state_container_raw_bytes() >>> 0,
      hash: hexOf(this.#piece(exports.state_container_hash(), HASH_BYTES)),
      deflatedBytes: deflated.length,
      deflated,
    };
  }

  /** Whether these bytes start like one of the host's own CLAP states or containers. */
  isHostsOwn(bytes: Uint8Array): boolean {
    this.#put(bytes);
    const { exports } = this.#core;
    return (
      exports.state_container_read(FORMAT_NUMBERS.clap, bytes.length) !== 0 ||
      exports.state_parameters_read(bytes.length) !== NO_PARAMETERS
    );
  }

  /** @throws StateFormatError, TypeError */
  writeBlob(state: State): Uint8Array {
    checkState(state);
    if (state.format === 'lv2') return this.#writeLv2(state.ports, state.properties);
    if (state.format === 'vst3') return this.#writeVst3(state);
    if ('stream' in state) return this.#fitting(state.stream).slice();
    const { exports } = this.#core;
    exports.state_parameters_begin(state.parameters.length);
    for (const { id, value } of state.parameters) exports.state_parameters_put(id, value);
    return this.#take(exports.state_parameters_end());
  }

  /**
   * The state's container. @returns undefined: too large for a DAW.
   * @param hash SHA-256 of the raw bytes, 32 bytes
   */
  writeContainer(format: StateFormat, raw: Uint8Array, hash: Uint8Array, deflated: Uint8Array): Uint8Array | undefined {
    if (deflated.length > PACKED_BYTES_MAX) return undefined;
    this.#put(raw);
    this.#stage([hash, deflated]);
    const { exports } = this.#core;
    const size = exports.state_container_write(
      FORMAT_NUMBERS[format],
      STATE_CONTAINER_DEFLATED,
      raw.length,
      deflated.length,
    );
    return size < 0 ? undefined : this.#take(size);
  }

  /** @throws StateFormatError */
  readPreset(bytes: Uint8Array): Preset {
    const { exports } = this.#core;
    this.#put(bytes);
    if (exports.state_vstpreset_read(bytes.length) < 0) throw this.#refusal('a usable VST3 preset');
    const info = this.#piece(exports.state_vstpreset_info(), exports.state_vstpreset_info_bytes());
    return {
      classId: this.#text(exports.state_vstpreset_class_id(), CLASS_ID_BYTES).toUpperCase(),
      component: this.#piece(exports.state_vstpreset_component(), exports.state_vstpreset_component_bytes()),
      controller: this.#piece(exports.state_vstpreset_controller(), exports.state_vstpreset_controller_bytes()),
      // For display: worth showing even if it is not entirely UTF-8.
      info: new TextDecoder().decode(info),
    };
  }

  /** @throws StateFormatError, TypeError */
  writePreset({ classId, component, controller, info }: Preset): Uint8Array {
    const text = bytesOfText(info, 'info');
    this.#stage([bytesOfText(classId.toUpperCase(), 'class id'), component, controller, text]);
    return this.#take(this.#core.exports.state_vstpreset_write(component.length, controller.length, text.length));
  }

  #readLv2(bytes: number): Decoded {
    const { exports } = this.#core;
    if (exports.state_lv2_read(bytes) < 0) throw this.#refusal('an LV2 state');
    const ports: Lv2Port[] = Array.from({ length: exports.state_lv2_port_count() >>> 0 }, (_, i) => ({
      index: exports.state_lv2_port_index(i) >>> 0,
      value: exports.state_lv2_port_value(i),
    }));
    const properties: Lv2Property[] = [];
    let end = exports.state_buffer() + 8 + 8 * ports.length;
    while (exports.state_lv2_next_property() === 1) {
      const value = exports.state_lv2_value();
      properties.push({
        key: this.#text(exports.state_lv2_key(), exports.state_lv2_key_bytes()),
        type: this.#text(exports.state_lv2_type(), exports.state_lv2_type_bytes()),
        flags: exports.state_lv2_flags() >>> 0,
        value: this.#piece(value, exports.state_lv2_value_bytes()),
      });
      end = value + exports.state_lv2_value_bytes();
    }
    return { state: { format: 'lv2', ports, properties }, ignoredBytes: bytes - (end - exports.state_buffer()) };
  }

  #readVst3(bytes: number): Decoded {
    const { exports } = this.#core;
    if (exports.state_vst3_read(bytes) < 0) throw this.#refusal('a VST3 state');
    const end = exports.state_vst3_controller() + exports.state_vst3_controller_bytes();
    const state: State = {
      format: 'vst3',
      id: this.#text(exports.state_vst3_id(), exports.state_vst3_id_bytes()),
      component: this.#piece(exports.state_vst3_component(), exports.state_vst3_component_bytes()),
      controller: this.#piece(exports.state_vst3_controller(), exports.state_vst3_controller_bytes()),
    };
    return { state, ignoredBytes: bytes - (end - exports.state_buffer()) };
  }

  #readClap(bytes: Uint8Array): State {
    const { exports } = this.#core;
    const count = exports.state_parameters_read(bytes.length);
    if (count === NO_PARAMETERS) return { format: 'clap', stream: bytes.slice() };
    if (count < 0) throw this.#refusal('a whole list of parameters');
    const parameters = Array.from({ length: count }, (_, i) => ({
      id: exports.state_parameters_id(i) >>> 0,
      value: exports.state_parameters_value(i),
    }));
    return { format: 'clap', parameters };
  }

  #writeLv2(ports: readonly Lv2Port[], properties: readonly Lv2Property[]): Uint8Array {
    const { exports } = this.#core;
    exports.state_lv2_begin(ports.length);
    for (const { index, value } of ports) exports.state_lv2_port(index, value);
    exports.state_lv2_properties(properties.length);
    for (const { key, type, flags, value } of properties) {
      const texts = [bytesOfText(key, 'key'), bytesOfText(type, 'type')] as const;
      this.#stage([...texts, value]);
      exports.state_lv2_property(texts[0].length, texts[1].length, flags, value.length);
    }
    return this.#take(exports.state_lv2_end());
  }

  #writeVst3({ id, component, controller }: Vst3State): Uint8Array {
    const text = bytesOfText(id, 'id');
    this.#stage([text, component, controller]);
    return this.#take(this.#core.exports.state_vst3_write(text.length, component.length, controller.length));
  }

  #put(bytes: Uint8Array): void {
    this.#core.u8.set(this.#fitting(bytes), this.#core.exports.state_buffer());
  }

  #fitting(bytes: Uint8Array): Uint8Array {
    if (bytes.length <= STATE_BYTES_MAX) return bytes;
    throw tooLarge(`it has ${bytes.length} bytes`);
  }

  /** Put the pieces into the staging area, one after the other. */
  #stage(pieces: readonly Uint8Array[]): void {
    const bytes = pieces.reduce((sum, { length }) => sum + length, 0);
    if (bytes > STATE_BYTES_MAX) throw tooLarge(`its parts have ${bytes} bytes`);
    let at = this.#core.exports.state_staging();
    for (const piece of pieces) {
      this.#core.u8.set(piece, at);
      at += piece.length;
    }
  }

  /** Copy a writer's result. */
  #take(size: number): Uint8Array {
    if (size < 0) throw tooLarge('it does not fit');
    return this.#piece(this.#core.exports.state_buffer(), size);
  }

  #piece(at: number, bytes: number): Uint8Array {
    return this.#core.u8.slice(at, at + (bytes >>> 0));
  }

  /** The core has validated the UTF-8. A byte order mark is an ordinary character. */
  #text(at: number, bytes: number): string {
    return new TextDecoder('utf-8', { ignoreBOM: true }).decode(this.#piece(at, bytes));
  }

  #refusal(what: string): StateFormatError {
    const { exports } = this.#core;
    return refusal(what, {
      fault: exports.state_fault(),
      field: exports.state_fault_field(),
      offset: exports.state_fault_offset() >>> 0,
      value: exports.state_fault_value() >>> 0,
    });
  }
}

function tooLarge(why: string): StateFormatError {
  return new StateFormatError(`This is too large for a state: ${why}, and no state has more than 64 MiB`, 'too-large');
}

/** Lower-case hexadecimal digits. */
export function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
