// SPDX-License-Identifier: BSD-2-Clause
/** /dev/shm, through which all sound goes. */

import { existsSync, readdirSync, statfsSync, unlinkSync, writeFileSync } from 'node:fs';
import { countOf } from '../count.ts';
import { type Finding, ok, problem, reasonOf, warning } from './finding.ts';

const CHECK = 'shared memory';
const FOLDER = '/dev/shm';
const TMPFS = 0x0102_1994;
const MIB = 1024 * 1024;
/** A plugin's segment. */
const SEGMENT = 4 * MIB;
/** There should be room for this many plugins; Docker's default of 64 MiB is enough for 16. */
const PLUGINS = 16;

/** Segments of processes that have ended; their names contain the pid. */
function leftOver(): string[] {
  return readdirSync(FOLDER).filter((name) => {
    const pid = /^maolan-(?:client-)?(\d+)-/.exec(name)?.[1];
    return pid !== undefined && !existsSync(`/proc/${pid}`);
  });
}

export function checkSharedMemory(): Finding[] {
  if (!existsSync(FOLDER)) {
    return [problem(CHECK, `${FOLDER} is not there`, `Mount it: mount -t tmpfs tmpfs ${FOLDER}`)];
  }
  const { type, bsize, bavail } = statfsSync(FOLDER);
  const free = bsize * bavail;
  const room = `${(free / MIB).toFixed(0)} MiB free, room for ${countOf(Math.floor(free / SEGMENT), 'plugin')}`;
  const probe = `${FOLDER}/maolan-${process.pid}-doctor`;
  try {
    writeFileSync(probe, Buffer.alloc(1), { mode: 0o600 });
    unlinkSync(probe);
  } catch (error) {
    const advice = `Mount it writable for all: mount -o remount,rw,mode=1777 ${FOLDER}`;
    return [problem(CHECK, `${FOLDER} cannot be written (${reasonOf(error)})`, advice)];
  }
  const enlarge = `Make it larger: mount -o remount,size=1G ${FOLDER}; in a container: docker run --shm-size=1g`;
  const findings =
    free < SEGMENT
      ? [problem(CHECK, `${FOLDER} is full (${room})`, enlarge)]
      : free < PLUGINS * SEGMENT
        ? [warning(CHECK, `${FOLDER} is small: ${room}`, enlarge)]
        : [ok(CHECK, `${FOLDER}, ${room}`)];
  if (type !== TMPFS)
    findings.push(
      warning(CHECK, `${FOLDER} is not a tmpfs and may be slow`, `Mount one: mount -t tmpfs tmpfs ${FOLDER}`),
    );
  const dead = leftOver();
  if (dead.length > 0) {
    const message = `${countOf(dead.length, 'left-over segment')} of programs that are gone`;
    findings.push(warning(CHECK, message, `Remove: rm ${dead.map((name) => `${FOLDER}/${name}`).join(' ')}`));
  }
  return findings;
}
