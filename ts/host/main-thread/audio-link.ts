/**
 * The main thread's end of the audio thread: starting it, handing it the plugin.
 */
import { join } from 'node:path';
import { SHARE_ENV, Worker } from 'node:worker_threads';
import type { Os } from '../../native.ts';
import type { Plugin } from '../../plugin.ts';
import {
  ATTACH_ATTACHED,
  ATTACH_NONE,
  type AudioThreadData,
  HANDSHAKE_BYTES,
  READY_DEADLINE_MS,
  STAGE_BOOTING,
  STAGE_FAILED,
  STAGE_GO,
  STAGE_WARM,
  WORD_ATTACH,
  WORD_SEGMENT_FD,
  WORD_STAGE,
} from '../handshake.ts';

// enum audio_command
const COMMAND_ATTACH = 2;

export class AudioLink {
  readonly #handshake = new Int32Array(new SharedArrayBuffer(HANDSHAKE_BYTES));

  /** Starts the audio thread at once: it boots while the main thread loads the plugin. */
  constructor(folder: string, dawToHost: number, hostToDaw: number) {
    const workerData: AudioThreadData = {
      handshake: this.#handshake.buffer as SharedArrayBuffer,
      folder,
      dawToHost,
      hostToDaw,
      deadline: performance.timeOrigin + READY_DEADLINE_MS,
    };
    // Its own stdio would go through this thread's event loop; it has nothing to say there.
    new Worker(join(folder, 'audio-thread.cjs'), { workerData, env: SHARE_ENV, trackUnmanagedFds: false }).unref();
  }

  set segmentFd(fd: number) {
    Atomics.store(this.#handshake, WORD_SEGMENT_FD, fd);
  }

  /**
   * Bind the plugin to the audio thread's memory and let the cycle run.
   * @returns false if that failed: the plugin could not be bound or activated, or there is no audio thread.
   */
  start(os: Os, plugin: Plugin): boolean {
    Atomics.wait(this.#handshake, WORD_STAGE, STAGE_BOOTING);
    if (Atomics.load(this.#handshake, WORD_STAGE) === STAGE_FAILED) return false;
    // While WARM the audio thread sleeps; if it has gone ahead without us, it must stand still first.
    const early = Atomics.load(this.#handshake, WORD_STAGE) !== STAGE_WARM;
    if (early) return this.#attachLate(os, plugin);
    if (!bindAndActivate(os, plugin)) return false;
    if (Atomics.compareExchange(this.#handshake, WORD_STAGE, STAGE_WARM, STAGE_GO) !== STAGE_WARM) {
      return this.#standStill(os, () => true);
    }
    Atomics.notify(this.#handshake, WORD_STAGE);
    return true;
  }

  #attachLate(os: Os, plugin: Plugin): boolean {
    return this.#standStill(os, () => bindAndActivate(os, plugin));
  }

  #standStill(os: Os, action: () => boolean): boolean {
    os.audio_command(COMMAND_ATTACH);
    Atomics.wait(this.#handshake, WORD_ATTACH, ATTACH_NONE);
    const done = action();
    Atomics.store(this.#handshake, WORD_ATTACH, ATTACH_ATTACHED);
    Atomics.notify(this.#handshake, WORD_ATTACH);
    return done;
  }
}

function bindAndActivate(os: Os, plugin: Plugin): boolean {
  if (!plugin.bind(os.audio_base(), os.audio_block()) || !plugin.activate()) return false;
  os.audio_set_plugin(plugin.pointer);
  return true;
}
