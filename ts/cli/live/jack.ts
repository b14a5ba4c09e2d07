// SPDX-License-Identifier: BSD-2-Clause
/** The JACK player of the shim (native-shim/include/jack-player.h), with sentences for what goes wrong. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Driver } from '../../client/driver.ts';
import {
  JACK_PLAYER_NO_LIBRARY,
  JACK_PLAYER_NO_SERVER,
  JACK_PLAYER_PLUGINS_MAX,
  type JackPlayerFunctions,
  jackPlayerPrototypes,
} from '../../contract/jack-player.ts';
import { PROTOCOL_FRAMES_MAX } from '../../contract/protocol.ts';
import { declareFunctions, type Koffi } from '../../native.ts';
import { CommandError } from '../command.ts';

const sentences: Readonly<Record<number, string>> = {
  [JACK_PLAYER_NO_LIBRARY]:
    'libjack.so.0 cannot be loaded; install it (Debian: apt-get install libjack-jackd2-0, or pipewire-jack)',
  [JACK_PLAYER_NO_SERVER]:
    'no JACK server answers; start one (jackd -d alsa), or for PipeWire run this command with pw-jack; JACK_DEFAULT_SERVER selects a server by name',
};

export interface Playable {
  inputs: number;
  outputs: number;
  takesMidi: boolean;
  sendsMidi: boolean;
}

/** A client of the server. One per process. */
export class Jack {
  readonly #player: JackPlayerFunctions;
  #outputs = 0;

  /** @param folder of the built files. @throws CommandError if there is no server. */
  constructor(folder: string, name: string) {
    const koffi = createRequire(join(folder, 'koffi.node'))('./koffi.node') as Koffi;
    this.#player = declareFunctions<JackPlayerFunctions>(
      koffi,
      join(folder, 'libmaolan-jack.so'),
      jackPlayerPrototypes,
    );
    const status = this.#player.jack_player_open(name);
    if (status < 0) throw new CommandError(sentences[status] ?? `JACK refused (${status})`);
  }

  /** As the server has it. */
  get name(): string {
    return this.#player.jack_player_name();
  }

  /** Hz. */
  get sampleRate(): number {
    return this.#player.jack_player_rate();
  }

  /** Of a block. */
  get frames(): number {
    return Math.min(this.#player.jack_player_frames(), PROTOCOL_FRAMES_MAX);
  }

  /** One more plugin in the row. @returns who sends its blocks from the start on. @throws CommandError */
  add({ inputs, outputs, takesMidi, sendsMidi }: Playable): Driver {
    const number = this.#player.jack_player_add(inputs, outputs, takesMidi ? 1 : 0, sendsMidi ? 1 : 0, this.frames);
    if (number < 0) throw new CommandError(`at most ${JACK_PLAYER_PLUGINS_MAX} plugins can be played in a chain`);
    this.#outputs = outputs;
    return {
      attach: (window, wakeFd, replyFd) => this.#player.jack_player_attach(number, window, wakeFd, replyFd),
      detach: () => this.#player.jack_player_detach(number),
    };
  }

  /** @throws CommandError */
  start(): void {
    if (this.#player.jack_player_start() < 0)
      throw new CommandError('the JACK server refused to register the ports, or to start the client');
  }

  /** To the machine's own outputs and MIDI keyboards. inputs: also its microphones to ours. @returns how many there are. */
  connect(inputs: boolean): number {
    return this.#player.jack_player_connect(inputs ? 1 : 0);
  }

  /** By how many frames all plugins together delay the sound. */
  set latency(frames: number) {
    this.#player.jack_player_set_latency(frames);
  }

  /** Of each output, since the last call. */
  peaks(): number[] {
    return Array.from({ length: this.#outputs }, (_, channel) => this.#player.jack_player_peak(channel));
  }

  /** Blocks of a plugin that were passed through so far. */
  bypassed(plugin: number): number {
    return this.#player.jack_player_bypassed(plugin);
  }

  get hasEnded(): boolean {
    return this.#player.jack_player_ended() === 1;
  }

  close(): void {
    this.#player.jack_player_close();
  }
}
