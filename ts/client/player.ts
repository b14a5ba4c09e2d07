// SPDX-License-Identifier: BSD-2-Clause
/**
 * Blocks from the caller's point of view: each has an end, whatever the host does.
 */

import type { Core } from '../core.ts';
import type { Automation } from './automation.ts';
import { checkEvents, type EventWay, longBytes, NO_EVENTS, SYSEX_BYTES_MAX, sendEvents } from './block-events.ts';
import { type Blocks, bypass, type Outcome } from './blocks.ts';
import { checkBlock } from './checks.ts';
import { invalid } from './errors.ts';
import type { HostProcess } from './host-process.ts';
import type { Incidents } from './incidents.ts';
import { checkNotesSupported } from './note-events.ts';
import type { Notifications } from './notifications.ts';
import { CHANGES_MAX, type ParameterTable } from './parameters.ts';
import { type Piece, piecesOf } from './pieces.ts';
import type { Processes } from './processes.ts';
import { SoundingNotes } from './sounding-notes.ts';
import type { BlockEvent, BypassReason, Planes, PluginFormat, ProcessAsyncOptions, ProcessOptions } from './types.ts';

/** How often a block is looked for whose reply may never come; in Bun, whose sockets report nothing of a pipe, each of them. */
const LOOK_MS = process.versions.bun === undefined ? 20 : 1;

export interface PlayerParts {
  core: Core;
  format: PluginFormat;
  blocks: Blocks;
  processes: Processes;
  parameters: ParameterTable;
  automation: Automation;
  notifications: Notifications;
  incidents: Incidents;
  /** How long a block is waited for. */
  timeoutMs: number;
  /** A block that is not answered for so long has met a hanging host. */
  hangMs: number;
  onBypass: (why: BypassReason) => void;
}

export class Player {
  readonly #parts: PlayerParts;
  readonly #way: EventWay;
  readonly #send: (id: number, value: number, frame: number) => void;
  readonly #keep: (id: number, value: number) => void;
  /** Undefined: the last block was played. */
  #bypassed: BypassReason | undefined;
  #isBusy = false;
  #isDriven = false;
  /** What the header said when the block was sent. */
  #errorBefore = 0;
  /** Looks whether the asynchronous block under way is done. */
  #lookAtBlock: (() => void) | undefined;
  #last: Promise<unknown> = Promise.resolve();
  /** Events that the last block had no room for. */
  #left: readonly BlockEvent[] = NO_EVENTS;

  constructor(parts: PlayerParts) {
    this.#parts = parts;
    const { parameters, core } = parts;
    const { exports } = core;
    this.#way = { exports, memory: core.u8, parameters, notes: new SoundingNotes() };
    this.#send = (id, value, frame) => parameters.sendOne(exports, id, value, frame);
    this.#keep = (id, value) => parameters.queue(id, value, 0);
  }

  /** A driver sends the blocks (driver.ts). */
  beDriven(): void {
    this.#isDriven = true;
    this.#parts.notifications.isDriven = true;
    this.handOver();
  }

  get isDriven(): boolean {
    return this.#isDriven;
  }

  /** Pending changes go into the ring, whichever thread sends the next block. */
  handOver(): void {
    const { processes, parameters, core } = this.#parts;
    if (processes.host !== undefined && parameters.hasWaiting) parameters.send(core.exports);
  }

  /** See PluginHost.process. */
  process(inputs: Planes, outputs: Planes, options: ProcessOptions): boolean {
    if (this.isBusy) invalid('a block is under way; wait for processAsync() first');
    const frames = this.#check(inputs, outputs, options);
    if (this.#isTooMuch(options, frames)) {
      let isPlayed = true;
      for (const piece of this.#piecesOf(options, frames)) {
        this.#parts.notifications.pieceStart = piece.from;
        const own = optionsOf(options, piece);
        isPlayed = this.#run(partOf(inputs, piece), partOf(outputs, piece), own, own.frames) && isPlayed;
      }
      this.#parts.notifications.pieceStart = 0;
      return isPlayed;
    }
    return this.#run(inputs, outputs, options, frames);
  }

