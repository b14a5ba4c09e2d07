// Generated from native-shim/include/os.h by `npm run contract`; do not edit.
import type { Fd, Milliseconds, Pointer } from '../contract-types.ts';

export const AUDIO_REQUEST_MS_MAX = 4000;
export const AUDIO_DONE_SETTLED = 2;

// enum audio_event
/** a byte was read from the wake pipe */
export const AUDIO_WAKE = 1;
/** the main thread wants something: audio_take_commands */
export const AUDIO_INTERRUPTED = 2;
/** end of file: the DAW is gone */
export const AUDIO_CLOSED = 3;
/** waiting failed: audio_errno */
export const AUDIO_FAILED = 4;
/** replying failed: audio_errno */
export const AUDIO_REPLY_FAILED = 5;
/** what audio_wait_at_most allowed is over */
export const AUDIO_TIME = 6;

// enum audio_command
/** requests were finished: audio_take_done */
export const AUDIO_COMMAND_DONE = 1;
/** leave the plugin alone, answer blocks with silence */
export const AUDIO_COMMAND_SUSPEND = 2;
/** the parent process ended */
export const AUDIO_COMMAND_DAW_GONE = 4;
/** shutdown_request was seen without a wake byte */
export const AUDIO_COMMAND_SHUTDOWN = 8;
/** the plugin is there (again) */
export const AUDIO_COMMAND_RESUME = 16;
/** run the plugin with 0 frames, to hand over parameter changes */
export const AUDIO_COMMAND_FLUSH = 32;
/** the main thread does not answer a request in time: audio_give_up_request */
export const AUDIO_COMMAND_GIVE_UP = 64;
/** as AUDIO_COMMAND_SUSPEND, but answer blocks with their inputs */
export const AUDIO_COMMAND_PASS_THROUGH = 128;

// enum audio_scheduling
export const AUDIO_SCHEDULING_NORMAL = 0;
export const AUDIO_SCHEDULING_FIFO = 1;
export const AUDIO_SCHEDULING_RTKIT = 2;

