// SPDX-License-Identifier: BSD-2-Clause
/**
 * Watches the activity of a plugin's threads through /proc, since a plugin that loads samples on its own thread does
 * not report it. Threads that existed before the plugin belong to the host, as do some later ones, recognized by name.
 */
import { readdirSync } from 'node:fs';
import { pauseOf, TASKS, textOf } from './thread-pause.ts';

/** The audio thread waits for lv2-worker, and run-loop waits for other threads. */
const ownNames = ['lv2-worker', 'run-loop'];
/** Share of the time between two checks. A thread that only polls for work uses less. */
const BUSY_SHARE = 0.05;
/** A thread that ran for this long within a second has done some work. */
const BUSY_MS = 1;
const SECOND_MS = 1000;
const NS_PER_MS = 1e6;
/**
 * A thread that wakes up this often and does next to nothing waits for work; one that sleeps longer may be in the
 * middle of it.
 */
const PATROLS = 3;
const SLEEP_MS_MAX = 1500;

interface Look {
  atMs: number;
  /** CPU time of the thread in nanoseconds. */
  ran: number;
  /** Nanoseconds in which it was ready to run and had no processor. */
  waited: number;
  switches: number;
}

interface Known {
  first: Look;
  last: Look;
}

interface Found {
  /** Names of the plugin's threads. */
  threads: string[];
  /** Names of those that have worked since the last check, or are working now. */
  busy: string[];
  /** For how long one of these, or the main thread, has waited for a processor since the last check. */
  waitedMs: number;
  /** A thread that looks for work now and then has not looked since `begin`. */
  isUnseen: boolean;
  /** There is one that sleeps, or looks for work now and then: it may begin to work later, though no block wakes it. */
  hasPollers: boolean;
}

function lookAt(thread: string): Look {
  const [ran = 0, waited = 0] = textOf(thread, 'schedstat').split(' ').map(Number);
  const switches = Number(/voluntary_ctxt_switches:\s*(\d+)/.exec(textOf(thread, 'status'))?.[1] ?? 0);
  return { atMs: performance.now(), ran, waited, switches };
}

/** R: running or runnable; D: waiting for a disk. */
function isAtWork(thread: string): boolean {
  return ['R', 'D'].includes(/\) (.)/.exec(textOf(thread, 'stat'))?.[1] ?? '');
}

function hasWorked(thread: string, last: Look, now: Look): boolean {
  const ms = now.atMs - last.atMs;
  const limitMs = ms < SECOND_MS ? Math.min(BUSY_SHARE * ms, BUSY_MS) : BUSY_SHARE * ms;
  return isAtWork(thread) || now.ran - last.ran > limitMs * NS_PER_MS;
}

export class Activity {
  readonly #before: ReadonlySet<string> = new Set(readdirSync(TASKS));
  #known = new Map<string, Known>();
  #mainWaited = 0;
  /** Switches of each thread that looks for work now and then, as it was first seen asleep since `begin`. */
  readonly #asleep = new Map<string, number>();

  /** Ids of the plugin's threads, as of the last check. */
  get threads(): number[] {
    return [...this.#known.keys()].map(Number);
  }

  /** A block may have left work: threads that look for some now and then have to look once more. */
  begin(): void {
    this.#asleep.clear();
  }

  look(): Found {
    const { waited } = lookAt(String(process.pid));
    const found: Found = {
      threads: [],
      busy: [],
      waitedMs: (waited - this.#mainWaited) / NS_PER_MS,
      isUnseen: false,
      hasPollers: false,
    };
    this.#mainWaited = waited;
    const known = new Map<string, Known>();
    for (const thread of readdirSync(TASKS)) {
      const name = this.#before.has(thread) ? '' : textOf(thread, 'comm');
      if (name === '' || ownNames.includes(name)) continue;
      const now = lookAt(thread);
      const before = this.#known.get(thread) ?? { first: now, last: now };
      known.set(thread, { first: before.first, last: now });
      found.threads.push(name);
      // A thread that has appeared since the last check has work to do.
      const isBusy = !this.#known.has(thread) || hasWorked(thread, before.last, now);
      if (isBusy || this.#isInWork(thread, before.first, now, found)) {
        found.busy.push(name);
        found.waitedMs = Math.max(found.waitedMs, (now.waited - before.last.waited) / NS_PER_MS);
      }
    }
    this.#known = known;
    return found;
  }

  /** It sleeps, and not because it only looks for work now and then. */
  #isInWork(thread: string, first: Look, now: Look, found: Found): boolean {
    const pause = pauseOf(thread);
    if (pause === 'none') return false;
    found.hasPollers ||= pause === 'sleep';
    const [times, ms] = [now.switches - first.switches, now.atMs - first.atMs];
    if (times < PATROLS || ms <= SLEEP_MS_MAX) return pause === 'sleep';
    if (pause === 'wait' && ms / times > SLEEP_MS_MAX) return false;
    found.hasPollers = true;
    const asleep = this.#asleep.get(thread);
    if (asleep === undefined) this.#asleep.set(thread, now.switches);
    found.isUnseen ||= asleep === undefined || asleep === now.switches;
    return false;
  }
}
