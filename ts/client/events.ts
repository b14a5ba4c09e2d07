// SPDX-License-Identifier: BSD-2-Clause
/**
 * Events, emitted so that a listener that throws ends nothing: neither the block, nor the listeners after it, nor the watch over the host.
 */
import type { EventEmitter } from 'node:events';
import type { PluginHostEvents } from './types.ts';

type Name = keyof PluginHostEvents;

/** Call a function of the program's. What it throws ends nothing here, and is an unhandled rejection. */
export function heard(call: () => void): void {
  try {
    call();
  } catch (error) {
    void Promise.reject(error);
  }
}

export class Events {
  readonly #emitter: EventEmitter<PluginHostEvents>;

  constructor(emitter: EventEmitter<PluginHostEvents>) {
    this.#emitter = emitter;
  }

  /** Call the listeners, one after the other. Makes no object if there are none. */
  emit<Event extends Name>(name: Event, ...words: PluginHostEvents[Event]): void {
    if (this.#emitter.listenerCount(name) === 0) return;
    for (const listener of this.#emitter.rawListeners(name)) {
      try {
        Reflect.apply(listener, this.#emitter, words);
      } catch (error) {
        this.#hear(name, error);
      }
    }
  }

  /** It must be reported: to listeners for errors, else as an unhandled rejection. */
  fail(error: unknown): void {
    if (this.#emitter.listenerCount('error') > 0) this.emit('error', error);
    else void Promise.reject(error);
  }

  #hear(name: Name, error: unknown): void {
    if (name === 'error') void Promise.reject(error);
    else this.fail(error);
  }
}