  #run(inputs: Planes, outputs: Planes, options: ProcessOptions, frames: number): boolean {
    const { blocks, timeoutMs } = this.#parts;
    const host = this.#freeHost();
    if (host === undefined) return this.#passThrough(inputs, outputs, options, frames);
    this.#prepare(options, frames);
    const isSent = blocks.send(host, inputs, outputs.length, frames);
    return this.#finish(isSent ? blocks.wait(host, timeoutMs) : 'gone', inputs, outputs, frames);
  }

  /** See PluginHost.processAsync. */
  processAsync(inputs: Planes, outputs: Planes, options: ProcessAsyncOptions): Promise<boolean> {
    const result = this.#last.then(() => this.#runAllAsync(inputs, outputs, options));
    this.#last = result.catch(() => {});
    return result;
  }

  #runAllAsync(inputs: Planes, outputs: Planes, options: ProcessAsyncOptions): Promise<boolean> {
    const frames = this.#check(inputs, outputs, options);
    if (!this.#isTooMuch(options, frames)) return this.#runAsync(inputs, outputs, options, frames);
    return this.#runPieces(inputs, outputs, options, frames);
  }

  async #runPieces(inputs: Planes, outputs: Planes, options: ProcessAsyncOptions, frames: number): Promise<boolean> {
    let isPlayed = true;
    for (const [number, piece] of this.#piecesOf(options, frames).entries()) {
      this.#parts.notifications.pieceStart = piece.from;
      const { meanwhile: _once, ...others } = options;
      const own = optionsOf(number === 0 ? options : others, piece);
      isPlayed = (await this.#runAsync(partOf(inputs, piece), partOf(outputs, piece), own, own.frames)) && isPlayed;
    }
    this.#parts.notifications.pieceStart = 0;
    return isPlayed;
  }

  /** More changes than the rings hold. */
  #isTooMuch({ events = NO_EVENTS }: ProcessOptions, frames: number): boolean {
    const { parameters, automation } = this.#parts;
    const others = parameters.waitingCount + (automation.isIdle ? 0 : automation.countIn(0, frames));
    return this.#left.length > 0 || events.length + others > CHANGES_MAX || longBytesOf(events) > SYSEX_BYTES_MAX;
  }

  #piecesOf({ events = NO_EVENTS }: ProcessOptions, frames: number): Piece[] {
    const { parameters, automation } = this.#parts;
    const waiting = parameters.waitingCount;
    const { pieces, left } = piecesOf({
      frames,
      events: [...this.#left, ...events],
      room: CHANGES_MAX,
      others: (from, to) => (from === 0 ? waiting : 0) + automation.countIn(from, to),
    });
    this.#left = left;
    return pieces;
  }

  async #runAsync(inputs: Planes, outputs: Planes, options: ProcessAsyncOptions, frames: number): Promise<boolean> {
    const host = this.#freeHost();
    const { meanwhile, blockingMs = 0, timeoutMs = 0 } = options;
    if (host === undefined) {
      this.#passThrough(inputs, outputs, options, frames);
      meanwhile?.();
      return false;
    }
    this.#prepare(options, frames);
    const isSent = this.#parts.blocks.send(host, inputs, outputs.length, frames);
    let isPlayed = false;
    this.#isBusy = true;
    try {
      meanwhile?.();
    } finally {
      const outcome = isSent
        ? await this.#answer(host, blockingMs, Math.max(timeoutMs, this.#parts.timeoutMs))
        : 'gone';
      this.#isBusy = false;
      isPlayed = this.#finish(outcome, inputs, outputs, frames);
    }
    return isPlayed;
  }

  /** Resolves when the block is done, or will not be in time. */
  #answer(host: HostProcess, blockingMs: number, timeoutMs: number): Outcome | Promise<Outcome> {
    const { blocks } = this.#parts;
    const outcome = blockingMs > 0 ? blocks.wait(host, Math.min(blockingMs, timeoutMs)) : 'late';
    if (outcome !== 'late') return outcome;
    return new Promise((resolve) => {
      const timer = setInterval(() => this.#lookAtBlock?.(), LOOK_MS);
      this.#lookAtBlock = () => {
        const outcome = blocks.outcome(host);
        if (outcome === 'late' && blocks.ageMs < timeoutMs) return;
        clearInterval(timer);
        this.#lookAtBlock = undefined;
        blocks.mayHaveStrayBytes = true;
        resolve(outcome);
      };
    });
  }

  /** An asynchronous block is under way. */
  get isBusy(): boolean {
    return this.#isBusy;
  }

  /** Something came from the host, or it ended. */
  look(): void {
    this.#lookAtBlock?.();
  }

  /** The host, if it waits for a block. One that does not come back from the last is ended some time. */
  #freeHost(): HostProcess | undefined {
    const { processes, blocks, hangMs } = this.#parts;
    const { host } = processes;
    if (host === undefined || !blocks.isAwaited || blocks.outcome(host) !== 'late') return host;
    if (blocks.ageMs > hangMs && host.end === undefined) host.killHung();
    return undefined;
  }

  /** Now and then, when no block is made. */
  beIdle(): void {
    this.#parts.incidents.take();
    if (this.#isDriven) this.handOver();
    if (!this.isBusy && this.#freeHost() !== undefined) this.#parts.notifications.take();
  }

  #check(inputs: Planes, outputs: Planes, options: ProcessOptions): number {
    if (this.#isDriven) invalid('the blocks of this plugin are played live');
    checkBlock(inputs, outputs, options);
    const frames = this.#parts.blocks.framesOf(inputs, outputs, options.frames);
    const { events = NO_EVENTS } = options;
    checkEvents(events, frames);
    if (longBytesOf(events) > 0) this.#checkLong(events);
    return frames;
  }

  /** Only our host knows this; without one it is unknown. */
  #checkLong(events: readonly BlockEvent[]): void {
    const { exports, notes } = this.#way;
    const isUp = this.#parts.processes.host !== undefined;
    checkNotesSupported(events, this.#parts.format, !isUp || exports.daw_notes_are_taken() === 1);
    if (this.#parts.format === 'vst3') notes.check(events);
    if (isUp && exports.daw_sysex_is_taken() === 0)
      invalid(
        'this host does not support system exclusive messages (the option executable or MAOLAN_PLUGIN_HOST names another one)',
      );
  }

  #prepare(options: ProcessOptions, frames: number): void {
    const { blocks, parameters, automation } = this.#parts;
    const { exports } = this.#way;
    this.#errorBefore = exports.daw_error_code();
    if (options.transport !== undefined) blocks.setTransport(options.transport);
    if (parameters.hasWaiting) parameters.send(exports);
    if (!automation.isIdle) automation.send(frames, this.#send);
    sendEvents(this.#way, options.events ?? NO_EVENTS);
  }

  #finish(outcome: Outcome, inputs: Planes, outputs: Planes, frames: number): boolean {
    const { blocks, notifications, incidents } = this.#parts;
    const { exports } = this.#way;
    incidents.take();
    // The host answers for a plugin that fails, too; what it says then is not the plugin's.
    // The plugin may have come back in between.
    const isPlayed = outcome === 'answered' && this.#errorBefore === 0 && exports.daw_error_code() === 0;
    if (isPlayed) {
      blocks.receive(outputs, frames);
      this.#bypassed = undefined;
    } else {
      bypass(inputs, outputs, frames);
      this.#noteBypass(outcome);
    }
    notifications.take();
    return isPlayed;
  }

  /** A block that is not even sent. Values that it was to set are not lost: they wait. */
  #passThrough(inputs: Planes, outputs: Planes, options: ProcessOptions, frames: number): boolean {
    const { automation, processes } = this.#parts;
    automation.send(frames, this.#keep);
    for (const event of options.events ?? NO_EVENTS) if (event.type === 'parameter') this.#keep(event.id, event.value);
    bypass(inputs, outputs, frames);
    this.#parts.incidents.take();
    this.#noteBypass(processes.host === undefined ? 'gone' : 'late');
    return false;
  }

  #noteBypass(outcome: Outcome): void {
    const { incidents, onBypass } = this.#parts;
    const isLate = outcome === 'late' && !incidents.isOut;
    const why = outcome === 'gone' ? 'exited' : isLate ? 'timeout' : outcome === 'lost' ? 'crash' : incidents.reason;
    if (this.#bypassed === why) return;
    this.#bypassed = why;
    onBypass(why);
  }
}

function longBytesOf(events: readonly BlockEvent[]): number {
  let bytes = 0;
  for (let i = 0; i < events.length; i++) bytes += longBytes(events[i] as BlockEvent);
  return bytes;
}

function partOf(planes: Planes, { from, to }: Piece): Planes {
  return planes.map((plane) => plane.subarray(from, to));
}

/** What belongs to a piece of the block. */
function optionsOf<T extends ProcessOptions>(options: T, { from, to, events }: Piece): T & { frames: number } {
  const { transport } = options;
  const moved = transport && { ...transport, position: transport.position + (transport.playing ? from : 0) };
  return { ...options, frames: to - from, events, ...(moved && { transport: moved }) };
}
