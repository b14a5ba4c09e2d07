// SPDX-License-Identifier: BSD-2-Clause
/**
 * The main thread's interface to the audio thread (native-shim/audio/): start it, pass it the plugin, suspend the
 * plugin.
 */
import { HOST_CLIENT_LOOKS, HOST_CLIENT_OF_VERSION, HOST_CLIENT_TAKES_ANY } from '../../contract/core.ts';
import type { Fd } from '../../contract-types.ts';
import type { Os } from '../../native.ts';
import type { Plugin } from '../../plugin.ts';
import type { CommandLine } from '../command-line.ts';

/** The audio thread responds between two blocks; only a plugin that hangs delays it. */
const SUSPEND_MS_MAX = 2000;

/** A client may declare in the environment that replies are only hints to it, as the library in ts/client does. */
function clientOf(format: string): number {
  if (process.env.MAOLAN_REPLIES_ARE_HINTS === '1') return HOST_CLIENT_LOOKS;
  return format === 'vst3' ? HOST_CLIENT_TAKES_ANY : HOST_CLIENT_OF_VERSION;
}

/** Clients of these formats wait for an answer when they show an editor, from version 7 on. */
export function answersShow(format: string): boolean {
  return format === 'vst3' || format === 'lv2';
}

export class AudioLink {
  /**
   * Start the audio thread, which then waits for the plugin.
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
   * Bind the plugin to the audio thread's memory and start running it.
   * @param prepare called with the bound plugin before it is activated: restoring needs no audio thread.
   * @returns false if the plugin could not be bound or activated.
   */
  run(os: Os, plugin: Plugin, prepare: () => void): boolean {
    // The audio thread is suspended: the plugin and its table may be used here.
    if (!plugin.bind(os.audio_base(), os.audio_block())) return false;
    prepare();
    if (!plugin.activate()) return false;
    os.audio_run_plugin(plugin.pointer);
    return true;
  }

  /**
   * Run action with exclusive access to the plugin; blocks are answered with silence meanwhile.
   * @returns false if the audio thread did not return from the plugin: then action was not run.
   */
  suspended(os: Os, action: () => void): boolean {
    const alone = os.audio_suspend(SUSPEND_MS_MAX) === 0;
    if (alone) action();
    os.audio_resume();
    return alone;
  }
}
