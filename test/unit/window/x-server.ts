/**
 * A real X server without a screen (Xvfb), usually with a window manager (openbox), for tests of windows.
 *
 * Debian packages: xvfb openbox xdotool wmctrl x11-utils x11-xserver-utils.
 */
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ExecutionContext } from 'ava';
import { type Area, Picture } from './picture.ts';

/** Not to outlive the tests, should these end early. */
const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const server of running) server.kill('SIGKILL');
});

export interface ServerOptions {
  /** Of the screen, in pixels. */
  width?: number;
  height?: number;
  /** false: windows are on their own. */
  windowManager?: boolean;
  /** The number of the display; free ones are found. */
  number?: number;
  /** With OpenGL, which editors of the Zam plugins draw with; the server then takes twice as long to start. */
  openGl?: boolean;
}

/** Look until a condition holds; what it returned then. Fails after half a minute, with the sentence. */
export async function until<T>(what: string, look: () => T | undefined | null | false): Promise<T> {
  for (const end = Date.now() + 30_000; Date.now() < end; await sleep(20)) {
    const found = look();
    if (found !== undefined && found !== null && found !== false) return found;
  }
  throw new Error(`waited in vain: ${what}`);
}

async function firstLine(stream: Readable): Promise<string> {
  let text = '';
  for await (const data of stream) {
    text += String(data);
    if (text.includes('\n')) break;
  }
  return text.trim();
}

const isRunning = (child: ChildProcess): boolean => child.exitCode === null && child.signalCode === null;

export class XServer {
  #windowManager: ChildProcess | undefined;

  private constructor(
    private readonly process: ChildProcess,
    private readonly folder: string,
    /** As in DISPLAY. */
    readonly display: string,
  ) {}

  /** Start a server; it ends with the test. */
  static async start(
    t: ExecutionContext,
    { width = 1280, height = 800, windowManager = true, number, openGl = false }: ServerOptions = {},
  ): Promise<XServer> {
    const folder = mkdtempSync(join(tmpdir(), 'x-server-'));
    const display = number === undefined ? [] : [`:${number}`];
    const screen = [
      '-screen',
      '0',
      `${width}x${height}x24`,
      '-fbdir',
      folder,
      ...(openGl ? [] : ['-extension', 'GLX']),
    ];
    const server = spawn(
      'Xvfb',
      [...display, '-displayfd', '3', ...screen, '-noreset', '-nocursor', '-nolisten', 'tcp'],
      {
        stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
      },
    );
    running.add(server);
    const found = await firstLine(server.stdio[3] as Readable);
    const x = new XServer(server, folder, `:${found}`);
    t.teardown(async () => {
      await x.#end('SIGTERM');
      running.delete(server);
      rmSync(folder, { recursive: true, force: true });
    });
    if (found === '') throw new Error('Xvfb does not start');
    if (windowManager) await x.#startWindowManager();
    return x;
  }

