// SPDX-License-Identifier: BSD-2-Clause
/** Whether a thread of this process sleeps for a time, or waits for something with a time limit (/proc). */
import { readFileSync } from 'node:fs';

export const TASKS = '/proc/self/task';

/** @returns '' if the thread has ended. */
export function textOf(thread: string, file: string): string {
  try {
    return readFileSync(`${TASKS}/${thread}/${file}`, 'latin1').trim();
  } catch {
    return '';
  }
}

/** Where a system call has its time limit: the number of its argument, and whether that is milliseconds (else a pointer). */
interface Timed {
  argument: number;
  isMs: boolean;
}

const FUTEX: Timed = { argument: 3, isMs: false };
const POLL: Timed = { argument: 2, isMs: true };
const PPOLL: Timed = { argument: 2, isMs: false };
const EPOLL: Timed = { argument: 3, isMs: true };
const SELECT: Timed = { argument: 4, isMs: false };
/** By the number of the call. */
const timedCalls: Readonly<Record<string, Readonly<Record<number, Timed>>>> = {
  x64: { 202: FUTEX, 7: POLL, 271: PPOLL, 232: EPOLL, 281: EPOLL, 23: SELECT, 270: SELECT },
  arm64: { 98: FUTEX, 73: PPOLL, 22: EPOLL, 72: SELECT },
};
/** -1, as the kernel prints it. */
const FOREVER = /^0xf{8,}$/;

function isTimed(call: string): boolean {
  const [number, ...args] = call.split(' ');
  const timed = timedCalls[process.arch]?.[Number(number)];
  const limit = args[timed?.argument ?? args.length];
  return limit !== undefined && limit !== '0x0' && !(timed?.isMs === true && FOREVER.test(limit));
}

/** sleep: whatever happens; wait: until something happens, or some time has passed. */
export function pauseOf(thread: string): 'none' | 'sleep' | 'wait' {
  if (textOf(thread, 'wchan').includes('nanosleep')) return 'sleep';
  return isTimed(textOf(thread, 'syscall')) ? 'wait' : 'none';
}
