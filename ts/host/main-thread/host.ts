/**
 * The life of a host process on its main thread: attach, load, serve, leave.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Core, instantiateCore } from '../../core.ts';
import { Native } from '../../native.ts';
import { openPlugin, type Plugin, PluginLoadError } from '../../plugin.ts';
import { type CommandLine, DEFAULT_SAMPLE_RATE, INVALID_FDS } from '../command-line.ts';
import { Log } from '../log.ts';
import { stage } from './answers.ts';
import { attachSegment } from './attach.ts';
import { AudioLink } from './audio-link.ts';
import { Editor } from './editor.ts';
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
  readonly #log: Log;

  /** @param folder of the built files. Ends the process if the DAW's words make no sense. */
  constructor(folder: string, line: CommandLine) {
    this.#line = line;
    // The audio thread boots while this one loads; nothing else is as slow as booting.
    this.#link = new AudioLink(folder, line.dawToHost, line.hostToDaw);
    this.#native = new Native(folder);
    const { os } = this.#native;
    this.#log = new Log((text) => os.process_say(text), line.instanceId, line.logLevel);
    os.process_name('maolan-plugin-host');
    if (os.fd_is_pipe(line.dawToHost) !== 1 || os.fd_is_pipe(line.hostToDaw) !== 1) {
      this.#log.raw('error', INVALID_FDS);
      os.process_exit(EXIT_BAD_FDS);
    }
    this.#core = instantiateCore(readFileSync(join(folder, 'core.wasm')));
    this.#link.segmentFd = attachSegment(os, this.#core, line.segmentName, this.#log);
  }

  run(): void {
    const { os } = this.#native;
    const { exports, u8 } = this.#core;
    const word = (offset: number) => u8.subarray(offset);
    const [readyWord, errorWord] = [word(exports.host_ready_word()), word(exports.host_error_word())];
    os.undertaker_start(readyWord, errorWord, ERROR_LOAD_FAILED);
    runSpecial(os, this.#core, this.#line, () => this.#sayReady());
    const format = formatOf(this.#line.format);
    if (format === undefined) {
      this.#sayReady();
      this.#log.raw('error', `Unknown format: ${this.#line.format}\n`);
      os.undertaker_exit(EXIT_UNKNOWN_FORMAT, 0);
      return;
    }
    if (exports.host_announces() !== 0) {
      // These versions' DAWs take a host that is never ready for a plugin that could not be loaded.
      os.undertaker_dismiss();
      os.undertaker_start(null, errorWord, ERROR_LOAD_FAILED);
    }
    os.watch_start(word(exports.host_shutdown_word()), word(exports.host_heartbeat_word()), this.#line.dawToHost);
    const plugin = this.#load(format);
    const title = `${plugin.describe().name} (${this.#line.instanceId})`;
    const editor = new Editor({ native: this.#native, core: this.#core, plugin, log: this.#log, title });
    const parts = { os, core: this.#core, plugin, format, link: this.#link, editor, log: this.#log };
    new Service({ ...parts, requests: new Requests(parts) }).start(() => {
      this.#announce(format, plugin);
      this.#sayReady();
      os.undertaker_dismiss();
      exports.host_set_ready();
    });
  }

  #sayReady(): void {
    this.#log.say('info', `Ready for ${this.#line.format} plugin ${this.#line.spec}`);
  }

  #announce({ channelsInHeader }: Format, plugin: Plugin): void {
    if (this.#line.format === 'null') return; // its DAW has nothing to learn, and reads its own marks in scratch
    const { name, audioInputs, audioOutputs, midiInputs, midiOutputs, latencySamples } = plugin.describe();
    const nameBytes = stage(this.#core, name);
    if (this.#link.early) {
      // The DAW has been told to go on, and may use scratch already: it belongs to its requests now.
      this.#core.exports.host_announce_midi_ports(midiInputs, midiOutputs);
      return;
    }
    const ports = [audioInputs, audioOutputs, midiInputs, midiOutputs] as const;
    this.#core.exports.host_announce(nameBytes, ...ports, latencySamples, channelsInHeader ? 1 : 0);
  }

  /** The plugin, running. A failure ends the process: the DAW is told at once, for it would wait 10 s for `ready`. */
  #load({ name }: Format): Plugin {
    const { format, spec, instanceId, bufferSize, inputChannels, outputChannels } = this.#line;
    const sampleRate =
      this.#line.sampleRate ?? (this.#core.exports.host_transport_sample_rate() || DEFAULT_SAMPLE_RATE);
    let reason = 'it could not be activated; its own messages, if any, are above';
    try {
      const options = { sampleRate, framesMax: bufferSize, inputChannels, outputChannels, instanceId };
      const plugin = openPlugin(this.#native, format, spec, options);
      if (this.#link.start(this.#native.os, plugin)) return plugin;
    } catch (error) {
      if (!(error instanceof PluginLoadError)) throw error;
      reason = error.message;
    }
    this.#log.say('error', `Failed to load ${name} plugin '${spec}': ${reason}`);
    return this.#native.os.undertaker_exit(EXIT_LOAD_FAILED, ERROR_LOAD_FAILED);
  }
}
