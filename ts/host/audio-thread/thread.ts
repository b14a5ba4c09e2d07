/**
 * Entry point of the audio thread (a worker): set up, rehearse, wait for the plugin, then run the cycle.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { workerData } from 'node:worker_threads';
import { HOST_PASS_THROUGH, HOST_SILENT } from '../../contract/core.ts';
import { type Core, type CoreExports, instantiateCore } from '../../core.ts';
import { Native, type Os } from '../../native.ts';
import { mapSegment } from '../../segment.ts';
import {
  type AudioThreadData,
  HANDSHAKE_BYTES,
  LATER_LIFE,
  LEFT,
  NOTICE_ENDED,
  STAGE_BOOTING,
  STAGE_EARLY,
  STAGE_FAILED,
  STAGE_GO,
  STAGE_WARM,
  WORD_FOR_EVER,
  WORD_LIFE,
  WORD_OWED_WAKES,
  WORD_SEGMENT_FD,
  WORD_STAGE,
  WORD_SUSPENDED,
} from '../handshake.ts';
import { rehearseSeldom, runCycle, suspend } from './cycle.ts';
import { engineFlags } from './engine-flags.ts';

/** More than the thousand calls after which the engine compiles the bridge from JavaScript to a WebAssembly function. */
const REHEARSAL_BLOCKS = 1200;
const REHEARSAL_FRAMES = 16;

/**
 * The cycle on a private window and a pipe of our own in which every reply is the next wake, so that the first real block runs compiled code,
 * and so does the first request.
 */
function rehearse(os: Os, core: Core): void {
  const handshake = new Int32Array(new SharedArrayBuffer(HANDSHAKE_BYTES));
  core.exports.daw_initialize(1);
  core.exports.core_attach();
  core.exports.daw_set_block(REHEARSAL_FRAMES, 2, 2);
  os.audio_use_loopback();
  runCycle(os, core.exports, handshake, 1, REHEARSAL_BLOCKS);
  rehearseSeldom(os, core.exports, handshake);
}

/**
 * @returns false if the plugin was not there in time: blocks are answered without it until it comes. In a later life there is no time: a DAW
 * that plays waits for its blocks.
 */
function waitForPlugin(handshake: Int32Array, deadline: number): boolean {
  Atomics.store(handshake, WORD_STAGE, STAGE_WARM);
  Atomics.notify(handshake, WORD_STAGE);
  // Whichever thread comes second sees what the other has written: see AudioLink.continueLife.
  if (Atomics.load(handshake, WORD_LIFE) !== LATER_LIFE) {
    const now = performance.timeOrigin + performance.now();
    Atomics.wait(handshake, WORD_STAGE, STAGE_WARM, Math.max(0, deadline - now));
  }
  return Atomics.compareExchange(handshake, WORD_STAGE, STAGE_WARM, STAGE_EARLY) === STAGE_GO;
}

/** There is no plugin yet. A new host says that it is ready all the same; one of a later life has said so, or its main thread will. */
function beginAlone(os: Os, core: CoreExports, handshake: Int32Array): void {
  const isLater = Atomics.load(handshake, WORD_LIFE) === LATER_LIFE;
  suspend(os, core, handshake, isLater ? HOST_PASS_THROUGH : HOST_SILENT);
  if (!isLater) core.host_set_ready();
}

/**
 * What the thread of the life before left undone: the DAW shall hear the values that are true now, and what it waits for.
 * @returns the number of replies due: to a request that was answered in the segment, and whose byte was not written any more.
 */
function continueLife(os: Os, core: CoreExports, handshake: Int32Array): number {
  core.host_tell_all();
  // It may have given up a block between its wake, which we read first thing, and our reply.
  os.audio_be_suspicious();
  const owed = Atomics.load(handshake, WORD_OWED_WAKES);
  const announced = core.host_request_announced() === 1;
  if (owed > 0 && !announced) {
    os.recovery_note_request(0, 0);
    return owed;
  }
  // It may have died with a byte in its hand.
  const lost = owed === 0 && announced && os.audio_wake_is_coming() !== 1;
  os.audio_owe_wakes(lost ? 1 : owed);
  return 0;
}

function main(data: AudioThreadData): void {
  const handshake = new Int32Array(data.handshake);
  const native = new Native(data.folder);
  const { os } = native;
  try {
    // Not earlier: with other flags than the engine began with, it does not use what was compiled of Node's own code.
    for (const flag of engineFlags(process.versions.v8)) setFlagsFromString(flag);
    // A build without room for states; and the engine shares compiled code between modules of equal bytes, of which the main thread has
    // compiled its own lazily.
    const core = instantiateCore(readFileSync(join(data.folder, 'core-small.wasm')));
    const blockAt = core.exports.host_block();
    os.recovery_enter_thread();
    const entered = os.audio_enter(core.u8, core.u8.subarray(blockAt));
    if (entered < 0) throw new Error(`the audio thread cannot be set up: ${os.process_error_text(entered)}`);
    rehearse(os, core);

    const inTime = waitForPlugin(handshake, data.deadline);
    mapSegment(os, Atomics.load(handshake, WORD_SEGMENT_FD), core);
    core.exports.core_attach();
    core.exports.host_set_client(data.client);
    os.audio_use_pipes(data.dawToHost, data.hostToDaw);
    if (!inTime) beginAlone(os, core.exports, handshake);
    const isLater = Atomics.load(handshake, WORD_LIFE) === LATER_LIFE;
    const replies = isLater ? continueLife(os, core.exports, handshake) : 0;
    const reason = runCycle(os, core.exports, handshake, replies, -1);
    os.audio_rest();
    // Who waits for us to be suspended must not wait for ever.
    Atomics.store(handshake, WORD_SUSPENDED, LEFT);
    Atomics.notify(handshake, WORD_SUSPENDED);
    os.audio_post(NOTICE_ENDED, reason);
    // Never return: with this thread its memory would go, which the plugin is bound to until the main thread has closed it.
    Atomics.wait(handshake, WORD_FOR_EVER, 0);
  } catch (error) {
    os.process_say(`[plugin-host] ${error instanceof Error ? error.message : String(error)}\n`);
    Atomics.compareExchange(handshake, WORD_STAGE, STAGE_BOOTING, STAGE_FAILED);
    Atomics.notify(handshake, WORD_STAGE);
  }
}

main(workerData as AudioThreadData);
