import { execFile, spawn } from 'node:child_process';
import { existsSync, readFileSync, unlinkSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import type { ExecutionContext } from 'ava';
import { daw020, host } from './paths.ts';

const run = promisify(execFile);

/** What test/daw/probe.c counts: lag[n] blocks were heard n blocks late. */
export interface Probe {
  blocks: number;
  lag: number[];
  torn: number;
  bypassed: number;
}

/** Expected counts if all these blocks are heard in time. */
export function inTime(blocks: number): Probe {
  return { blocks, lag: [blocks, 0, 0, 0, 0, 0, 0, 0], torn: 0, bypassed: 0 };
}

export interface Session {
  format?: string;
  spec: string;
  bufferFrames?: number;
  environment?: NodeJS.ProcessEnv;
}

/** What a scenario counted, and the hosts' stderr. */
export interface Played<Counts> {
  counts: Counts;
  stderr: string;
  pid: number;
}

function argumentsFor(scenario: string, session: Session): string[] {
  const frames = String(session.bufferFrames ?? 1024);
  return [scenario, host, session.format ?? 'lv2', session.spec, '48000', frames, '1', '1'];
}

/** Run a scenario of test/daw with the 0.2.0 DAW. */
export async function play<Counts>(scenario: string, session: Session): Promise<Played<Counts>> {
  const env = { ...process.env, ...session.environment };
  const child = run(daw020(), argumentsFor(scenario, session), { env, maxBuffer: 64 * 1024 * 1024 });
  const { stdout, stderr } = await child;
  return { counts: JSON.parse(stdout), stderr, pid: child.child.pid ?? 0 };
}

/** What scenario_concurrent of test/daw counts: one thread saves 400 times while another plays. */
export interface Concurrent {
  saves: number;
  failed: number;
  robbed: number;
  during: Probe;
  after: Probe;
  unread: number;
  left: boolean;
}

/**
 * Two threads of the DAW read one pipe. If one takes the other's byte, that is not the host's fault if the byte was
 * already there; a few arrive between the DAW's check and its request.
 */
export function savedDuringBlocks(t: ExecutionContext, counts: Concurrent): void {
  const { saves, failed, robbed } = counts;
  t.is(saves, 400);
  t.true(failed - robbed <= 20, `${failed} of ${saves} saves failed, of which the DAW itself robbed ${robbed}`);
  t.is(counts.unread, 0);
  t.true(counts.left);
}

/** A DAW with three instances; another process holds copies of all its pipe ends. */
export interface Household {
  segment: string;
  pids: number[];
  stranger: number;
  /** Kill only the DAW. */
  killDaw(): void;
}

export async function household(session: Session): Promise<Household> {
  const child = spawn(daw020(), argumentsFor('wait-for-end', session), { stdio: ['ignore', 'pipe', 'ignore'] });
  for await (const line of createInterface({ input: child.stdout })) {
    return { ...JSON.parse(line), killDaw: () => child.kill('SIGKILL') };
  }
  throw new Error('The 0.2.0 DAW did not start its hosts');
}

/** Whether the process is still running. Zombies are not. */
export function runs(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return stat.slice(stat.lastIndexOf(')') + 2)[0] !== 'Z';
  } catch {
    return false;
  }
}

/** Remove the segment of a killed DAW. */
export function unlinkSegment(name: string): void {
  if (existsSync(`/dev/shm${name}`)) unlinkSync(`/dev/shm${name}`);
}
