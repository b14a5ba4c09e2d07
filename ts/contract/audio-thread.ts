// SPDX-License-Identifier: BSD-2-Clause
// Generated from native-shim/include/audio-thread.h by `npm run contract`; do not edit.
import type { Fd, Milliseconds, Pointer } from '../contract-types.ts';

export const AUDIO_REQUEST_MS_MAX = 4000;

// enum audio_notice
export const AUDIO_NOTICE_NONE = 0;
/** value: request type */
export const AUDIO_NOTICE_REQUEST = 1;
/** the thread has exited; value: enum audio_end, for failures + errno */
export const AUDIO_NOTICE_ENDED = 2;
/** value: frames */
export const AUDIO_NOTICE_INVALID_BLOCK_SIZE = 3;
/** value: the id, which no parameter has */
export const AUDIO_NOTICE_REFUSED_PARAMETER = 4;
/** value: id of the parameter whose value is NaN or infinite */
export const AUDIO_NOTICE_REFUSED_VALUE = 5;

// enum audio_end
export const AUDIO_ENDED_SHUTDOWN = 1;
export const AUDIO_ENDED_DAW_CLOSED = 2;
export const AUDIO_ENDED_DAW_GONE = 3;
/** + errno: waiting failed */
export const AUDIO_ENDED_FAILED = 1000;
/** + errno: replying failed */
export const AUDIO_ENDED_REPLY_FAILED = 2000;

export interface AudioOptionsStruct {
  /** at least PROTOCOL_SEGMENT_BYTES; may be closed afterwards */
  segment_fd: Fd;
  daw_to_host: Fd;
  host_to_daw: Fd;
  /** enum host_client */
  client: number;
  /** see host_set_answers_show */
  answers_show: number;
}

/** Types of the fields, in their order, for koffi. */
export const audioThreadStructs = {
  audio_options: {
    segment_fd: 'int32_t',
    daw_to_host: 'int32_t',
    host_to_daw: 'int32_t',
    client: 'int32_t',
    answers_show: 'int32_t',
  },
} as const;

/** Functions of audio-thread.h. */
export interface AudioThreadFunctions {
  /**
   * [main-thread] Map the segment into the thread's core, lock the memory that it uses as far as
   * RLIMIT_MEMLOCK allows, and start the thread.
   */
  audio_start(options: AudioOptionsStruct): number;
  /** [main-thread] After audio_start: the base address for plugin_bind. */
  audio_base(): Pointer<'base'>;
  audio_block(): Pointer<'block'>;
  /** [main-thread] After plugin_bind and plugin_activate: start running this plugin. */
  audio_run_plugin(plugin: Pointer<'plugin'>): void;
  /**
   * [main-thread] Suspend the plugin for exclusive access by the main thread: blocks are answered without it
   * until audio_resume.
   */
  audio_suspend(timeoutMs: Milliseconds): number;
  audio_resume(): void;
  /** [main-thread] Run the plugin with 0 frames between two blocks, to deliver parameter changes. */
  audio_flush(): void;
  /**
   * [main-thread] Offline, between two blocks: a block is over when this thread of the plugin has done its
   * work, too. 0: no thread is waited for any more.
   */
  audio_watch_thread(threadId: number): void;
  /** [main-thread] Take one notice: returns an enum audio_notice. audio_notice_value returns its value. */
  audio_take_notice(): number;
  audio_notice_value(): number;
  /**
   * [main-thread] clock_ms() when that notice was posted; for a request that needs an answer, when its wake
   * byte was read.
   */
  audio_notice_ms(): Milliseconds;
  /**
   * [main-thread] For AUDIO_NOTICE_REQUEST: 1 if it needs an answer, through audio_request_claim and
   * audio_request_done.
   */
  audio_notice_is_answered(): number;
  /** [main-thread] 0 if the next request to be claimed has already been given up. */
  audio_request_is_awaited(): number;
  /**
   * [main-thread] Call this exactly once per request that needs an answer, after the plugin has done its part
   * and before writing any of the answer to the oldest outstanding request.
   */
  audio_request_claim(): number;
  /** [main-thread] The claimed request is finished; reply = 1 if a reply byte is due. */
  audio_request_done(reply: number): void;
  /** [any-thread] Milliseconds since the last wake. */
  audio_quiet_ms(): Milliseconds;
  /** [any-thread] Number of changes by the user or by automation since the start: block->edits. */
  audio_edits(): number;
}

/** The same for koffi. */
export const audioThreadPrototypes: { readonly [name in keyof AudioThreadFunctions]: string } = {
  audio_start: 'int32_t audio_start(audio_options *options)',
  audio_base: 'void *audio_base()',
  audio_block: 'void *audio_block()',
  audio_run_plugin: 'void audio_run_plugin(void *plugin)',
  audio_suspend: 'int32_t audio_suspend(int32_t timeout_ms)',
  audio_resume: 'void audio_resume()',
  audio_flush: 'void audio_flush()',
  audio_watch_thread: 'void audio_watch_thread(int32_t thread_id)',
  audio_take_notice: 'int32_t audio_take_notice()',
  audio_notice_value: 'int32_t audio_notice_value()',
  audio_notice_ms: 'uint32_t audio_notice_ms()',
  audio_notice_is_answered: 'int32_t audio_notice_is_answered()',
  audio_request_is_awaited: 'int32_t audio_request_is_awaited()',
  audio_request_claim: 'int32_t audio_request_claim()',
  audio_request_done: 'void audio_request_done(int32_t reply)',
  audio_quiet_ms: 'uint32_t audio_quiet_ms()',
  audio_edits: 'uint32_t audio_edits()',
};
