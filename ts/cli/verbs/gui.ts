// SPDX-License-Identifier: BSD-2-Clause
/** `gui`: a plugin's window, without sound. */
import { accessSync, constants, existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { PluginHost, PluginHostError } from '../../client/index.ts';
import { shortNumber } from '../../client/parameter-values.ts';
import type { InstalledPlugin } from '../../plugins/installed.ts';
import { StateCodec } from '../../plugins/state-content.ts';
import { checkOwner, readStateFile, writeStateFile } from '../../plugins/state-file.ts';
import { CommandError, type Context, type Verb } from '../command.ts';
import { checkBlockAndRate, pluginArgument, usualRateOption } from '../options.ts';
import { findPlugin } from '../plugin-name.ts';

/** Interval of silent blocks, so that meters fall and the window's requests are answered. */
const BLOCK_MS = 50;
const BLOCK_FRAMES = 1024;
/** Interval of checks whether the window still exists. */
const LOOK_MS = 250;
/** Editors may take long to open; the host's main thread does not answer meanwhile. */
const OPEN_MS = 60_000;
const NOT_SHOWN = /The window is not shown: (.*)$/;

interface Arguments {
  plugin: string;
  state?: string;
  rate: number;
}

/** Better to report it now than after editing. */
function checkWritable(path: string | undefined): void {
  if (path === undefined) return;
  try {
    accessSync(dirname(path), constants.W_OK);
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'no such folder' : 'permission denied';
    throw new CommandError(`--state ${path}: nothing can be saved in ${dirname(path)}: ${why}`);
  }
}

/** What the file holds, as the library takes it. A file that is not there is written at the end. */
function readState(path: string | undefined, plugin: InstalledPlugin, codec: StateCodec): Uint8Array | undefined {
  if (path === undefined || !existsSync(path)) return undefined;
  const file = readStateFile(path);
  checkOwner(path, file, plugin);
  return codec.pack(plugin.format, file.state);
}

async function writeState(path: string, host: PluginHost, plugin: InstalledPlugin, codec: StateCodec): Promise<void> {
  const { format, id, name } = plugin;
  const state = codec.unpack(format, await host.saveState());
  writeStateFile(path, { format, plugin: id, name, state });
}

/** On a terminal, edits are shown: the last value of each parameter that moved, a few times a second. */
class Edits {
  readonly #host: PluginHost;
  readonly #say: Context['say'];
  readonly #changed = new Map<number, number>();

  constructor(host: PluginHost, say: Context['say']) {
    this.#host = host;
    this.#say = say;
    if (process.stderr.isTTY !== true) return;
    host.on('parameterChange', ({ id, value }) => this.#changed.set(id, value));
    host.on('restart', () => say('The plugin crashed and was started again, with its last state.'));
  }

  async tell(): Promise<void> {
    const changed = [...this.#changed];
    this.#changed.clear();
    for (const [id, value] of changed) {
      const parameter = this.#host.parameter(id);
      // Who cannot be asked just now, because it is started again, is not asked.
      const text = await parameter.format(value).catch(() => shortNumber(value));
      this.#say(`${parameter.name} = ${text}`);
    }
  }
}

/** The window, from its appearance to its end. */
class Session {
  readonly #host: PluginHost;
  readonly #signal: AbortSignal;
  readonly #edits: Edits;
  readonly #planes: { inputs: Float32Array[]; outputs: Float32Array[] };
  /** The host's sentence, if it cannot show the window. */
  refusal: string | undefined;
  #position = 0;
  #hasGivenUp = false;

  constructor(host: PluginHost, { signal, say }: Context) {
    this.#host = host;
    this.#signal = signal;
    this.#edits = new Edits(host, say);
    const { audioInputs, audioOutputs } = host.ports;
    const planes = (count: number) => Array.from({ length: count }, () => new Float32Array(BLOCK_FRAMES));
    this.#planes = { inputs: planes(audioInputs), outputs: planes(audioOutputs) };
    host.once('gaveUp', () => {
      this.#hasGivenUp = true;
    });
  }

  /** @throws CommandError if no window appears. Returns early when it is asked to end. */
  async open(): Promise<void> {
    if (await this.#wasShown()) return;
    const deadline = performance.now() + OPEN_MS;
    while (!this.#signal.aborted && !(await this.#isShown(false))) {
      if (this.refusal !== undefined) throw new CommandError(`No window can be shown: ${this.refusal}`);
      if (this.#hasGivenUp) throw new CommandError('The plugin crashes when its window is opened');
      if (performance.now() > deadline) throw new CommandError(`The window did not open within ${OPEN_MS / 1000} s`);
      await this.#playFor(LOOK_MS);
    }
  }

  /** false: not yet; a plugin that crashed on the way is given the time to come back. @throws CommandError if it cannot be shown. */
  async #wasShown(): Promise<boolean> {
    try {
      await this.#host.showEditor();
      return true;
    } catch (error) {
      if (!(error instanceof PluginHostError) || error.code !== 'REQUEST_FAILED') throw error;
      if (this.refusal !== undefined) throw new CommandError(`No window can be shown: ${this.refusal}`);
      return false;
    }
  }

  /** Wait until the window is closed, or the command is aborted. @throws CommandError if the plugin is not restarted. */
  async live(): Promise<void> {
    do {
      await this.#playFor(LOOK_MS);
      await this.#edits.tell();
      if (this.#hasGivenUp) throw new CommandError('The plugin crashed too often; its state is not saved');
    } while (!this.#signal.aborted && (await this.#isShown(true)));
    await this.#edits.tell();
  }

  /** unknown: what to assume while there is no answer, because the host restarts or its main thread is busy. */
  async #isShown(unknown: boolean): Promise<boolean> {
    try {
      return await this.#host.isEditorShown();
    } catch {
      return unknown;
    }
  }

  async #playFor(milliseconds: number): Promise<void> {
    const { inputs, outputs } = this.#planes;
    for (const end = performance.now() + milliseconds; performance.now() < end && !this.#signal.aborted; ) {
      const transport = { position: this.#position, tempo: 120, numerator: 4, denominator: 4, playing: false };
      await this.#host.processAsync(inputs, outputs, { transport });
      this.#position += BLOCK_FRAMES;
      await sleep(BLOCK_MS, undefined, { signal: this.#signal }).catch(() => {});
    }
  }
}

async function run({ plugin: name, state: path, rate }: Arguments, context: Context): Promise<void> {
  checkBlockAndRate({ rate });
  checkWritable(path);
  const plugin = await findPlugin(name, context);
  const codec = new StateCodec(context.folder);
  const state = readState(path, plugin, codec);
  let session: Session | undefined;
  const host = await PluginHost.open({
    format: plugin.format,
    plugin: plugin.spec,
    sampleRate: rate,
    maxFrames: BLOCK_FRAMES,
    ...(state !== undefined && { state }),
    signal: context.signal,
    onLog: (line) => {
      const refusal = NOT_SHOWN.exec(line)?.[1];
      if (session !== undefined && refusal !== undefined) session.refusal = refusal;
    },
  });
  try {
    session = new Session(host, context);
    await session.open();
    await session.live();
    if (path !== undefined) {
      await writeState(path, host, plugin, codec);
      context.say(`The state is saved in ${path}`);
    }
  } finally {
    await host.close();
  }
  context.signal.throwIfAborted();
}

export const verb: Verb<Arguments> = {
  usage: 'gui <plugin>',
  summary: "open a plugin's window, to look at it or to edit a state",
  examples: [
    { words: 'gui lv2:ZamDelay', says: 'until the window is closed, or Ctrl-C' },
    {
      words: 'gui lv2:ZamDelay --state delay.json',
      says: 'starts with that state if the file is there, and saves it there at the end',
    },
  ],
  options: (yargs) =>
    yargs
      .positional('plugin', pluginArgument)
      .option('state', {
        type: 'string',
        description: 'file with a state: read if it is there, written when the window is closed or on Ctrl-C',
      })
      .option('rate', usualRateOption),
  run,
};
