// SPDX-License-Identifier: BSD-2-Clause
/**
 * What the threads of a plugin are about, as the kernel tells it: a plugin that loads its samples on its own thread does not say so.
 * Threads that were there before the plugin are the host's, and so are some that it makes later, by their names.
 */
import { readdirSync, readFileSync } from 'node:fs';

const TASKS = '/proc/self/task';
/** lv2-worker is waited for by the audio thread, run-loop waits for others. */
const ownNames = ['lv2-worker', 'run-loop'];
/** Of the time between two looks. A thread that does no more than look whether there is something to do takes less. */
const BUSY_SHARE = 0.05;
/** One that has run for so long within a second has done something. */
const BUSY_MS = 1;
const SECOND_MS = 1000;
/** A thread that wakes up so often, and does next to nothing each time, waits for something to do; one that sleeps at length plays work. */
const PATROLS = 3;
const SLEEP_MS_MAX = 1500;

interface Look {
  atMs: number;
  /** Nanoseconds that the thread has run. */
  ran: number;
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
    return ''; // it has ended
  }
}

function lookAt(thread: string): Look {
  const ran = Number(textOf(thread, 'schedstat').split(' ')[0]);
  const switches = Number(/voluntary_ctxt_switches:\s*(\d+)/.exec(textOf(thread, 'status'))?.[1] ?? 0);
  return { atMs: performance.now(), ran, switches };
}

/** R: it runs, or would if there were a core; D: it waits for a disk. */
function isAtWork(thread: string): boolean {
  return ['R', 'D'].includes(/\) (.)/.exec(textOf(thread, 'stat'))?.[1] ?? '');
}

function isAsleep(thread: string): boolean {
  return textOf(thread, 'wchan').includes('nanosleep');
}

function isBusy(thread: string, { first, last }: Known, now: Look): boolean {
  const ms = now.atMs - last.atMs;
  const limitMs = ms < SECOND_MS ? Math.min(BUSY_SHARE * ms, BUSY_MS) : BUSY_SHARE * ms;
  if (isAtWork(thread) || now.ran - last.ran > limitMs * 1e6) return true;
  const isPatrol = now.switches - first.switches >= PATROLS && now.atMs - first.atMs > SLEEP_MS_MAX;
  return isAsleep(thread) && !isPatrol;
}

export class Activity {
  readonly #before: ReadonlySet<string> = new Set(readdirSync(TASKS));
  #known = new Map<string, Known>();

  /** @returns the names of the plugin's threads, and of those that are at work: since the last look, or now. */
  look(): { threads: string[]; busy: string[] } {
    const [threads, busy]: [string[], string[]] = [[], []];
    const known = new Map<string, Known>();
    for (const thread of readdirSync(TASKS)) {
      const name = this.#before.has(thread) ? '' : textOf(thread, 'comm');
      if (name === '' || ownNames.includes(name)) continue;
      const now = lookAt(thread);
      const before = this.#known.get(thread) ?? { first: now, last: now };
      known.set(thread, { first: before.first, last: now });
      threads.push(name);
      // One that is new since the last look has something to do.
      if (!this.#known.has(thread) || isBusy(thread, before, now)) busy.push(name);
    }
    this.#known = known;
    return { threads, busy };
  }
}
