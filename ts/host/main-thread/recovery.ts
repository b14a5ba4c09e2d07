// SPDX-License-Identifier: BSD-2-Clause
/**
 * Recovery, as the main thread uses it: native-shim/include/recovery.h without its encoding. With MAOLAN_RECOVERY=0 it
 * is off: a crash of the plugin ends the host, and nothing is kept.
 */
import {
  ENVIRONMENT_DIRECTORY,
  ENVIRONMENT_FP,
  ENVIRONMENT_LOCALE,
  ENVIRONMENT_MASK,
  RECOVERY_IDLE,
  RECOVERY_WORD_EDITOR,
} from '../../contract/recovery.ts';
import type { Fd } from '../../contract-types.ts';
import type { Core } from '../../core.ts';
import type { Os } from '../../native.ts';
import type { Log } from '../log.ts';
import type { AttachedSegment } from './attach.ts';
import * as kept from './kept-state.ts';
import type { Probe } from './probe.ts';
import { crashedGivingState, crashedInEditor, type LastProcess, type Plan, planOf } from './restart-policy.ts';

/** Words of the record that survive a crash. */
const WORD_ANNOUNCED = 0;
const WORD_EDITOR = RECOVERY_WORD_EDITOR;
const WORD_EDITOR_CRASHES = 2;
const WORD_MUTE = 3;
const WORD_RETRIED = 4;
const WORD_BYPASSED = 5;
const WORD_STANDS_IN = 6;
const WORD_VERSION = 7;
const WORDS = 8;

/** An editor that has crashed its plugin this often within a minute is no longer reopened automatically. */
const EDITOR_CRASHES_MAX = 2;

const CHANGES: readonly (readonly [number, string])[] = [
  [ENVIRONMENT_FP, 'the floating-point mode'],
  [ENVIRONMENT_LOCALE, 'the locale of numbers'],
  [ENVIRONMENT_MASK, 'the signal mask'],
  [ENVIRONMENT_DIRECTORY, 'the working directory'],
];

/** A change made after the last good state: a parameter's id and value. */
export type Change = readonly [number, number];

export class Recovery {
  readonly #os: Os;
  readonly #log: Log;
  readonly #on: boolean;
  readonly #last: LastProcess;
  readonly #plan: Plan;
  readonly #words = new Int32Array(WORDS);
  #changesSaid = 0;
  #directories: kept.Directories = { own: '', shared: '' };

  /** A probe observes the plugin; then recovery is off. */
  probe: Probe | undefined;

