/**
 * The audio thread's cycle: wait, run, answer. Nothing here creates an object, throws, logs or waits for anyone but the DAW.
 */
import {
  HOST_BLOCK,
  HOST_LOOK,
  HOST_PASS_THROUGH,
  HOST_REQUEST,
  HOST_RUN,
  HOST_SHUTDOWN,
  HOST_SILENT,
} from '../../contract/core.ts';
import {
  AUDIO_CLOSED,
  AUDIO_COMMAND_DAW_GONE,
  AUDIO_COMMAND_DONE,
  AUDIO_COMMAND_FLUSH,
  AUDIO_COMMAND_GIVE_UP,
  AUDIO_COMMAND_PASS_THROUGH,
  AUDIO_COMMAND_RESUME,
  AUDIO_COMMAND_SHUTDOWN,
  AUDIO_COMMAND_SUSPEND,
  AUDIO_DONE_SETTLED,
  AUDIO_FAILED,
  AUDIO_INTERRUPTED,
  AUDIO_TIME,
  AUDIO_WAKE,
} from '../../contract/os.ts';
import {
  PROTOCOL_REQUEST_GUI_HIDE,
  PROTOCOL_REQUEST_GUI_SHOW,
  PROTOCOL_REQUEST_RESTORE_STATE,
  PROTOCOL_REQUEST_SAVE_STATE,
} from '../../contract/protocol.ts';
import type { CoreExports } from '../../core.ts';
import type { Os } from '../../native.ts';
import {
  ENDED_DAW_CLOSED,
  ENDED_DAW_GONE,
  ENDED_FAILED,
  ENDED_REPLY_FAILED,
  ENDED_SHUTDOWN,
  NOTICE_INVALID_BLOCK_SIZE,
  NOTICE_REFUSED_PARAMETER,
  NOTICE_REQUEST,
  RUNNING,
  SUSPENDED,
  WORD_SUSPENDED,
} from '../handshake.ts';

const NO_INVALID_BLOCK_SIZE = 1;

/**
 * Answer wake bytes until the end.
 * @param replies to write first: 1 starts the rehearsal's loop, whose replies are its wakes.
 * @param events leave after so many: the rehearsal; -1 for the DAW.
 * @returns an ENDED_* value; 0 after the rehearsal.
 */
export function runCycle(os: Os, core: CoreExports, handshake: Int32Array, replies: number, events: number): number {
  // In locals, because a look-up in a module's exports costs as much as the call.
  const { host_wake, host_block_end } = core;
  const { audio_process, audio_reply_and_wait } = os;
  let event = audio_reply_and_wait(replies);
  let left = events;
  while (left !== 0) {
    if (left > 0) left--;
    if (event === AUDIO_WAKE) {
      const action = host_wake();
      if (action === HOST_BLOCK) {
        let due = host_block_end(audio_process());
        if (due !== 1) due = settle(os, core, due);
        event = audio_reply_and_wait(due);
      } else if (action === HOST_SHUTDOWN) return ENDED_SHUTDOWN;
      else event = audio_reply_and_wait(handleOther(os, core, action));
    } else if (event === AUDIO_INTERRUPTED) {
      const commands = os.audio_take_commands();
      if (commands & AUDIO_COMMAND_SHUTDOWN) return ENDED_SHUTDOWN;
      if (commands & AUDIO_COMMAND_DAW_GONE) return ENDED_DAW_GONE;
      if (commands & AUDIO_COMMAND_SUSPEND) suspend(os, core, handshake, HOST_SILENT);
      if (commands & AUDIO_COMMAND_PASS_THROUGH) suspend(os, core, handshake, HOST_PASS_THROUGH);
      if (commands & AUDIO_COMMAND_RESUME) suspend(os, core, handshake, HOST_RUN);
      if (commands & AUDIO_COMMAND_FLUSH) flush(os, core, core.host_flush());
      event = audio_reply_and_wait(
        commands & (AUDIO_COMMAND_DONE | AUDIO_COMMAND_GIVE_UP) ? finishRequests(os, core, commands) : 0,
      );
    } else if (event === AUDIO_TIME) event = audio_reply_and_wait(carryOut(os, core, core.host_put_off_end()));
    else if (event === AUDIO_CLOSED) return ENDED_DAW_CLOSED;
    else return (event === AUDIO_FAILED ? ENDED_FAILED : ENDED_REPLY_FAILED) + os.audio_errno();
  }
  return 0;
}

/**
 * A block that was late or answered with others (the DAW may leave a reply unread), that ended beside a request, or that came with
 * unknown parameters.
 * @param due what host_block_end returned.
 * @returns the number of replies due now.
 */
function settle(os: Os, core: CoreExports, due: number): number {
  os.audio_be_suspicious();
  let replies = due;
  if (due === HOST_LOOK) {
    if (core.host_refused_parameters() !== 0) os.audio_post(NOTICE_REFUSED_PARAMETER, core.host_refused_parameter_id());
    if (core.host_request_announced() === 1 && os.audio_wake_is_coming() === 1) return 0;
    replies = core.host_release();
  }
  // Too late: the DAW has gone on, and given up the blocks that it has announced since, up to the last.
  if (replies === 0) os.audio_skip_stale_wakes(core.host_request_announced() === 1 ? 2 : 1);
  return replies;
}

