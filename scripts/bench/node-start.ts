// SPDX-License-Identifier: BSD-2-Clause
/** The lower bound of a start: the time and memory that Node itself takes. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';

const SCRIPT = "require('node:fs').writeSync(1, 'x'); setInterval(() => {}, 1000);";

/** As set by the supervisor (native-shim/supervisor/main.c). */
function environment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('NODE_')));
}

export interface NodeStart {
  /** Nanoseconds until its script runs. */
  ready: number;
  memoryKib: Record<string, number>;
}

/** Start that Node once, with an empty script. */
export async function startNode(node: string): Promise<NodeStart> {
  const start = performance.now();
  const child = spawn(node, ['--v8-pool-size=1', '--eval', SCRIPT], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: environment(),
  });
  await once(child.stdout, 'data');
  const ready = (performance.now() - start) * 1e6;
  const rollup = readFileSync(`/proc/${child.pid}/smaps_rollup`, 'latin1');
  const memoryKib = Object.fromEntries(
    [...rollup.matchAll(/^(\w+): +(\d+) kB$/gm)].map(([, name, kib]) => [name, Number(kib)]),
  );
  child.kill();
  await once(child, 'exit');
  return { ready, memoryKib };
}
