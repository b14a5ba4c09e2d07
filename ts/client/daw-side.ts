/**
 * Being the DAW: one host process, its segment and its pipes, from the other side. The host is spawned as a DAW does it: segment zeroed,
 * pipes without close-on-exec, ten arguments, `ready` awaited.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Core, instantiateCore } from '../core.ts';
import { Native, type Os } from '../native.ts';
import { mapSegment, SEGMENT_BYTES } from '../segment.ts';

const PROTOCOL_VERSION = 1;
const FRAMES_MAX = 4096;
const DAW_TO_HOST = 0;
const HOST_TO_DAW = 1;
/** What a DAW waits for. */
const READY_MS = 10_000;
const BLOCK_MS = 100;
const REQUEST_MS = 5000;
const LEAVE_MS = 2000;
const SAVE_STATE = 1;
const RESTORE_STATE = 2;
const STATUS_OK = 1;

export interface DawSideOptions {
  /** Folder with the built files: `dist`. */
  dist: string;
  format: string;
  spec: string;
  /** Hz. */
  sampleRate: number;
  /** Frames per block at most, 1..4096. */
  bufferSize: number;
  inputChannels: number;
  outputChannels: number;
}

export interface ParameterEcho {
  id: number;
  value: number;
}

let instances = 0;

export class DawSide {
  /** Milliseconds from spawn to `ready`. */
  readonly readyMs: number;
  readonly pid: number;
  readonly #os: Os;
  readonly #core: Core;
  readonly #child: ChildProcess;
  readonly #segmentName: string;
  readonly #signalFd: number;
  readonly #waitFd: number;
  readonly #exited: Promise<void>;

  private constructor(parts: {
    os: Os;
    core: Core;
    child: ChildProcess;
    segmentName: string;
    signalFd: number;
    waitFd: number;
    exited: Promise<void>;
    readyMs: number;
  }) {
    this.#os = parts.os;
    this.#core = parts.core;
    this.#child = parts.child;
    this.#segmentName = parts.segmentName;
    this.#signalFd = parts.signalFd;
    this.#waitFd = parts.waitFd;
    this.#exited = parts.exited;
    this.readyMs = parts.readyMs;
    this.pid = parts.child.pid ?? 0;
  }

