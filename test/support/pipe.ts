import { execFileSync } from 'node:child_process';
import { closeSync, constants, openSync, readSync, unlinkSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

let created = 0;
/** FIFOs for later: one mkfifo makes several, because starting it takes longer than a block. */
const spare: string[] = [];
process.once('exit', () => {
  for (const path of spare) unlinkSync(path);
});

function fifo(): string {
  const path = spare.pop();
  if (path !== undefined) return path;
  const name = () => join(tmpdir(), `maolan-test-${process.pid}-${created++}.fifo`);
  spare.push(...Array.from({ length: 8 }, name));
  execFileSync('mkfifo', ['-m', '600', ...spare]);
  return fifo();
}

/** Whether error is a system error with this code. */
export function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

/** The result of waiting for a byte. */
export type Waited = 'byte' | 'time-out' | 'closed';

/**
 * A pipe with both ends open here. Node cannot create one, so it is a FIFO whose name is removed at once. `read` is
 * non-blocking for the DAW's own waits; `readForChild` is another, blocking description of the same end, as a child
 * inherits it from pipe(2).
 */
export class Pipe {
  readonly read: number;
  readonly readForChild: number;
  readonly write: number;
  readonly #open = new Set<number>();

  constructor() {
    const path = fifo();
    // A descriptor opened for both directions never blocks, and keeps the other opens from waiting for each other.
    const both = openSync(path, constants.O_RDWR);
    this.read = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    this.readForChild = openSync(path, constants.O_RDONLY);
    this.write = openSync(path, constants.O_WRONLY);
    closeSync(both);
    unlinkSync(path);
    for (const fd of [this.read, this.readForChild, this.write]) this.#open.add(fd);
  }

  /** Write bytes; throws EPIPE if there is no reader. */
  signal(bytes = 1): void {
    writeSync(this.write, Buffer.alloc(bytes, 1));
  }

  /** Take one byte if there is one. */
  take(): Waited {
    try {
      return readSync(this.read, Buffer.alloc(1), 0, 1, null) === 1 ? 'byte' : 'closed';
    } catch (error) {
      if (hasCode(error, 'EAGAIN')) return 'time-out';
      throw error;
    }
  }

  /**
   * Wait for one byte and take it. Polls continuously for a moment, because blocks are short, then once per
   * millisecond.
   */
  async wait(milliseconds: number): Promise<Waited> {
    const start = performance.now();
    for (;;) {
      const taken = this.take();
      const waited = performance.now() - start;
      if (taken !== 'time-out' || waited >= milliseconds) return taken;
      if (waited > 0.5) await sleep(1);
    }
  }

  /** Take and count all unread bytes. */
  drain(): number {
    let bytes = 0;
    while (this.take() === 'byte') bytes++;
    return bytes;
  }

  close(...ends: number[]): void {
    for (const fd of ends.length > 0 ? ends : [...this.#open]) if (this.#open.delete(fd)) closeSync(fd);
  }
}
