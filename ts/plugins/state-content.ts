// SPDX-License-Identifier: BSD-2-Clause
/**
 * The contents of a plugin's state: the codecs of `maolan-plugin-host/state`, and conversion to and from what a DAW
 * stores.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Core, instantiateCore } from '../core.ts';
import { packState, unpackState } from '../host/main-thread/envelope.ts';
import type { ScanFormat } from '../scan/plugins.ts';
import { StateCodec as Codec } from '../state/codec.ts';
import { ChoiceError } from './choice-error.ts';

/** The codec's states are raw, as saved by the plugin, up to 64 MiB; the library's are packed. */
export class StateCodec extends Codec {
  readonly #core: Core;

  /** @param folder of the built files. */
  constructor(folder: string) {
    const core = instantiateCore(readFileSync(join(folder, 'core.wasm')));
    super(core);
    this.#core = core;
  }

  /**
   * Unpack the result of PluginHost.saveState: a large state is in a file of the store, or deflated. @throws StateError
   */
  unpack(format: ScanFormat, packed: Uint8Array): Uint8Array {
    this.#core.u8.set(packed, this.#core.exports.state_buffer());
    return this.#take(unpackState(this.#core, format, packed.length));
  }

  /** Pack a state for PluginHost.open and restoreState. @throws StateError if it is too large. */
  pack(format: ScanFormat, raw: Uint8Array): Uint8Array {
    this.#core.u8.set(raw, this.#core.exports.state_buffer());
    return this.#take(packState(this.#core, format, raw.length));
  }

  #take(bytes: number): Uint8Array {
    if (bytes < 0) throw new ChoiceError('The state does not fit: it is larger than 64 MiB');
    const at = this.#core.exports.state_buffer();
    return this.#core.u8.slice(at, at + bytes);
  }
}
