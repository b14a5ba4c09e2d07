// SPDX-License-Identifier: BSD-2-Clause
/**
 * What a host needs regardless of its plugin: the native side and the core. The zygote creates them before it forks;
 * otherwise they are created on demand.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Core, instantiateCore } from '../../core.ts';
import { Native } from '../../native.ts';

interface Prepared {
  readonly native: Native;
  /** Created by the first call. */
  readonly core: () => Core;
}

let made: Prepared | undefined;
let startedAtMs = 0;

/** @param folder of the built files. */
export function prepared(folder: string): Prepared {
  if (made !== undefined) return made;
  let core: Core | undefined;
  made = {
    native: new Native(folder),
    core: () => {
      core ??= instantiateCore(readFileSync(join(folder, 'core.wasm')));
      return core;
    },
  };
  return made;
}

/** For the zygote: create everything now. */
export function prepare(folder: string): Native {
  const { native, core } = prepared(folder);
  core();
  return native;
}

/** For a forked process, which is younger than its engine. */
export function noteStart(): void {
  startedAtMs = performance.now();
}

/** Milliseconds since this process was started. */
export function ageMs(): number {
  return performance.now() - startedAtMs;
}
