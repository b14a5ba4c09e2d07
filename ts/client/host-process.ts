// SPDX-License-Identifier: BSD-2-Clause
/**
 * One host process: started as a DAW starts it, watched, ended.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, constants, openSync } from 'node:fs';
import { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Fd } from '../contract-types.ts';
import type { Report } from '../report.ts';
import type { Daw } from './daw.ts';
import { PluginHostError } from './errors.ts';
import { HostLog } from './host-log.ts';
import type { ExitReason } from './types.ts';

const READY_POLL_MS = 2;
/** From then on a plugin takes its time: that is reported so often, and looked at less often. */
export const LOADING_MS = 1000;
const LOADING_POLL_MS = 20;
/** A host that was asked to leave and does not is killed; plugins may write their caches meanwhile. As long as today’s DAW. */
const LEAVE_MS = 5000;
/** The output of an ended process may still be arriving. */
const LAST_OUTPUT_MS = 300;
/** Ends of a process that come from what it ran, not from outside. */
const CRASHES: readonly (string | null)[] = ['SIGSEGV', 'SIGBUS', 'SIGFPE', 'SIGILL', 'SIGABRT', 'SIGSYS', 'SIGTRAP'];
/** Exit code of an executable that finds no Node.js to run on. */
const NO_NODE = 127;
/** Exit codes 5 and 6: no such plugin; it could not be loaded. */
const LOAD_FAILURES: readonly (number | null)[] = [5, 6];

export interface StartOptions {
  executable: string;
  /** Before and behind the four words that every format has in the middle (segment, instance id, two pipe ends). */
  format: string;
  plugin: string;
  /** Sample rate and so on, for formats that get them as words. */
  numbers: readonly string[];
  /** Hz, for those that find it in the segment. */
  sampleRate: number;
  environment: NodeJS.ProcessEnv;
  onLog: ((line: string) => void) | undefined;
  /** A reply byte came, or the host is gone; in the event loop. */
  onBytes: () => void;
}

/** How long a plugin may load. */
export interface Loading {
  limitMs: number;
  /** Called each second while it does. */
  onLoading: (elapsedMs: number) => void;
}

let instances = 0;

/**
 * Another description of a pipe's end, which Node opens and closes: so the end of a worker thread closes it, and the host notices. (A
 * descriptor that is opened by Node and closed by another, or the other way round, is closed once too often at the end of a worker thread:
 * its number may be another file's by then.)
 */
function opened(fd: number, flags: number): number {
  return openSync(`/proc/self/fd/${fd}`, flags);
}

/** Both pipes. A thread may end at any moment: before anything is started, their ends are Node's, and end with it. */
function openPipes(daw: Daw, onBytes: () => void) {
  const wake = daw.openPipe();
  const reply = daw.openPipe();
  // While both ends of each pipe are here: a pipe whose other end is gone is waited for.
  const ends = {
    wakeFd: opened(wake.write, constants.O_WRONLY),
    replyFd: opened(reply.read, constants.O_RDONLY),
    child: [opened(wake.read, constants.O_RDONLY), opened(reply.write, constants.O_WRONLY)] as const,
  };
  for (const fd of [wake.read, wake.write, reply.write]) daw.shim.fd_close(fd);
  return { ...ends, socket: listen(reply.read, onBytes) };
}

/** The event loop's view of the replies. The socket makes the descriptor non-blocking, and closes it; Node has not opened it. */
function listen(fd: number, onBytes: () => void): Socket {
  const buffer = new Uint8Array(64);
  const callback = () => {
    onBytes();
    return true;
  };
  // @ts-expect-error The types have onread for connect() only.
  const socket = new Socket({ fd, readable: true, writable: false, onread: { buffer, callback } });
  socket.on('error', () => {}); // as good as its end
  return socket;
}

/** A plugin that hangs, or needs more time. */
export function notLoaded(limitMs: number, tail = ''): PluginHostError {
  const message = `the plugin was not loaded within ${limitMs / 1000} s: it hangs, or needs more time (loadTimeoutMs)${tail}`;
  return new PluginHostError('NOT_READY', message);
}

/** The host runs, but its plugin crashed before it was loaded. */
function loadFailure(reports: readonly Report[]): string {
  const crash = reports.find(({ event }) => event === 'crash');
  return crash?.message ?? 'the plugin could not be loaded';
}

export class HostProcess {
  readonly log: HostLog;
  /** Write end of DAW -> host, read end of host -> DAW: open until release(). */
  readonly wakeFd: Fd;
  readonly replyFd: Fd;
  readonly ended: Promise<ExitReason>;
  /** Undefined while it runs. */
  end: ExitReason | undefined;
  readonly #child: ChildProcess;
  readonly #socket: Socket;
  readonly #closed: Promise<void>;
  #isHung = false;
  #isAsked = false;
  #startError: Error | undefined;

