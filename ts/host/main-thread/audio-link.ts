// SPDX-License-Identifier: BSD-2-Clause
/**
 * The main thread's end of the audio thread (native-shim/audio/): starting it, handing it the plugin, having that to oneself.
 */
import { HOST_CLIENT_LOOKS, HOST_CLIENT_OF_VERSION, HOST_CLIENT_TAKES_ANY } from '../../contract/core.ts';
import type { Fd } from '../../contract-types.ts';
import type { Os } from '../../native.ts';
import type { Plugin } from '../../plugin.ts';
import type { CommandLine } from '../command-line.ts';

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
  /**
   * Start the audio thread, which waits for the plugin.
   * @param segmentFd stays open; the thread has its own mapping.
   * @throws if it cannot be started.
   */
  begin(os: Os, { format, dawToHost, hostToDaw }: CommandLine, segmentFd: Fd): void {
    const error = os.audio_start({
      segment_fd: segmentFd,
      daw_to_host: dawToHost,
      host_to_daw: hostToDaw,
      client: clientOf(format),
      answers_show: answersShow(format) ? 1 : 0,
    });
    if (error < 0) throw new Error(`the audio thread cannot be started: ${os.process_error_text(error)}`);
  }

  /**
   * Bind the plugin to the audio thread's memory and let it run.
   * @param prepare done with the bound plugin before it is activated: what it gets back needs no audio thread.
   * @returns false if the plugin could not be bound or activated.
   */
  run(os: Os, plugin: Plugin, prepare: () => void): boolean {
    // The thread sleeps: the plugin and its table are ours.
    if (!plugin.bind(os.audio_base(), os.audio_block())) return false;
    prepare();
    if (!plugin.activate()) return false;
    os.audio_run_plugin(plugin.pointer);
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
