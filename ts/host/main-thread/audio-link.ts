/**
 * The main thread's end of the audio thread (native-shim/audio/): starting it, handing it the plugin, having that to oneself.
 */
import { AUDIO_START_AGAIN, AUDIO_START_NEW } from '../../contract/audio-thread.ts';
import { HOST_CLIENT_LOOKS, HOST_CLIENT_OF_VERSION, HOST_CLIENT_TAKES_ANY } from '../../contract/core.ts';
import type { Fd } from '../../contract-types.ts';
import type { Os } from '../../native.ts';
import type { Plugin } from '../../plugin.ts';
import type { CommandLine } from '../command-line.ts';
import { ageMs } from './prepare.ts';

/** A DAW gives its host 10 s to become ready. A client that waits for the plugin however long that takes says so in the environment. */
function readyMsMax(): number {
  return Number(process.env.MAOLAN_READY_MS) || 8000;
}

/** The audio thread answers between two blocks; only a plugin that hangs makes it late. */
const SUSPEND_MS_MAX = 2000;

/** A DAW that says in the environment that replies are but hints to it (as the library of ts/client does) is believed. */
function clientOf(format: string): number {
  if (process.env.MAOLAN_REPLIES_ARE_HINTS === '1') return HOST_CLIENT_LOOKS;
  return format === 'vst3' ? HOST_CLIENT_TAKES_ANY : HOST_CLIENT_OF_VERSION;
}

/** The clients of these formats wait for an answer when they show an editor, from version 7 on. */
export function answersShow(format: string): boolean {
  return format === 'vst3' || format === 'lv2';
}

export class AudioLink {
  #early = false;

  /** The audio thread began without the plugin: a new host has said ready by itself, for the plugin took too long. */
  get early(): boolean {
    return this.#early;
  }

  /**
   * Start the audio thread, which waits for the plugin.
   * @param segmentFd stays open; the thread has its own mapping.
   * @param again there was a process before. Then the supervisor answers blocks, with their input, until the plugin is there.
   * @throws if it cannot be started.
   */
  begin(os: Os, { format, dawToHost, hostToDaw }: CommandLine, segmentFd: Fd, again: boolean): void {
    const error = os.audio_start({
      start: again ? AUDIO_START_AGAIN : AUDIO_START_NEW,
      segment_fd: segmentFd,
      daw_to_host: dawToHost,
      host_to_daw: hostToDaw,
      client: clientOf(format),
      answers_show: answersShow(format) ? 1 : 0,
      ready_ms: Math.max(1, Math.round(readyMsMax() - ageMs())),
    });
    if (error < 0) throw new Error(`the audio thread cannot be started: ${os.process_error_text(error)}`);
  }

  /**
   * Bind the plugin to the audio thread's memory and let it run.
   * @param prepare done with the bound plugin before it is activated: what it gets back needs no audio thread.
   * @returns false if the plugin could not be bound or activated.
   */
  run(os: Os, plugin: Plugin, prepare: () => void): boolean {
    // Until it is early, the thread sleeps; then it leaves the plugin alone. In either case the plugin and its table are ours.
    if (!plugin.bind(os.audio_base(), os.audio_block())) return false;
    prepare();
    if (!plugin.activate()) return false;
    this.#early = os.audio_run_plugin(plugin.pointer) === 1;
    return true;
  }

  /**
   * Have the plugin to oneself; meanwhile blocks are answered with silence.
   * @returns false if the audio thread did not come out of the plugin: then nothing was done.
   */
  suspended(os: Os, action: () => void): boolean {
    const alone = os.audio_suspend(SUSPEND_MS_MAX) === 0;
    if (alone) action();
    os.audio_resume();
    return alone;
  }
}
