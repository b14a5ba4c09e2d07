/** A DAW (this process, or a program of its own) whose host processes come from a zygote. */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { type OpenOptions, PluginHost } from '../../../ts/client/index.ts';
import { forkedHostOf, processesWith, TIMEOUT_MS, until } from '../../support/host-process.ts';
import { currentHost } from '../../support/paths.ts';

export const FRAMES = 64;
const PAUSE_MS = 50;
/** A user with no rights. */
export const NOBODY = 65_534;

/** Also where all tests are run without. */
export const withZygote = { MAOLAN_ZYGOTE: '1' } as const;

function textOf(file: string): string {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return ''; // closed since then
  }
}

/** The zygotes of a DAW: each holds a pidfd of it. */
export function zygotesOf(daw = process.pid): number[] {
  const line = new RegExp(`^Pid:\\s+${daw}$`, 'm');
  return processesWith('maolan-zygote').filter((pid) => {
    try {
      return readdirSync(`/proc/${pid}/fdinfo`).some((fd) => line.test(textOf(`/proc/${pid}/fdinfo/${fd}`)));
    } catch {
      return false;
    }
  });
}

const opened = new Set<PluginHost>();

export async function open(options: OpenOptions): Promise<PluginHost> {
  const host = await PluginHost.open({ ...options, environment: { ...withZygote, ...options.environment } });
  opened.add(host);
  return host;
}

/** What a test that failed has left open. */
export async function closeOpened(): Promise<void> {
  await Promise.all([...opened].map((host) => host.close()));
  opened.clear();
}

export function isForked(host: PluginHost): boolean {
  return forkedHostOf(host.pid ?? 0) > 0;
}

/** Hosts are opened until one comes from the zygote, which begins when the second one is started. All but that one are closed. */
export async function openForked(options: OpenOptions): Promise<PluginHost> {
  const others: PluginHost[] = [];
  const end = performance.now() + TIMEOUT_MS;
  try {
    for (;;) {
      const host = await open(options);
      if (isForked(host)) return host;
      others.push(host);
      if (performance.now() > end) throw new Error('no host comes from the zygote');
      await sleep(PAUSE_MS);
    }
  } finally {
    await Promise.all(others.map((host) => host.close()));
  }
}

/** The host process that a zygote has forked ahead; 0: none. The program between the two is its parent. */
export function spareOf(zygotes = zygotesOf()): number {
  const isSpare = (pid: number) => {
    try {
      return zygotes.includes(Number(statOf(Number(statOf(pid)[1]))[1]));
    } catch {
      return false;
    }
  };
  return processesWith('maolan-zygote').find((pid) => !zygotes.includes(pid) && isSpare(pid)) ?? 0;
}

/** Like openForked, but the process was forked ahead. On a busy machine the supervisor may not wait for it. */
export async function openSpare(options: OpenOptions): Promise<PluginHost> {
  const first = await openForked(options);
  const end = performance.now() + TIMEOUT_MS;
  try {
    for (;;) {
      if (!(await until(() => spareOf() > 0))) throw new Error('the zygote forks no process ahead');
      const spare = spareOf();
      const host = await open(options);
      if (forkedHostOf(host.pid ?? 0) === spare) return host;
      await host.close();
      if (performance.now() > end) throw new Error('no host comes from a spare');
    }
  } finally {
    await first.close();
  }
}

/** Does a block come back with sound? */
export async function plays(host: PluginHost): Promise<boolean> {
  const inputs = Array.from({ length: host.ports.audioInputs }, () => new Float32Array(FRAMES).fill(0.5));
  const outputs = Array.from({ length: host.ports.audioOutputs }, () => new Float32Array(FRAMES));
  await host.processAsync(inputs, outputs);
  return outputs.length > 0 && outputs.every((output) => output.some((sample) => sample !== 0));
}

/** A line of /proc/PID/status. */
export function statusOf(pid: number, name: string): string | undefined {
  return new RegExp(`^${name}:[ \\t]*(.*)$`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1];
}

/** Fields of /proc/PID/stat behind the name, the state first. */
export function statOf(pid: number): string[] {
  const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
  return text.slice(text.lastIndexOf(')') + 2).split(' ');
}

/** The processors that this process may use: the first of them. */
export function firstProcessor(): string {
  return (statusOf(process.pid, 'Cpus_allowed_list') ?? '0').replace(/[,-].*/, '');
}

/** May another user start a program of this tree? */
export function isOpenToOthers(): boolean {
  const words = ['--reuid', `${NOBODY}`, '--clear-groups', 'test', '-x', currentHost];
  return process.getuid?.() === 0 && spawnSync('setpriv', words).status === 0;
}
