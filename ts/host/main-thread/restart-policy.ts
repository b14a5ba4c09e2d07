// SPDX-License-Identifier: BSD-2-Clause
/**
 * How the process before ended, and what follows from it: the policy of recovery, as pure functions. recovery.h has the facts.
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

/** So many within a minute, and the plugin is left alone. MAOLAN_RECOVERY_DEATHS changes it. */
export function crashesMax(): number {
  return Number(process.env.MAOLAN_RECOVERY_DEATHS) || 3;
}
/** A client waits 5 s for its answer; what is left of them must suffice to load the plugin. */
const REQUEST_MS_MAX = 4000;

/** Facts about the process before; all 0 in the first one. */
export interface LastProcess {
  cause: number;
  /** Or the exit code. */
  signal: number;
  thread: number;
  /** Of the main thread. */
  phase: number;
  /** Within the last minute. */
  crashes: number;
  /** Request that was with the main thread, 0: none. */
  requestType: number;
  /** Since its byte was read. */
  requestAgeMs: Milliseconds;
  /** It was without the plugin already. */
  bypassed: boolean;
  /** RECOVERY_AGAIN: for the sake of this request. */
  retried: number;
}

/** What this process is to be. */
export type Plan =
  /** The first one. */
  | { kind: 'new' }
  /** With the plugin. */
  | { kind: 'again'; restore: 'with-changes' | 'state' | 'nothing' }
  /** Without it. */
  | { kind: 'bypassed' };

/**
 * Where the fault lies: a block fails on its own, whatever the main thread was about then. A thread that the plugin made is taken for a
 * part of what the main thread did: that is what has changed.
 */
function blamedPhase({ thread, phase }: LastProcess): number {
  return thread === RECOVERY_AUDIO ? RECOVERY_IDLE : phase;
}

/**
 * A plugin that crashes while it is loaded, or of its state, will do so again. The first crash within a minute loses nothing; at the second,
 * what was changed since the last good state may be what kills it; there is no third chance unless one is asked for.
 */
export function planOf(last: LastProcess): Plan {
  if (last.cause === RECOVERY_NONE) return { kind: 'new' };
  if (last.cause === RECOVERY_AGAIN) {
    return { kind: 'again', restore: last.retried === PROTOCOL_REQUEST_RESTORE_STATE ? 'nothing' : 'state' };
  }
  const phase = blamedPhase(last);
  // A thread that ran while the plugin was loaded may have died of a setting: VST3's takes them before the first block.
  const loading = phase === RECOVERY_LOAD && last.thread !== RECOVERY_OTHER;
  const hopeless = loading || phase === RECOVERY_RESTORE;
  if (last.bypassed || hopeless || last.crashes >= crashesMax()) return { kind: 'bypassed' };
  return { kind: 'again', restore: last.crashes < 2 ? 'with-changes' : 'state' };
}

/** The request that was with the main thread still waits for its answer: it goes to the main thread of this one. */
export function owesAnswer({ requestType, requestAgeMs }: LastProcess): boolean {
  return requestType !== 0 && requestAgeMs < REQUEST_MS_MAX;
}

/** That request is what the plugin died of: it must not be tried again. */
export function crashedOfRequest(last: LastProcess): boolean {
  if (last.cause === RECOVERY_NONE || last.cause === RECOVERY_AGAIN) return false;
  const phase = blamedPhase(last);
  if (last.requestType === PROTOCOL_REQUEST_SAVE_STATE) return phase === RECOVERY_SAVE;
  // A restore that was tried once more began by loading the plugin.
  if (last.requestType === PROTOCOL_REQUEST_RESTORE_STATE) return phase === RECOVERY_RESTORE || phase === RECOVERY_LOAD;
  if (last.requestType === PROTOCOL_REQUEST_GUI_SHOW) return phase === RECOVERY_EDITOR;
  return last.requestType !== 0 && phase === RECOVERY_SERVE;
}

export function crashedInEditor(last: LastProcess): boolean {
  return last.cause !== RECOVERY_AGAIN && blamedPhase(last) === RECOVERY_EDITOR;
}

/** Its settings were being asked for, by whomever: what was asked unasked is not asked again. */
export function crashedGivingState(last: LastProcess): boolean {
  const phase = blamedPhase(last);
  return last.cause !== RECOVERY_AGAIN && (phase === RECOVERY_CAPTURE || phase === RECOVERY_SAVE);
}

/** What happened, for a musician: "The plugin crashed (SIGSEGV in its audio processing)". */
export function describeEnd(last: LastProcess): string {
  const where = placeOf(last);
  if (last.cause === RECOVERY_CORE) return "The host's own core stopped (its words are above)";
  if (last.cause === RECOVERY_HANG) return `The plugin hung (${where})`;
  if (last.cause === RECOVERY_PIPES) return 'The plugin closed the pipes to the DAW';
  if (last.cause === RECOVERY_REPLACED) return 'The plugin put another program into the place of its process';
  if (last.cause === RECOVERY_ENDED)
    return `The plugin ended the host's ${last.thread === RECOVERY_AUDIO ? 'audio' : 'main'} thread`;
  if (last.cause === RECOVERY_EXIT) return `The plugin ended its process (exit code ${last.signal} ${where})`;
  if (last.signal === constants.signals.SIGKILL)
    return `The plugin's process was killed (SIGKILL ${where}; by a user, by itself, or for lack of memory)`;
  const name = Object.entries(constants.signals).find(([, number]) => number === last.signal)?.[0];
  return `The plugin crashed (${name ?? `signal ${last.signal}`} ${where})`;
}

const PLACES: Readonly<Record<number, string>> = {
  [RECOVERY_LOAD]: 'while it was loaded',
  [RECOVERY_SAVE]: 'while it gave its state',
  [RECOVERY_CAPTURE]: 'while it gave its state',
  [RECOVERY_RESTORE]: 'while it took a state',
  [RECOVERY_EDITOR]: 'in its window',
  [RECOVERY_SERVE]: 'while it served its timers or a question of the DAW',
  [RECOVERY_CLOSE]: 'while it was closed',
  [RECOVERY_RESTART]: 'in a restart that it asked for',
};

/** Where it happened: "in its audio processing". */
export function placeOf({ thread, phase }: LastProcess): string {
  if (thread === RECOVERY_AUDIO) return 'in its audio processing';
  const place = PLACES[phase];
  if (thread === RECOVERY_OTHER)
    return place === undefined ? 'in a thread of its own' : `in a thread of its own ${place}`;
  return place ?? 'outside of its code';
}
