/**
 * A session of edits, saves, restores and blocks, in which the plugin's process is struck at random moments: what the DAW has after each
 * blow, against what it knows.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import koffi from 'koffi';
import { valuesIn } from '../behaviour/torture/states.ts';
import { type Format, setParameter, torture } from '../behaviour/torture/support.ts';
import { Daw } from '../support/daw.ts';
import { request } from '../support/layout.ts';
import { constant } from '../support/signals.ts';
import { randomNumbers, Setting } from './model.ts';

const tgkill = koffi.load('libc.so.6').func('int tgkill(int process, int thread, int signal)') as (
  process: number,
  thread: number,
  signal: number,
) => number;

const names = ['gain', 'kept1', 'kept2', 'kept3', 'kept4'] as const;
const deadly = ['SIGSEGV', 'SIGBUS', 'SIGFPE', 'SIGILL', 'SIGABRT'] as const;
const FRAMES = 64;
/** As long as a DAW waits for a block. */
const BLOCK_MS = 100;
/** Far more than a slow machine needs to start a host. */
const TIMEOUT_MS = 30_000;
/** Blocks in a row with the right sound, after which a plugin counts as running. */
const ALIVE = 5;
/** What a crash may cost: the last second of edits, and the time until a busy machine gets to taking the state. */
const LOST_MS_MAX = 3000;

type Heard = 'right' | 'passed' | 'silent' | 'unanswered' | 'stale' | 'wrong';

export interface SoakOptions {
  format: Format;
  crashes: number;
  seed: number;
  /** Deaths within a minute, after which the host gives up on the plugin; undefined: as usual. */
  crashesMax?: number | undefined;
}

export interface Soaked {
  /** How long after each blow the first block was answered, and the first had the plugin's sound (ms). */
  answeredMs: number[];
  heardMs: number[];
  /** Age of the oldest edit that was lost with each process; 0: none. */
  lostMs: number[];
  /** Blocks without an answer within 100 ms while the plugin came back: where the machine is not busy, none. */
  unanswered: number;
  /** How often the host gave up until the DAW restored. */
  bypasses: number;
  /** Replies that crossed the DAW's giving up, while the plugin came back; the block after that is in time again. */
  crossed: number;
  /** What a test expects to be empty. */
  faults: string[];
}

class Session {
  readonly result: Soaked = {
    answeredMs: [],
    heardMs: [],
    lostMs: [],
    unanswered: 0,
    bypasses: 0,
    crossed: 0,
    faults: [],
  };
  readonly #format: Format;
  readonly #random: () => number;
  readonly #daw: Daw;
  readonly #pid: number;
  readonly #settings = Object.fromEntries(names.map((name) => [name, new Setting(0)])) as Record<
    (typeof names)[number],
    Setting
  >;
  #saved: Buffer | undefined;
  #block = 0;

  constructor({ format, seed, crashesMax }: SoakOptions) {
    this.#format = format;
    this.#random = randomNumbers(seed);
    const environment = {
      XDG_STATE_HOME: join(tmpdir(), 'maolan-soak'),
      MAOLAN_BUFFER_SIZE: String(FRAMES),
      MAOLAN_RECOVERY_CRASHES: crashesMax === undefined ? '' : String(crashesMax),
    };
    this.#daw = new Daw(torture(format, '', environment));
    this.#pid = this.#daw.process.pid;
  }

