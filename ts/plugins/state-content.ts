// SPDX-License-Identifier: BSD-2-Clause
/** What is inside a plugin's state: the codecs of `maolan-plugin-host/state`, and the way to and from what a DAW keeps. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Core, instantiateCore } from '../core.ts';
import { packState, unpackState } from '../host/main-thread/envelope.ts';
import type { ScanFormat } from '../scan/plugins.ts';
import { StateCodec as Codec } from '../state/codec.ts';
import { ChoiceError } from './choice-error.ts';

/** The states are raw: as the plugin has them, up to 64 MiB; what the library takes and gives is packed. */
export class StateCodec extends Codec {
  readonly #core: Core;

  /** @param folder of the built files. */
  constructor(folder: string) {
    const core = instantiateCore(readFileSync(join(folder, 'core.wasm')));
    super(core);
    this.#core = core;
  }

  /** From what PluginHost.saveState gave: a large state is in a file of the store, or is deflated. @throws StateError */
  unpack(format: ScanFormat, packed: Uint8Array): Uint8Array {
    this.#core.u8.set(packed, this.#core.exports.state_buffer());
    return this.#take(unpackState(this.#core, format, packed.length));
  }

  /** For PluginHost.open and restoreState. @throws StateError if it does not fit anywhere. */
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
