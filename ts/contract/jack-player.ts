// SPDX-License-Identifier: BSD-2-Clause
// Generated from native-shim/include/jack-player.h by `npm run contract`; do not edit.
import type { Fd, Frames } from '../contract-types.ts';

export const JACK_PLAYER_PLUGINS_MAX = 16;

// enum jack_player_error
export const JACK_PLAYER_NO_LIBRARY = -1;
export const JACK_PLAYER_NO_SERVER = -2;
/** the server refused a port or the activation */
export const JACK_PLAYER_REFUSED = -3;
export const JACK_PLAYER_TOO_MANY = -4;

/** Functions of jack-player.h. */
export interface JackPlayerFunctions {
  /** [main-thread] Become a client of the JACK server that the environment names; does not start a server. */
  jack_player_open(name: string): number;
  /** [main-thread] The client name that the server assigned. */
  jack_player_name(): string;
  /** [main-thread] Hz. */
  jack_player_rate(): number;
  /** [main-thread] Current frames per cycle. */
  jack_player_frames(): Frames;
  /**
   * [main-thread] Before the start: append a plugin to the chain. takes_midi, sends_midi: 0 or 1; frames_max:
   * longest block.
   */
  jack_player_add(inputs: number, outputs: number, takesMidi: number, sendsMidi: number, framesMax: Frames): number;
  /** [main-thread] Register ports (in_1, out_1, midi_in, midi_out) and start. Returns 0 or JACK_PLAYER_REFUSED. */
  jack_player_start(): number;
  /**
   * [main-thread] Connect our ports to physical ones: outputs to playback ports, MIDI sources to our MIDI
   * input and, if inputs = 1, capture ports to our inputs.
   */
  jack_player_connect(inputs: number): number;
  /**
   * [main-thread] A plugin's host is running. window: its mapped segment (protocol version 7); wake_fd: write
   * end of the pipe from DAW to host; reply_fd: read end of the pipe from host to DAW.
   */
  jack_player_attach(plugin: number, window: Uint8Array, wakeFd: Fd, replyFd: Fd): void;
  /** [main-thread] Stop using that host: the plugin's input is passed through. */
  jack_player_detach(plugin: number): void;
  /** [main-thread] Total latency of all plugins in frames, which is reported to JACK. */
  jack_player_set_latency(frames: Frames): void;
  /** [any-thread] Peak sample of an output since the last call. channel: from 0. */
  jack_player_peak(channel: number): number;
  /**
   * [any-thread] Number of a plugin's blocks that were passed through, because its host was late or not
   * running.
   */
  jack_player_bypassed(plugin: number): number;
  /** [any-thread] Number of cycles that JACK reported as late (xruns). Wraps. */
  jack_player_late(): number;
  /** [any-thread] 1 after the server has shut down or disconnected this client. */
  jack_player_ended(): number;
  /** [main-thread] Stop, and disconnect from the server. May be called at any time, repeatedly. */
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
