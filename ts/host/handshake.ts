/**
 * What the two threads of the host agree on before and beside the shim's queues: a few words of shared memory for the start,
 * and the kinds of notices.
 */

/** Words of the start-up handshake (Int32Array on a SharedArrayBuffer). */
export const WORD_STAGE = 0;
export const WORD_SEGMENT_FD = 1;
export const WORD_SUSPENDED = 2;
/** Always 0: nobody is ever woken. */
export const WORD_FOR_EVER = 3;
/** LATER_LIFE if the DAW knows this host from a life before (recovery.h) and waits for no plugin; written before WORD_STAGE is looked at. */
export const WORD_LIFE = 4;
/** In a later life: wake bytes whose reader died before the answer. */
export const WORD_OWED_WAKES = 5;
export const HANDSHAKE_BYTES = 24;

/** WORD_LIFE. */
export const FIRST_LIFE = 0;
export const LATER_LIFE = 1;

/** WORD_STAGE. */
export const STAGE_BOOTING = 0;
/** The audio thread has compiled and rehearsed its cycle; it waits for the plugin. */
export const STAGE_WARM = 1;
/** The plugin is there: go. */
export const STAGE_GO = 2;
/** The plugin takes longer than the DAW waits: the audio thread answers blocks without it until it comes. */
export const STAGE_EARLY = 3;
/** The audio thread could not be set up; it has said why on stderr. */
export const STAGE_FAILED = 4;

/** WORD_SUSPENDED: the audio thread runs the plugin. */
export const RUNNING = 0;
/** It answers blocks with silence (in a later life: with their input) and leaves the plugin, and the parameter table, alone. */
export const SUSPENDED = 1;
/** It has left its cycle, and leaves the plugin alone for ever. */
export const LEFT = 2;

/** A DAW gives its host 10 s to become ready. */
export const READY_DEADLINE_MS = 8000;

/** Notices from the audio to the main thread (audio_post). */
export const NOTICE_REQUEST = 1;
export const NOTICE_ENDED = 2;
export const NOTICE_INVALID_BLOCK_SIZE = 3;
export const NOTICE_REFUSED_PARAMETER = 4;

/** Value of NOTICE_ENDED. */
export const ENDED_SHUTDOWN = 1;
export const ENDED_DAW_CLOSED = 2;
export const ENDED_DAW_GONE = 3;
/** ENDED_FAILED + errno. */
export const ENDED_FAILED = 1000;
/** ENDED_REPLY_FAILED + errno. */
export const ENDED_REPLY_FAILED = 2000;

/** Handed to the audio thread when it starts. */
export interface AudioThreadData {
  handshake: SharedArrayBuffer;
  folder: string;
  dawToHost: number;
  hostToDaw: number;
  /** What replies are to the DAW: enum host_client of core.h. */
  client: number;
  /** performance.timeOrigin + performance.now() at which a host must be ready at the latest. */
  deadline: number;
}
