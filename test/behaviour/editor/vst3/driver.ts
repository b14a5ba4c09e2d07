/** Runs the driver of test/unit/vst3, which driver-editor.c adds to, on an X server: command by command, while a test clicks. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { ExecutionContext } from 'ava';
import type { XServer } from '../../../unit/window/x-server.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..', '..');
const built = join(root, 'build', 'test', 'editor', 'vst3');

/** Path of a fixture's bundle. */
export const fixture = (name: string): string => join(root, 'build', 'fixtures', 'editor', 'vst3', `${name}.vst3`);

export interface Options {
  /** native: what is shipped, for plugins that are not ours. */
  build?: 'native' | 'asan' | 'tsan';
  env?: NodeJS.ProcessEnv;
}

/** One line of the fixtures' log: the thread, and what it wrote. */
export interface Call {
  thread: string;
  text: string;
}

const MARK = 'mark'; // not a command: the driver says so, when it has come to it

export class Driver {
  readonly #lines: string[] = [];
  #marks = 0;
  stderr = '';

  /** Ended, and all that it printed has been read. */
  readonly #closed: Promise<unknown>;

  private constructor(
    private readonly process: ChildProcess,
    private readonly log: string,
  ) {
    this.#closed = once(process, 'close');
    createInterface({ input: process.stdout! }).on('line', (line) => {
      if (line.endsWith(` ${MARK}`)) this.#marks++;
      else this.#lines.push(line);
    });
    process.stderr!.setEncoding('utf8').on('data', (text: string) => {
      this.stderr += text;
    });
  }

  /** Start a driver without a plugin; it ends with the test. */
  static start(t: ExecutionContext, server: { env: NodeJS.ProcessEnv }, { build = 'asan', env }: Options = {}): Driver {
    const scratch = mkdtempSync(join(tmpdir(), 'editor-test-'));
    const log = join(scratch, 'log');
    const child = spawn(join(built, build === 'native' ? 'driver' : `driver-${build}`), {
      env: {
        ...server.env,
        MAOLAN_FIXTURE_LOG: log,
        WINDOW_LIBRARY: join(root, 'build', 'native', 'libmaolan-window.so'),
        ...env,
      },
    });
    t.teardown(() => {
      child.kill('SIGKILL');
      rmSync(scratch, { recursive: true, force: true });
    });
    return new Driver(child, log);
  }

  /** Start a driver with a plugin that is ready to play. */
  static async open(t: ExecutionContext, server: { env: NodeJS.ProcessEnv }, spec: string, options: Options = {}) {
    const driver = Driver.start(t, server, options);
    await driver.do(`open ${spec}`, 'bind', 'activate');
    return driver;
  }

  get pid(): number {
    return this.process.pid!;
  }

  /** Give commands and wait for their end: the lines that were printed until then. */
  async do(...commands: string[]): Promise<string[]> {
    const first = this.#lines.length;
    const expected = this.#marks + 1;
    this.process.stdin!.write(`${[...commands, MARK].join('\n')}\n`);
    while (this.#marks < expected) {
      if (this.process.exitCode !== null || this.process.signalCode !== null)
        throw new Error(`the driver ended during "${commands.join(', ')}":\n${this.#lines.join('\n')}\n${this.stderr}`);
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    return this.#lines.slice(first);
  }

  /** The one line that a command answers with and that starts with a word. */
  async answer(command: string, word: string): Promise<string> {
    const lines = await this.do(command);
    const found = lines.find((line) => line.startsWith(`${word} `));
    if (found === undefined) throw new Error(`"${command}" answered:\n${lines.join('\n')}`);
    return found.slice(word.length + 1);
  }

  /** All lines that the driver printed and that start so. */
  printed(start: string): string[] {
    return this.#lines.filter((line) => line.startsWith(start));
  }

  /** The table's value of a parameter. */
  async value(index: number): Promise<number> {
    return Number(await this.answer(`value ${index}`, 'value'));
  }

  /** Run the main loop until a condition holds: what it returned then. */
  async until<T>(what: string, look: () => Promise<T> | T): Promise<NonNullable<T>> {
    for (const end = Date.now() + 15_000; Date.now() < end; ) {
      await this.do('obey 20');
      const found = await look();
      if (found !== undefined && found !== null && found !== false) return found;
    }
    throw new Error(`waited in vain: ${what}\n${this.#lines.slice(-30).join('\n')}\n${this.stderr}`);
  }

  /** Show the editor in a top-level window, and wait until it is on the screen: its X11 id. */
  async show(x: XServer, title = 'Title'): Promise<string> {
    const status = await this.answer(`show 0 ${title}`, 'shown');
    if (!status.startsWith('0')) throw new Error(status);
    return this.until('the window', () => x.windowsNamed(`^${title}$`).find((id) => x.isVisible(id)));
  }

  /** What the fixture wrote down, without its complaints. */
  get calls(): Call[] {
    return this.#log().filter(({ text }) => !text.startsWith('fault '));
  }

  /** The texts of those that start with a word. */
  callsTo(word: string): string[] {
    return this.calls.map(({ text }) => text).filter((text) => `${text} `.startsWith(`${word} `));
  }

  /** What the host did against the rules of VST3. */
  get faults(): string[] {
    return this.#log()
      .filter(({ text }) => text.startsWith('fault '))
      .map(({ text }) => text.slice(6));
  }

  #log(): Call[] {
    const lines = existsSync(this.log) ? readFileSync(this.log, 'utf8').split('\n').slice(0, -1) : [];
    return lines.map((line) => {
      const space = line.indexOf(' ');
      return { thread: line.slice(0, space), text: line.slice(space + 1) };
    });
  }

  /** Close the plugin: nothing may have gone wrong, leaked or offended the plugin. */
  async end(t: ExecutionContext): Promise<void> {
    this.process.stdin!.end('close\n');
    await this.#closed;
    t.is(this.process.exitCode, 0, `${this.process.signalCode ?? ''}\n${this.#lines.join('\n')}\n${this.stderr}`);
    t.deepEqual(this.faults, []);
  }
}

/** A window of a DAW, in a separate process. */
export class DawWindow {
  private constructor(
    private readonly process: ChildProcess,
    readonly id: string,
  ) {}

  static async open(t: ExecutionContext, x: XServer, width: number, height: number): Promise<DawWindow> {
    const child = spawn(join(built, 'daw-window'), [String(width), String(height)], { env: x.env });
    t.teardown(() => child.kill('SIGKILL'));
    const [first] = (await once(child.stdout!, 'data')) as [Buffer];
    return new DawWindow(child, first.toString().trim());
  }

  /** Crash: the server destroys its windows and all that is in them. */
  async kill(): Promise<void> {
    this.process.kill('SIGKILL');
    await once(this.process, 'exit');
  }
}