  async run(crashes: number): Promise<Soaked> {
    try {
      if (!(await this.#daw.ready())) throw new Error(`the host is not ready: ${this.#daw.process.stderr}`);
      for (const name of names) this.#set(name);
      await this.#expectRight(10);
      for (let crash = 0; crash < crashes && this.#daw.process.alive; crash++) await this.#oneCrash(crash);
      if (!this.#daw.process.alive) this.#fault('the host is gone', this.#daw.process.stderr);
      this.#daw.shutDown();
      await this.#daw.process.end();
    } finally {
      await this.#daw.destroy();
    }
    return this.result;
  }

  async #oneCrash(crash: number): Promise<void> {
    for (let steps = Math.floor(this.#random() * 12); steps > 0; steps--) await this.#step();
    const struck = performance.now();
    const crashes = this.#reportedCrashes();
    const how = await this.#strike();
    const faults = this.result.faults.length;
    await this.#comeBack(struck, crashes);
    await this.#compare(struck);
    if (this.result.faults.length > faults) this.#fault(`crash ${crash}`, how);
  }

  /* ---- what a musician does ---- */

  async #step(): Promise<void> {
    const what = this.#random();
    if (what < 0.4) this.#set(this.#pick(names));
    if (what < 0.8) await this.#expectRight(1 + Math.floor(this.#random() * 10));
    else if (what < 0.9) await sleep(this.#random() * 600);
    else if (what < 0.96 || this.#saved === undefined) this.#saved = await this.#daw.saveState();
    else await this.#restore(this.#saved);
  }

  #pick<T>(list: readonly T[]): T {
    return list[Math.floor(this.#random() * list.length)] as T;
  }

  #set(name: (typeof names)[number]): void {
    const value = (1 + Math.floor(this.#random() * 63)) / 64;
    setParameter(this.#daw, this.#format, name, value);
    this.#settings[name].set(value, performance.now());
  }

  async #restore(state: Buffer): Promise<void> {
    // What is still in the ring would otherwise come after the restore.
    await this.#play();
    const status = await this.#daw.restoreState(state);
    if (status !== 1) this.#fault('a restore was refused', `status ${status}`);
    else this.#settle(state);
  }

  #settle(state: Buffer): void {
    const values = valuesIn(this.#format, state);
    names.forEach((name, index) => {
      this.#settings[name].settle(values[index] ?? Number.NaN);
    });
  }

  /* ---- blocks ---- */

  /** Multiples of 1/8192, no two in a row alike: exact in single precision, also times a gain. */
  #input(block: number): number {
    return (1 + ((block * 2731) % 8191)) / 8192;
  }

  async #play(gains = [this.#settings.gain.value]): Promise<Heard> {
    const daw = this.#daw;
    const input = this.#input(++this.#block);
    for (let channel = 0; channel < 2; channel++) daw.segment.writePlane(channel, 'toHost', constant(FRAMES, input));
    if ((await daw.block(FRAMES, BLOCK_MS)) !== 'byte') return 'unanswered';
    const [left, right] = [0, 1].map((channel) => daw.segment.readPlane(channel, 'toDaw', FRAMES));
    const output = left?.[0] ?? Number.NaN;
    if (![left, right].every((plane) => plane?.every((sample) => sample === output))) return 'wrong';
    if (gains.some((gain) => output === input * gain)) return 'right';
    if (output === input) return 'passed';
    if (output === 0) return 'silent';
    const before = this.#input(this.#block - 1);
    return output === before || gains.some((gain) => output === before * gain) ? 'stale' : 'wrong';
  }

  async #expectRight(blocks: number): Promise<void> {
    for (let i = 0; i < blocks; i++) {
      const heard = await this.#play();
      // A machine that stops for 100 ms is not our fault.
      if (heard !== 'right' && heard !== 'unanswered') this.#fault('between the blows a block was', heard);
    }
  }

  /* ---- blows ---- */

  async #strike(): Promise<string> {
    const signal = this.#pick(deadly);
    const host = this.#daw.process.hostPid;
    const thread = this.#random() < 0.5 ? host : this.#audioThread(host);
    const kind = this.#random();
    if (kind < 0.25) this.#daw.askFor(request.saveState);
    else if (kind < 0.5) {
      this.#daw.prepareBlock(FRAMES);
      this.#daw.toHost.signal();
    } else if (kind < 0.6) this.#set(this.#pick(names)); // it stays in the ring
    const beside = kind < 0.25 ? ' in a save' : kind < 0.5 ? ' in a block' : '';
    tgkill(host, thread, constants.signals[signal]);
    if (kind < 0.5) await this.#daw.toDaw.wait(kind < 0.25 ? 5000 : BLOCK_MS);
    return `${signal} to the ${thread === host ? 'main' : 'audio'} thread${beside}`;
  }

  #audioThread(host: number): number {
    const threads = readdirSync(`/proc/${host}/task`);
    const audio = threads.find((thread) => {
      try {
        return readFileSync(`/proc/${host}/task/${thread}/comm`, 'latin1').trim() === 'maolan-audio';
      } catch {
        return false;
      }
    });
    return Number(audio ?? host);
  }

  #reportedCrashes(): number {
    return this.#daw.process.stderr.match(/The plugin crashed/g)?.length ?? 0;
  }

  /** Play until the plugin sounds again; if the host has given up on it, have the DAW restore what it saves. */
  async #comeBack(struck: number, crashes: number): Promise<void> {
    const gains = this.#settings.gain.possible(struck - LOST_MS_MAX);
    let answered = false;
    let inARow = 0;
    let passed = 0;
    while (inARow < ALIVE) {
      if (performance.now() - struck > TIMEOUT_MS || !this.#daw.process.alive) {
        this.#fault('the plugin did not come back', this.#daw.process.stderr.slice(-2000));
        return;
      }
      const heard = await this.#play(gains);
      if (heard !== 'unanswered' && !answered) {
        answered = true;
        this.result.answeredMs.push(performance.now() - struck);
      }
      if (heard === 'unanswered') this.result.unanswered++;
      if (heard === 'stale') this.result.crossed++;
      if (heard === 'wrong') this.#fault('after a blow a block was', heard);
      // The old process may answer for a moment more.
      inARow = heard === 'right' && this.#reportedCrashes() > crashes ? inARow + 1 : 0;
      if (inARow === 1) this.result.heardMs.push(performance.now() - struck);
      passed = heard === 'passed' ? passed + 1 : 0;
      if (passed > 100 && this.#daw.segment.readU32(this.#daw.at.errorCode) !== 0) {
        await this.#askAgain(struck);
        passed = 0;
      }
      await sleep(1);
    }
  }

  async #askAgain(struck: number): Promise<void> {
    this.result.bypasses++;
    const state = await this.#daw.saveState();
    this.#compareState(state, struck);
    await this.#restore(state);
  }

