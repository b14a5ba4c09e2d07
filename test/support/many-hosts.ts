/** Many hosts of one DAW, woken together and collected one after the other. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Daw } from './daw.ts';

const LIMIT_MS = 100;
/** A host that suspects its last reply to be stale holds the next one back for more than 80 ms. */
const HELD_MS = 75;

export interface Collected {
  /** Answers that did not arrive within 100 ms. */
  missing: number;
  /** Answers so late that the host must have held them back. */
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

/** Wait for one host's block. @returns false if it did not arrive. */
async function collect(daw: Daw, before: number): Promise<boolean> {
  if (daw.at.number !== 7) return (await daw.toDaw.wait(LIMIT_MS)) === 'byte';
  const end = performance.now() + LIMIT_MS;
  while (daw.counter === before && performance.now() < end);
  return daw.counter !== before;
}

async function playPeriod(daws: readonly Daw[], collected: Collected): Promise<void> {
  const start = performance.now();
  const before = daws.map((daw) => (daw.at.number === 7 ? daw.counter : 0));
  for (const daw of daws) {
    daw.prepareBlock(64);
    daw.toHost.signal();
  }
  for (const [i, daw] of daws.entries()) {
    const waitsFrom = performance.now();
    if (!(await collect(daw, before[i] ?? 0))) collected.missing++;
    const waitedMs = performance.now() - waitsFrom;
    if (waitedMs > HELD_MS) collected.held++;
    collected.slowestMs = Math.max(collected.slowestMs, waitedMs);
  }
  collected.slowestPeriodMs = Math.max(collected.slowestPeriodMs, performance.now() - start);
}

export async function playTogether({ version, hosts, rounds, periods, periodMs }: Session): Promise<Collected> {
  const collected: Collected = { missing: 0, held: 0, slowestMs: 0, slowestPeriodMs: 0 };
  const daws: Daw[] = [];
  try {
    for (let i = 0; i < hosts; i++) {
      const daw = new Daw({ format: 'null', spec: 'null', version, eventless: version === 7 });
      daws.push(daw);
      if (!(await daw.ready())) throw new Error(`A host is not ready: ${daw.process.stderr}`);
    }
    for (let round = 0; round < rounds; round++) {
      await sleep(250); // after this wait a host may suspect that a process was stopped
      for (let period = 0; period < periods; period++) {
        await playPeriod(daws, collected);
        await sleep(periodMs);
      }
    }
  } finally {
    for (const daw of daws) await daw.destroy();
  }
  return collected;
}
