// SPDX-License-Identifier: BSD-2-Clause
/**
 * The host process's main thread: attach, load, serve, exit. After a crash of the plugin the supervisor starts another
 * process (recovery.h), which starts here as well.
 */
import {
  PROTOCOL_ERROR_LOAD_FAILED,
  PROTOCOL_ERROR_NONE,
  PROTOCOL_ERROR_PROCESS_FAILED,
  PROTOCOL_REQUEST_RESTORE_STATE,
} from '../../contract/protocol.ts';
import {
  RECOVERY_AGAIN,
  RECOVERY_CLOSE,
  RECOVERY_LOAD,
  RECOVERY_RESTORE,
  RECOVERY_SERVE,
} from '../../contract/recovery.ts';
import type { Core } from '../../core.ts';
import type { Native } from '../../native.ts';
import { openPlugin, type Plugin, PluginLoadError } from '../../plugin.ts';
import { type CommandLine, DEFAULT_SAMPLE_RATE, INVALID_FDS } from '../command-line.ts';
import { Log } from '../log.ts';
import { announceReady, sayReady } from './announce.ts';
import { attachSegment } from './attach.ts';
import { AudioLink, answersShow } from './audio-link.ts';
import { Bypassed } from './bypassed.ts';
import { crashPlace, sentenceOfPlace } from './crash-place.ts';
import { Editor } from './editor.ts';
import { EXIT_BAD_FDS, EXIT_LOAD_FAILED, EXIT_UNKNOWN_FORMAT } from './exit-codes.ts';
import { type Format, formatOf } from './formats.ts';
import { LastGood } from './last-good.ts';
import { isOffline, Offline } from './offline.ts';
import { prepared } from './prepare.ts';
import { Probe } from './probe.ts';
import { haveQtLiveWithoutDisplay } from './qt.ts';
import { Recovery } from './recovery.ts';
import { announcePlugin, crashReport, keepReport, publishReport, revivedReport } from './reports.ts';
import { Requests } from './requests.ts';
import { crashesMax, describeEnd } from './restart-policy.ts';
import { Running } from './running.ts';
import { Service } from './service.ts';
import { runSpecial } from './specials.ts';
import type { Wakes } from './wakes.ts';

export { noteStart, prepare, prepared, rehearseStart } from './prepare.ts';

/** A running plugin, and a description of what was restored: "with its last state; ...". */
interface Loaded {
  plugin: Plugin;
  lastGood: LastGood;
  brought: string;
}

export class Host {
  readonly #line: CommandLine;
  readonly #native: Native;
  readonly #core: Core;
  readonly #link = new AudioLink();
  readonly #wakes: Wakes;
  readonly #recovery: Recovery;
  readonly #log: Log;
  /** For offline rendering; set once the plugin is loaded. */
  #offline: Offline | undefined;

