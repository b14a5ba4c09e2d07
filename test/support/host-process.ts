import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** Longest wait for anything that must happen; far more than a loaded machine needs. */
export const TIMEOUT_MS = 20_000;

/** How a process ended: exactly one of the two is not null. */
export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** Wait until a condition holds; false on timeout. */
export async function until(holds: () => boolean, milliseconds = TIMEOUT_MS): Promise<boolean> {
  const end = performance.now() + milliseconds;
  while (!holds()) {
    if (performance.now() > end) return false;
    await sleep(2);
  }
  return true;
}

/** Ids of processes whose command line contains text. Zombies have none. */
export function processesWith(text: string): number[] {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'latin1').includes(text);
      } catch {
        return false;
      }
    })
    .map(Number);
}

/** Ids of a process's threads with this name. */
export function threadsOf(pid: number, name: string): number[] {
  return readdirSync(`/proc/${pid}/task`)
    .filter((thread) => readFileSync(`/proc/${pid}/task/${thread}/comm`, 'latin1').trim() === name)
    .map(Number);
}

/** The process that a supervisor got from the zygote; 0 if there is none. It has a pidfd of it, and one of a thread. */
export function forkedHostOf(supervisor: number): number {
  try {
    const files = readdirSync(`/proc/${supervisor}/fdinfo`);
    const texts = files.map((fd) => readFileSync(`/proc/${supervisor}/fdinfo/${fd}`, 'latin1'));
    const ids = texts.map((text) => Number(/^Pid:\s+(\d+)$/m.exec(text)?.[1] ?? 0));
    const processes = new Set(readdirSync('/proc')); // threads are not listed there
    return ids.find((id) => processes.has(`${id}`)) ?? 0;
  } catch {
    return 0;
  }
}

/** The host process among the supervisor's children, or the one from the zygote. */
export function hostPidOf(supervisor: number): number {
  const forked = forkedHostOf(supervisor);
  if (forked > 0) return forked;
  try {
    const children = readFileSync(`/proc/${supervisor}/task/${supervisor}/children`, 'latin1').trim().split(' ');
    const host = children.find((pid) => pid && readFileSync(`/proc/${pid}/cmdline`, 'latin1').includes('start.cjs'));
    return Number(host ?? 0);
  } catch {
    return 0;
  }
}

/** A child process whose stderr is collected. Its stdin and stdout are /dev/null; further fds become 3, 4, ... */
export class HostProcess {
  readonly child: ChildProcess;
  readonly exited: Promise<Exit>;
  exit: Exit | undefined;
  stderr = '';

  constructor(executable: string, args: readonly string[], fds: readonly number[], environment: NodeJS.ProcessEnv) {
    this.child = spawn(executable, args, {
      stdio: ['ignore', 'ignore', 'pipe', ...fds],
      env: { ...process.env, ...environment },
    });
    this.child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.stderr += text;
    });
    this.exited = new Promise((resolve, reject) => {
      this.child.once('error', reject);
      // 'close' rather than 'exit': all of stderr has been read by then.
      this.child.once('close', (code, signal) => {
        this.exit = { code, signal };
        resolve(this.exit);
      });
    });
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  /** The process that loads the plugin: a child of the one that the DAW starts; 0 while there is none. */
  get hostPid(): number {
    return hostPidOf(this.pid);
  }

  get alive(): boolean {
    return this.exit === undefined;
  }

  /** How it ended, or undefined if it did not end in time. */
  async end(milliseconds = TIMEOUT_MS): Promise<Exit | undefined> {
    return Promise.race([this.exited, sleep(milliseconds, undefined, { ref: false })]);
  }

  /** Whether stderr has contained this text in time. */
  async says(text: string | RegExp): Promise<boolean> {
    return until(() => (typeof text === 'string' ? this.stderr.includes(text) : text.test(this.stderr)));
  }

  kill(signal: NodeJS.Signals = 'SIGKILL'): void {
    this.child.kill(signal);
  }
}
