/**
 * The life of a host process on its main thread: attach, load, serve, leave.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Core, instantiateCore } from '../../core.ts';
import { Native } from '../../native.ts';
import { openPlugin, type Plugin, PluginLoadError } from '../../plugin.ts';
import { type CommandLine, INVALID_FDS } from '../command-line.ts';
import { attachSegment } from './attach.ts';
import { AudioLink } from './audio-link.ts';
import { EXIT_BAD_FDS, EXIT_LOAD_FAILED, EXIT_UNKNOWN_FORMAT } from './exit-codes.ts';
import { type Format, formatOf } from './formats.ts';
import { Requests } from './requests.ts';
import { Service } from './service.ts';
import { runSpecial } from './specials.ts';

// enum protocol_error
const ERROR_LOAD_FAILED = 1;

export class Host {
  readonly #line: CommandLine;
  readonly #native: Native;
  readonly #core: Core;
  readonly #link: AudioLink;

  /** @param folder of the built files. Ends the process if the DAW's words make no sense. */
  constructor(folder: string, line: CommandLine) {
    this.#line = line;
    // The audio thread boots while this one loads; nothing else is as slow as booting.
    this.#link = new AudioLink(folder, line.dawToHost, line.hostToDaw);
    this.#native = new Native(folder);
    const { os } = this.#native;
    os.process_name('maolan-plugin-host');
    if (os.fd_is_pipe(line.dawToHost) !== 1 || os.fd_is_pipe(line.hostToDaw) !== 1) {
      os.process_say(INVALID_FDS);
      os.process_exit(EXIT_BAD_FDS);
    }
    this.#core = instantiateCore(readFileSync(join(folder, 'core.wasm')));
    this.#link.segmentFd = attachSegment(os, this.#core, line.segmentName);
  }

  run(): void {
    const { os } = this.#native;
    const { exports, u8 } = this.#core;
    const word = (offset: number) => u8.subarray(offset);
    os.undertaker_start(word(exports.host_ready_word()), word(exports.host_error_word()), ERROR_LOAD_FAILED);
    const ready = `Ready for ${this.#line.format} plugin ${this.#line.spec}`;
    runSpecial(os, this.#core, this.#line.spec, () => this.#say(ready));
    os.watch_start(word(exports.host_shutdown_word()), word(exports.host_heartbeat_word()), this.#line.dawToHost);
    const format = formatOf(this.#line.format);
    if (format === undefined) {
      this.#say(ready);
      os.process_say(`Unknown format: ${this.#line.format}\n`);
      os.undertaker_exit(EXIT_UNKNOWN_FORMAT, 0);
      return;
    }
    const plugin = this.#load(format);
    const say = (text: string) => this.#say(text);
    const requests = new Requests({ os, core: this.#core, plugin, format, say });
    new Service({ os, plugin, format, link: this.#link, requests, say }).start(() => {
      this.#say(ready);
      os.undertaker_dismiss();
      exports.host_set_ready();
    });
  }

  #say(text: string): void {
    this.#native.os.process_say(`[plugin-host ${this.#line.instanceId}] ${text}\n`);
  }

  /** The plugin, running. A failure ends the process: the DAW is told at once, for it would wait 10 s for `ready`. */
  #load({ name }: Format): Plugin {
    const { format, spec, instanceId, sampleRate, bufferSize, inputChannels, outputChannels } = this.#line;
    let reason = 'it could not be activated; its own messages, if any, are above';
    try {
      const options = { sampleRate, framesMax: bufferSize, inputChannels, outputChannels, instanceId };
      const plugin = openPlugin(this.#native, format, spec, options);
      if (this.#link.start(this.#native.os, plugin)) return plugin;
    } catch (error) {
      if (!(error instanceof PluginLoadError)) throw error;
      reason = error.message;
    }
    this.#say(`Failed to load ${name} plugin '${spec}': ${reason}`);
    return this.#native.os.undertaker_exit(EXIT_LOAD_FAILED, ERROR_LOAD_FAILED);
  }
}
