// SPDX-License-Identifier: BSD-2-Clause
/** Values that are set as text: `host.parameters.get('Mix').value = '30 %'`. */
import type { Events } from './events.ts';
import { parseValue, plainValueOf } from './parameter-values.ts';
import type { Questions } from './questions.ts';
import type { Parameter } from './types.ts';

export interface TextEditParts {
  questions: Questions;
  events: Events;
  /** Sets a number. @throws PluginHostError */
  set(id: number, value: number): void;
  /** Errors are no longer reported. */
  isClosed(): boolean;
}

/**
 * What needs no plugin to be understood is set at once. For the rest the plugin is asked, in turn with the other requests: an edit comes before
 * a state that is saved after it. A later value of the same parameter takes its place.
 */
export class TextEdits {
  readonly #parts: TextEditParts;
  /** Texts that the plugin is being asked about, by the parameter's id. */
  readonly #asked = new Map<number, object>();

  constructor(parts: TextEditParts) {
    this.#parts = parts;
  }

  /** The parameter has got another value: what is under way no longer counts. */
  supersede(id: number): void {
    this.#asked.delete(id);
  }

  /** @throws PluginHostError INVALID_ARGUMENT, at once, if it is not a value and no plugin is needed to know so */
  edit(parameter: Parameter, text: string): void {
    const { id } = parameter;
    const value = plainValueOf(text, parameter);
    if (value !== undefined) {
      this.#parts.set(id, value);
      return;
    }
    const edit = {};
    this.#asked.set(id, edit);
    this.#ask(parameter, text, edit).catch((error: unknown) => {
      if (!this.#parts.isClosed()) this.#parts.events.fail(error);
    });
  }

  #ask(parameter: Parameter, text: string, edit: object): Promise<void> {
    const { id } = parameter;
    return this.#parts.questions.inTurn(async (read) => {
      const value = await parseValue(text, parameter, (one) => read(id, one));
      if (this.#asked.get(id) === edit) this.#parts.set(id, value);
    });
  }
}
