// SPDX-License-Identifier: BSD-2-Clause
/**
 * The last good state, which a plugin gets back after a crash. It is captured on the main thread whenever something has
 * been edited, without disturbing the audio thread. Parameter changes after a capture are in the recovery record
 * (recovery.h), so even a plugin that does not save its state gets its parameters back.
 */
import { RECOVERY_CAPTURE, RECOVERY_RESTORE, RECOVERY_SERVE } from '../../contract/recovery.ts';
import type { Core } from '../../core.ts';
import type { Os } from '../../native.ts';
import type { Plugin } from '../../plugin.ts';
import type { Log } from '../log.ts';
import { StateError, unpackState } from './envelope.ts';
import type { Format } from './formats.ts';
import type { Recovery } from './recovery.ts';
import { releaseStateMemory } from './state-memory.ts';

/** A state is captured after this much quiet, or after this much continuous editing. */
const QUIET_MS = 300;
const EDITING_MS = 1000;
/**
 * A plugin that takes longer than this to save is asked less often, so that it spends at most a twentieth of its time
 * on saving.
 */
const SLOW_MS = 50;
const SLOW_FACTOR = 20;
/** A refused restore may still move parameters; within this time that does not count as an edit. */
const SETTLING_MS = 500;

export interface LastGoodParts {
  os: Os;
  core: Core;
  plugin: Plugin;
  format: Format;
  recovery: Recovery;
  log: Log;
}

/** What the plugin has after a crash, for a sentence. */
function withoutState(why: 'none' | 'lost', withChanges: boolean): string {
  const reason = why === 'none' ? 'it never saved its state' : 'its last state is lost';
  return withChanges
    ? `with its parameters as they were; ${reason}`
    : `at its defaults: ${reason}, and its parameters may be the cause of the crash`;
}

export class LastGood {
  readonly #parts: LastGoodParts;
  #timer: NodeJS.Timeout | undefined;
  /** os.audio_edits() already processed. */
  #edits: number;
  #editingSince: number | undefined;
  #notBefore = 0;
  #settledAt = 0;
  #touched = false;
  /**
   * Parameter values while the plugin has only its defaults. Reporting these to the DAW at the start counts as edits,
   * too.
   */
  #defaults: number[] | undefined;

  constructor(parts: LastGoodParts) {
    this.#parts = parts;
    this.#edits = parts.os.audio_edits();
  }

  /** Call this before the DAW is notified that it can start. */
  begin(): void {
    if (!this.#touched) this.#defaults ??= this.#values();
    this.take();
  }

  /** The plugin has only its defaults: nothing has been restored or edited since it was loaded. */
  get isUntouched(): boolean {
    return this.#defaults !== undefined;
  }

  #values(): number[] {
    const { plugin, recovery } = this.#parts;
    if (!recovery.on) return [];
    return recovery.during(RECOVERY_SERVE, () => plugin.parameters().map(({ value }) => value));
  }

