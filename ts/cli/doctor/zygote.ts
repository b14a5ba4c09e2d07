// SPDX-License-Identifier: BSD-2-Clause
/** Whether host processes can be forked from a running Node.js (native-shim/zygote/), tried with the one that runs this. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { type Finding, ok, warning } from './finding.ts';

const CHECK = 'zygote';
const TIMEOUT_MS = 20_000;

/** folder: dist/lib. */
export function checkZygote(folder: string, { MAOLAN_ZYGOTE: choice }: NodeJS.ProcessEnv): Finding {
  if (choice === '0') return ok(CHECK, 'turned off (MAOLAN_ZYGOTE=0): each plugin starts its own Node.js');
  const script = join(folder, 'zygote.cjs');
  const words = ['--single-threaded', '--expose-gc', script, 'probe'];
  const { status } = spawnSync(process.execPath, words, {
    stdio: 'ignore',
    timeout: TIMEOUT_MS,
    killSignal: 'SIGKILL',
  });
  if (status !== 0) {
    const message = 'this Node.js cannot be forked, so each plugin starts its own';
    return warning(
      CHECK,
      message,
      'Plugins work without it, but start more slowly; Node.js 20 is known to support it.',
    );
  }
  return ok(CHECK, "works: a DAW's second plugin and all later ones are forks of one Node.js");
}
