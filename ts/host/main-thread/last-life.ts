/**
 * How the life before ended, and what follows from it: the policy of recovery, without any deed. recovery.h has the facts.
 */
import { constants } from 'node:os';

// enum recovery_phase
export const PHASE_IDLE = 0;
export const PHASE_LOAD = 1;
export const PHASE_SAVE = 2;
export const PHASE_CAPTURE = 3;
export const PHASE_RESTORE = 4;
export const PHASE_EDITOR = 5;
export const PHASE_SERVE = 6;
export const PHASE_CLOSE = 7;

// enum recovery_cause
export const CAUSE_NONE = 0;
export const CAUSE_SIGNAL = 1;
export const CAUSE_EXIT = 2;
export const CAUSE_HANG = 3;
export const CAUSE_AGAIN = 4;

// enum recovery_thread
export const THREAD_MAIN = 1;
export const THREAD_AUDIO = 2;
export const THREAD_OTHER = 3;

// enum protocol_request
const SAVE_STATE = 1;
const RESTORE_STATE = 2;

/** So many within a minute, and the plugin is left alone. MAOLAN_RECOVERY_DEATHS changes it. */
export const DEATHS_MAX = Number(process.env.MAOLAN_RECOVERY_DEATHS) || 3;
/** A client waits 5 s for its answer; what is left of them must suffice to load the plugin. */
const REQUEST_MS_MAX = 4000;

/** Facts about the life before; all 0 in the first one. */
export interface LastLife {
  cause: number;
  /** Or the exit code. */
  signal: number;
  thread: number;
  /** Of the main thread. */
  phase: number;
  /** Within the last minute. */
  deaths: number;
  /** Request that was with the main thread, 0: none. */
  requestType: number;
  /** Since its byte was read. */
  requestAgeMs: number;
  /** It was without the plugin already. */
  bypassed: boolean;
  /** CAUSE_AGAIN: for the sake of this request. */
  retried: number;
}

/** What this life is to be. */
export type Plan =
  /** The first one. */
  | { kind: 'new' }
  /** With the plugin. */
  | { kind: 'again'; restore: 'with-changes' | 'state' | 'nothing' }
  /** Without it. */
  | { kind: 'bypassed' };

/**
 * Where the fault lies: a block dies of its own, whatever the main thread was about then. A thread that the plugin made is taken for a
 * part of what the main thread did: that is what has changed.
 */
function blamedPhase({ thread, phase }: LastLife): number {
  return thread === THREAD_AUDIO ? PHASE_IDLE : phase;
}

/**
 * A plugin that dies while it is loaded, or of its state, will do so again. The first death within a minute loses nothing; at the second,
 * what was changed since the last good state may be what kills it; there is no third chance until somebody asks for one.
 */
export function planOf(last: LastLife): Plan {
  if (last.cause === CAUSE_NONE) return { kind: 'new' };
  if (last.cause === CAUSE_AGAIN) {
    return { kind: 'again', restore: last.retried === RESTORE_STATE ? 'nothing' : 'state' };
  }
  const phase = blamedPhase(last);
  const hopeless = phase === PHASE_LOAD || phase === PHASE_RESTORE;
  if (last.bypassed || hopeless || last.deaths >= DEATHS_MAX) return { kind: 'bypassed' };
  return { kind: 'again', restore: last.deaths < 2 ? 'with-changes' : 'state' };
}

/** The request that was with the main thread still waits for its answer: its byte has to be taken for read once more. */
export function owesAnswer({ requestType, requestAgeMs }: LastLife): boolean {
  return requestType !== 0 && requestAgeMs < REQUEST_MS_MAX;
}

/** That request is what the plugin died of: it must not be tried again. */
export function diedOfRequest(last: LastLife): boolean {
  if (last.cause === CAUSE_NONE || last.cause === CAUSE_AGAIN) return false;
  const phase = blamedPhase(last);
  if (last.requestType === SAVE_STATE) return phase === PHASE_SAVE;
  // A restore that was tried once more began by loading the plugin.
  if (last.requestType === RESTORE_STATE) return phase === PHASE_RESTORE || phase === PHASE_LOAD;
  return last.requestType !== 0 && phase === PHASE_SERVE;
}

export function diedInEditor(last: LastLife): boolean {
  return last.cause !== CAUSE_AGAIN && blamedPhase(last) === PHASE_EDITOR;
}

/** Its settings were being asked for, by whomever: what was asked unasked is not asked again. */
export function diedGivingState(last: LastLife): boolean {
  const phase = blamedPhase(last);
  return last.cause !== CAUSE_AGAIN && (phase === PHASE_CAPTURE || phase === PHASE_SAVE);
}

/** What happened, for a musician: "The plugin crashed (SIGSEGV in its audio processing)". */
export function obituary(last: LastLife): string {
  const where = placeOf(last);
  if (last.cause === CAUSE_HANG) return `The plugin hung (${where})`;
  if (last.cause === CAUSE_EXIT) return `The plugin ended its process (exit code ${last.signal} ${where})`;
  const name = Object.entries(constants.signals).find(([, number]) => number === last.signal)?.[0];
  return `The plugin crashed (${name ?? `signal ${last.signal}`} ${where})`;
}

const PLACES: Readonly<Record<number, string>> = {
  [PHASE_LOAD]: 'while it was loaded',
  [PHASE_SAVE]: 'while it gave its state',
  [PHASE_CAPTURE]: 'while it gave its state',
  [PHASE_RESTORE]: 'while it took a state',
  [PHASE_EDITOR]: 'in its window',
  [PHASE_SERVE]: 'while it served its timers or a question of the DAW',
  [PHASE_CLOSE]: 'while it was closed',
};

function placeOf({ thread, phase }: LastLife): string {
  if (thread === THREAD_AUDIO) return 'in its audio processing';
  const place = PLACES[phase];
  if (thread === THREAD_OTHER)
    return place === undefined ? 'in a thread of its own' : `in a thread of its own ${place}`;
  return place ?? 'outside of its code';
}
