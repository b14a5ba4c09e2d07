/** Many hosts of one DAW, woken together and collected one after the other. */
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Daw } from './daw.ts';
import { TIMEOUT_MS, threadsOf } from './host-process.ts';

/** Between two looks at a thread; the host's own pause at a wake is 20 us. */
const LOOK_MS = 30;

export interface Collected {
  /** Answers that did not come at all. */
  missing: number;
  /** Answers that a host held back: it had taken the wake, and slept without having answered. */
  held: number;
  /** The longest wait for one answer, and for all answers of a period (ms). */
  slowestMs: number;
  slowestPeriodMs: number;
}

export interface Session {
  version: 6 | 7;
  hosts: number;
  /** Before each round the hosts are idle for a moment. */
  rounds: number;
  /** Periods per round. */
  periods: number;
  periodMs: number;
}

interface Host {
  daw: Daw;
  /** Its audio thread, in /proc. */
  thread: string;
}

/** How often the thread has gone to sleep, if it sleeps. It has taken its wake then, which would have woken it. */
function sleepsOf({ thread }: Host): string | undefined {
  const text = readFileSync(`${thread}/status`, 'latin1');
  const isAsleep = /^State:\s+S/m.test(text);
  return isAsleep ? /^voluntary_ctxt_switches:\s+(\d+)/m.exec(text)?.[1] : undefined;
}

/**
 * Wait for one host's answer. However busy the machine is, a thread that waits for a processor does not sleep: one that
 * sleeps without having answered holds its answer back.
 */
async function collect(host: Host, before: number, collected: Collected): Promise<void> {
  const { daw } = host;
  const isAnswered = async (ms: number) => {
    if (daw.at.number !== 7) return (await daw.toDaw.wait(ms)) === 'byte';
    const end = performance.now() + ms;
    while (daw.counter === before && performance.now() < end);
    return daw.counter !== before;
  };
  const end = performance.now() + TIMEOUT_MS;
  let sleeps: string | undefined;
  for (let isHeld = false; performance.now() < end; ) {
    if (await isAnswered(LOOK_MS)) return;
    const last = sleeps;
    sleeps = sleepsOf(host);
    if (sleeps === undefined || sleeps !== last || isHeld) continue;
    isHeld = true;
    collected.held++;
  }
  collected.missing++;
}

async function playPeriod(hosts: readonly Host[], collected: Collected): Promise<void> {
  const start = performance.now();
  const before = hosts.map(({ daw }) => (daw.at.number === 7 ? daw.counter : 0));
  for (const { daw } of hosts) {
    daw.prepareBlock(64);
    daw.toHost.signal();
  }
  for (const [i, host] of hosts.entries()) {
    const waitsFrom = performance.now();
    await collect(host, before[i] ?? 0, collected);
    collected.slowestMs = Math.max(collected.slowestMs, performance.now() - waitsFrom);
  }
  collected.slowestPeriodMs = Math.max(collected.slowestPeriodMs, performance.now() - start);
}

async function start(version: 6 | 7): Promise<Host> {
  const daw = new Daw({ format: 'null', spec: 'null', version, eventless: version === 7 });
  if (!(await daw.ready())) {
    await daw.destroy();
    throw new Error(`A host is not ready: ${daw.process.stderr}`);
  }
  const pid = daw.process.hostPid;
  return { daw, thread: `/proc/${pid}/task/${threadsOf(pid, 'maolan-audio')[0]}` };
}

export async function playTogether({ version, hosts: count, rounds, periods, periodMs }: Session): Promise<Collected> {
  const collected: Collected = { missing: 0, held: 0, slowestMs: 0, slowestPeriodMs: 0 };
  const hosts: Host[] = [];
  try {
    for (let i = 0; i < count; i++) hosts.push(await start(version));
    for (let round = 0; round < rounds; round++) {
      await sleep(250); // after this wait a host may suspect that a process was stopped
      for (let period = 0; period < periods; period++) {
        await playPeriod(hosts, collected);
        await sleep(periodMs);
      }
    }
  } finally {
    for (const { daw } of hosts) await daw.destroy();
  }
  return collected;
}