/** Functions of os.h. */
export interface OsFunctions {
  /** [main-thread] Open a POSIX shared-memory object for reading and writing. */
  segment_open(name: string): Fd;
  /** [main-thread] Create (or take over) the object with bytes bytes, as a DAW does: mode 0644, no O_EXCL. */
  segment_create(name: string, bytes: number): Fd;
  segment_unlink(name: string): number;
  /**
   * [any-thread] Map bytes bytes of fd over the page-aligned window (MAP_SHARED | MAP_FIXED), pages populated.
   * -EINVAL if the object is smaller or the window is not aligned: then nothing was mapped.
   */
  segment_map(fd: Fd, window: Uint8Array, bytes: number): number;
  /** [any-thread] Put private zero pages back over the window. */
  segment_unmap(window: Uint8Array, bytes: number): number;
  /** [any-thread] */
  fd_close(fd: Fd): number;
  /** [main-thread] 1 if fd is an open pipe or socket, else 0. */
  fd_is_pipe(fd: Fd): number;
  audio_enter(base: Pointer<'base'> | Uint8Array, block: Pointer<'block'> | Uint8Array): number;
  /**
   * [audio-thread] Wait on a pipe of our own whose two ends are joined, so that each reply is the next wake:
   * for the warm-up.
   */
  audio_use_loopback(): number;
  /** [audio-thread] From now on the DAW's pipes. */
  audio_use_pipes(dawToHost: Fd, hostToDaw: Fd): number;
  /** [main-thread] The plugin that audio_process runs; NULL: none, outputs are left alone. */
  audio_set_plugin(plugin: Pointer<'plugin'>): void;
  /** [audio-thread] Write replies bytes to the DAW, then wait for the next wake byte or an interruption. */
  audio_reply_and_wait(replies: number): number;
  /**
   * [audio-thread] Once, whatever happens before: end a wait with AUDIO_TIME when ms milliseconds from now are
   * over.
   */
  audio_wait_at_most(ms: Milliseconds): void;
  /** [audio-thread] Read all queued wake bytes away but the last keep: their blocks were given up. */
  audio_skip_stale_wakes(keep: number): number;
  /** [audio-thread] Run the plugin with FTZ and DAZ set, put the floating-point mode back, set block->done_ms. */
  audio_process(): number;
  /** [audio-thread] No block will come for a while, or ever: the plugin's rest. */
  audio_rest(): void;
  /** [audio-thread] Commands collected since the last call: a set of enum audio_command. */
  audio_take_commands(): number;
  audio_errno(): number;
  /**
   * [audio-thread] The next reply answers a request, whose client may take half a second to read it, or never
   * does: then unread replies are stale.
   */
  audio_note_request_reply(): void;
  /** [audio-thread] 1 if a wake byte is there, or comes within 50 us: its writer is between two instructions. */
  audio_wake_is_coming(): number;
  /**
   * [audio-thread] Something happened after which replies may be left unread (late block, editor request):
   * look for them.
   */
  audio_be_suspicious(): void;
  /** [audio-thread] The wake just read brought a request, not a block. */
  audio_note_request_wake(): void;
  /** [audio-thread] Give the main thread a notice (never waits; dropped if the queue is full). */
  audio_post(kind: number, value: number): void;
  /**
   * [audio-thread] The same for a request that is to be answered, whose byte was read at wake_ms: it is
   * outstanding until audio_take_done or audio_give_up_request.
   */
  audio_post_request(kind: number, type: number, wakeMs: Milliseconds): number;
  /** [main-thread] Take one notice: its kind (> 0) or 0; then its value. */
  audio_take_notice(): number;
  audio_notice_value(): number;
  /**
   * [main-thread] clock_ms() at which that notice was posted; of a request to be answered: at which its byte
   * was read.
   */
  audio_notice_ms(): Milliseconds;
  /** [any-thread] Milliseconds, monotonic, wrapping at 2^32. */
  clock_ms(): Milliseconds;
  /** [any-thread] Tell the audio thread something, now: a set of enum audio_command. */
  audio_command(commands: number): void;
  /** [main-thread] The oldest outstanding request is finished; reply = 1 if a reply byte is due. */
  audio_request_done(reply: number): void;
  /**
   * [main-thread] Before anything of the oldest outstanding request's answer is written, and after the plugin
   * has done its part: 1 if it may be; 0 if it was answered for us meanwhile (with an error), because we were
   * long about it.
   */
  audio_request_claim(): number;
  /**
   * [main-thread] 0 if the next request to be claimed has been given up already: look before its work is
   * begun.
   */
  audio_request_is_awaited(): number;
  /**
   * [audio-thread] Upon AUDIO_COMMAND_GIVE_UP: the type of the outstanding request if it is ours to answer
   * now, 0 if the main thread has claimed it, or it is younger than AUDIO_REQUEST_MS_MAX (the command was for
   * another one).
   */
  audio_give_up_request(): number;
  /**
   * [audio-thread] Before the cycle, after audio_use_pipes: act as if this many wake bytes had just come
   * (their readers died before the answer).
   */
  audio_owe_wakes(count: number): void;
  /** [any-thread] Changes by hand or by automation since the start: block->edits. */
  audio_edits(): number;
  audio_take_done(): number;
  /** [any-thread] Milliseconds since the last wake. */
  audio_quiet_ms(): Milliseconds;
  /** [main-thread] What audio_enter was given. */
  audio_base(): Pointer<'base'>;
  audio_block(): Pointer<'block'>;
  /**
   * [main-thread] The read end of the pipe that wakes the main thread's event loop; non-blocking,
   * close-on-exec.
   */
  notify_open(): Fd;
  /** [any-thread] Wake the main thread. Async-signal-safe, never waits. */
  notify_main(): void;
  /**
   * [main-thread] Start the watch: every 100 ms look whether the parent still lives, whether shutdown was
   * requested without a byte, advance the heartbeat while the audio thread is alive, and read away stale reply
   * bytes when idle.
   */
  watch_start(shutdownWord: Uint8Array, heartbeatWord: Uint8Array, dawToHost: Fd): number;
  /** [main-thread] Write text to stderr. */
  process_say(text: string): void;
  /** [main-thread] Sleep until the parent process ends (`__hang__`). */
  process_wait_for_parent_end(): void;
  /** [any-thread] Text of an errno value (positive or negative). */
  process_error_text(error: number): string;
  /** [main-thread] Name of the process in ps and top. */
  process_name(name: string): void;
  /** [main-thread] End the process now: no atexit handlers, no destructors of plugins still loaded. */
  process_exit(exitCode: number): never;
  /**
   * [main-thread] From now on our death sets *error_word to error_code (if that is not 0) and *ready_word to
   * 1: words of the mapped segment. ready_word may be NULL: later DAWs take a host that is never ready for a
   * failed load. -errno if the kernel cannot do that; then only undertaker_exit tells.
   */
  undertaker_start(readyWord: Uint8Array | null, errorWord: Uint8Array, errorCode: number): number;
  /** [main-thread] From now on a death is the DAW's to notice. */
  undertaker_dismiss(): void;
  /** [main-thread] End the process now, with no teardown, and have the DAW told when it is dead. */
  undertaker_exit(exitCode: number, errorCode: number): never;
  /** [main-thread] The same by SIGABRT: how `__crash__` dies. */
  undertaker_abort(): never;
  /** [any-thread] A pipe, both ends closed on exec. fds[0] read end, fds[1] write end. */
  pipe_open(fds: Int32Array): number;
  /** [any-thread] Write one byte: 0 or -errno. */
  pipe_signal(fd: Fd): number;
  /**
   * [any-thread] Wait up to timeout_ms for a byte and read it: 1; 0 on time-out; -EPIPE at end of file;
   * -errno.
   */
  pipe_wait(fd: Fd, timeoutMs: Milliseconds): number;
  /** [any-thread] Bytes waiting to be read. */
  pipe_unread(fd: Fd): number;
  /** [any-thread] Queue a line for stderr (cut at 500 bytes) and wake the main thread. Real-time safe. */
  log_line(text: string): void;
  /**
   * [main-thread] Copy the next line into text (at least 512 bytes), NUL-terminated: its length, or 0 if there
   * is none.
   */
  log_take(text: Uint8Array): number;
  /** [main-thread] Unknown ids are ignored. */
  run_loop_remove(id: number): void;
  /** [main-thread] Call back all that is due. Returns the number of calls made. */
  run_loop_dispatch(): number;
}