  async #startWindowManager(): Promise<void> {
    /* It runs the command when it manages windows; what was mapped while it started may stay unmapped. */
    this.#windowManager = spawn('openbox', ['--sm-disable', '--startup', 'echo ready'], {
      env: this.env,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    let said = '';
    this.#windowManager.stdout?.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    await until('a window manager', () => said.includes('ready\n'));
  }

  /** The environment for programs that use this server. */
  get env(): NodeJS.ProcessEnv {
    const { WAYLAND_DISPLAY: _, ...env } = process.env;
    return { ...env, DISPLAY: this.display };
  }

  /** End the server as a crash does, without notice. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
    rmSync(`/tmp/.X11-unix/X${this.display.slice(1)}`, { force: true }); // which it could not clear away
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const windowManager = this.#windowManager;
    if (windowManager && isRunning(windowManager) && windowManager.kill('SIGKILL')) await once(windowManager, 'exit');
    if (isRunning(this.process) && this.process.kill(signal)) await once(this.process, 'exit');
  }

  /** Stop the window manager (it holds the connection, and answers nothing), or let it continue. */
  hangWindowManager(hang: boolean): void {
    this.#windowManager?.kill(hang ? 'SIGSTOP' : 'SIGCONT');
  }

  /** Run a tool: its output, or '' if it failed. */
  run(tool: string, ...words: string[]): string {
    const result = spawnSync(tool, words, { env: this.env, encoding: 'utf8', timeout: 30_000 });
    if (result.error) throw result.error;
    return result.status === 0 ? result.stdout.trim() : '';
  }

  /** Set server resources, as desktops do at their start ("Xft.dpi: 144"). */
  setResources(text: string): void {
    execFileSync('xrdb', ['-nocpp', '-merge', '-'], { env: this.env, input: `${text}\n` });
  }

  /** A property as xprop prints it ('' if there is none). */
  property(window: string, name: string): string {
    return propertyValue(this.run('xprop', '-notype', '-id', window, name));
  }

  rootProperty(name: string): string {
    return propertyValue(this.run('xprop', '-notype', '-root', name));
  }

  /** Ids of the windows whose _NET_WM_PID is pid; only mapped ones if visible. */
  windowsOf(pid: number, visible = true): string[] {
    const search = ['search', ...(visible ? ['--onlyvisible'] : []), '--all', '--pid', String(pid), '--name', '.*'];
    return hexadecimal(this.run('xdotool', ...search));
  }

  /** Ids of the windows with that name (a regular expression). */
  windowsNamed(name: string, visible = true): string[] {
    return hexadecimal(this.run('xdotool', 'search', ...(visible ? ['--onlyvisible'] : []), '--name', name));
  }

  /** Where a window is on the screen, without its frame; undefined if it does not exist. */
  area(window: string): Area | undefined {
    const text = this.run('xwininfo', '-id', window);
    const field = (name: string): number => Number(new RegExp(`${name}:\\s+(-?\\d+)`).exec(text)?.[1]);
    if (text === '') return undefined;
    return {
      x: field('Absolute upper-left X'),
      y: field('Absolute upper-left Y'),
      width: field('Width'),
      height: field('Height'),
    };
  }

  /** Whether a window and all that it is in are mapped. */
  isVisible(window: string): boolean {
    return this.run('xwininfo', '-id', window).includes('IsViewable');
  }

  /** Ids of a window's children, from bottom to top. */
  children(window: string): string[] {
    const lines = this.run('xwininfo', '-children', '-id', window).split('\n');
    return lines.flatMap((line) => /^ {5}(0x[0-9a-f]+)/.exec(line)?.[1] ?? []).reverse();
  }

  /** The window that has the keyboard. */
  focused(): string {
    return hexadecimal(this.run('xdotool', 'getwindowfocus', '-f'))[0] ?? '';
  }

  /** The screen, or what is to be seen of a window. */
  screenshot(window?: string): Picture {
    const screen = Picture.fromXwd(readFileSync(join(this.folder, 'Xvfb_screen0')));
    if (window === undefined) return screen;
    const area = this.area(window);
    if (!area) throw new Error(`no window ${window}`);
    return screen.crop(area);
  }

  /** Keep a picture for people to look at. */
  save(path: string, window?: string): void {
    writeFileSync(path, this.screenshot(window).toPng());
  }

  /** Click at a place of a window, with a button from 1 (left) to 5 (wheel down). */
  click(window: string, x: number, y: number, button = 1): void {
    this.moveTo(window, x, y);
    this.run('xdotool', 'click', String(button));
  }

  moveTo(window: string, x: number, y: number): void {
    this.run('xdotool', 'mousemove', '--window', window, String(x), String(y));
  }

  /** Drag with the left button, in steps, as a user does. */
  drag(window: string, from: [number, number], to: [number, number], steps = 10): void {
    this.moveTo(window, ...from);
    this.run('xdotool', 'mousedown', '1');
    for (let step = 1; step <= steps; step++) {
      const at = (axis: 0 | 1): number => Math.round(from[axis] + ((to[axis] - from[axis]) * step) / steps);
      this.moveTo(window, at(0), at(1));
    }
    this.run('xdotool', 'mouseup', '1');
  }

  /** Type into whatever has the keyboard. */
  type(text: string): void {
    this.run('xdotool', 'type', text);
  }

  /** Press a key by its name ("space", "ctrl+s"). */
  key(name: string): void {
    this.run('xdotool', 'key', name);
  }

  /** Have the window manager close a window, as its button does. */
  closeWindow(window: string): void {
    this.run('wmctrl', '-i', '-c', window);
  }

  /** Have the window manager bring a window to the front and give it the keyboard. */
  activate(window: string): void {
    this.run('wmctrl', '-i', '-a', window);
  }

  /** Have the window manager move and resize a window, as the user does. */
  moveResize(window: string, { x, y, width, height }: Area): void {
    this.run('wmctrl', '-i', '-r', window, '-e', `10,${x},${y},${width},${height}`); // 10: static gravity
  }

  /** Top-level windows from bottom to top, as the window manager has them. */
  stacking(): string[] {
    return this.rootProperty('_NET_CLIENT_LIST_STACKING').match(/0x[0-9a-f]+/g) ?? [];
  }
}

/** "NAME = value" or "NAME: value" of xprop. */
function propertyValue(text: string): string {
  return /not found|no such atom/.test(text) ? '' : text.replace(/^[^=:]*(\(.*\))?\s*[=:]\s*/, '');
}

const hexadecimal = (ids: string): string[] =>
  ids
    .split('\n')
    .filter((id) => id !== '')
    .map((id) => `0x${Number(id).toString(16)}`);
