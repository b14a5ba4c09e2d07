/** What the system says of this process. */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

export function status(name: string): string {
  return new RegExp(`^${name}:\\s*(.*)$`, 'm').exec(readFileSync('/proc/self/status', 'latin1'))![1]!;
}

/** What every fd is, but those of this thread's engine. */
export function openFds(): Record<string, string> {
  const found: Record<string, string> = {};
  for (const fd of readdirSync('/proc/self/fd')) {
    try {
      const link = readlinkSync(`/proc/self/fd/${fd}`);
      if (!/anon_inode|\/proc\/|eventpoll/.test(link)) found[fd] = link;
    } catch {} // the one that reads the folder
  }
  return found;
}

/** Blocked signals, as the kernel writes them. */
export function maskOfAudioThread(): string {
  for (const thread of readdirSync('/proc/self/task')) {
    const text = readFileSync(`/proc/self/task/${thread}/status`, 'latin1');
    if (text.includes('maolan-audio')) return /^SigBlk:\s*(.*)$/m.exec(text)![1]!;
  }
  return '';
}
