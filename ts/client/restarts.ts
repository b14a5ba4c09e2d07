// SPDX-License-Identifier: BSD-2-Clause
/**
 * How often a host may be started again, and after which pause.
 */
import type { RestartPolicy } from './types.ts';

export class Restarts {
  readonly #policy: Required<RestartPolicy>;
  #times: number[] = [];

  constructor(policy: RestartPolicy = {}) {
    this.#policy = { restart: true, maxRestarts: 3, windowMs: 60_000, backOffMs: 100, hangMs: 5000, ...policy };
  }

  get isAllowed(): boolean {
    return this.#policy.restart;
  }

  /** A block that is not answered for so long has met a hanging host. */
  get hangMs(): number {
    return this.#policy.hangMs;
  }

  /** The host is gone at this time. @returns which attempt comes now, and after which pause; undefined: none any more. */
  next(nowMs: number): { attempt: number; pauseMs: number } | undefined {
    const { restart, maxRestarts, windowMs, backOffMs } = this.#policy;
    this.#times = this.#times.filter((time) => nowMs - time < windowMs);
    if (!restart || this.#times.length >= maxRestarts) return undefined;
    this.#times.push(nowMs);
    const attempt = this.#times.length;
    return { attempt, pauseMs: backOffMs * 2 ** (attempt - 1) };
  }
}
