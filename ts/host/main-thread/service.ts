// SPDX-License-Identifier: BSD-2-Clause
/** Everything that happens on the main thread while the plugin runs. It runs only when the shim wakes this thread. */
import {
  AUDIO_ENDED_DAW_CLOSED,
  AUDIO_ENDED_DAW_GONE,
  AUDIO_ENDED_FAILED,
  AUDIO_ENDED_REPLY_FAILED,
  AUDIO_ENDED_SHUTDOWN,
  AUDIO_NOTICE_ENDED,
  AUDIO_NOTICE_INVALID_BLOCK_SIZE,
  AUDIO_NOTICE_REFUSED_PARAMETER,
  AUDIO_NOTICE_REFUSED_VALUE,
  AUDIO_NOTICE_REQUEST,
} from '../../contract/audio-thread.ts';
import {
  PLUGIN_REQUEST_DESCRIBE,
  PLUGIN_REQUEST_FLUSH,
  PLUGIN_REQUEST_RESTART,
  PLUGIN_REQUEST_SAVE,
} from '../../contract/plugin.ts';
import { RECOVERY_CLOSE, RECOVERY_RESTART, RECOVERY_SERVE } from '../../contract/recovery.ts';
import type { Core } from '../../core.ts';
import type { Os } from '../../native.ts';
import type { Plugin } from '../../plugin.ts';
import type { Log } from '../log.ts';
import type { AudioLink } from './audio-link.ts';
import type { Editor } from './editor.ts';
import { EXIT_OK } from './exit-codes.ts';
import type { Format } from './formats.ts';
import type { LastGood } from './last-good.ts';
import type { Recovery } from './recovery.ts';
import type { Requests } from './requests.ts';
import type { Wakes } from './wakes.ts';

/** How long to wait for a block before parameter changes are delivered without one. */
const FLUSH_AFTER_MS = 50;
const LINE_BYTES = 512;

export interface ServiceParts {
  os: Os;
  core: Core;
  plugin: Plugin;
  format: Format;
  link: AudioLink;
  requests: Requests;
  recovery: Recovery;
  /** Undefined: the plugin is bypassed. */
  own: { editor: Editor; lastGood: LastGood } | undefined;
  log: Log;
}

export class Service {
  readonly #parts: ServiceParts;
  readonly #line = new Uint8Array(LINE_BYTES);
  #flushTimer: NodeJS.Timeout | undefined;

  constructor(parts: ServiceParts) {
    this.#parts = parts;
  }

  /**
   * @param ready called after the first round of service: first calls take a millisecond or two, and must not compete
   * with the DAW's first blocks.
   */
  start(wakes: Wakes, ready: () => void): void {
    wakes.call(() => this.#wake());
    this.#wake();
    ready();
  }

  #wake(): void {
    this.#printLog();
    this.#takeNotices();
    const { plugin, requests, recovery, own } = this.#parts;
    this.#grant(recovery.during(own?.editor.phase ?? RECOVERY_SERVE, () => plugin.idle()));
    own?.editor.follow();
    requests.serve();
    own?.lastGood.look();
    this.#printLog();
  }

  #takeNotices(): void {
    const { os, requests, log } = this.#parts;
    for (let kind = os.audio_take_notice(); kind !== 0; kind = os.audio_take_notice()) {
      const value = os.audio_notice_value();
      if (kind === AUDIO_NOTICE_REQUEST)
        requests.add(value >>> 0, os.audio_notice_ms(), os.audio_notice_is_answered() === 1);
      else if (kind === AUDIO_NOTICE_ENDED) this.#leave(value);
      else if (kind === AUDIO_NOTICE_INVALID_BLOCK_SIZE)
        log.say('warning', `Invalid block size ${value >>> 0}, skipping`);
      else if (kind === AUDIO_NOTICE_REFUSED_PARAMETER)
        this.#sayRefused((format) => format.refusedParameter(value >>> 0));
      else if (kind === AUDIO_NOTICE_REFUSED_VALUE)
        this.#sayRefused(
          ({ name }) => `${name}: the value for parameter ${value >>> 0} is not a number; it is left as it is`,
        );
    }
  }

  #grant(requests: number): void {
    const { os, core, link, plugin, recovery, own, log } = this.#parts;
    if (requests & PLUGIN_REQUEST_RESTART) {
      let active = true;
      const alone = link.suspended(os, () => {
        active = recovery.during(RECOVERY_RESTART, () => plugin.restart());
      });
      if (!alone) log.say('error', 'The plugin requested a restart, but does not return from processing');
      if (!active)
        log.say('error', 'The plugin requested a restart, and could not be activated again; it stays silent');
    }
    if (requests & PLUGIN_REQUEST_FLUSH) this.#flushSoon();
    if (requests & PLUGIN_REQUEST_SAVE) {
      core.exports.host_set_state_dirty();
      own?.lastGood.edited();
    }
    if (requests & PLUGIN_REQUEST_DESCRIBE) {
      const { midiInputs, midiOutputs } = recovery.during(RECOVERY_SERVE, () => plugin.describe());
      core.exports.host_announce_midi_ports(midiInputs, midiOutputs);
    }
  }

  #flushSoon(): void {
    this.#flushTimer ??= setTimeout(() => {
      this.#flushTimer = undefined;
      if (this.#parts.os.audio_quiet_ms() >= FLUSH_AFTER_MS) this.#parts.os.audio_flush();
    }, FLUSH_AFTER_MS);
  }

  #sayRefused(words: (format: Format) => string): void {
    const { format, own, log } = this.#parts;
    // A bypassed plugin has no parameters; the DAW continues its automation, and these changes need no warning.
    if (own !== undefined) log.raw('warning', `[plugin-host] ${words(format)}\n`);
  }

  #printLog(): void {
    const { os, log } = this.#parts;
    for (let bytes = os.log_take(this.#line); bytes > 0; bytes = os.log_take(this.#line)) {
      for (const text of new TextDecoder().decode(this.#line.subarray(0, bytes)).trimEnd().split('\n'))
        log.say('info', text);
    }
  }

  #leave(reason: number): void {
    const { os, plugin, format, recovery, log } = this.#parts;
    log.say('info', wordsFor(reason, os));
    recovery.during(RECOVERY_CLOSE, () => plugin.close());
    this.#printLog();
    log.say('info', `${format.name} host exiting`);
    os.process_exit(EXIT_OK);
  }
}

function wordsFor(reason: number, os: Os): string {
  if (reason === AUDIO_ENDED_SHUTDOWN) return 'Shutdown requested';
  if (reason === AUDIO_ENDED_DAW_CLOSED) return 'Event error: the DAW closed its pipe';
  if (reason === AUDIO_ENDED_DAW_GONE) return 'Event error: the DAW is gone';
  if (reason >= AUDIO_ENDED_REPLY_FAILED)
    return `Failed to signal DAW: ${os.process_error_text(reason - AUDIO_ENDED_REPLY_FAILED)}`;
  return `Event error: ${os.process_error_text(reason - AUDIO_ENDED_FAILED)}`;
}
