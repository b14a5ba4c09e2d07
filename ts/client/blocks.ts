// SPDX-License-Identifier: BSD-2-Clause
/**
 * One block at a time: planes in, a byte to the host, its counter and a byte back, planes out.
 *
 * The counter and the bytes are only hints. What tells that a block was run is a mark: a NaN that no arithmetic makes, left where the host will write the
 * last sample of the first channel. So a reply that belongs to something else (a request, a block that was given up) is never taken for
 * this block's, and a block that took longer than the 95 ms after which hosts keep their replies to themselves is seen all the same.
 *
 * Nothing here creates an object as long as the block's length stays the same.
 */
import {
  PROTOCOL_CHANNELS_MAX,
  PROTOCOL_DAW_TO_HOST,
  PROTOCOL_HOST_TO_DAW,
  PROTOCOL_REPLY_MS_MAX,
} from '../contract/protocol.ts';
import type { Daw } from './daw.ts';
import { invalid, shown } from './errors.ts';
import { Fence } from './fence.ts';
import type { HostProcess } from './host-process.ts';
import type { Planes, Transport } from './types.ts';

const MARK = 0x7fa5c3e1;
const POLL_MS = 2;
/** A block that takes so long may be lost. */
const LOST_MS = 200;
const EINTR = -4;
/** So often the counter is looked at before this thread sleeps: some 60 us, less than a sleep and a wake cost across two cores. */
const LOOKS = 4096;
/** After a spin that was in vain, so many blocks go without one: the plugin takes longer, or there is one core only. */
const BLOCKS_WITHOUT_SPIN = 256;

/** What became of a block. late: not yet; lost: its host goes on without it; gone: so does the host. */
export type Outcome = 'answered' | 'late' | 'lost' | 'gone';

export class Blocks {
  readonly #daw: Daw;
  readonly #sampleRate: number;
  readonly #framesMax: number;
  readonly #inputs: readonly Float32Array[];
  readonly #outputs: readonly Float32Array[];
  /** The outputs' first frames, for the length that blocks have at present. */
  #heads: readonly Float32Array[] = [];
  #frames = 0;
  #transport: Transport = { position: 0, tempo: 120, numerator: 4, denominator: 4, playing: false };
  #markAt = 0;
  #sentMs = 0;
  /** The host's counter of answered blocks when the last one was sent. */
  #answeredBefore = 0;
  #spinlessBlocks = 0;
  #count = 0;
  #isAwaited = false;
  /** Finds out whether a block is lost. */
  readonly fence: Fence;
  /** A request's reply may come, which no block waits for. */
  requestIsUnderWay = false;
  /** There may be bytes that no block waits for; the host takes unread ones for a sign that we are late. */
  mayHaveStrayBytes = false;