  /**
   * Ends the process if the DAW's arguments are invalid.
   * @param folder of the built files.
   */
  constructor(folder: string, line: CommandLine) {
    this.#line = line;
    const { native, core, wakes } = prepared(folder);
    this.#native = native;
    this.#wakes = wakes;
    const { os } = this.#native;
    this.#log = new Log((text) => os.process_say(text), line.instanceId, line.logLevel);
    os.process_begin('maolan-plugin-host');
    haveQtLiveWithoutDisplay(process.env);
    if (os.fd_is_pipe(line.dawToHost) !== 1 || os.fd_is_pipe(line.hostToDaw) !== 1) {
      this.#log.raw('error', INVALID_FDS);
      os.process_exit(EXIT_BAD_FDS);
    }
    this.#recovery = new Recovery(os, this.#log, line.dawToHost, line.hostToDaw);
    this.#core = core();
    const segment = attachSegment(os, this.#core, line.segmentName, this.#recovery.segment, this.#log);
    this.#recovery.noteVersion(segment.version);
    this.#core.exports.host_set_answers_show(answersShow(line.format) ? 1 : 0);
    const { plan, last } = this.#recovery;
    const again = plan.kind !== 'new';
    if (again && last.cause !== RECOVERY_AGAIN) this.#reportCrash();
    // The previous process may not have recorded this: its audio thread, or the supervisor, has set ready.
    if (again && this.#core.exports.daw_ready() !== 0) this.#recovery.noteAnnounced();
    this.#link.begin(os, line, segment.fd);
  }

  /** How the process before crashed: for the library, for stderr, and in a file. */
  #reportCrash(): void {
    const { last, downMs } = this.#recovery;
    const place = crashPlace(this.#native.os);
    const report = crashReport(last, place);
    publishReport(this.#core, report);
    const sentences = [sentenceOfPlace(place), keepReport(report, this.#line, downMs)];
    for (const sentence of sentences) if (sentence !== undefined) this.#log.say('warning', sentence);
  }

  async run(): Promise<void> {
    const { os } = this.#native;
    const { exports, u8 } = this.#core;
    const word = (offset: number) => u8.subarray(offset);
    if (!this.#recovery.announced) os.process_report_at_end(1, PROTOCOL_ERROR_LOAD_FAILED);
    runSpecial(os, this.#core, this.#line, () => this.#sayReady());
    const format = formatOf(this.#line.format);
    if (format === undefined) {
      this.#sayReady();
      this.#log.raw('error', `Unknown format: ${this.#line.format}\n`);
      os.process_report_at_end(1, 0);
      return os.process_exit(EXIT_UNKNOWN_FORMAT);
    }
    if (exports.host_announces() !== 0 && !this.#recovery.announced) {
      // DAWs of these versions take a host that never becomes ready for a failed load.
      os.process_report_at_end(0, PROTOCOL_ERROR_LOAD_FAILED);
    }
    os.watch_start(word(exports.host_shutdown_word()), word(exports.host_heartbeat_word()), this.#line.dawToHost);
    await this.#wakes.open(os);
    this.#recovery.arm();
    if (!this.#recovery.on) this.#recovery.probe = Probe.open(this.#native);
    const loaded = this.#recovery.plan.kind === 'bypassed' ? undefined : this.#load(format);
    if (loaded === undefined) this.#serveBypassed(format);
    else this.#serve(format, loaded);
  }

  #sayReady(): void {
    sayReady(this.#log, this.#line);
  }

  /**
   * Load and start the plugin. A failure in the first process ends the host: the DAW is notified at once, as it would
   * otherwise wait 10 s for `ready`.
   * @returns undefined: it could not be loaded again.
   */
  #load(format: Format): Loaded | undefined {
    const { os } = this.#native;
    const { spec } = this.#line;
    let opened: Plugin | undefined;
    if (isOffline()) this.#offline = new Offline();
    let reason = 'it could not be activated; its own messages, if any, are above';
    try {
      const plugin = this.#open();
      opened = plugin;
      const parts = { os, core: this.#core, plugin, format, recovery: this.#recovery, log: this.#log };
      const lastGood = new LastGood(parts);
      let brought = '';
      const { probe } = this.#recovery;
      probe?.beforeBind(os.audio_block());
      const prepare = () => {
        probe?.watch(plugin, os.audio_base(), os.audio_block());
        brought = this.#bringBack(lastGood);
      };
      if (this.#recovery.during(RECOVERY_LOAD, () => this.#link.run(os, plugin, prepare)))
        return { plugin, lastGood, brought };
    } catch (error) {
      if (!(error instanceof PluginLoadError)) throw error;
      reason = error.message;
    }
    this.#log.say('error', `Failed to load ${format.name} plugin '${spec}': ${reason}`);
    this.#recovery.during(RECOVERY_CLOSE, () => opened?.close());
    if (this.#recovery.plan.kind === 'new') os.process_exit(EXIT_LOAD_FAILED);
    return undefined;
  }

  /** @throws PluginLoadError */
  #open(): Plugin {
    const { format, spec, instanceId, bufferSize, inputChannels, outputChannels } = this.#line;
    const { exports } = this.#core;
    const sampleRate = this.#line.sampleRate ?? (exports.host_transport_sample_rate() || DEFAULT_SAMPLE_RATE);
    const offline = this.#offline !== undefined;
    const options = { sampleRate, framesMax: bufferSize, inputChannels, outputChannels, instanceId, offline };
    const { last } = this.#recovery;
    let phase = RECOVERY_LOAD;
    if (last.cause === RECOVERY_AGAIN && last.retried === PROTOCOL_REQUEST_RESTORE_STATE) {
      // Loaded to restore a state from the DAW: if the plugin crashes now, that state must not be lost.
      const bytes = exports.host_request_read();
      if (bytes >= 0) this.#recovery.tryState(this.#core, bytes);
      phase = RECOVERY_RESTORE;
    }
    return this.#recovery.during(phase, () => openPlugin(this.#native, format, spec, options));
  }

  #bringBack(lastGood: LastGood): string {
    const { plan, hasState } = this.#recovery;
    if (plan.kind !== 'again') return '';
    if (plan.restore !== 'nothing') return lastGood.bringBack(plan.restore === 'with-changes');
    if (hasState) lastGood.standAside();
    return 'for the state that the DAW restores';
  }

  #serve(format: Format, { plugin, lastGood, brought }: Loaded): void {
    const recovery = this.#recovery;
    const { plan, hasState } = recovery;
    const own = { editor: this.#editorOf(plugin), lastGood };
    const offline = this.#offline;
    const parts = { os: this.#native.os, core: this.#core, plugin, format, recovery, log: this.#log, link: this.#link };
    const requests = new Requests(parts, new Running({ ...parts, ...own, offline }));
    const wanted = recovery.editorWanted;
    new Service({ ...parts, requests, own }).start(this.#wakes, () => {
      lastGood.begin(); // the baseline, before the DAW can change anything
      announceReady({ ...parts, line: this.#line });
      this.#reportError(PROTOCOL_ERROR_NONE);
      if (brought !== '') {
        publishReport(this.#core, revivedReport(plan, hasState, recovery.downMs, brought));
        this.#log.say(
          'warning',
          `${this.#whatHappened()} It was loaded again ${brought}. That took ${recovery.downSeconds} s.`,
        );
      }
      if (wanted) own.editor.show();
    });
  }

  #editorOf(plugin: Plugin): Editor {
    const { name } = this.#recovery.during(RECOVERY_SERVE, () => plugin.describe());
    const title = `${name} (${this.#line.instanceId})`;
    return new Editor({
      native: this.#native,
      core: this.#core,
      plugin,
      recovery: this.#recovery,
      log: this.#log,
      title,
    });
  }

  /** Serve without the plugin: the inputs are passed through. */
  #serveBypassed(format: Format): void {
    const { os } = this.#native;
    const recovery = this.#recovery;
    recovery.noteBypassed();
    const options = {
      sampleRate: DEFAULT_SAMPLE_RATE,
      framesMax: 1,
      inputChannels: 0,
      outputChannels: 0,
      instanceId: '',
      offline: false,
    };
    const plugin = openPlugin(this.#native, 'null', 'null', options);
    if (!this.#link.run(os, plugin, () => {})) os.process_exit(EXIT_LOAD_FAILED);
    const parts = { os, core: this.#core, plugin, format, recovery, log: this.#log, link: this.#link };
    const requests = new Requests(parts, new Bypassed(parts));
    new Service({ ...parts, requests, own: undefined }).start(this.#wakes, () => {
      const sentence = this.#bypassedSentence();
      publishReport(this.#core, { event: 'bypassed', message: sentence }); // clients read the report when they see ready
      announceReady({ ...parts, line: this.#line });
      this.#announceBypass();
      this.#log.say('error', sentence);
    });
  }

  #announceBypass(): void {
    const { last, plan } = this.#recovery;
    const cannotLoad = plan.kind !== 'bypassed';
    this.#reportError(
      cannotLoad || last.phase === RECOVERY_LOAD ? PROTOCOL_ERROR_LOAD_FAILED : PROTOCOL_ERROR_PROCESS_FAILED,
    );
  }

  #bypassedSentence(): string {
    const { last, plan, hasState } = this.#recovery;
    const cannotLoad = plan.kind !== 'bypassed';
    const happened = this.#whatHappened(last.crashes >= crashesMax() ? `, ${last.crashes} times within a minute` : '');
    const again = cannotLoad ? ' It cannot be loaded again.' : '';
    const kept = hasState ? 'its last state is kept, and saved with the project' : 'no state of it is known';
    const advice = 'To try it once more, open its window or restore a state.';
    return `${happened}${again} It is bypassed now; ${kept}. ${advice}`;
  }

  #whatHappened(often = ''): string {
    const { last } = this.#recovery;
    if (last.cause === RECOVERY_AGAIN) return 'The plugin was tried once more.';
    return `${describeEnd(last)}${often}.`;
  }

  /**
   * Set the header's error code to the current problem. The audio thread reports failing blocks, but does not know why
   * there is no plugin.
   */
  #reportError(error: number): void {
    if (this.#recovery.plan.kind === 'new') return;
    announcePlugin(this.#core);
    Atomics.store(this.#core.u32, this.#core.exports.host_error_word() / Uint32Array.BYTES_PER_ELEMENT, error);
  }
}
