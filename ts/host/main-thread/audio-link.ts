/**
 * The main thread's end of the audio thread: handing it the plugin, having that for oneself.
 */
import { AUDIO_COMMAND_RESUME, AUDIO_COMMAND_SUSPEND } from '../../contract/os.ts';
import type { Os } from '../../native.ts';
import type { Plugin } from '../../plugin.ts';
import {
  LATER_LIFE,
  READY_DEADLINE_MS,
  RUNNING,
  STAGE_BOOTING,
  STAGE_EARLY,
  STAGE_FAILED,
  STAGE_GO,
  STAGE_WARM,
  SUSPENDED,
  WORD_LIFE,
  WORD_OWED_WAKES,
  WORD_SEGMENT_FD,
  WORD_STAGE,
  WORD_SUSPENDED,
} from '../handshake.ts';

/** The audio thread answers between two blocks; only a plugin that hangs makes it late. */
const SUSPEND_MS_MAX = 2000;

export class AudioLink {
  #early = false;
  readonly #handshake: Int32Array;

  /** @param handshake of the audio thread, which boots already (start.ts). */
  constructor(handshake: Int32Array) {
    this.#handshake = handshake;
  }

  set segmentFd(fd: number) {
    Atomics.store(this.#handshake, WORD_SEGMENT_FD, fd);
  }

  /** The audio thread began without the plugin: in a first life it has said ready by itself, for the plugin took too long. */
  get early(): boolean {
    return this.#early;
  }

  /**
   * This is a later life (recovery.h): the audio thread shall answer blocks as soon as it can, with their input until the plugin is there.
   * Call it after the segment is known, and before the plugin is loaded.
   * @param owedWakes bytes that were read in the life before and not answered.
   */
  continueLife(owedWakes: number): void {
    Atomics.store(this.#handshake, WORD_OWED_WAKES, owedWakes);
    Atomics.store(this.#handshake, WORD_LIFE, LATER_LIFE);
    Atomics.compareExchange(this.#handshake, WORD_STAGE, STAGE_WARM, STAGE_EARLY);
    Atomics.notify(this.#handshake, WORD_STAGE);
  }

  /**
   * Bind the plugin to the audio thread's memory and let the cycle run.
   * @param prepare done with the active plugin before it runs for the first time.
   * @returns false if that failed: the plugin could not be bound or activated, or there is no audio thread.
   */
  start(os: Os, plugin: Plugin, prepare: () => void): boolean {
    Atomics.wait(this.#handshake, WORD_STAGE, STAGE_BOOTING, READY_DEADLINE_MS);
    const stage = Atomics.load(this.#handshake, WORD_STAGE);
    if (stage === STAGE_BOOTING || stage === STAGE_FAILED) return false;
    // Warm, it sleeps; early, it leaves the plugin alone. In either case the plugin and its table are ours.
    this.#early = stage === STAGE_EARLY;
    if (this.#early) this.#waitUntilSuspended();
    if (!plugin.bind(os.audio_base(), os.audio_block()) || !plugin.activate()) return false;
    prepare();
    os.audio_set_plugin(plugin.pointer);
    if (Atomics.compareExchange(this.#handshake, WORD_STAGE, STAGE_WARM, STAGE_GO) === STAGE_WARM) {
      Atomics.notify(this.#handshake, WORD_STAGE);
    } else {
      this.#early = true;
      this.#waitUntilSuspended();
      os.audio_command(AUDIO_COMMAND_RESUME);
    }
    return true;
  }

  /**
   * Have the plugin for oneself; meanwhile blocks are answered with silence.
   * @returns false if the audio thread did not come out of the plugin: then nothing was done.
   */
  suspended(os: Os, action: () => void): boolean {
    os.audio_command(AUDIO_COMMAND_SUSPEND);
    const alone = this.#waitUntilSuspended();
    if (alone) action();
    os.audio_command(AUDIO_COMMAND_RESUME);
    Atomics.wait(this.#handshake, WORD_SUSPENDED, SUSPENDED, SUSPEND_MS_MAX);
    return alone;
  }

  #waitUntilSuspended(): boolean {
    return Atomics.wait(this.#handshake, WORD_SUSPENDED, RUNNING, SUSPEND_MS_MAX) !== 'timed-out';
  }
}