  /** Spawns it. The segment is there, under that name. */
  constructor(daw: Daw, segment: string, options: StartOptions) {
    const { format, plugin, numbers, executable, environment } = options;
    const { wakeFd, replyFd, child, socket } = openPipes(daw, options.onBytes);
    [this.wakeFd, this.replyFd, this.#socket] = [wakeFd, replyFd, socket];
    // As fds 3 and 4, so that no other child of this program inherits them. In its own session: a Ctrl-C is meant for this
    // program, which may have something to finish.
    const words = [format, plugin, segment, `${format}-${process.pid}-${instances++}`, '3', '4', ...numbers];
    try {
      const stdio = ['ignore' as const, 'ignore' as const, 'pipe' as const, ...child];
      this.#child = spawn(executable, words, { stdio, env: environment, detached: true });
    } catch (error) {
      socket.destroy();
      for (const fd of [wakeFd, replyFd]) closeSync(fd);
      throw new PluginHostError('INVALID_ARGUMENT', `the host cannot be started: ${(error as Error).message}`, {
        cause: error,
      });
    } finally {
      for (const fd of child) closeSync(fd);
    }
    const { pid } = this.#child;
    if (pid !== undefined) {
      daw.shim.child_started(pid); // this thread may be terminated before the process has ended
      this.#child.once('exit', () => daw.shim.child_ended(pid));
    }
    this.log = new HostLog(options.onLog);
    if (this.#child.stderr !== null) this.log.follow(this.#child.stderr);
    this.#closed = new Promise((resolve) => this.#child.once('close', () => resolve()));
    this.ended = new Promise((resolve) => {
      const finish = (reason: ExitReason) => {
        this.end ??= reason;
        resolve(this.end);
        options.onBytes();
      };
      this.#child.once('exit', (code, signal) => finish(this.#reasonFor(code, signal)));
      this.#child.once('error', (error) => {
        this.#startError = error;
        finish({ kind: 'exited', code: -1, message: error.message });
      });
    });
    // What keeps this program's event loop alive is the process, if anything.
    for (const handle of [this.#socket, this.#child.stderr as Socket | null]) handle?.unref();
  }

  /** Whether the process keeps this program alive. */
  keepAlive(on: boolean): void {
    if (on) this.#child.ref();
    else this.#child.unref();
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /**
   * Wait until the plugin is loaded: this host says ready no earlier (MAOLAN_READY_MS).
   * @throws PluginHostError, with the host's own words; then it has ended.
   */
  async ready(daw: Daw, signal: AbortSignal, { limitMs, onLoading }: Loading): Promise<void> {
    const start = performance.now();
    let seconds = 0;
    while (daw.exports.daw_ready() === 0 && this.end === undefined && !signal.aborted) {
      const elapsedMs = performance.now() - start;
      if (elapsedMs > limitMs) break;
      if (elapsedMs >= (seconds + 1) * LOADING_MS) onLoading(++seconds * LOADING_MS);
      await sleep(seconds === 0 ? READY_POLL_MS : LOADING_POLL_MS);
    }
    const isReady = this.end === undefined && !signal.aborted && daw.exports.daw_ready() !== 0;
    const reports = isReady ? daw.takeReports() : [];
    const isBypassed = reports.some(({ event }) => event === 'bypassed');
    if (isReady && !isBypassed) return;
    const isLate = this.end === undefined && !isReady;
    this.kill();
    await this.#lastOutput();
    if (signal.aborted)
      throw new PluginHostError('ABORTED', 'opening the plugin was aborted', { cause: signal.reason });
    if (isBypassed) throw new PluginHostError('LOAD_FAILED', loadFailure(reports));
    if (isLate) throw notLoaded(limitMs, this.#tail());
    throw this.#startFailure();
  }

  #startFailure(): PluginHostError {
    const { exitCode, signalCode } = this.#child;
    if (this.#startError !== undefined) {
      const reason = this.#startError.message;
      const message = `the host cannot be started (${reason}); name another with MAOLAN_PLUGIN_HOST, or the option executable`;
      return new PluginHostError('HOST_NOT_FOUND', message, { cause: this.#startError });
    }
    if (exitCode === NO_NODE) {
      const advice = 'in Electron, set MAOLAN_NODE to process.execPath and ELECTRON_RUN_AS_NODE to 1';
      return new PluginHostError('HOST_NOT_FOUND', `the host did not start${this.#tail()}; ${advice}`);
    }
    if (LOAD_FAILURES.includes(exitCode)) {
      return new PluginHostError('LOAD_FAILED', this.log.sentence() || 'the plugin could not be loaded');
    }
    if (CRASHES.includes(signalCode))
      return new PluginHostError(
        'LOAD_FAILED',
        `the plugin crashed while it was loading (${signalCode})${this.#tail()}`,
      );
    const how = signalCode === null ? `with exit code ${exitCode}` : `by ${signalCode}`;
    return new PluginHostError('HOST_EXITED', `the host ended ${how} before it was ready${this.#tail()}`);
  }

  #tail(): string {
    const sentence = this.log.sentence();
    return sentence === '' ? '' : `; its last message: ${sentence}`;
  }

  #reasonFor(code: number | null, signal: string | null): ExitReason {
    if (this.#isHung) return { kind: 'hung' };
    if (this.#isAsked) return { kind: 'closed' };
    if (signal !== null) return { kind: 'crashed', signal };
    return { kind: 'exited', code: code ?? -1, message: this.log.sentence() };
  }

  /** The whole output of an ended process has arrived. */
  async #lastOutput(): Promise<void> {
    await this.ended;
    await Promise.race([this.#closed, sleep(LAST_OUTPUT_MS)]);
  }

  /** Another reader takes the replies from now on. */
  leaveReplies(): void {
    this.#socket.pause();
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }

  /** It does not answer any more: away with it. */
  killHung(): void {
    this.#isHung = true;
    this.kill();
  }

  /** Ask it to end; kill it if it does not. */
  async leave(daw: Daw): Promise<void> {
    this.#isAsked = true;
    daw.exports.daw_shut_down();
    daw.shim.pipe_signal(this.wakeFd);
    const timer = setTimeout(() => this.kill(), LEAVE_MS);
    await this.ended;
    clearTimeout(timer);
    await this.#lastOutput();
  }

  /** Close what connects us with it. The fds must not be used afterwards. */
  release(): void {
    this.#socket.destroy();
    this.#child.stderr?.destroy();
    for (const fd of [this.wakeFd, this.replyFd]) closeSync(fd);
  }
}
