// SPDX-License-Identifier: BSD-2-Clause
/** A plugin under examination: opened with its settings, played block by block, and not restarted when it crashes. */
import { PluginHost } from '../client/index.ts';
import type { BeginOptions, BlockEvent } from '../client/types.ts';
import { BlockFailure } from './block-failure.ts';
import { CommandError, type Context } from './command.ts';
import { namesIn, rememberInside } from './completion/known-names.ts';
import { findPlugin } from './plugin-name.ts';
import { setParameters } from './settings.ts';

/** Offline, a block may take its time. */
const BLOCK_TIMEOUT_MS = 20_000;
/** How long a plugin that loads something is waited for. */
const SETTLE_MS = 10_000;

export interface PlayerOptions {
  /** As the user names the plugin. */
  name: string;
  /** Hz. */
  sampleRate: number;
  /** Frames per block. */
  block: number;
  /** `name=value` each. */
  params: readonly string[];
  /** Offline: blocks come as fast as they can be played, and the plugin knows; else as in a DAW. */
  isOffline: boolean;
}

export class Player {
  /** `lv2:ZamDelay` */
  readonly title: string;
  readonly host: PluginHost;
  readonly inputs: Float32Array[];
  readonly outputs: Float32Array[];
  /** Frames, as reported after the first block: LV2 plugins know it only then. */
  latency = 0;
  readonly #isOffline: boolean;
  readonly #say: Context['say'];
  #hasPlayed = false;
  readonly #failure: BlockFailure;

  private constructor(
    title: string,
    host: PluginHost,
    block: number,
    { isOffline, say }: Pick<PlayerOptions, 'isOffline'> & Pick<Context, 'say'>,
  ) {
    this.#isOffline = isOffline;
    this.#say = say;
    const { audioInputs, audioOutputs } = host.ports;
    this.title = title;
    this.host = host;
    this.inputs = Array.from({ length: audioInputs }, () => new Float32Array(block));
    this.outputs = Array.from({ length: audioOutputs }, () => new Float32Array(block));
    this.#failure = new BlockFailure(host, BLOCK_TIMEOUT_MS);
  }

  /** @throws CommandError, PluginHostError: no such plugin or parameter, or it does not load. */
  static async open({ name, sampleRate, block, params, isOffline }: PlayerOptions, context: Context): Promise<Player> {
    const plugin = await findPlugin(name, context);
    const { format, spec, name: found } = plugin;
    const host = await PluginHost.open({
      format,
      plugin: spec,
      sampleRate,
      maxFrames: block,
      offline: isOffline,
      blockTimeoutMs: BLOCK_TIMEOUT_MS,
      policy: { restart: false },
      // The output of a restarted plugin is not what it would have been.
      environment: { MAOLAN_RECOVERY: '0' },
      signal: context.signal,
    });
    try {
      rememberInside(plugin, namesIn(host.parameters));
      await setParameters(host, found, params);
      return new Player(`${format}:${found}`, host, block, { isOffline, say: context.say });
    } catch (error) {
      await host.close();
      throw error;
    }
  }

  /**
   * Run one block, with MIDI for those that take some. Its inputs take the sound's channels one after the other, so that a mono sound reaches all of them.
   * @throws CommandError if the plugin did not play it.
   */
  async play(
    sound: readonly Float32Array[],
    frames: number,
    position: number,
    events: readonly BlockEvent[] = [],
  ): Promise<void> {
    for (const [channel, plane] of this.inputs.entries())
      plane.set((sound[channel % sound.length] ?? plane).subarray(0, frames));
    const transport = { position, tempo: 120, numerator: 4, denominator: 4, playing: true };
    let isPlayed = false;
    const playOnce = async () => {
      isPlayed = await this.host.processAsync(this.inputs, this.outputs, { frames, transport, events });
      return isPlayed;
    };
    if (this.#isOffline && !this.#hasPlayed) await this.#begin(playOnce, { transport, events });
    else await playOnce();
    if (!isPlayed) throw await this.failure(position);
    if (this.#hasPlayed) return;
    this.latency = this.host.latency;
    this.#hasPlayed = true;
  }

  /** With what it loads. */
  async #begin(play: () => Promise<boolean>, options: BeginOptions): Promise<void> {
    const { isReady, reason } = await this.host.begin(play, { ...options, limitMs: SETTLE_MS });
    if (!isReady) this.#say(`${this.title} was not ready after ${SETTLE_MS / 1000} s: ${reason}`);
  }

  /** Why the block at a frame was not played, as a sentence. */
  async failure(position: number): Promise<CommandError> {
    return new CommandError(`${this.title} ${await this.#failure.sentence()} in the block at frame ${position}`);
  }

  close(): Promise<void> {
    return this.host.close();
  }
}