  /** What the plugin has now is what the DAW has set, but for the last moments before the blow. */
  async #compare(struck: number): Promise<void> {
    if (!this.#daw.process.alive) return;
    if (this.#daw.process.pid !== this.#pid) this.#fault('the process is another one', String(this.#daw.process.pid));
    const state = await this.#daw.saveState();
    this.result.lostMs.push(this.#compareState(state, struck));
    this.#settle(state);
    await this.#expectRight(ALIVE);
    const left = this.#daw.toDaw.drain();
    if (left !== 0) this.#fault('replies are left', String(left));
  }

  /** @returns age of the oldest lost edit, at the blow. */
  #compareState(state: Buffer, struck: number): number {
    const values = valuesIn(this.#format, state);
    const lost = names.map((name, index) => {
      const value = values[index] ?? Number.NaN;
      const setting = this.#settings[name];
      if (!setting.possible(struck - LOST_MS_MAX).includes(value))
        this.#fault(`${name} is`, `${value} instead of ${setting.possible(struck - LOST_MS_MAX).join(' or ')}`);
      return setting.lostMs(value, struck);
    });
    return Math.max(0, ...lost);
  }

  #fault(what: string, detail: string): void {
    this.result.faults.push(`${what}: ${detail}`);
  }
}

/** Run a session. The same seed gives the same session, as far as the machine's own timing allows. */
export function soak(options: SoakOptions): Promise<Soaked> {
  return new Session(options).run(options.crashes);
}
