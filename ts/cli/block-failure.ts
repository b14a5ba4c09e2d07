// SPDX-License-Identifier: BSD-2-Clause
/** Why a plugin did not play a block, for plugins that are not started again. */
import { once } from 'node:events';
import type { PluginHost } from '../client/index.ts';
import type { BypassReason, ExitReason } from '../client/types.ts';

/** The end of a process may be reported a little later than its last block. */
const END_MS = 2000;

/** Listens to a host from its opening on. */
export class BlockFailure {
  readonly #host: PluginHost;
  readonly #timeoutMs: number;
  #end: ExitReason | undefined;
  #why: BypassReason | undefined;

  /** @param timeoutMs how long the host is given for a block */
  constructor(host: PluginHost, timeoutMs: number) {
    this.#host = host;
    this.#timeoutMs = timeoutMs;
    host.once('exit', (reason) => {
      this.#end = reason;
    });
    host.on('bypass', (why) => {
      this.#why = why;
    });
  }

  /** What the plugin did instead, to follow its name: `crashed (SIGSEGV)`. */
  async sentence(): Promise<string> {
    const isRefused = this.#why === 'refused';
    // One that refused is still there.
    if (this.#end === undefined && !isRefused)
      await once(this.#host, 'exit', { signal: AbortSignal.timeout(END_MS) }).catch(() => {});
    if (this.#end?.kind === 'crashed') return `crashed (${this.#end.signal})`;
    if (this.#end?.kind === 'exited')
      return `ended its process (exit code ${this.#end.code})${this.#end.message && `: ${this.#end.message}`}`;
    return isRefused ? 'refused to process a block' : `did not answer for ${this.#timeoutMs / 1000} s`;
  }
}
