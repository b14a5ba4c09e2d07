// SPDX-License-Identifier: BSD-2-Clause
/**
 * Observes the plugin for the tester (native-shim/include/probe.h); active only if the environment names a record, as
 * with `maolan-plugin-host test`.
 */
import { join } from 'node:path';
import { type ProbeFunctions, probePrototypes } from '../../contract/probe.ts';
import { type BasePointer, type BlockPointer, declareFunctions, type Native } from '../../native.ts';
import type { Plugin } from '../../plugin.ts';

export class Probe {
  readonly #functions: ProbeFunctions;

  private constructor(functions: ProbeFunctions) {
    this.#functions = functions;
  }

  /** @returns undefined if there is no tester. */
  static open(native: Native): Probe | undefined {
    if (process.env.MAOLAN_PROBE === undefined) return undefined;
    const functions = declareFunctions<ProbeFunctions>(
      native.koffi,
      join(native.folder, 'libmaolan-probe.so'),
      probePrototypes,
    );
    return functions.probe_begin() < 0 ? undefined : new Probe(functions);
  }

  beforeBind(block: BlockPointer): void {
    this.#functions.probe_before_bind(block);
  }

  /** Call this when the plugin is bound but not yet active: the probe then wraps its process function. */
  watch(plugin: Plugin, base: BasePointer, block: BlockPointer): void {
    this.#functions.probe_watch(plugin.pointer, base, block);
  }

  /** Wraps plugin code on the main thread. */
  during<Result>(phase: number, action: () => Result): Result {
    const before = this.#functions.probe_enter(phase);
    try {
      return action();
    } finally {
      this.#functions.probe_leave(before);
    }
  }
}
