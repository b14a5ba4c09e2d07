/** Runs the native driver (driver.h) on a server. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { ExecutionContext } from 'ava';
import { until } from '../../../unit/window/x-server.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..', '..');
const built = join(root, 'build', 'test', 'editor-lv2');
export const fixtures = join(root, 'build', 'fixtures', 'editor-lv2');

/** asan, tsan: the LV2 library and the driver under a sanitizer; native: the library that is shipped. */
export type Build = 'asan' | 'tsan' | 'native';

export interface DriverOptions {
  build?: Build;
  env?: NodeJS.ProcessEnv;
}

export class Driver {
  /** All that it printed, but "done". */
  readonly lines: string[] = [];
  stderr = '';
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
  static start(t: ExecutionContext, xEnv: NodeJS.ProcessEnv, { build = 'asan', env = {} }: DriverOptions = {}): Driver {
    const child = spawn(join(built, build === 'native' ? 'driver' : `driver-${build}`), {
      env: {
        ...xEnv,
        LV2_PATH: fixtures,
        WINDOW_LIBRARY: join(root, 'build', 'native', 'libmaolan-window.so'),
        ...env,
      },
    });
    t.teardown(() => child.kill('SIGKILL'));
    child.stdin.on('error', () => {}); // do() reports a driver that has died
    return new Driver(child);
  }

  /** Start one, with a fixture's plugin running. */
  static async with(
    t: ExecutionContext,
    xEnv: NodeJS.ProcessEnv,
    name: string,
    options: DriverOptions = {},
  ): Promise<Driver> {
    const driver = Driver.start(t, xEnv, options);
    await driver.open(name.includes(':') ? name : `urn:maolan:editor:${name}`);
    return driver;
  }

  async open(uri: string): Promise<void> {
    const answer = await this.do(`open ${uri}`);
    if (!answer.includes('opened')) throw new Error(answer.join('\n'));
    await this.do('bind');
    await this.do('activate');
  }

  get pid(): number {
    return this.process.pid!;
  }

  get isAlive(): boolean {
    return this.process.exitCode === null && this.process.signalCode === null;
  }

  /** Give a command and wait for its end: what was printed until then. */
  async do(command: string): Promise<string[]> {
    const first = this.lines.length;
    const expected = this.#done + 1;
    this.process.stdin!.write(`${command}\n`);
    await until(`"${command}" done`, () => {
      if (!this.isAlive)
        throw new Error(`the driver ended during "${command}":\n${this.lines.join('\n')}\n${this.stderr}`);
      return this.#done >= expected;
    });
    return this.lines.slice(first);
  }

  /** Show the editor: what the library answered, "0 " if it is shown. */
  async show(words = ''): Promise<string> {
    const answer = (await this.do(`show ${words}`)).find((line) => line.startsWith('shown '));
    return answer!.slice('shown '.length);
  }

  /** Wait for a line that starts so; after: only lines after that many. */
  async line(start: string, after = 0): Promise<string> {
    try {
      return await until(`line "${start}"`, () => this.lines.slice(after).find((line) => line.startsWith(start)));
    } catch (error) {
      throw new Error(`${String(error)}, in:\n${this.lines.join('\n')}\n${this.stderr}`);
    }
  }

  /** Give a command again and again, until a line has been printed. */
  async repeat(command: string, line: string): Promise<void> {
    const first = this.lines.length;
    for (const end = Date.now() + 10_000; Date.now() < end; await sleep(20)) {
      await this.do(command);
      if (this.lines.indexOf(line, first) >= 0) return;
    }
    throw new Error(`"${command}" never brought "${line}":\n${this.lines.join('\n')}\n${this.stderr}`);
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
