// SPDX-License-Identifier: BSD-2-Clause
/**
 * The host processes of one plugin: the first, and those that follow when one ends unasked.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Blocks } from './blocks.ts';
import type { Daw } from './daw.ts';
import type { Driver } from './driver.ts';
import { PluginHostError } from './errors.ts';
import { HostProcess, type Loading, type StartOptions } from './host-process.ts';
import { reasonText } from './requests.ts';
import type { Restarts } from './restarts.ts';
import type { ExitReason } from './types.ts';

export interface ProcessesParts {
  daw: Daw;
  blocks: Blocks;
  restarts: Restarts;
  start: StartOptions;
  loading: Loading;
  /** The plugin is loaded: give it what it had. */
  revive(host: HostProcess): Promise<void>;
  /** The process ended unasked. */
  onEnd(reason: ExitReason): void;
  /** It runs again. */
  onRestart(attempt: number): void;
  onGaveUp(reason: ExitReason): void;
}

export class Processes {
  /** The one that blocks are sent to; undefined while there is none. */
  host: HostProcess | undefined;
  /** How the last one ended, if it did unasked. */
  lastEnd: ExitReason | undefined;
  #driver: Driver | undefined;
  readonly #parts: ProcessesParts;
  readonly #closing = new AbortController();
  #isKeptAlive = true;
  /** Resolves when there is a host, rejects if there will be none any more. */
  #up: Promise<HostProcess> = Promise.reject(new Error('not started'));

  constructor(parts: ProcessesParts) {
    this.#parts = parts;
    this.#up.catch(() => {});
  }

  /** Start the first process. Others follow when it ends. @throws PluginHostError */
  async begin(signal: AbortSignal | undefined): Promise<void> {
    const signals = signal === undefined ? this.#closing.signal : AbortSignal.any([signal, this.#closing.signal]);
    const host = await this.#start(signals);
    const abort = () => host.kill();
    signals.addEventListener('abort', abort);
    try {
      await this.#parts.revive(host);
      signals.throwIfAborted();
    } catch (error) {
      await this.#discard(host);
      if (!signals.aborted) throw error;
      throw new PluginHostError('ABORTED', 'opening the plugin was aborted', { cause: signals.reason });
    } finally {
      signals.removeEventListener('abort', abort);
    }
    this.#follow(host);
  }

  /** @throws PluginHostError HOST_EXITED, CLOSED */
  whenUp(): Promise<HostProcess> {
    return this.#up;
  }

  /** Whether a host, and its restart, keep this program alive. */
  keepAlive(on: boolean): void {
    this.#isKeptAlive = on;
    this.host?.keepAlive(on);
  }

  /** From now on the driver sends the blocks. */
  drive(driver: Driver): void {
    this.#driver = driver;
    if (this.host !== undefined) this.#attach(this.host);
  }

  #attach(host: HostProcess): void {
    host.leaveReplies();
    this.#driver?.attach(this.#parts.daw.window, host.wakeFd, host.replyFd);
  }

  get isClosed(): boolean {
    return this.#closing.signal.aborted;
  }

  /** The end of all. */
  async close(): Promise<void> {
    const { daw } = this.#parts;
    this.#closing.abort();
    this.#driver?.detach();
    const host = this.host;
    this.host = undefined;
    const last = this.#up;
    this.#up = Promise.reject(new PluginHostError('CLOSED', 'the plugin host is closed'));
    this.#up.catch(() => {});
    if (host !== undefined) {
      await host.leave(daw);
      host.release();
    } else await last.catch(() => {}); // a start that was under way has been aborted
    daw.closeSegment();
  }

  async #start(signal: AbortSignal): Promise<HostProcess> {
    const { daw, blocks, start, loading } = this.#parts;
    const segment = daw.openSegment();
    let host: HostProcess | undefined;
    try {
      blocks.begin();
      host = new HostProcess(daw, segment, start);
      await host.ready(daw, signal, loading);
      return host;
    } catch (error) {
      host?.release();
      throw error;
    } finally {
      // It is open there: nothing is left behind by whatever happens from now on.
      daw.dropName(segment);
    }
  }

  async #discard(host: HostProcess): Promise<void> {
    host.kill();
    await host.ended;
    host.release();
  }

  #follow(host: HostProcess): void {
    this.host = host;
    host.keepAlive(this.#isKeptAlive);
    if (this.#driver !== undefined) this.#attach(host);
    this.#up = Promise.resolve(host);
    host.ended.then((reason) => this.#onEnd(host, reason));
  }

  #onEnd(host: HostProcess, reason: ExitReason): void {
    if (this.host !== host) return; // closed
    this.lastEnd = reason;
    this.host = undefined;
    this.#driver?.detach();
    this.#parts.blocks.forget();
    host.release();
    this.#up = this.#restart(reason);
    this.#up.catch(() => {});
  }

  async #restart(first: ExitReason): Promise<HostProcess> {
    const { restarts, onEnd, onRestart, onGaveUp } = this.#parts;
    for (let reason = first; ; ) {
      onEnd(reason);
      const next = this.isClosed ? undefined : restarts.next(performance.now());
      if (next === undefined) {
        if (!this.isClosed) onGaveUp(reason);
        throw new PluginHostError('HOST_EXITED', `${reasonText({ end: reason })}; it is not started again`);
      }
      const host = await this.#tryAgain(next.pauseMs);
      if (host instanceof HostProcess) {
        this.#follow(host);
        onRestart(next.attempt);
        return host;
      }
      reason = host;
    }
  }

  /** @returns why there is no new process, if there is none. */
  async #tryAgain(pauseMs: number): Promise<HostProcess | ExitReason> {
    let host: HostProcess | undefined;
    try {
      await sleep(pauseMs, undefined, { signal: this.#closing.signal, ref: this.#isKeptAlive });
      host = await this.#start(this.#closing.signal);
      await this.#parts.revive(host);
      this.#closing.signal.throwIfAborted();
      return host;
    } catch (error) {
      if (host !== undefined) await this.#discard(host);
      return host?.end ?? { kind: 'exited', code: -1, message: error instanceof Error ? error.message : String(error) };
    }
  }
}
