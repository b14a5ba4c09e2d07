// SPDX-License-Identifier: BSD-2-Clause
/**
 * Recovery policy as pure functions: what to do, depending on how the previous process ended. The facts come from
 * recovery.h.
 */
import { constants } from 'node:os';
import {
  PROTOCOL_REQUEST_GUI_SHOW,
  PROTOCOL_REQUEST_RESTORE_STATE,
  PROTOCOL_REQUEST_SAVE_STATE,
} from '../../contract/protocol.ts';
import {
  RECOVERY_AGAIN,
  RECOVERY_AUDIO,
  RECOVERY_CAPTURE,
  RECOVERY_CLOSE,
  RECOVERY_CORE,
  RECOVERY_EDITOR,
  RECOVERY_ENDED,
  RECOVERY_EXIT,
  RECOVERY_HANG,
  RECOVERY_IDLE,
  RECOVERY_LOAD,
  RECOVERY_NONE,
  RECOVERY_OTHER,
  RECOVERY_PIPES,
  RECOVERY_REPLACED,
  RECOVERY_RESTART,
  RECOVERY_RESTORE,
  RECOVERY_SAVE,
  RECOVERY_SERVE,
} from '../../contract/recovery.ts';
import type { Milliseconds } from '../../contract-types.ts';

/** After this many crashes within a minute the plugin is bypassed. MAOLAN_RECOVERY_CRASHES overrides it. */
export function crashesMax(): number {
  return Number(process.env.MAOLAN_RECOVERY_CRASHES) || 3;
}
/** A client waits 5 s for its answer; the remaining time must suffice to load the plugin. */
const REQUEST_MS_MAX = 4000;

/** Facts about the previous process; all 0 in the first one. */
export interface LastProcess {
  cause: number;
  /** Or the exit code. */
  signal: number;
  thread: number;
  /** Of the main thread. */
  phase: number;
  /** Within the last minute. */
  crashes: number;
  /** Request that the main thread was handling, 0: none. */
  requestType: number;
  /** Since its byte was read. */
  requestAgeMs: Milliseconds;
  /** The plugin was already bypassed. */
  bypassed: boolean;
  /** RECOVERY_AGAIN: the request for which it was restarted. */
  retried: number;
}

/** What this process has to do. */
export type Plan =
  /** The first process. */
  | { kind: 'new' }
  /** Run the plugin. */
  | { kind: 'again'; restore: 'with-changes' | 'state' | 'nothing' }
  /** Bypass the plugin. */
  | { kind: 'bypassed' };

/**
 * Which phase is at fault. A crash in a block is independent of what the main thread was doing. A crash in one of the
 * plugin's own threads is attributed to the main thread's phase, which is what has changed.
 */
function blamedPhase({ thread, phase }: LastProcess): number {
  return thread === RECOVERY_AUDIO ? RECOVERY_IDLE : phase;
}

/**
 * A plugin that crashes while loading, or because of its state, will do so again. After the first crash within a minute
 * everything is restored; after the second, the changes since the last good state are left out, as they may be the
 * cause; after that, it is only tried again on request.
 */
export function planOf(last: LastProcess): Plan {
  if (last.cause === RECOVERY_NONE) return { kind: 'new' };
  if (last.cause === RECOVERY_AGAIN) {
    return { kind: 'again', restore: last.retried === PROTOCOL_REQUEST_RESTORE_STATE ? 'nothing' : 'state' };
  }
  const phase = blamedPhase(last);
  // A thread that runs during loading may have crashed because of a setting: VST3 plugins get them before the first
  // block.
  const loading = phase === RECOVERY_LOAD && last.thread !== RECOVERY_OTHER;
  const hopeless = loading || phase === RECOVERY_RESTORE;
  if (last.bypassed || hopeless || last.crashes >= crashesMax()) return { kind: 'bypassed' };
  return { kind: 'again', restore: last.crashes < 2 ? 'with-changes' : 'state' };
}

/** The request that the main thread was handling still waits for its answer, which this process's main thread gives. */
export function hasUnansweredRequest({ requestType, requestAgeMs }: LastProcess): boolean {
  return requestType !== 0 && requestAgeMs < REQUEST_MS_MAX;
}

/** The plugin crashed because of that request, which must not be retried. */
export function crashedOfRequest(last: LastProcess): boolean {
  if (last.cause === RECOVERY_NONE || last.cause === RECOVERY_AGAIN) return false;
  const phase = blamedPhase(last);
  if (last.requestType === PROTOCOL_REQUEST_SAVE_STATE) return phase === RECOVERY_SAVE;
  // Retrying a restore starts by loading the plugin.
  if (last.requestType === PROTOCOL_REQUEST_RESTORE_STATE) return phase === RECOVERY_RESTORE || phase === RECOVERY_LOAD;
  if (last.requestType === PROTOCOL_REQUEST_GUI_SHOW) return phase === RECOVERY_EDITOR;
  return last.requestType !== 0 && phase === RECOVERY_SERVE;
}

export function crashedInEditor(last: LastProcess): boolean {
  return last.cause !== RECOVERY_AGAIN && blamedPhase(last) === RECOVERY_EDITOR;
}

/**
 * It crashed while its state was being saved, for the DAW or for recovery: then it is not captured unrequested any
 * more.
 */
export function crashedGivingState(last: LastProcess): boolean {
  const phase = blamedPhase(last);
  return last.cause !== RECOVERY_AGAIN && (phase === RECOVERY_CAPTURE || phase === RECOVERY_SAVE);
}

/** What happened, in the user's terms: "The plugin crashed (SIGSEGV in its audio processing)". */
export function describeEnd(last: LastProcess): string {
  const where = placeOf(last);
  if (last.cause === RECOVERY_CORE) return "The host's own core stopped (its message is above)";
  if (last.cause === RECOVERY_HANG) return `The plugin hung (${where})`;
  if (last.cause === RECOVERY_PIPES) return 'The plugin closed the pipes to the DAW';
  if (last.cause === RECOVERY_REPLACED) return 'The plugin replaced its process with another program';
  if (last.cause === RECOVERY_ENDED)
    return `The plugin ended the host's ${last.thread === RECOVERY_AUDIO ? 'audio' : 'main'} thread`;
  if (last.cause === RECOVERY_EXIT) return `The plugin ended its process (exit code ${last.signal} ${where})`;
  if (last.signal === constants.signals.SIGKILL)
    return `The plugin's process was killed (SIGKILL ${where}; by a user, by itself, or for lack of memory)`;
  const name = Object.entries(constants.signals).find(([, number]) => number === last.signal)?.[0];
  return `The plugin crashed (${name ?? `signal ${last.signal}`} ${where})`;
}

const PLACES: Readonly<Record<number, string>> = {
  [RECOVERY_LOAD]: 'while it was loading',
  [RECOVERY_SAVE]: 'while saving its state',
  [RECOVERY_CAPTURE]: 'while saving its state',
  [RECOVERY_RESTORE]: 'while restoring a state',
  [RECOVERY_EDITOR]: 'in its window',
  [RECOVERY_SERVE]: 'while serving its timers or a query of the DAW',
  [RECOVERY_CLOSE]: 'while it was being closed',
  [RECOVERY_RESTART]: 'in a restart that it requested',
};

/** Where it happened, such as "in its audio processing". */
export function placeOf({ thread, phase }: LastProcess): string {
  if (thread === RECOVERY_AUDIO) return 'in its audio processing';
  const place = PLACES[phase];
  if (thread === RECOVERY_OTHER)
    return place === undefined ? 'in one of its own threads' : `in one of its own threads ${place}`;
  return place ?? 'outside its code';
}
