// SPDX-License-Identifier: BSD-2-Clause
// Generated from native-shim/include/jack-player.h by `npm run contract`; do not edit.
import type { Fd, Frames } from '../contract-types.ts';

export const JACK_PLAYER_PLUGINS_MAX = 16;

// enum jack_player_error
export const JACK_PLAYER_NO_LIBRARY = -1;
export const JACK_PLAYER_NO_SERVER = -2;
/** a port, or the start, was refused */
export const JACK_PLAYER_REFUSED = -3;
export const JACK_PLAYER_TOO_MANY = -4;

/** Functions of jack-player.h. */
export interface JackPlayerFunctions {
  /** [main-thread] Become a client of the JACK server that the environment names. */
  jack_player_open(name: string): number;
  /** [main-thread] The name that the server gave. */
  jack_player_name(): string;
  /** [main-thread] Hz. */
  jack_player_rate(): number;
  /** [main-thread] Frames of a cycle, now. */
  jack_player_frames(): Frames;
  /**
   * [main-thread] Before the start: one more plugin at the end of the row. takes_midi, sends_midi: 0 or 1;
   * frames_max: of its blocks.
   */
  jack_player_add(inputs: number, outputs: number, takesMidi: number, sendsMidi: number, framesMax: Frames): number;
  /** [main-thread] Register ports (in_1, out_1, midi_in, midi_out) and play. 0, or JACK_PLAYER_REFUSED. */
  jack_player_start(): number;
  /**
   * [main-thread] Connect ports to the machine's own: outputs to its loudspeakers; inputs = 1: its microphones
   * to ours; MIDI keyboards to ours.
   */
  jack_player_connect(inputs: number): number;
  /**
   * [main-thread] A plugin's host is there: its segment (protocol version 7), the write end of DAW -> host,
   * the read end of host -> DAW.
   */
  jack_player_attach(plugin: number, window: Uint8Array, wakeFd: Fd, replyFd: Fd): void;
  /** [main-thread] Leave that host alone: its inputs are passed through. */
  jack_player_detach(plugin: number): void;
  /** [main-thread] By how many frames all plugins together delay the sound: told to JACK. */
  jack_player_set_latency(frames: Frames): void;
  /** [any-thread] Highest sample of an output since the last call. channel: from 0. */
  jack_player_peak(channel: number): number;
  /** [any-thread] Blocks of a plugin that were passed through, because it was not in time, or not there. Wraps. */
  jack_player_bypassed(plugin: number): number;
  /** [any-thread] Cycles that JACK says were late. Wraps. */
  jack_player_late(): number;
  /** [any-thread] 1 when the server has ended, or has sent us away. */
  jack_player_ended(): number;
  /** [main-thread] Stop, and leave the server. May be called at any time, and again. */
  jack_player_close(): void;
}

/** The same for koffi. */
export const jackPlayerPrototypes: { readonly [name in keyof JackPlayerFunctions]: string } = {
  jack_player_open: 'int32_t jack_player_open(const char *name)',
  jack_player_name: 'const char *jack_player_name()',
  jack_player_rate: 'uint32_t jack_player_rate()',
  jack_player_frames: 'uint32_t jack_player_frames()',
  jack_player_add:
    'int32_t jack_player_add(uint32_t inputs, uint32_t outputs, uint32_t takes_midi, uint32_t sends_midi, uint32_t frames_max)',
  jack_player_start: 'int32_t jack_player_start()',
  jack_player_connect: 'int32_t jack_player_connect(uint32_t inputs)',
  jack_player_attach: 'void jack_player_attach(uint32_t plugin, void *window, int32_t wake_fd, int32_t reply_fd)',
  jack_player_detach: 'void jack_player_detach(uint32_t plugin)',
  jack_player_set_latency: 'void jack_player_set_latency(uint32_t frames)',
  jack_player_peak: 'float jack_player_peak(uint32_t channel)',
  jack_player_bypassed: 'uint32_t jack_player_bypassed(uint32_t plugin)',
  jack_player_late: 'uint32_t jack_player_late()',
  jack_player_ended: 'int32_t jack_player_ended()',
  jack_player_close: 'void jack_player_close()',
};