/** The same for koffi. */
export const osPrototypes: { readonly [name in keyof OsFunctions]: string } = {
  segment_open: 'int32_t segment_open(const char *name)',
  segment_create: 'int32_t segment_create(const char *name, uint32_t bytes)',
  segment_unlink: 'int32_t segment_unlink(const char *name)',
  segment_map: 'int32_t segment_map(int32_t fd, void *window, uint32_t bytes)',
  segment_unmap: 'int32_t segment_unmap(void *window, uint32_t bytes)',
  fd_close: 'int32_t fd_close(int32_t fd)',
  fd_is_pipe: 'int32_t fd_is_pipe(int32_t fd)',
  audio_enter: 'int32_t audio_enter(void *base, void *block)',
  audio_use_loopback: 'int32_t audio_use_loopback()',
  audio_use_pipes: 'int32_t audio_use_pipes(int32_t daw_to_host, int32_t host_to_daw)',
  audio_set_plugin: 'void audio_set_plugin(void *plugin)',
  audio_reply_and_wait: 'int32_t audio_reply_and_wait(int32_t replies)',
  audio_wait_at_most: 'void audio_wait_at_most(int32_t ms)',
  audio_skip_stale_wakes: 'int32_t audio_skip_stale_wakes(int32_t keep)',
  audio_process: 'int32_t audio_process()',
  audio_rest: 'void audio_rest()',
  audio_take_commands: 'int32_t audio_take_commands()',
  audio_errno: 'int32_t audio_errno()',
  audio_note_request_reply: 'void audio_note_request_reply()',
  audio_wake_is_coming: 'int32_t audio_wake_is_coming()',
  audio_be_suspicious: 'void audio_be_suspicious()',
  audio_note_request_wake: 'void audio_note_request_wake()',
  audio_post: 'void audio_post(int32_t kind, int32_t value)',
  audio_post_request: 'int32_t audio_post_request(int32_t kind, int32_t type, uint32_t wake_ms)',
  audio_take_notice: 'int32_t audio_take_notice()',
  audio_notice_value: 'int32_t audio_notice_value()',
  audio_notice_ms: 'uint32_t audio_notice_ms()',
  clock_ms: 'uint32_t clock_ms()',
  audio_command: 'void audio_command(int32_t commands)',
  audio_request_done: 'void audio_request_done(int32_t reply)',
  audio_request_claim: 'int32_t audio_request_claim()',
  audio_request_is_awaited: 'int32_t audio_request_is_awaited()',
  audio_give_up_request: 'uint32_t audio_give_up_request()',
  audio_owe_wakes: 'void audio_owe_wakes(int32_t count)',
  audio_edits: 'uint32_t audio_edits()',
  audio_take_done: 'int32_t audio_take_done()',
  audio_quiet_ms: 'uint32_t audio_quiet_ms()',
  audio_base: 'void *audio_base()',
  audio_block: 'void *audio_block()',
  notify_open: 'int32_t notify_open()',
  notify_main: 'void notify_main()',
  watch_start: 'int32_t watch_start(const void *shutdown_word, void *heartbeat_word, int32_t daw_to_host)',
  process_say: 'void process_say(const char *text)',
  process_wait_for_parent_end: 'void process_wait_for_parent_end()',
  process_error_text: 'const char *process_error_text(int32_t error)',
  process_name: 'void process_name(const char *name)',
  process_exit: 'void process_exit(int32_t exit_code)',
  undertaker_start: 'int32_t undertaker_start(void *ready_word, void *error_word, uint32_t error_code)',
  undertaker_dismiss: 'void undertaker_dismiss()',
  undertaker_exit: 'void undertaker_exit(int32_t exit_code, uint32_t error_code)',
  undertaker_abort: 'void undertaker_abort()',
  pipe_open: 'int32_t pipe_open(int32_t *fds)',
  pipe_signal: 'int32_t pipe_signal(int32_t fd)',
  pipe_wait: 'int32_t pipe_wait(int32_t fd, int32_t timeout_ms)',
  pipe_unread: 'int32_t pipe_unread(int32_t fd)',
  log_line: 'void log_line(const char *text)',
  log_take: 'int32_t log_take(void *text)',
  run_loop_remove: 'void run_loop_remove(int32_t id)',
  run_loop_dispatch: 'int32_t run_loop_dispatch()',
};