  /** Spawn a host and wait until it is ready. @throws Error with a sentence if it is not, within 10 s or because it ended. */
  static async open(options: DawSideOptions): Promise<DawSide> {
    const lib = join(options.dist, 'lib');
    const { os } = new Native(lib);
    const core = instantiateCore(readFileSync(join(lib, 'core.wasm')));
    const instanceId = `${options.format}-${process.pid}-${instances++}`;
    const segmentName = `/maolan-${process.pid}-${instanceId}`;
    createSegment(os, core, segmentName);
    const wake = openPipe(os);
    const reply = openPipe(os);
    const numbers = [options.sampleRate, options.bufferSize, options.inputChannels, options.outputChannels];
    const args = [options.format, options.spec, segmentName, instanceId, wake.read, reply.write, ...numbers];
    const started = performance.now();
    const child = spawn(join(options.dist, 'maolan-engine-plugin-host'), args.map(String), {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const exited = new Promise<void>((resolve) => child.once('close', () => resolve()).once('error', () => resolve()));
    os.fd_close(wake.read);
    os.fd_close(reply.write);
    const parts = { os, core, child, segmentName, signalFd: wake.write, waitFd: reply.read, exited };
    const daw = (readyMs: number) => new DawSide({ ...parts, readyMs });
    if (await waitForReady(core, child)) return daw(performance.now() - started);
    await daw(0).close();
    throw new Error(`the host did not load ${options.spec}; its own words are above`);
  }

  /** Plane of a channel as the host reads or writes it: f32[4096]. */
  inputPlane(channel: number): Float32Array {
    return this.#plane(channel, DAW_TO_HOST);
  }

  outputPlane(channel: number): Float32Array {
    return this.#plane(channel, HOST_TO_DAW);
  }

  #plane(channel: number, direction: number): Float32Array {
    const at = this.#core.exports.daw_plane(channel, direction) / Float32Array.BYTES_PER_ELEMENT;
    return this.#core.f32.subarray(at, at + FRAMES_MAX);
  }

  /** Run one block over the planes. @returns false if the host did not answer within 100 ms. */
  process(frames: number, inputChannels: number, outputChannels: number): boolean {
    this.#core.exports.daw_set_block(frames, inputChannels, outputChannels);
    if (this.#os.pipe_signal(this.#signalFd) < 0) return false;
    return this.#os.pipe_wait(this.#waitFd, BLOCK_MS) === 1;
  }

  setTransport(playheadSample: number, tempo: number, numerator: number, denominator: number, playing: boolean): void {
    this.#core.exports.daw_set_transport(playheadSample, tempo, numerator, denominator, playing ? 1 : 0, 0);
  }

  /** Queue a parameter change for the next block. @returns false if the ring is full. */
  setParameter(id: number, value: number, sampleOffset = 0): boolean {
    return this.#core.exports.daw_push_parameter(id, value, sampleOffset, 0) === 1;
  }

  /** Parameter changes that the host has told since the last call. */
  takeEchoes(): ParameterEcho[] {
    const { exports } = this.#core;
    const echoes: ParameterEcho[] = [];
    while (exports.daw_pop_echo() === 1) {
      echoes.push({ id: exports.daw_echo_id() >>> 0, value: exports.daw_echo_value() });
    }
    return echoes;
  }

  /** The plugin's state as the host serializes it. @throws Error if the host could not save it. */
  saveState(): Uint8Array {
    this.#request(SAVE_STATE, -1, 'save');
    const bytes = this.#core.exports.daw_read_scratch();
    const at = this.#core.exports.state_buffer();
    return this.#core.u8.slice(at, at + bytes);
  }

  /** @throws Error if the host refused the state. */
  restoreState(state: Uint8Array): void {
    this.#core.u8.set(state, this.#core.exports.state_buffer());
    this.#request(RESTORE_STATE, state.length, 'restore');
  }

  #request(type: number, size: number, verb: string): void {
    this.#core.exports.daw_request(type, size);
    this.#os.pipe_signal(this.#signalFd);
    const answered = this.#os.pipe_wait(this.#waitFd, REQUEST_MS) === 1;
    const status = this.#core.exports.daw_request_status();
    this.#core.exports.daw_cancel_request();
    if (!answered) throw new Error(`the host did not ${verb} the state within ${REQUEST_MS / 1000} s`);
    if (status !== STATUS_OK) throw new Error(`the host could not ${verb} the state; its own words are above`);
  }

  /** End the host and remove the segment. */
  async close(): Promise<void> {
    this.#core.exports.daw_shut_down();
    this.#os.pipe_signal(this.#signalFd);
    const inTime = await Promise.race([this.#exited.then(() => true), sleep(LEAVE_MS, false, { ref: false })]);
    if (!inTime) this.#child.kill('SIGKILL');
    await this.#exited;
    this.#os.fd_close(this.#signalFd);
    this.#os.fd_close(this.#waitFd);
    this.#os.segment_unlink(this.#segmentName);
  }
}

function createSegment(os: Os, core: Core, name: string): void {
  const fd = os.segment_create(name, SEGMENT_BYTES);
  if (fd < 0) throw new Error(`the shared memory ${name} cannot be created: ${os.process_error_text(fd)}`);
  const mapped = mapSegment(os, fd, core);
  os.fd_close(fd);
  if (mapped < 0) throw new Error(`the shared memory ${name} cannot be mapped: ${os.process_error_text(mapped)}`);
  core.exports.daw_initialize(PROTOCOL_VERSION);
}

function openPipe(os: Os): { read: number; write: number } {
  const fds = new Int32Array(2);
  const status = os.pipe_open(fds);
  if (status < 0) throw new Error(`no pipe: ${os.process_error_text(status)}`);
  return { read: fds[0] ?? -1, write: fds[1] ?? -1 };
}

async function waitForReady(core: Core, child: ChildProcess): Promise<boolean> {
  const deadline = performance.now() + READY_MS;
  while (performance.now() < deadline && child.exitCode === null && child.signalCode === null) {
    if (core.exports.daw_ready() !== 0) return core.exports.daw_error_code() === 0;
    await sleep(1);
  }
  return false;
}
