// SPDX-License-Identifier: BSD-2-Clause
/**
 * Is a block that does not come back still being made, or lost? A plugin that crashes takes its block along, and the host may continue without
 * telling.
 *
 * So the host is asked something behind the block: a request that no host knows, which is refused at once. When it is answered and the
 * block is not there, the block will never come. But not before the block's byte was read: a host takes the first byte that it finds for
 * the request's, if there is a request.
 */
import { PROTOCOL_REQUEST_UNKNOWN, PROTOCOL_STATUS_PENDING } from '../contract/protocol.ts';
import type { Daw } from './daw.ts';
import type { HostProcess } from './host-process.ts';

const NO_BYTES = -1;

export class Fence {
  readonly #daw: Daw;
  #isUnderWay = false;
  #block = 0;

  constructor(daw: Daw) {
    this.#daw = daw;
  }

  /** A fresh segment: nothing is asked. */
  begin(): void {
    this.#isUnderWay = false;
  }

  /** The place for requests is taken. Looks whether it still is. */
  get isUnderWay(): boolean {
    const { exports } = this.#daw;
    if (!this.#isUnderWay || exports.daw_request_status() === PROTOCOL_STATUS_PENDING) return this.#isUnderWay;
    exports.daw_cancel_request();
    this.#isUnderWay = false;
    return false;
  }

  /**
   * Ask, or look for the answer. No other request may be under way.
   * @param block the number of the block that is awaited.
   * @returns true if everything before it has been done.
   */
  isPassed(host: HostProcess, block: number): boolean {
    const wasUnderWay = this.#isUnderWay;
    if (this.isUnderWay) return false;
    if (wasUnderWay && this.#block === block) return true;
    if (this.#daw.shim.pipe_unread(host.wakeFd) !== 0) return false;
    this.#block = block;
    this.#isUnderWay = true;
    this.#daw.exports.daw_request(PROTOCOL_REQUEST_UNKNOWN, NO_BYTES);
    this.#daw.shim.pipe_signal(host.wakeFd);
    return false;
  }
}
