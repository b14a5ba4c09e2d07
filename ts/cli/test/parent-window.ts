// SPDX-License-Identifier: BSD-2-Clause
/** A window of another process, in which an editor is embedded: what a DAW's window is to it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { skipUnless } from './broken.ts';

export class ParentWindow {
  readonly id: number;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, id: number) {
    this.#child = child;
    this.id = id;
  }

  /** @throws NotApplicable if there can be none */
  static async open(folder: string, signal: AbortSignal): Promise<ParentWindow> {
    const child = spawn(process.execPath, [join(folder, 'parent-window.cjs')], {
      stdio: ['pipe', 'ignore', 'ignore', 'pipe'],
      signal,
      killSignal: 'SIGKILL',
    });
    child.on('error', () => {}); // it was ended by the signal
    child.stdin?.on('error', () => {}); // the same
    const said = once(child.stdio[3] as NodeJS.ReadableStream, 'data').then(([data]) => Number(String(data)));
    const id = await Promise.race([said, once(child, 'close').then(() => Number.NaN)]);
    skipUnless(Number.isSafeInteger(id), 'there is no DISPLAY that has room for a window, or libX11 is missing');
    return new ParentWindow(child, id);
  }

  /** In pixels. */
  resize(width: number, height: number): void {
    this.#child.stdin?.write(`${width}x${height}\n`);
  }

  /** With its process, without notice. */
  async kill(): Promise<void> {
    const closed = once(this.#child, 'close');
    if (this.#child.exitCode === null && this.#child.signalCode === null) this.#child.kill('SIGKILL');
    else return;
    await closed;
  }
}
