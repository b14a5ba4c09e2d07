// SPDX-License-Identifier: BSD-2-Clause
/**
 * A private request of the client library: is the plugin ready for the next block? Programs that render to a file send
 * it before the first block, while samples are being loaded, and after blocks that may have made the plugin load
 * something (native-shim/include/plugin.h, offline.c).
 *
 * Its input is two u32: flags, and the milliseconds by which to advance the timers. The answer is UTF-8 JSON.
 */
import { stat } from 'node:fs';
import {
  PLUGIN_ACTIVITY_LOADING,
  PLUGIN_ACTIVITY_REALTIME,
  PLUGIN_ACTIVITY_WORK,
  PLUGIN_ACTIVITY_WORKER,
  PLUGIN_REQUEST_RESTART,
} from '../../contract/plugin.ts';
import type { Core } from '../../core.ts';
import type { Os } from '../../native.ts';
import type { Plugin } from '../../plugin.ts';
import { Activity } from './activity.ts';
import type { AudioLink } from './audio-link.ts';
import { REFUSED } from './result.ts';

const QUESTION_BYTES = 8;
/** Restart the plugin (deactivate, activate) with its settings and samples. */
const RESTART = 1;
/** The first of several questions behind a block. */
const BEGIN = 2;

/** Set by the client in the environment (ts/client/options.ts). */
export function isOffline(): boolean {
  return process.env.MAOLAN_OFFLINE === '1';
}

export interface OfflineParts {
  os: Os;
  core: Core;
  plugin: Plugin;
  link: AudioLink;
}

export class Offline {
  readonly #activity: Activity;

  /** Call this before the plugin is loaded: all threads that appear later are the plugin's. */
  constructor() {
    stat('/', () => {}); // makes Node start its thread pool now
    this.#activity = new Activity();
  }

  /** @returns bytes in the core's state buffer, or REFUSED. */
  answer({ os, core, plugin, link }: OfflineParts): number {
    const at = core.exports.state_buffer();
    if (core.exports.host_request_read() < QUESTION_BYTES) return REFUSED;
    const question = new DataView(core.memory, at);
    const [flags, ms] = [question.getUint32(0, true), question.getUint32(4, true)];
    if ((flags & BEGIN) !== 0) this.#activity.begin();
    let restarts = (flags & RESTART) !== 0;
    const found = plugin.settle(ms);
    restarts ||= (found & PLUGIN_REQUEST_RESTART) !== 0;
    const isDone = !restarts || this.#restart(os, plugin, link);
    const { threads, ...activity } = this.#activity.look();
    for (const thread of [0, ...this.#activity.threads]) os.audio_watch_thread(thread);
    const isLoading = (found & PLUGIN_ACTIVITY_LOADING) !== 0 || !isDone || (found & PLUGIN_REQUEST_RESTART) !== 0;
    const [hasWorked, needsRealTime] = [(found & PLUGIN_ACTIVITY_WORK) !== 0, (found & PLUGIN_ACTIVITY_REALTIME) !== 0];
    const hasWorker = (found & PLUGIN_ACTIVITY_WORKER) !== 0;
    const answer = { hasWorked, isLoading, needsRealTime, hasThreads: threads.length > 0, hasWorker, ...activity };
    const bytes = new TextEncoder().encode(JSON.stringify(answer));
    core.u8.set(bytes, at);
    return bytes.length;
  }

  #restart(os: Os, plugin: Plugin, link: AudioLink): boolean {
    let isActive = false;
    link.suspended(os, () => {
      isActive = plugin.restart();
    });
    return isActive;
  }
}