  /** Check whether something was edited. Called whenever the main thread is woken; the watch wakes it after edits. */
  look(): void {
    const edits = this.#parts.os.audio_edits();
    if (edits === this.#edits) return;
    this.#edits = edits;
    if (this.#defaults !== undefined && this.#hasDefaults(this.#defaults)) return;
    this.edited();
  }

  #hasDefaults(defaults: number[]): boolean {
    const values = this.#values();
    if (performance.now() < this.#settledAt) this.#defaults = values;
    else return values.length === defaults.length && values.every((value, i) => Object.is(value, defaults[i]));
    return true;
  }

  /** Record an edit that look cannot detect. */
  edited(): void {
    if (performance.now() < this.#settledAt) return;
    this.#touch();
    this.take();
  }

  /** The plugin now has its own settings. */
  #touch(): void {
    this.#touched = true;
    this.#defaults = undefined;
    this.#parts.recovery.standsIn = false;
  }

  /** Capture the state soon. */
  take(): void {
    if (this.#parts.recovery.mute) return;
    const now = performance.now();
    this.#editingSince ??= now;
    const due = Math.max(Math.min(now + QUIET_MS, this.#editingSince + EDITING_MS), this.#notBefore);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#capture(), due - now);
  }

  /** The first bytes of the core's state buffer are what the plugin has just saved for the DAW. */
  given(bytes: number): void {
    this.#parts.recovery.keepState(this.#parts.core, bytes);
  }

  /** The plugin has accepted a state, which is kept as received; the plugin's own version of it is captured soon. */
  restored(): void {
    this.#settledAt = 0;
    this.#touch();
    this.take();
  }

  /**
   * The plugin has accepted only part of the kept state. Unless it had other settings before, saving returns the state
   * as received until something is edited, so that the rest of it is not lost.
   */
  restoredPartly(wasUntouched: boolean): void {
    if (wasUntouched && this.#parts.recovery.on) this.standAside();
    else this.restored();
  }

  /** The kept state is not the plugin's; it stays until something is edited. */
  standAside(): void {
    clearTimeout(this.#timer);
    this.#editingSince = undefined;
    this.#settledAt = performance.now() + SETTLING_MS;
    this.#defaults = this.#values();
    this.#parts.recovery.standsIn = true;
  }

  #capture(): void {
    this.#editingSince = undefined;
    const { os, core, plugin, format, recovery, log } = this.#parts;
    if (recovery.standsIn) return;
    const edits = os.audio_edits();
    const start = performance.now();
    const bytes = recovery.during(RECOVERY_CAPTURE, () => format.save(core, plugin));
    const took = performance.now() - start;
    this.#notBefore = took > SLOW_MS ? start + took * SLOW_FACTOR : 0;
    if (bytes < 0) {
      recovery.mute = true;
      log.say('debug', 'The plugin does not save its state for recovery; only its parameters would survive a crash');
      return;
    }
    recovery.keepState(core, bytes);
    releaseStateMemory(os, core, bytes);
    this.#edits = edits;
    // What was edited meanwhile may or may not be in it.
    this.look();
  }

  /**
   * Restore what the plugin had, before it runs for the first time in this process.
   * @param withChanges also restore the changes after the last good state.
   * @returns what it has now, for a sentence: "with ...".
   */
  bringBack(withChanges: boolean): string {
    const { recovery } = this.#parts;
    const stoodIn = recovery.standsIn;
    const isEarlier = recovery.stateIsEarlier;
    const restored = recovery.hasState ? this.#restoreKept() : 'none';
    if (withChanges) this.#applyChanges();
    if (restored === false || (restored === 'partly' && stoodIn)) this.standAside();
    if (recovery.standsIn && restored === false)
      return 'at its defaults: it refuses the state that it had, which is kept until something is edited';
    if (restored === 'none' || restored === 'lost') return withoutState(restored, withChanges);
    const which = isEarlier
      ? 'an earlier state, since the copy of its last one in memory was damaged'
      : 'its last state';
    return withChanges
      ? `with ${which}; ${isEarlier ? 'its parameters are as they were' : 'at most the last second of edits is lost'}`
      : `with ${which}; the changes made after that are left out, since they may be the cause of the crash`;
  }

  /** Restore the state that was kept in place of the plugin's own. @returns what it has now, as bringBack. */
  fallBack(): string {
    this.#parts.recovery.standsIn = false;
    return this.bringBack(false);
  }

  /** @returns whether the plugin has accepted the state, as Format.restore; 'lost': it was damaged. */
  #restoreKept(): boolean | 'partly' | 'lost' {
    const { os, core, plugin, format, recovery, log } = this.#parts;
    const state = recovery.takeState(core);
    if (state === undefined) return 'lost';
    const { own, shared } = state.directories;
    if (own !== '') recovery.during(RECOVERY_SERVE, () => plugin.setResourceDirectory(own, false));
    if (shared !== '') recovery.during(RECOVERY_SERVE, () => plugin.setResourceDirectory(shared, true));
    try {
      const bytes = state.onWire ? unpackState(core, format.name, state.bytes) : state.bytes;
      const restored = recovery.during(RECOVERY_RESTORE, () => format.restore(core, plugin, bytes));
      if (restored !== false) this.restored();
      releaseStateMemory(os, core, bytes);
      return restored;
    } catch (error) {
      if (!(error instanceof StateError)) throw error;
      log.say('error', error.message);
      return false;
    }
  }

  /** In a phase other than restore: if a change crashes the plugin, it gets its state without changes next time. */
  #applyChanges(): void {
    const { plugin, recovery } = this.#parts;
    const changes = recovery.changes();
    if (changes.length === 0) return;
    recovery.during(RECOVERY_SERVE, () => {
      const indexes = plugin.parameterIndexes();
      for (const [id, value] of changes) {
        const index = indexes.get(id);
        if (index !== undefined && !plugin.isTrigger(index)) plugin.setParameter(index, value);
      }
    });
  }
}
