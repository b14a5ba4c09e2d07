// SPDX-License-Identifier: BSD-2-Clause
/** The folder for this program's data that is neither a setting nor a cache. */
import { homedir } from 'node:os';
import { join } from 'node:path';

/** For a process with that environment: in XDG_STATE_HOME, which defaults to ~/.local/state. */
export function programFolder(environment: NodeJS.ProcessEnv): string {
  const home = environment.XDG_STATE_HOME;
  const base = home?.startsWith('/') ? home : join(environment.HOME || homedir(), '.local/state');
  return join(base, 'maolan-plugin-host');
}