  constructor(daw: Daw, sampleRate: number, framesMax: number) {
    this.#daw = daw;
    this.#sampleRate = sampleRate;
    this.#framesMax = framesMax;
    this.fence = new Fence(daw);
    this.#inputs = Array.from({ length: PROTOCOL_CHANNELS_MAX }, (_, channel) =>
      daw.plane(channel, PROTOCOL_DAW_TO_HOST),
    );
    this.#outputs = Array.from({ length: PROTOCOL_CHANNELS_MAX }, (_, channel) =>
      daw.plane(channel, PROTOCOL_HOST_TO_DAW),
    );
  }

  /** A fresh segment: nothing is awaited, and the host finds the sample rate there. */
  begin(): void {
    this.#isAwaited = false;
    this.requestIsUnderWay = false;
    this.mayHaveStrayBytes = false;
    this.fence.begin();
    this.setTransport(this.#transport);
  }

  setTransport(transport: Transport): void {
    this.#transport = transport;
    const { position, tempo, numerator, denominator, playing } = transport;
    this.#daw.exports.daw_set_transport(position, tempo, numerator, denominator, playing ? 1 : 0, this.#sampleRate);
  }

  /** How many frames the block has. @throws PluginHostError INVALID_ARGUMENT */
  framesOf(inputs: Planes, outputs: Planes, wanted: number | undefined): number {
    const frames = wanted ?? (inputs[0] ?? outputs[0])?.length ?? this.#framesMax;
    if (!Number.isInteger(frames) || frames < 1 || frames > this.#framesMax)
      invalid(`a block has ${shown(frames)} frames; 1 to ${this.#framesMax} are possible (maxFrames)`);
    this.#check('input', inputs, frames);
    this.#check('output', outputs, frames);
    return frames;
  }

  #check(what: string, planes: Planes, frames: number): void {
    for (let channel = 0; channel < planes.length; channel++) {
      const plane = planes[channel];
      if (!(plane instanceof Float32Array)) invalid(`${what} channel ${channel} is not a Float32Array`);
      if (plane.length < frames)
        invalid(`${what} channel ${channel} has ${plane.length} samples, the block has ${frames} frames`);
    }
  }

  /** Put a block into the segment and wake the host. @returns false if the host is gone. */
  send(host: HostProcess, inputs: Planes, outputCount: number, frames: number): boolean {
    const { exports, shim, core } = this.#daw;
    const inputCount = Math.min(inputs.length, PROTOCOL_CHANNELS_MAX);
    for (let channel = 0; channel < inputCount; channel++) {
      copy(this.#inputs[channel] as Float32Array, inputs[channel] as Float32Array, frames);
    }
    // One channel back at least, for the mark.
    exports.daw_set_block(frames, inputCount, Math.min(Math.max(outputCount, 1), PROTOCOL_CHANNELS_MAX));
    this.#markAt = exports.daw_plane(0, PROTOCOL_HOST_TO_DAW) / Uint32Array.BYTES_PER_ELEMENT + frames - 1;
    core.u32[this.#markAt] = MARK;
    if (this.mayHaveStrayBytes || this.requestIsUnderWay) this.#takeStrayBytes(host);
    this.#count++;
    this.#answeredBefore = exports.daw_response_counter();
    this.#sentMs = shim.clock_ms();
    this.#isAwaited = true;
    return shim.pipe_signal(host.wakeFd) >= 0;
  }

  #takeStrayBytes(host: HostProcess): void {
    while (this.#daw.shim.pipe_wait(host.replyFd, 0) === 1);
    this.mayHaveStrayBytes = this.fence.isUnderWay;
  }

  /** A block was sent and not seen back. */
  get isAwaited(): boolean {
    return this.#isAwaited;
  }

  /** Forget the block that is awaited: its host is gone. */
  forget(): void {
    this.#isAwaited = false;
  }

  /** Milliseconds since the last block was sent. */
  get ageMs(): number {
    return (this.#daw.shim.clock_ms() - this.#sentMs) | 0;
  }

  /** The block that was sent is done. */
  isAnswered(): boolean {
    if (this.#daw.core.u32[this.#markAt] === MARK) return false;
    this.#isAwaited = false;
    return true;
  }

  /** What became of the block that was sent, as far as can be seen now. */
  outcome(host: HostProcess): Outcome {
    if (this.isAnswered()) return 'answered';
    if (host.end !== undefined) return 'gone';
    return this.#isLost(host) ? 'lost' : 'late';
  }

  #isLost(host: HostProcess): boolean {
    if (this.ageMs < LOST_MS || this.requestIsUnderWay) return false;
    this.mayHaveStrayBytes = true;
    // The block's samples are there before the answer to what was asked behind it.
    if (!this.fence.isPassed(host, this.#count) || this.isAnswered()) return false;
    this.#isAwaited = false;
    return true;
  }

  /**
   * Look at the counter for a moment. Its reply byte is still to come, or is in the pipe.
   * @returns whether the host has answered.
   */
  #spin(): boolean {
    if (this.#spinlessBlocks > 0) {
      this.#spinlessBlocks--;
      return false;
    }
    const { exports } = this.#daw;
    for (let i = 0; i < LOOKS; i++) if (exports.daw_response_counter() !== this.#answeredBefore) return true;
    this.#spinlessBlocks = BLOCKS_WITHOUT_SPIN;
    return false;
  }

  /** Wait for the block that was sent. */
  wait(host: HostProcess, timeoutMs: number): Outcome {
    const { shim } = this.#daw;
    if (this.#spin() && this.isAnswered()) {
      this.mayHaveStrayBytes = true;
      return 'answered';
    }
    for (let left = timeoutMs; left > 0; left = timeoutMs - this.ageMs) {
      // Beyond the time of replies, look for the samples themselves.
      // Later than this, hosts do not reply any more, but the samples come.
      const slice = this.ageMs >= PROTOCOL_REPLY_MS_MAX ? POLL_MS : PROTOCOL_REPLY_MS_MAX;
      const got = shim.pipe_wait(host.replyFd, left < slice ? left : slice);
      if (this.isAnswered()) {
        if (got !== 1) this.#settle(host);
        return 'answered';
      }
      if (got < 0 && got !== EINTR) return 'gone';
      if (this.#isLost(host)) return 'lost';
    }
    this.mayHaveStrayBytes = true;
    return this.isAnswered() ? 'answered' : 'late';
  }

  /** The samples were seen before the reply: what is written after them takes a moment more. */
  #settle(host: HostProcess): void {
    this.#daw.shim.pipe_wait(host.replyFd, POLL_MS);
    this.mayHaveStrayBytes = true;
  }

  /** The block's samples to the caller; silence in channels that the segment has no room for. */
  receive(outputs: Planes, frames: number): void {
    if (frames !== this.#frames) this.#setLength(frames);
    for (let channel = 0; channel < outputs.length; channel++) {
      const output = outputs[channel] as Float32Array;
      if (channel < PROTOCOL_CHANNELS_MAX) output.set(this.#heads[channel] as Float32Array);
      else output.fill(0, 0, frames);
    }
  }

  #setLength(frames: number): void {
    this.#frames = frames;
    this.#heads = this.#outputs.map((plane) => plane.subarray(0, frames));
  }
}

/** The first frames of a plane; set() knows no length, and a subarray would be an object. */
function copy(to: Float32Array, from: Float32Array, frames: number): void {
  if (from.length === frames) {
    to.set(from);
    return;
  }
  for (let i = 0; i < frames; i++) to[i] = from[i] as number;
}

/** What is heard when the plugin is not: its inputs; silence where there are none. */
export function bypass(inputs: Planes, outputs: Planes, frames: number): void {
  for (let channel = 0; channel < outputs.length; channel++) {
    const output = outputs[channel] as Float32Array;
    const input = inputs[channel];
    if (input === undefined) output.fill(0, 0, frames);
    else if (input !== output) copy(output, input, frames);
  }
}
