/** Runs the native driver (driver.c) on an X server, with a fixture editor or an installed plugin. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { ExecutionContext } from 'ava';
import { until, type XServer } from '../../../unit/window/x-server.ts';

export { until, XServer } from '../../../unit/window/x-server.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..', '..');
const built = join(root, 'build', 'test', 'editor', 'clap');

/** Spec of a kind of the fixture editor. */
export const fixture = (kind: string): string =>
  `${join(built, /^(refuses|lacks)-/.test(kind) ? 'refuses.clap' : 'editor.clap')}::org.maolan.editor.${kind}`;

/** A fixture without an editor. */
export const withoutEditor = join(root, 'build', 'fixtures', 'clap', 'gain.clap');

/** enum action of plumbing/editor.h. */
export const Action = {
  Resize: 1,
  ResizeFromThread: 2,
  ResizeImpossible: 3,
  Show: 4,
  Hide: 5,
  ShowFromThread: 6,
  HideFromThread: 7,
  Closed: 8,
  ClosedDestroyed: 9,
  BadWindow: 10,
  BecomeResizable: 11,
  DrawSlowly: 12,
  HangOnce: 13,
  Storm: 14,
} as const;

/** Colours of the fixture editor. */
export const BACKGROUND = 0x204060;
export const BAR = 0xff8800;

/** driver: for plugins that are not ours, which sanitizers would stumble over. */
export type Build = 'driver' | 'driver-asan' | 'driver-tsan';

export interface Options {
  build?: Build;
  env?: Record<string, string>;
}

export class Driver {
  /** All that it printed, but "done". */
  readonly lines: string[] = [];
  stderr = '';
  readonly #log: string;
  #done = 0;

  /** Ended, and all that it printed has been read. */
  readonly #closed: Promise<unknown>;

  private constructor(
    private readonly process: ChildProcess,
    folder: string,
  ) {
    this.#log = join(folder, 'log');
    this.#closed = once(process, 'close');
    createInterface({ input: process.stdout! }).on('line', (line) => {
      if (line === 'done') this.#done++;
      else this.lines.push(line);
    });
    process.stderr!.setEncoding('utf8').on('data', (text: string) => {
      this.stderr += text;
    });
  }

  /** Start a driver and open a plugin; it ends with the test. */
  static async start(
    t: ExecutionContext,
    x: Pick<XServer, 'env'>,
    spec: string,
    { build = 'driver-asan', env = {} }: Options = {},
  ): Promise<Driver> {
    const folder = mkdtempSync(join(tmpdir(), 'clap-editor-'));
    const child = spawn(join(built, build), {
      env: {
        ...x.env,
        WINDOW_LIBRARY: join(root, 'build', 'native', 'libmaolan-window.so'),
        MAOLAN_FIXTURE_LOG: join(folder, 'log'),
        ...env,
      },
    });
    t.teardown(() => {
      child.kill('SIGKILL');
      rmSync(folder, { recursive: true });
    });
    const driver = new Driver(child, folder);
    t.true((await driver.do(`open ${spec}`)).includes('opened'), `${driver.lines.join('\n')}\n${driver.stderr}`);
    return driver;
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

  /** Calls that the fixture wrote down: "THREAD NAME DETAILS"; without its complaints. */
  calls(name = ''): string[] {
    return this.#logLines().filter(
      (line) => !/^\S+ fault /.test(line) && line.slice(line.indexOf(' ') + 1).startsWith(name),
    );
  }

  /** What the host did against the rules of CLAP. */
  faults(): string[] {
    return this.#logLines().filter((line) => /^\S+ fault /.test(line));
  }

  /** Wait for a call with this name and these details; after: so many of them came before. */
  async called(name: string, after = 0): Promise<string> {
    try {
      return await until(`call "${name}"`, () => this.calls(name)[after]);
    } catch (error) {
      throw new Error(`${String(error)}, in:\n${this.calls().join('\n')}\n${this.lines.join('\n')}\n${this.stderr}`);
    }
  }

  /** Have the fixture do something on its main thread. */
  async act(action: number): Promise<void> {
    const before = this.calls('editor.acted').length;
    await this.do(`event 1 ${action}`);
    await this.do('run 64 1');
    await this.called('editor.acted', before);
  }

  /** Show the editor: its container. */
  async show(x: XServer, parent = '0'): Promise<string> {
    const answer = await this.do(`show ${parent} Editor`);
    if (!answer.includes('shown 0')) throw new Error(`${answer.join('\n')}\n${this.stderr}`);
    return until('a window', () => (parent === '0' ? x.windowsOf(this.pid)[0] : x.children(parent).at(-1)));
  }

  /** The parameters' changes and gestures that came out of the plugin. */
  async events(): Promise<string[]> {
    return (await this.do('events')).filter((line) => line.startsWith('event '));
  }

  /** Wait until an event of that kind (see block.h) has come, having the audio thread run. */
  async eventOf(kind: number): Promise<string[]> {
    const seen: string[] = [];
    for (const end = Date.now() + 10_000; Date.now() < end; ) {
      await this.do('run 64 1');
      seen.push(...(await this.events()));
      if (seen.some((line) => line.includes(` kind ${kind} `))) return seen;
    }
    throw new Error(`no event of kind ${kind} in:\n${seen.join('\n')}`);
  }

  async value(index: number): Promise<number> {
    return Number((await this.do(`value ${index}`)).find((line) => line.startsWith('value '))!.split(' ')[1]);
  }

  /** Open file descriptors and threads. */
  async count(): Promise<string> {
    return (await this.do('count')).find((line) => line.startsWith('fds '))!;
  }

  /** End of input: the exit code, not 0 if a sanitizer found anything, leaks included. */
  async end(): Promise<number | null> {
    this.process.stdin!.end();
    await this.#closed;
    return this.process.exitCode;
  }

  #logLines(): string[] {
    return existsSync(this.#log) ? readFileSync(this.#log, 'utf8').split('\n').slice(0, -1) : [];
  }
}
