// SPDX-License-Identifier: BSD-2-Clause
/** Where this program keeps what is neither a setting nor a cache. */
import { homedir } from 'node:os';
import { join } from 'node:path';

/** For a process with that environment: XDG_STATE_HOME, which is ~/.local/state if it is not set. */
export function programFolder(environment: NodeJS.ProcessEnv): string {
  const home = environment.XDG_STATE_HOME;
  const base = home?.startsWith('/') ? home : join(environment.HOME || homedir(), '.local/state');
  return join(base, 'maolan-plugin-host');
}
