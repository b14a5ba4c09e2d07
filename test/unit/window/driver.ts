/** Runs the native driver (driver.h) on a server. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { ExecutionContext } from 'ava';
import { until } from './x-server.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');
const built = join(root, 'build', 'test', 'window');

/** asan: the window library and the driver under AddressSanitizer; native: the library that is shipped. */
export type Build = 'asan' | 'native';

/** As the commands of driver.h answer. */
const ANSWER = /^(?:window|child|id|resize|scale|place|fds|pages|error) |^abused$/;

export class Driver {
  /** All that it printed, but "done". */
  readonly lines: string[] = [];
  stderr = '';
  #given = 0;
  #done = 0;

  /** Ended, and all that it printed has been read. */
  readonly #closed: Promise<unknown>;

  private constructor(private readonly process: ChildProcess) {
    this.#closed = once(process, 'close');
    createInterface({ input: process.stdout! }).on('line', (line) => {
      if (line === 'done') this.#done++;
      else this.lines.push(line);
    });
    process.stderr!.setEncoding('utf8').on('data', (text: string) => {
      this.stderr += text;
    });
  }

  /** Start a driver; it ends with the test. */
  static start(t: ExecutionContext, env: NodeJS.ProcessEnv, build: Build = 'asan'): Driver {
    const asan = build === 'asan';
    const child = spawn(join(built, asan ? 'driver-asan' : 'driver'), {
      env: {
        ...env,
        TOOLKIT: join(built, 'toolkit.so'),
        WINDOW_LIBRARY: asan ? join(built, 'window-asan.so') : join(root, 'build', 'native', 'libmaolan-window.so'),
      },
    });
    t.teardown(() => child.kill('SIGKILL'));
    return new Driver(child);
  }

  get pid(): number {
    return this.process.pid!;
  }

  get isAlive(): boolean {
    return this.process.exitCode === null && this.process.signalCode === null;
  }

  /** Give a command and wait for its end: its answer, without the events and log lines that came meanwhile. */
  async do(command: string): Promise<string[]> {
    const first = this.lines.length;
    const expected = ++this.#given; // several may be given at once
    this.process.stdin!.write(`${command}\n`);
    await until(`"${command}" done`, () => {
      if (!this.isAlive)
        throw new Error(`the driver ended during "${command}":\n${this.lines.join('\n')}\n${this.stderr}`);
      return this.#done >= expected;
    });
    return this.lines.slice(first).filter((line) => ANSWER.test(line));
  }

  /** The id in the answer to "open ..." or "child ...". */
  async id(command: string): Promise<string> {
    const answer = await this.do(command);
    const id = answer.map((line) => /^(?:window|child) (0x[0-9a-f]+)$/.exec(line)?.[1]).find(Boolean);
    if (!id) throw new Error(`no window: ${answer.join('\n')}`);
    return id;
  }

  /** Wait for a line that starts so; after: only lines after that many. */
  async line(start: string, after = 0): Promise<string> {
    try {
      return await until(`line "${start}"`, () => this.lines.slice(after).find((line) => line.startsWith(start)));
    } catch (error) {
      throw new Error(`${String(error)}, in:\n${this.lines.join('\n')}\n${this.stderr}`);
    }
  }

  /** How many lines start so. */
  count(start: string): number {
    return this.lines.filter((line) => line.startsWith(start)).length;
  }

  /** End of input: the exit code, not 0 if a sanitizer found anything, leaks included. */
  async end(): Promise<number | null> {
    this.process.stdin!.end();
    await this.#closed;
    return this.process.exitCode;
  }
}
