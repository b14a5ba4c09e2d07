// SPDX-License-Identifier: BSD-2-Clause
/**
 * Reports processes of this tree that take a whole processor for half a minute, with what they do, and ends those whose
 * parent is gone: no test leaves one, and one with real-time scheduling would slow down all tests that follow.
 */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

const PERIOD_MS = 30_000;
const TICKS_PER_S = 100;
const BUSY_TICKS = 0.8 * (PERIOD_MS / 1000) * TICKS_PER_S;
/** Fields of /proc/PID/stat, counted after the name. */
const at = { state: 0, parent: 1, user: 11, system: 12, policy: 38 };

const read = (path) => {
  try {
    return readFileSync(path, 'latin1').replaceAll('\0', ' ').trim();
  } catch {
    return '';
  }
};

function exeOf(pid) {
  try {
    return readlinkSync(`/proc/${pid}/exe`);
  } catch {
    return '';
  }
}

/** @returns [pid, fields of /proc/PID/stat] of the processes whose program or script is in one of these folders. */
function processesIn(folders) {
  const isOwn = (pid) =>
    folders.some((folder) => exeOf(pid).startsWith(folder) || read(`/proc/${pid}/cmdline`).includes(folder));
  const own = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && isOwn(name));
  const stats = own.map((pid) => [pid, read(`/proc/${pid}/stat`).split(') ').at(-1).split(' ')]);
  return stats.filter(([, fields]) => fields.length > at.policy);
}

function threadsOf(pid) {
  try {
    return readdirSync(`/proc/${pid}/task`).map((thread) => {
      const path = `/proc/${pid}/task/${thread}`;
      const fields = read(`${path}/stat`).split(') ').at(-1).split(' ');
      const { state, user, system, policy } = at;
      const numbers = `${fields[state]} policy ${fields[policy]} user ${fields[user]} system ${fields[system]}`;
      return `    ${thread} ${read(`${path}/comm`)}: ${numbers}, ${read(`${path}/syscall`)} ${read(`${path}/stack`).slice(0, 300)}\n`;
    });
  } catch {
    return []; // it has ended
  }
}

/** Look now and then, as long as this process has something else to do. */
export function watchBusy(folders) {
  const before = new Map();
  const timer = setInterval(() => {
    const found = processesIn(folders);
    for (const [pid, fields] of found) {
      const ticks = Number(fields[at.user]) + Number(fields[at.system]);
      const isBusy = ticks - (before.get(pid) ?? ticks) > BUSY_TICKS;
      before.set(pid, ticks);
      if (!isBusy) continue;
      const isOrphan = fields[at.parent] === '1';
      console.log(`Busy: ${pid} ${read(`/proc/${pid}/cmdline`)}${isOrphan ? ' (its parent is gone: ended)' : ''}`);
      console.log(threadsOf(pid).join(''));
      if (isOrphan) process.kill(Number(pid), 'SIGKILL');
    }
  }, PERIOD_MS);
  timer.unref();
}
