// SPDX-License-Identifier: BSD-2-Clause
/**
 * Parameters as an array that can be asked for names.
 */
import type { Parameter } from './types.ts';

/** All parameters of a plugin, in its order. What its methods return are plain arrays. */
export class ParameterList extends Array<Parameter> {
  /** map, filter and the others make arrays. */
  static override get [Symbol.species](): ArrayConstructor {
    return Array;
  }

  readonly #find: (idOrName: number | string) => Parameter;

  /** @internal */
  constructor(parameters: readonly Parameter[], find: (idOrName: number | string) => Parameter) {
    super();
    for (const parameter of parameters) this.push(parameter);
    this.#find = find;
  }

  /**
   * By id, name, or LV2's symbol; names may differ in case.
   * @throws PluginHostError INVALID_ARGUMENT if there is none, with the nearest name.
   */
  get(idOrName: number | string): Parameter {
    return this.#find(idOrName);
  }
}
