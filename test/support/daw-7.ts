/** The DAW of version 7 in C (test/daw/daw-7.c), which checks each block at the moment when it is answered. */
import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { torture } from '../behaviour/torture/support.ts';
import type { DawOptions } from './daw.ts';
import { currentHost, root } from './paths.ts';

/** The names in struct options of daw-7.h. */
export interface Daw7Options {
  version?: 6 | 7;
  eventless?: 0 | 1;
  blocks: number;
  period_us?: number;
  limit_ms?: number;
  requests?: number;
  channels?: number;
  gain_percent?: number;
  latency?: number;
  midi?: 0 | 1;
  still_every?: number;
  still_after_crash?: 0 | 1;
  still_ms?: number;
  crash_every?: number;
}

/** Its counters; see struct counted there. */
export interface Counts {
  blocks: number;
  timeouts: number;
  wrong: number;
  dry: number;
  wrongMidi: number;
  wrongLatency: number;
  stolen: number;
  crashes: number;
  recovering: number;
  passed: number;
  wrongRecovering: number;
  requests: number;
  failedRequests: number;
  stills: number;
  hangs: number;
  counter: number;
  unread: number;
  left: boolean;
}

/** On a busy machine a block may take longer than a DAW waits, which these tests are not about. */
export const PATIENT_MS = 2000;

/** The torture plugin, a plain gain unless a script changes that, and what the DAW should expect of it. */
export function plainGain(format: 'lv2' | 'vst3' | 'clap', script = ''): [DawOptions, Partial<Daw7Options>] {
  const environment = { XDG_STATE_HOME: join(tmpdir(), 'maolan-daw-7'), MAOLAN_RECOVERY_CRASHES: '1000000' };
  return [torture(format, script, environment), { channels: 2, gain_percent: 50, latency: 64 }];
}

/** Run it. @param stderr a descriptor for the host's messages; default: discarded. */
export async function playDaw7(plugin: DawOptions, options: Daw7Options, stderr?: number): Promise<Counts> {
  const words = Object.entries({ limit_ms: PATIENT_MS, ...options }).map(([name, value]) => `${name}=${value}`);
  const child = spawn(join(root, 'build/daw/daw-7'), [currentHost, plugin.format, plugin.spec, ...words], {
    stdio: ['ignore', 'pipe', stderr ?? 'ignore'],
    env: { ...process.env, ...plugin.environment },
  });
  const ended = new Promise<number | null>((resolve, reject) => child.once('close', resolve).once('error', reject));
  let text = '';
  child.stdout?.setEncoding('utf8').on('data', (part: string) => {
    text += part;
  });
  if ((await ended) !== 0) throw new Error(`daw-7 failed with ${plugin.format} ${plugin.spec}`);
  return JSON.parse(text) as Counts;
}