  /** Opens the record. Must come first, before the segment is attached. */
  constructor(os: Os, log: Log, dawToHost: Fd, hostToDaw: Fd) {
    this.#os = os;
    this.#log = log;
    this.#on = os.recovery_open(dawToHost, hostToDaw) >= 0;
    if (this.#on) {
      os.recovery_enter_thread();
      for (let i = 0; i < WORDS; i++) this.#words[i] = os.recovery_word(i);
    }
    this.#last = this.#readLast();
    this.#plan = planOf(this.#last);
    this.#countEditorCrashes();
    if (crashedGivingState(this.#last)) this.mute = true;
  }

  /** Whether a crash starts another process. */
  get on(): boolean {
    return this.#on;
  }

  get last(): LastProcess {
    return this.#last;
  }

  get plan(): Plan {
    return this.#plan;
  }

  /** Time since the previous process ended. */
  get downMs(): number {
    return this.#os.recovery_age_ms();
  }

  /** The same in seconds, for a sentence. */
  get downSeconds(): string {
    return (this.downMs / 1000).toFixed(1);
  }

  #readLast(): LastProcess {
    const os = this.#os;
    const read = (fact: () => number) => (this.#on ? fact() : 0);
    const requestType = read(os.recovery_request_type);
    const requestMs = read(os.recovery_request_ms);
    return {
      cause: read(os.recovery_cause),
      signal: read(os.recovery_signal),
      thread: read(os.recovery_thread),
      phase: read(os.recovery_phase_then),
      crashes: read(os.recovery_crashes),
      requestType,
      requestAgeMs: requestType === 0 ? 0 : (os.clock_ms() - requestMs) >>> 0,
      bypassed: this.#words[WORD_BYPASSED] === 1,
      retried: this.#words[WORD_RETRIED] ?? 0,
    };
  }

  #countEditorCrashes(): void {
    if (this.#plan.kind === 'new') return;
    const before = this.#last.crashes > 1 ? (this.#words[WORD_EDITOR_CRASHES] ?? 0) : 0;
    this.#setWord(WORD_EDITOR_CRASHES, crashedInEditor(this.#last) ? before + 1 : before);
  }

  #setWord(index: number, value: number): void {
    if (!this.#on || this.#words[index] === value) return;
    this.#words[index] = value;
    this.#os.recovery_set_word(index, value);
  }

  /** The segment of the previous process; undefined: this is the first one. */
  get segment(): AttachedSegment | undefined {
    const fd = this.#plan.kind === 'new' ? -1 : this.#os.recovery_segment_fd();
    return fd < 0 ? undefined : { fd, version: this.#words[WORD_VERSION] ?? 0 };
  }

  noteVersion(version: number): void {
    this.#setWord(WORD_VERSION, version);
  }

  /** From now on the supervisor starts another process after a crash. */
  arm(): void {
    if (!this.#on) return;
    const armed = this.#os.recovery_arm();
    if (armed < 0) this.#log.say('warning', `A crash would end this host: ${this.#os.process_error_text(armed)}`);
  }

  /**
   * Wraps every call into plugin code on the main thread.
   * @param phase PHASE_*: the purpose, in case the plugin crashes.
   */
  during<Result>(phase: number, action: () => Result): Result {
    if (!this.#on) return this.probe === undefined ? action() : this.probe.during(phase, action);
    const before = this.#os.recovery_set_phase(phase);
    try {
      return action();
    } finally {
      // A callback of the plugin may have led here from within another phase.
      this.#os.recovery_set_phase(before);
      if (before === RECOVERY_IDLE) this.#restoreEnvironment();
    }
  }

  #restoreEnvironment(): void {
    const found = this.#os.recovery_restore_environment() & ~this.#changesSaid;
    if (found === 0) return;
    this.#changesSaid |= found;
    const things = CHANGES.filter(([bit]) => found & bit).map(([, thing]) => thing);
    this.#log.say(
      'debug',
      `The plugin changed settings of its host process, which were restored: ${things.join(', ')}`,
    );
  }

  /** Start another process for this request. Returns only if that failed. */
  retry(type: number): void {
    this.#setWord(WORD_RETRIED, type);
    this.#setWord(WORD_BYPASSED, 0);
    this.#setWord(WORD_EDITOR_CRASHES, 0);
    const error = this.#os.recovery_restart();
    this.#setWord(WORD_BYPASSED, 1);
    this.#log.say('error', `The plugin cannot be tried again: ${this.#os.process_error_text(error)}`);
  }

  /** Whether the DAW has been notified that this host is ready. */
  get announced(): boolean {
    return this.#words[WORD_ANNOUNCED] === 1;
  }
  noteAnnounced(): void {
    this.#setWord(WORD_ANNOUNCED, 1);
  }

  /** This process runs without the plugin. */
  noteBypassed(): void {
    this.#setWord(WORD_BYPASSED, 1);
  }

  /** Whether to show the editor's window: it was shown, and does not make the plugin crash. */
  get editorWanted(): boolean {
    return this.#words[WORD_EDITOR] === 1 && (this.#words[WORD_EDITOR_CRASHES] ?? 0) < EDITOR_CRASHES_MAX;
  }
  noteEditor(shown: boolean): void {
    this.#setWord(WORD_EDITOR, shown ? 1 : 0);
  }

  /** The plugin refuses to save its state, or crashes: it is asked only when the DAW requests it. */
  get mute(): boolean {
    return !this.#on || this.#words[WORD_MUTE] === 1;
  }
  set mute(mute: boolean) {
    this.#setWord(WORD_MUTE, mute ? 1 : 0);
  }

  /** The plugin does not have the kept state: until something is edited, a save is answered with the kept one. */
  get standsIn(): boolean {
    return this.#words[WORD_STANDS_IN] === 1;
  }
  set standsIn(standsIn: boolean) {
    this.#setWord(WORD_STANDS_IN, standsIn ? 1 : 0);
  }

  /** Record the plugin's new resource folder, which belongs to every state that is kept. */
  noteDirectory(path: string, isShared: boolean): void {
    this.#directories = { ...this.#directories, ...(isShared ? { shared: path } : { own: path }) };
  }

  /** Keep the first bytes of the core's state buffer, as saved by the plugin, as the last good state. */
  keepState(core: Core, bytes: number): void {
    if (!this.#on) return;
    const whole = kept.wrap(core, { bytes, onWire: false, directories: this.#directories });
    const error = whole === undefined ? -1 : this.#os.recovery_keep_state(whole, whole.length);
    if (error < 0) {
      this.#log.say('warning', 'The last good state is older than the settings: there is no memory for a newer one');
      return;
    }
    this.standsIn = false;
    this.mute = false;
  }

  /**
   * The first bytes of the core's state buffer, as sent by the DAW, are about to be restored. They become the last good
   * state by commitState, or if the plugin crashes because of them.
   */
  tryState(core: Core, bytes: number): void {
    const whole = kept.wrap(core, { bytes, onWire: true, directories: this.#directories });
    if (this.#on && whole !== undefined) this.#os.recovery_try_state(whole, whole.length);
  }
  commitState(): void {
    if (this.#on) this.#os.recovery_commit_state();
  }

  /** The kept state is the one before the last, which was damaged. */
  get stateIsEarlier(): boolean {
    return this.#on && this.#os.recovery_state_is_earlier() === 1;
  }

  get hasState(): boolean {
    return this.#on && this.#os.recovery_state_bytes() > 0;
  }

  /** Put the last good state into the core's state buffer. @returns undefined if there is none. */
  takeState(core: Core): kept.KeptState | undefined {
    if (!this.hasState) return undefined;
    const room = kept.room(core);
    const bytes = this.#os.recovery_take_state(room, room.length);
    const state = bytes < 0 ? undefined : kept.unwrap(core, bytes);
    if (state === undefined) this.#log.say('error', 'The last good state is lost: its copy in memory was damaged');
    else this.#directories = state.directories;
    return state;
  }

  /** The changes made in the previous process after the last good state. */
  changes(): Change[] {
    const os = this.#os;
    const count = this.#on ? os.recovery_change_count() : 0;
    return Array.from({ length: count }, (_, i) => [os.recovery_change_id(i), os.recovery_change_value(i)] as const);
  }
}
