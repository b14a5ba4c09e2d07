// SPDX-License-Identifier: BSD-2-Clause
/** The record that the probe keeps in the host process (native-shim/include/probe.h), as the tester reads it. */
import { closeSync, existsSync, fstatSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { constants as osConstants, tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  PROBE_CHANGED_PHASE,
  PROBE_END_CAUSE,
  PROBE_END_PHASE,
  PROBE_END_SIGNAL,
  PROBE_END_THREAD,
  PROBE_OPTIONS,
  PROBE_PHASE,
  PROBE_PROCESSING,
  PROBE_RECORD_BYTES,
  PROBE_TEXT_BYTES,
  PROBE_TEXT_END,
  PROBE_TEXTS_AT,
} from '../../contract/probe.ts';
import {
  RECOVERY_AUDIO,
  RECOVERY_CAPTURE,
  RECOVERY_CLOSE,
  RECOVERY_EDITOR,
  RECOVERY_EXIT,
  RECOVERY_LOAD,
  RECOVERY_MAIN,
  RECOVERY_RESTART,
  RECOVERY_RESTORE,
  RECOVERY_SAVE,
  RECOVERY_SERVE,
} from '../../contract/recovery.ts';

const WORD_BYTES = 4;
/** Shown of what a plugin prints: it may be a gigabyte. */
const PRINTED_BYTES = 200;

const PHASES: ReadonlyMap<number, string> = new Map([
  [RECOVERY_LOAD, 'loading (open, instantiate, activate)'],
  [RECOVERY_SAVE, 'saving its state'],
  [RECOVERY_CAPTURE, 'saving its state'],
  [RECOVERY_RESTORE, 'restoring a state'],
  [RECOVERY_EDITOR, 'its editor'],
  [RECOVERY_SERVE, 'a call on the main thread (timer, file descriptor, list, text)'],
  [RECOVERY_CLOSE, 'closing (deactivate, destroy, unload)'],
  [RECOVERY_RESTART, 'a restart (deactivate, activate)'],
]);

/** How the plugin ended its process. */
export interface End {
  /** Like SIGSEGV, or empty. */
  signal: string;
  /** `exit(3)`, or empty. */
  exit: string;
  where: string;
  /** Addresses: `<file>+0x<offset> <symbol>`. */
  calls: string[];
}

function signalName(number: number): string {
  return Object.entries(osConstants.signals).find(([, value]) => value === number)?.[0] ?? `signal ${number}`;
}

export class ProbeRecord {
  readonly #folder = mkdtempSync(join(tmpdir(), 'maolan-test-'));
  readonly path = join(this.#folder, 'record');
  readonly #fd: number;
  /** What is left of it when it is closed. */
  #copy: Buffer | undefined;

  /** @param options set of PROBE_OPTION_* */
  constructor(options: number) {
    this.#fd = openSync(this.path, 'w+', 0o600);
    const bytes = Buffer.alloc(PROBE_RECORD_BYTES);
    bytes.writeUInt32LE(options, PROBE_OPTIONS * WORD_BYTES);
    writeSync(this.#fd, bytes);
  }

  #bytes(at: number, length: number): Buffer {
    if (this.#copy !== undefined) return this.#copy.subarray(at, at + length);
    const bytes = Buffer.alloc(length);
    readSync(this.#fd, bytes, 0, length, at);
    return bytes;
  }

  word(index: number): number {
    return this.#bytes(index * WORD_BYTES, WORD_BYTES).readUInt32LE();
  }

  text(number: number): string {
    const bytes = this.#bytes(PROBE_TEXTS_AT + number * PROBE_TEXT_BYTES, PROBE_TEXT_BYTES);
    const end = bytes.indexOf(0);
    return bytes.toString('utf8', 0, end < 0 ? bytes.length : end);
  }

  /** Lines of a text. */
  calls(number: number): string[] {
    return this.text(number).split('\n').filter(Boolean);
  }

  /** What the plugin printed to stdout: how many bytes, and the first of them. */
  get printed(): { bytes: number; text: string } {
    const path = `${this.path}.out`;
    if (!existsSync(path)) return { bytes: 0, text: '' };
    const fd = openSync(path, 'r');
    const first = Buffer.alloc(PRINTED_BYTES);
    const text = first.toString('utf8', 0, readSync(fd, first, 0, PRINTED_BYTES, 0));
    const { size } = fstatSync(fd);
    closeSync(fd);
    return { bytes: size, text };
  }

  /** Where the plugin is now; empty: nowhere. */
  get where(): string {
    if (this.word(PROBE_PROCESSING) !== 0) return 'process, on the audio thread';
    const phase = this.word(PROBE_PHASE);
    return phase === 0 ? '' : `${PHASES.get(phase) ?? `phase ${phase}`}, on the main thread`;
  }

  /** In which call on the main thread something was left changed. */
  get changedPhase(): string {
    return `${PHASES.get(this.word(PROBE_CHANGED_PHASE)) ?? 'a call'}, on the main thread`;
  }

  /** How it ended; undefined: it did not, as far as the probe saw. */
  get end(): End | undefined {
    const cause = this.word(PROBE_END_CAUSE);
    if (cause === 0) return undefined;
    const detail = this.word(PROBE_END_SIGNAL);
    const thread = this.word(PROBE_END_THREAD);
    const phase = PHASES.get(this.word(PROBE_END_PHASE)) ?? 'no call of the host';
    const where =
      thread === RECOVERY_AUDIO
        ? 'process, on the audio thread'
        : thread === RECOVERY_MAIN
          ? `${phase}, on the main thread`
          : "a thread of the plugin's own";
    const isExit = cause === RECOVERY_EXIT;
    return {
      signal: isExit ? '' : signalName(detail),
      exit: isExit ? `exit(${detail | 0})` : '',
      where,
      calls: this.calls(PROBE_TEXT_END),
    };
  }

  remove(): void {
    this.#copy = this.#bytes(0, PROBE_RECORD_BYTES);
    closeSync(this.#fd);
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
