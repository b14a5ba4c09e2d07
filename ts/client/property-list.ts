// SPDX-License-Identifier: BSD-2-Clause
/** Settings that are not numbers, like files (LV2). */
import { PROTOCOL_REQUEST_SET_PROPERTY } from '../contract/protocol.ts';
import { invalid } from './errors.ts';
import type { Processes } from './processes.ts';
import type { Requests } from './requests.ts';
import type { Property } from './types.ts';

const INDEX_BYTES = 4;

export class PropertyList {
  /** With values as of the last set, or the last description. */
  list: readonly Property[] = [];
  readonly #requests: Requests;
  readonly #processes: Processes;
  readonly #numberNamed: (name: string) => number | undefined;
  readonly #noteEdit: () => void;

  /** @param numberNamed the id of a parameter that is a property. @param noteEdit called when one was set. */
  constructor(
    requests: Requests,
    processes: Processes,
    numberNamed: (name: string) => number | undefined,
    noteEdit: () => void,
  ) {
    this.#numberNamed = numberNamed;
    this.#requests = requests;
    this.#processes = processes;
    this.#noteEdit = noteEdit;
  }

  /** See PluginHost.setProperty. */
  set(nameOrUri: string, value: string): Promise<void> {
    return this.#requests.inTurn(async () => {
      const index = this.list.findIndex(({ name, uri }) => name === nameOrUri || uri === nameOrUri);
      const position = index < 0 ? this.#numberNamed(nameOrUri) : index;
      if (position === undefined) invalid(`there is no property "${nameOrUri}"`);
      const text = new TextEncoder().encode(value);
      const bytes = new Uint8Array(INDEX_BYTES + text.length);
      new DataView(bytes.buffer).setUint32(0, position, true);
      bytes.set(text, INDEX_BYTES);
      const host = await this.#processes.whenUp();
      await this.#requests.ask(host, PROTOCOL_REQUEST_SET_PROPERTY, `setting ${nameOrUri}`, bytes);
      if (index >= 0) this.list = this.list.with(index, { ...(this.list[index] as Property), value });
      this.#noteEdit();
    });
  }
}
