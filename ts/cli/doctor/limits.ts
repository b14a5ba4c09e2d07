// SPDX-License-Identifier: BSD-2-Clause
/** What the kernel allows the audio thread: real-time priority (by limits or rtkit) and locked memory. */
import { readFileSync } from 'node:fs';
import type { Koffi } from '../../native.ts';
import { type Finding, ok, warning } from './finding.ts';

/** native-shim/os/audio-enter.c asks for this. */
const PRIORITY = 5;
const SCHED_OTHER = 0;
const SCHED_FIFO = 1;
const DBUS_BUS_SYSTEM = 1;
const RTKIT = 'org.freedesktop.RealtimeKit1';
const MIB = 1024 * 1024;
/** Samples and impulse responses that plugins lock are smaller. */
const LOCKED_ENOUGH = 8 * MIB;
/** The longest time between two waits that rtkit itself allows is twice this. */
const BUSY_ENOUGH_US = 100_000;

const UNLIMITED = Number.POSITIVE_INFINITY;

/** The soft limits of this process, in the kernel's units. */
export function readLimits(text = readFileSync('/proc/self/limits', 'utf8')): Map<string, number> {
  const lines = text.split('\n').flatMap((line) => {
    const [, name, soft] = /^(Max .*?) {2,}(\S+)/.exec(line) ?? [];
    return name === undefined ? [] : [[name, soft === 'unlimited' ? UNLIMITED : Number(soft)] as const];
  });
  return new Map(lines);
}

/** Whether a thread gets the priority; tried on this thread, which is reset at once. */
function mayBeRealTime(koffi: Koffi): boolean {
  const libc = koffi.load(null);
  koffi.struct('doctor_sched_param', { priority: 'int' });
  const setScheduler = libc.func('int sched_setscheduler(int pid, int policy, const doctor_sched_param *parameter)');
  if (setScheduler(0, SCHED_FIFO, { priority: PRIORITY }) !== 0) return false;
  setScheduler(0, SCHED_OTHER, { priority: 0 });
  return true;
}

/** Whether the system's rtkit service answers. It is started if necessary, as for the host. */
function reachesRtkit(koffi: Koffi): boolean {
  try {
    const dbus = koffi.load('libdbus-1.so.3');
    const open = dbus.func('void *dbus_bus_get_private(int type, void *error)');
    const stayAlive = dbus.func('void dbus_connection_set_exit_on_disconnect(void *connection, unsigned exit)');
    const start = dbus.func(
      'unsigned dbus_bus_start_service_by_name(void *connection, const char *name, uint32_t flags, void *reply, void *error)',
    );
    const close = dbus.func('void dbus_connection_close(void *connection)');
    const release = dbus.func('void dbus_connection_unref(void *connection)');
    const connection = open(DBUS_BUS_SYSTEM, null);
    if (connection === null) return false;
    stayAlive(connection, 0);
    const answers = start(connection, RTKIT, 0, null, null) !== 0;
    close(connection);
    release(connection);
    return answers;
  } catch {
    return false;
  }
}

export function checkRealTime(koffi: Koffi): Finding {
  const check = 'real-time priority';
  if (mayBeRealTime(koffi)) return ok(check, `the audio thread may have priority ${PRIORITY}`);
  if (reachesRtkit(koffi)) return ok(check, 'the audio thread gets it through rtkit');
  const limit = readLimits().get('Max realtime priority') ?? 0;
  return warning(
    check,
    `not allowed (limit ${limit}, rtkit cannot be reached): the sound may have gaps when the machine is busy`,
    'Allow it (Debian: a line "@audio - rtprio 95" in /etc/security/limits.d/audio.conf, add yourself to the group audio, log in again), or ' +
      'install rtkit (Debian: apt-get install rtkit).',
  );
}

export function checkLimits(limits = readLimits()): Finding[] {
  const locked = limits.get('Max locked memory') ?? UNLIMITED;
  const busy = limits.get('Max realtime timeout') ?? UNLIMITED;
  const text = locked === UNLIMITED ? 'unlimited' : `${(locked / MIB).toFixed(1)} MiB`;
  return [
    locked >= LOCKED_ENOUGH
      ? ok('locked memory', text)
      : warning(
          'locked memory',
          `only ${text}: plugins that lock their samples in memory may refuse to load`,
          'Raise the limit (Debian: a line "@audio - memlock unlimited" in /etc/security/limits.d/audio.conf, then log in again).',
        ),
    busy >= BUSY_ENOUGH_US
      ? ok('real-time timeout', busy === UNLIMITED ? 'unlimited' : `${busy / 1000} ms`)
      : warning(
          'real-time timeout',
          `a plugin that computes for ${busy / 1000} ms without a pause is killed`,
          'Raise the limit RLIMIT_RTTIME ("- rttime unlimited" in /etc/security/limits.d, or what starts your session).',
        ),
  ];
}
