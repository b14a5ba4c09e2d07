/** DAWs as separate programs (daw.ts), and what one leaves behind. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { processesWith, until } from '../../support/host-process.ts';
import { root, withTypeScript } from '../../support/paths.ts';
import type { Belongings } from './daw.ts';
import { withZygote, zygotesOf } from './scene.ts';

export interface StartedDaw {
  child: ChildProcess;
  pid: number;
  belongings: Belongings;
}

export interface DawSurroundings {
  /** Words before the program's own, such as `nice -n 5`. */
  through?: readonly string[];
  cwd?: string;
  environment?: Readonly<Record<string, string>>;
}

/** Start one, and wait until it has a host process from its zygote. It keeps its pid through what replaces itself. */
export async function startDaw({
  through = [],
  cwd = process.cwd(),
  environment = {},
}: DawSurroundings): Promise<StartedDaw> {
  const words = [...through, process.execPath, withTypeScript, join(root, 'test/behaviour/zygote/daw.ts')];
  const child = spawn(words[0] as string, words.slice(1), {
    cwd,
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, ...withZygote, ...environment },
  });
  const ended = once(child, 'close').then(([code, signal]) => {
    throw new Error(`The DAW ended (${code ?? signal})`);
  });
  ended.catch(() => {});
  const [line] = (await Promise.race([once(createInterface(child.stdout), 'line'), ended])) as [string];
  return { child, pid: child.pid ?? 0, belongings: JSON.parse(line) as Belongings };
}

/** What there is of a DAW that has ended: processes, sockets, shared memory. Empty if nothing is. */
export function leftOf(pid: number): string[] {
  const sockets = readFileSync('/proc/net/unix', 'latin1').split('\n');
  return [
    ...zygotesOf(pid).map((zygote) => `zygote ${zygote}`),
    ...processesWith(`maolan-client-${pid}-`).map((host) => `process ${host}`),
    ...sockets.filter((line) => line.includes(`@maolan-zygote-${pid}-`)),
    ...readdirSync('/dev/shm').filter((name) => name.includes(`maolan-client-${pid}-`)),
  ];
}

/** End it, by a signal or as it likes. @returns what is left some time later. */
export async function endDaw({ child, pid }: StartedDaw, signal?: NodeJS.Signals): Promise<string[]> {
  if (signal !== undefined) child.kill(signal);
  else child.stdin?.end();
  if (child.exitCode === null && child.signalCode === null) await once(child, 'close');
  await until(() => leftOf(pid).length === 0);
  return leftOf(pid);
}
