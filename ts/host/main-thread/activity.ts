// SPDX-License-Identifier: BSD-2-Clause
/**
 * Watches the activity of a plugin's threads through /proc, since a plugin that loads samples on its own thread does
 * not report it. Threads that existed before the plugin belong to the host, as do some later ones, recognized by name.
 */
import { readdirSync, readFileSync } from 'node:fs';

const TASKS = '/proc/self/task';
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

function textOf(thread: string, file: string): string {
  try {
    return readFileSync(`${TASKS}/${thread}/${file}`, 'latin1').trim();
  } catch {
    return ''; // the thread has ended
  }
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

function isAsleep(thread: string): boolean {
  return textOf(thread, 'wchan').includes('nanosleep');
}

function isBusy(thread: string, { first, last }: Known, now: Look): boolean {
  const ms = now.atMs - last.atMs;
  const limitMs = ms < SECOND_MS ? Math.min(BUSY_SHARE * ms, BUSY_MS) : BUSY_SHARE * ms;
  if (isAtWork(thread) || now.ran - last.ran > limitMs * NS_PER_MS) return true;
  const isPatrol = now.switches - first.switches >= PATROLS && now.atMs - first.atMs > SLEEP_MS_MAX;
  return isAsleep(thread) && !isPatrol;
}

export class Activity {
  readonly #before: ReadonlySet<string> = new Set(readdirSync(TASKS));
  #known = new Map<string, Known>();
  #mainWaited = 0;

  /**
   * @returns the names of the plugin's threads, and of those that have worked since the last check or are working now;
   * and for how long one of these, or this thread, has waited for a processor since then.
   */
  look(): { threads: string[]; busy: string[]; waitedMs: number } {
    const [threads, busy]: [string[], string[]] = [[], []];
    const { waited } = lookAt(String(process.pid));
    let longest = waited - this.#mainWaited;
    this.#mainWaited = waited;
    const known = new Map<string, Known>();
    for (const thread of readdirSync(TASKS)) {
      const name = this.#before.has(thread) ? '' : textOf(thread, 'comm');
      if (name === '' || ownNames.includes(name)) continue;
      const now = lookAt(thread);
      const before = this.#known.get(thread) ?? { first: now, last: now };
      known.set(thread, { first: before.first, last: now });
      threads.push(name);
      // A thread that has appeared since the last check has work to do.
      if (this.#known.has(thread) && !isBusy(thread, before, now)) continue;
      busy.push(name);
      longest = Math.max(longest, now.waited - before.last.waited);
    }
    this.#known = known;
    return { threads, busy, waitedMs: longest / NS_PER_MS };
  }
}
