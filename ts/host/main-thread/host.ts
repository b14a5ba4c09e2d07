/**
 * The life of a host process on its main thread: attach, load, serve, leave.
 */
import { readFileSync } from 'node:fs';
import { Socket } from 'node:net';
import { join } from 'node:path';
import { type Core, instantiateCore } from '../../core.ts';
import { Native } from '../../native.ts';
import { openPlugin, type Plugin, PluginLoadError } from '../../plugin.ts';
import { type CommandLine, INVALID_FDS } from '../command-line.ts';
import {
  ENDED_DAW_CLOSED,
  ENDED_DAW_GONE,
  ENDED_FAILED,
  ENDED_REPLY_FAILED,
  ENDED_SHUTDOWN,
  NOTICE_ENDED,
  NOTICE_INVALID_BLOCK_SIZE,
  NOTICE_REFUSED_PARAMETER,
  NOTICE_REQUEST,
} from '../handshake.ts';
import { attachSegment } from './attach.ts';
import { AudioLink } from './audio-link.ts';
import { EXIT_BAD_FDS, EXIT_LOAD_FAILED, EXIT_OK, EXIT_UNKNOWN_FORMAT } from './exit-codes.ts';
import { Requests } from './requests.ts';
import { runSpecial } from './specials.ts';

const READY = 1;
// enum protocol_error
const ERROR_LOAD_FAILED = 1;

const FORMAT_NAMES: Readonly<Record<string, string>> = { lv2: 'LV2', vst3: 'VST3' };
const LINE_BYTES = 512;

export class Host {
  readonly #line: CommandLine;
  readonly #native: Native;
  readonly #core: Core;
  readonly #link: AudioLink;
  readonly #formatName: string;

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
    this.#formatName = FORMAT_NAMES[line.format] ?? '';
  }

  run(): void {
    const { os } = this.#native;
    const { exports, u8 } = this.#core;
    os.watch_start(u8.subarray(exports.host_shutdown_word()), u8.subarray(exports.host_heartbeat_word()));
    const ready = `Ready for ${this.#line.format} plugin ${this.#line.spec}`;
    runSpecial(os, this.#core, this.#line.spec, () => this.#say(ready));
    if (this.#formatName === '') {
      exports.host_set_ready();
      this.#say(ready);
      os.process_say(`Unknown format: ${this.#line.format}\n`);
      os.process_exit(EXIT_UNKNOWN_FORMAT);
    }
    const plugin = this.#load();
    exports.host_set_ready();
    this.#say(ready);
    this.#serve(plugin);
  }

  #say(text: string): void {
    this.#native.os.process_say(`[plugin-host ${this.#line.instanceId}] ${text}\n`);
  }

  /** The plugin, running. A failure ends the process: the DAW is told at once, for it would wait 10 s for `ready`. */
  #load(): Plugin {
    const { format, spec, instanceId, sampleRate, bufferSize, inputChannels, outputChannels } = this.#line;
    let reason = 'it could not be activated';
    try {
      const options = { sampleRate, framesMax: bufferSize, inputChannels, outputChannels, instanceId };
      const plugin = openPlugin(this.#native, format, spec, options);
      if (this.#link.start(this.#native.os, plugin)) return plugin;
    } catch (error) {
      if (!(error instanceof PluginLoadError)) throw error;
      reason = error.message;
    }
    this.#core.exports.host_set_error(ERROR_LOAD_FAILED);
    this.#say(`Failed to load ${this.#formatName} plugin '${spec}': ${reason}`);
    const ready = this.#core.u8.subarray(this.#core.exports.host_ready_word());
    return this.#native.os.process_exit_then_store(EXIT_LOAD_FAILED, ready, READY) as never;
  }

  /** From here on everything happens when the shim wakes this thread. */
  #serve(plugin: Plugin): void {
    const requests = new Requests(this.#native.os, this.#core, plugin, (text) => this.#say(text));
    const takeNotices = () => this.#takeNotices(requests, plugin);
    const wake = () => {
      this.#printLog();
      takeNotices();
      plugin.idle();
      requests.serve();
      this.#printLog();
    };
    new Socket({ fd: this.#native.os.notify_open(), readable: true, writable: false }).on('data', wake);
    wake();
  }

  #takeNotices(requests: Requests, plugin: Plugin): void {
    const { os } = this.#native;
    for (let kind = os.audio_take_notice(); kind !== 0; kind = os.audio_take_notice()) {
      const value = os.audio_notice_value();
      if (kind === NOTICE_REQUEST) requests.add(value >>> 0, os.audio_notice_ms());
      else if (kind === NOTICE_ENDED) this.#leave(value, plugin);
      else if (kind === NOTICE_INVALID_BLOCK_SIZE) this.#say(`Invalid block size ${value >>> 0}, skipping`);
      else if (kind === NOTICE_REFUSED_PARAMETER) this.#sayRefusedParameter(value >>> 0);
    }
  }

  #sayRefusedParameter(id: number): void {
    this.#native.os.process_say(
      `[plugin-host] ${this.#formatName} set_control_value failed: Unknown ${this.#formatName} control port index: ${id}\n`,
    );
  }

  #printLog(): void {
    const line = new Uint8Array(LINE_BYTES);
    for (let bytes = this.#native.os.log_take(line); bytes > 0; bytes = this.#native.os.log_take(line)) {
      for (const text of new TextDecoder().decode(line.subarray(0, bytes)).trimEnd().split('\n')) this.#say(text);
    }
  }

  #leave(reason: number, plugin: Plugin): void {
    const { os } = this.#native;
    if (reason === ENDED_SHUTDOWN) this.#say('Shutdown requested');
    else if (reason === ENDED_DAW_CLOSED) this.#say('Event error: the DAW closed its pipe');
    else if (reason === ENDED_DAW_GONE) this.#say('Event error: the DAW is gone');
    else if (reason >= ENDED_REPLY_FAILED) {
      this.#say(`Failed to signal DAW: ${os.process_error_text(reason - ENDED_REPLY_FAILED)}`);
    } else this.#say(`Event error: ${os.process_error_text(reason - ENDED_FAILED)}`);
    plugin.close();
    this.#printLog();
    this.#say(`${this.#formatName} host exiting`);
    os.process_exit(EXIT_OK);
  }
}
