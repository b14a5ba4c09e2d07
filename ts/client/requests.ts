// SPDX-License-Identifier: BSD-2-Clause
/**
 * Requests to the host: one at a time, because there is one place for them in the segment. Blocks may be run meanwhile.
 *
 * As with blocks, the reply byte is a hint: what counts is the status word. Some hosts answer an unknown request without a byte.
 */
import { PROTOCOL_STATUS_OK, PROTOCOL_STATUS_PENDING } from '../contract/protocol.ts';
import type { Blocks } from './blocks.ts';
import type { Daw } from './daw.ts';
import { PluginHostError } from './errors.ts';
import type { HostProcess } from './host-process.ts';

const REQUEST_MS = 5000;
const POLL_MS = 5;
/** The host's sentence on what it refused may be under way. */
const WORDS_MS = 20;

export class Requests {
  readonly #daw: Daw;
  readonly #blocks: Blocks;
  #last: Promise<unknown> = Promise.resolve();
  #waiting: (() => void) | undefined;

  constructor(daw: Daw, blocks: Blocks) {
    this.#daw = daw;
    this.#blocks = blocks;
  }

  /** Something came from the host, or it ended. */
  look(): void {
    this.#waiting?.();
  }

  /**
   * Do something when all that was asked before is done.
   * @param action what asks the host; it sees no other request than its own.
   */
  inTurn<T>(action: () => Promise<T>): Promise<T> {
    const result = this.#last.then(action, action);
    this.#last = result.catch(() => {});
    return result;
  }

  /**
   * Ask the host, in one's turn. @returns a copy of the answer's bytes.
   * @throws PluginHostError REQUEST_FAILED, REQUEST_TIMEOUT, HOST_EXITED
   */
  async ask(host: HostProcess, type: number, what: string, bytes?: Uint8Array): Promise<Uint8Array> {
    const { exports } = this.#daw;
    const mark = host.log.count;
    await this.#send(host, type, what, bytes);
    // A host that clears the type behind the status would clear our next request, too, if we did not wait for that.
    const isAnswered = () =>
      exports.daw_request_status() !== PROTOCOL_STATUS_PENDING && exports.daw_request_type() !== type;
    await this.#until(host, isAnswered);
    const status = exports.daw_request_status();
    const isDone = status !== PROTOCOL_STATUS_PENDING;
    exports.daw_cancel_request();
    this.#blocks.requestIsUnderWay = false;
    this.#blocks.mayHaveStrayBytes = true;
    if (host.end !== undefined) throw hostExited(host, what);
    if (!isDone)
      throw new PluginHostError('REQUEST_TIMEOUT', `${what}: no answer from the host within ${REQUEST_MS / 1000} s`);
    if (status === PROTOCOL_STATUS_OK) return this.#daw.readScratch();
    await new Promise((resolve) => setTimeout(resolve, WORDS_MS));
    throw new PluginHostError('REQUEST_FAILED', `${what}: ${host.log.since(mark) || 'the host refused'}`);
  }

  /** Tell the host something that has no answer (the editor's requests), in one's turn. Resolves when it has heard it. */
  async tell(host: HostProcess, type: number, what: string): Promise<void> {
    await this.#send(host, type, what);
    const isHeard = await this.#until(host, () => this.#daw.exports.daw_request_type() !== type);
    this.#blocks.requestIsUnderWay = false;
    this.#blocks.mayHaveStrayBytes = true;
    if (host.end !== undefined) throw hostExited(host, what);
    if (isHeard) return;
    this.#daw.exports.daw_cancel_request();
    throw new PluginHostError(
      'REQUEST_TIMEOUT',
      `${what}: the host did not receive the request within ${REQUEST_MS / 1000} s`,
    );
  }

  async #send(host: HostProcess, type: number, what: string, bytes?: Uint8Array): Promise<void> {
    // Another request is there for a moment: the blocks' fence, or one for the editor that was not heard.
    const isFree = await this.#until(
      host,
      () => !this.#blocks.fence.isUnderWay && this.#daw.exports.daw_request_type() === 0,
    );
    if (host.end !== undefined) throw hostExited(host, what);
    if (!isFree) throw new PluginHostError('REQUEST_TIMEOUT', `${what}: the host does not listen`);
    if (bytes !== undefined) this.#daw.stage(bytes);
    this.#blocks.requestIsUnderWay = true;
    this.#daw.exports.daw_request(type, bytes?.length ?? -1);
    this.#daw.shim.pipe_signal(host.wakeFd);
  }

  /** @returns false if it did not become true in time, or the host ended. */
  async #until(host: HostProcess, holds: () => boolean): Promise<boolean> {
    const deadline = performance.now() + REQUEST_MS;
    while (!holds() && host.end === undefined && performance.now() < deadline) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, POLL_MS);
        this.#waiting = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.#waiting = undefined;
    return host.end === undefined && holds();
  }
}

function hostExited(host: HostProcess, what: string): PluginHostError {
  return new PluginHostError('HOST_EXITED', `${what}: ${reasonText(host)}`);
}

/** Why a host has ended, in words. */
export function reasonText({ end }: Pick<HostProcess, 'end'>): string {
  if (end === undefined) return 'the host process runs';
  if (end.kind === 'crashed') return `the host process crashed with ${end.signal}`;
  if (end.kind === 'hung') return 'the host process did not answer any more and was ended';
  if (end.kind === 'closed') return 'the host was closed';
  return `the host process ended with exit code ${end.code}${end.message === '' ? '' : `: ${end.message}`}`;
}
