/**
 * The audio thread's cycle: wait, run, answer. Nothing here creates an object, throws, logs or waits for anyone but the DAW.
 */
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

// enum audio_event, enum audio_command of os.h
const AUDIO_WAKE = 1;
const AUDIO_INTERRUPTED = 2;
const AUDIO_CLOSED = 3;
const AUDIO_FAILED = 4;
const COMMAND_DONE = 1;
const COMMAND_SUSPEND = 2;
const COMMAND_DAW_GONE = 4;
const COMMAND_SHUTDOWN = 8;
const COMMAND_RESUME = 16;
const COMMAND_FLUSH = 32;
// enum host_action of core.h
const HOST_BLOCK = 1;
const HOST_REQUEST = 2;
const HOST_SHUTDOWN = 3;
const HOST_LOOK = -1;
const NO_INVALID_BLOCK_SIZE = 1;
// enum protocol_request
const REQUEST_GUI_SHOW = 3;
const REQUEST_GUI_HIDE = 4;

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
      if (commands & COMMAND_SHUTDOWN) return ENDED_SHUTDOWN;
      if (commands & COMMAND_DAW_GONE) return ENDED_DAW_GONE;
      if (commands & COMMAND_SUSPEND) suspend(os, core, handshake, SUSPENDED);
      if (commands & COMMAND_RESUME) suspend(os, core, handshake, RUNNING);
      if (commands & COMMAND_FLUSH) flush(os, core);
      event = audio_reply_and_wait(commands & COMMAND_DONE ? finishRequests(os, core) : 0);
    } else if (event === AUDIO_CLOSED) return ENDED_DAW_CLOSED;
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
  if (due !== HOST_LOOK) return due;
  if (core.host_refused_parameters() !== 0) os.audio_post(NOTICE_REFUSED_PARAMETER, core.host_refused_parameter_id());
  return core.host_request_announced() === 1 && os.audio_wake_is_coming() === 1 ? 0 : core.host_release();
}

/** A request for the main thread, a block that is put off, or one that is not valid. */
function handleOther(os: Os, core: CoreExports, action: number): number {
  if (action === HOST_REQUEST) postRequest(os, core);
  else {
    const size = core.host_invalid_block_size();
    if (size !== NO_INVALID_BLOCK_SIZE) os.audio_post(NOTICE_INVALID_BLOCK_SIZE, size);
  }
  return core.host_replies();
}

function postRequest(os: Os, core: CoreExports): void {
  const type = core.host_request_type();
  if (type === REQUEST_GUI_SHOW || type === REQUEST_GUI_HIDE) os.audio_be_suspicious();
  os.audio_post(NOTICE_REQUEST, type);
}

function finishRequests(os: Os, core: CoreExports): number {
  let replies = 0;
  for (let reply = os.audio_take_done(); reply >= 0; reply = os.audio_take_done()) {
    if (reply === 1) os.audio_note_request_reply();
    const action = core.host_request_done(reply);
    if (action === HOST_BLOCK) {
      replies += settle(os, core, core.host_block_end(os.audio_process()));
    }
    if (action === HOST_REQUEST) postRequest(os, core);
    replies += core.host_replies();
  }
  return replies;
}

/** While suspended the main thread has the plugin for itself, and blocks are answered with silence. */
export function suspend(os: Os, core: CoreExports, handshake: Int32Array, on: number): void {
  if (on === SUSPENDED) os.audio_rest();
  core.host_suspend(on);
  Atomics.store(handshake, WORD_SUSPENDED, on);
  Atomics.notify(handshake, WORD_SUSPENDED);
}

/** Parameter changes wait for the plugin, but no block comes. */
function flush(os: Os, core: CoreExports): void {
  if (core.host_flush() !== HOST_BLOCK) return;
  os.audio_process();
  core.host_flush_end();
}