/** A request for the main thread, a block that is put off, or one that is not valid. */
function handleOther(os: Os, core: CoreExports, action: number): number {
  if (action === HOST_REQUEST) os.audio_note_request_wake();
  else {
    const size = core.host_invalid_block_size();
    if (size !== NO_INVALID_BLOCK_SIZE) os.audio_post(NOTICE_INVALID_BLOCK_SIZE, size);
  }
  return carryOut(os, core, action);
}

/** @returns the number of replies due now. */
function carryOut(os: Os, core: CoreExports, action: number): number {
  let replies = 0;
  if (action === HOST_BLOCK) replies = settle(os, core, core.host_block_end(os.audio_process()));
  else if (action === HOST_REQUEST) replies = postRequest(os, core);
  // Blocks that wait beside a request do not wait for ever.
  const ms = core.host_put_off_ms();
  if (ms !== 0) os.audio_wait_at_most(ms);
  return replies + core.host_replies();
}

/** @returns the number of replies due now. */
function postRequest(os: Os, core: CoreExports): number {
  const type = core.host_request_type();
  if (type === PROTOCOL_REQUEST_GUI_SHOW || type === PROTOCOL_REQUEST_GUI_HIDE) {
    os.audio_be_suspicious();
    os.audio_post(NOTICE_REQUEST, type);
    return 0;
  }
  if (type === PROTOCOL_REQUEST_SAVE_STATE || type === PROTOCOL_REQUEST_RESTORE_STATE)
    flush(os, core, core.host_hand_over());
  const posted = os.audio_post_request(NOTICE_REQUEST, type, core.host_request_wake_ms());
  return posted === 1 ? 0 : carryOut(os, core, core.host_request_give_up(0));
}

/** What the main thread has finished, and what it has not finished in time. */
function finishRequests(os: Os, core: CoreExports, commands: number): number {
  let replies = 0;
  for (let reply = os.audio_take_done(); reply >= 0; reply = os.audio_take_done()) {
    if (reply === AUDIO_DONE_SETTLED) core.host_request_settled();
    else {
      if (reply === 1) os.audio_note_request_reply();
      replies += carryOut(os, core, core.host_request_done(reply));
    }
  }
  if (commands & AUDIO_COMMAND_GIVE_UP && os.audio_give_up_request() !== 0) {
    os.audio_note_request_reply();
    replies += carryOut(os, core, core.host_request_give_up(1));
  }
  return replies;
}

/**
 * All that the cycle does but seldom, once, for the engine to compile it: a late block or a request must find code as well. Nothing may come
 * of it: the core's window is private, with a block in it, and the shim's pipe a loop (audio_use_loopback), in which nothing is posted.
 */
export function rehearseSeldom(os: Os, core: CoreExports, handshake: Int32Array): void {
  core.daw_push_parameter(0, 0, 0, 0);
  core.daw_push_midi(0, 0, 0x90, 60, 100);
  rehearseWake(os, core);
  for (const request of [PROTOCOL_REQUEST_GUI_SHOW, PROTOCOL_REQUEST_SAVE_STATE]) {
    core.daw_request(request, 0);
    rehearseWake(os, core);
  }
  carryOut(os, core, core.host_put_off_end());
  core.host_request_settled();
  carryOut(os, core, core.host_request_give_up(1));
  carryOut(os, core, core.host_request_done(0));
  core.daw_set_block(0, 0, 0);
  rehearseWake(os, core);
  settle(os, core, 0);
  finishRequests(os, core, AUDIO_COMMAND_DONE | AUDIO_COMMAND_GIVE_UP);
  flush(os, core, core.host_flush());
  for (const mode of [HOST_SILENT, HOST_PASS_THROUGH, HOST_RUN]) suspend(os, core, handshake, mode);
}

function rehearseWake(os: Os, core: CoreExports): void {
  const action = core.host_wake();
  if (action === HOST_BLOCK) settle(os, core, core.host_block_end(os.audio_process()));
  else handleOther(os, core, action);
}

/**
 * While suspended the main thread has the plugin for itself; blocks are answered with silence, or passed through.
 * @param mode enum host_mode.
 */
export function suspend(os: Os, core: CoreExports, handshake: Int32Array, mode: number): void {
  if (mode !== HOST_RUN) os.audio_rest();
  core.host_suspend(mode);
  Atomics.store(handshake, WORD_SUSPENDED, mode === HOST_RUN ? RUNNING : SUSPENDED);
  Atomics.notify(handshake, WORD_SUSPENDED);
}

/**
 * Parameter changes wait for the plugin, but no block comes.
 * @param action what the core says of them.
 */
function flush(os: Os, core: CoreExports, action: number): void {
  if (action !== HOST_BLOCK) return;
  os.audio_process();
  core.host_flush_end();
}
