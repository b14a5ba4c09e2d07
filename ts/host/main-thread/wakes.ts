// SPDX-License-Identifier: BSD-2-Clause
/** The shim wakes the main thread (notify.c) through a pipe that Node's event loop reads. */
import { Socket } from 'node:net';
import type { Os } from '../../native.ts';

export class Wakes {
  #wake: () => void = () => {};
  #opened: Promise<void> | undefined;

  /**
   * Resolves after a first wake, sent by this process itself: Node then loads its socket code, which takes some
   * milliseconds. The zygote has done it.
   */
  open(os: Os): Promise<void> {
    this.#opened ??= this.#open(os);
    return this.#opened;
  }

  #open(os: Os): Promise<void> {
    const socket = new Socket({ fd: os.notify_open(), readable: true, writable: false });
    return new Promise((resolve) => {
      socket.on('data', () => this.#wake()).once('data', () => resolve());
      os.notify_main();
    });
  }

  /** Set the function to call on each wake. */
  call(wake: () => void): void {
    this.#wake = wake;
  }
}
