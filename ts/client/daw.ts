// SPDX-License-Identifier: BSD-2-Clause
/**
 * The DAW's end of the segment. The core's memory, and so every view into it, stays the same for all host processes: each process
 * gets a fresh segment, mapped over the same window.
 */
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROTOCOL_FRAMES_MAX, PROTOCOL_SEGMENT_BYTES } from '../contract/protocol.ts';
import type { Fd } from '../contract-types.ts';
import { type Core, type CoreExports, instantiateCore } from '../core.ts';
import type { Report } from '../report.ts';
import { mapSegment } from '../segment.ts';
import { PluginHostError } from './errors.ts';
import type { BuiltFiles } from './files.ts';
import { Reports } from './reports.ts';
import { loadShim, type Shim } from './shim.ts';
import { newSegmentName, pathOf } from './sweep.ts';

/** The newest that there is. */
const PROTOCOL_VERSION = 7;

/** Both ends of a pipe, closed on exec. */
export interface PipeEnds {
  read: Fd;
  write: Fd;
}

export class Daw {
  readonly shim: Shim;
  readonly core: Core;
  readonly exports: CoreExports;
  readonly #reports: Reports;
  /** Open while the segment has its name. */
  #named: number | undefined;

  /** @throws PluginHostError HOST_NOT_FOUND */
  constructor({ folder }: BuiltFiles) {
    this.shim = loadShim(folder);
    // The small one: states are the plugin's business, and here they come in pieces that the DAW takes.
    this.core = instantiateCore(readFileSync(join(folder, 'core-small.wasm')));
    this.exports = this.core.exports;
    this.#reports = new Reports(this.core);
  }

  /** A fresh segment in the window. @returns its name, to be removed when the host has opened it. @throws NO_SHARED_MEMORY */
  openSegment(): string {
    const name = newSegmentName();
    const fd = this.shim.segment_create(name, PROTOCOL_SEGMENT_BYTES);
    if (fd < 0) throw this.#noMemory(name, 'created', fd);
    this.#named = openSync(pathOf(name), 'r'); // Node's: the end of a thread closes it
    const mapped = mapSegment(this.shim, fd, this.core);
    this.shim.fd_close(fd);
    if (mapped < 0) {
      this.dropName(name);
      throw this.#noMemory(name, 'mapped', mapped);
    }
    this.exports.daw_initialize(PROTOCOL_VERSION);
    this.#reports.begin();
    this.exports.daw_offer_sysex();
    return name;
  }

  #noMemory(name: string, verb: string, status: number): PluginHostError {
    const reason = this.shim.process_error_text(status);
    const message = `the shared memory /dev/shm${name} (4 MiB) cannot be ${verb}: ${reason}; check df /dev/shm`;
    return new PluginHostError('NO_SHARED_MEMORY', message);
  }

  dropName(name: string): void {
    this.shim.segment_unlink(name);
    if (this.#named !== undefined) closeSync(this.#named);
    this.#named = undefined;
  }

  /** Give the segment's memory back; the window holds private zeros then. */
  closeSegment(): void {
    this.shim.segment_unmap(this.window, PROTOCOL_SEGMENT_BYTES);
  }

  /** Where the segment lies. */
  get window(): Uint8Array {
    const at = this.exports.core_window();
    return this.core.u8.subarray(at, at + PROTOCOL_SEGMENT_BYTES);
  }

  openPipe(): PipeEnds {
    const fds = new Int32Array(2);
    const status = this.shim.pipe_open(fds);
    if (status < 0) {
      const message = `no pipe to the host can be opened: ${this.shim.process_error_text(status)}`;
      throw new PluginHostError('NO_SHARED_MEMORY', message);
    }
    return { read: fds[0] ?? -1, write: fds[1] ?? -1 };
  }

  /** What the host has reported since the last call. */
  takeReports(): readonly Report[] {
    return this.#reports.take();
  }

  /** The plugin has crashed, and is not back. */
  get isPluginAway(): boolean {
    return this.#reports.isPluginAway;
  }

  /** The 4096 samples of a channel. */
  plane(channel: number, direction: number): Float32Array {
    const at = this.exports.daw_plane(channel, direction) / Float32Array.BYTES_PER_ELEMENT;
    return this.core.f32.subarray(at, at + PROTOCOL_FRAMES_MAX);
  }

  /** Put bytes where daw_request takes them from. */
  stage(bytes: Uint8Array): void {
    this.core.u8.set(bytes, this.exports.state_buffer());
  }

  /** A copy of what an answer brought. */
  readScratch(): Uint8Array {
    const bytes = this.exports.daw_read_scratch() >>> 0;
    const at = this.exports.state_buffer();
    return this.core.u8.slice(at, at + bytes);
  }
}
