// SPDX-License-Identifier: BSD-2-Clause
/**
 * Names of segments. A segment has its name only while its host starts; a program that is killed in that moment, or a thread of it, leaves
 * one behind, which the next one to open a host removes.
 */
import { randomBytes } from 'node:crypto';
import { readdirSync, readlinkSync, statSync, unlinkSync } from 'node:fs';

const FOLDER = '/dev/shm';
const FDS = '/proc/self/fd';
const PATTERN = /^maolan-client-(\d+)-/;
/** Longer than a start takes: in another container with the same /dev/shm, the pid says nothing. */
const STALE_MS = 30_000;

export function newSegmentName(): string {
  return `/maolan-client-${process.pid}-${randomBytes(6).toString('hex')}`;
}

/** @param name as newSegmentName made it. */
export function pathOf(name: string): string {
  return `${FOLDER}${name}`;
}

/** Remove names whose programs or threads are dead. Never fails: it is a courtesy. */
export function sweepSegments(): void {
  let names: string[];
  try {
    names = readdirSync(FOLDER);
  } catch {
    return;
  }
  for (const name of names) {
    const pid = Number(PATTERN.exec(name)?.[1]);
    if (pid > 0 && (pid === process.pid ? !isOpen(`${FOLDER}/${name}`) : isGone(pid)))
      removeIfStale(`${FOLDER}/${name}`);
  }
}

/** Whether a thread of this program holds it open (daw.ts). */
function isOpen(path: string): boolean {
  return readdirSync(FDS).some((fd) => {
    try {
      return readlinkSync(`${FDS}/${fd}`) === path;
    } catch {
      return false; // that of readdir
    }
  });
}

function isGone(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

function removeIfStale(path: string): void {
  try {
    if (Date.now() - statSync(path).mtimeMs > STALE_MS) unlinkSync(path);
  } catch {
    // another one was faster, or it is not ours
  }
}
