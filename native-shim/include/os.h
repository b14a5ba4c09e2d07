/*
 * The OS half of the shim (libmaolan-os.so): segment, pipes, threads. Plain C ABI; knows the OS, knows no plugin and no
 * protocol. Each function is tagged with the thread that may call it. Functions returning int32_t: >= 0 success, -errno
 * on failure.
 */
#ifndef MAOLAN_OS_H
#define MAOLAN_OS_H

#include <stdint.h>

#include "block.h"
#include "plugin.h"

#define OS_API __attribute__((visibility("default")))

/* An open file descriptor, or -errno. */
typedef int32_t os_fd;

/* ---- segment.c ---- */

/* [main-thread] Open a POSIX shared-memory object for reading and writing. Returns a close-on-exec fd, or
   -errno; segment_map checks its size. */
OS_API os_fd segment_open(const char *name);
/* [main-thread] Create (or take over) the object with bytes bytes, as a DAW does: mode 0644, no O_EXCL. All of its
   memory is reserved: -ENOSPC now instead of SIGBUS later. Returns an fd. */
OS_API os_fd segment_create(const char *name, uint32_t bytes);
OS_API int32_t segment_unlink(const char *name);
/* [any-thread] Map bytes bytes of fd over the page-aligned window (MAP_SHARED | MAP_FIXED), pages populated. -EINVAL if
   the object is smaller or the window is not aligned: then nothing was mapped. */
OS_API int32_t segment_map(int32_t fd, void *window, uint32_t bytes);
/* [any-thread] Put private zero pages back over the window. */
OS_API int32_t segment_unmap(void *window, uint32_t bytes);
/* [any-thread] */
OS_API int32_t fd_close(int32_t fd);
/* [main-thread] 1 if fd is an open pipe or socket, else 0. */
OS_API int32_t fd_is_pipe(int32_t fd);

/* ---- audio.c: the audio thread. One per process. ---- */

enum audio_event {
	AUDIO_WAKE = 1,         /* a byte was read from the wake pipe */
	AUDIO_INTERRUPTED = 2,  /* the main thread wants something: audio_take_commands */
	AUDIO_CLOSED = 3,       /* end of file: the DAW is gone */
	AUDIO_FAILED = 4,       /* waiting failed: audio_errno */
	AUDIO_REPLY_FAILED = 5, /* replying failed: audio_errno */
	AUDIO_TIME = 6,         /* what audio_wait_at_most allowed is over */
};
enum audio_command {
	AUDIO_COMMAND_DONE = 1,           /* requests were finished: audio_take_done */
	AUDIO_COMMAND_SUSPEND = 2,        /* leave the plugin alone, answer blocks with silence */
	AUDIO_COMMAND_DAW_GONE = 4,       /* the parent process ended */
	AUDIO_COMMAND_SHUTDOWN = 8,       /* shutdown_request was seen without a wake byte */
	AUDIO_COMMAND_RESUME = 16,        /* the plugin is there (again) */
	AUDIO_COMMAND_FLUSH = 32,         /* run the plugin with 0 frames, to hand over parameter changes */
	AUDIO_COMMAND_GIVE_UP = 64,       /* the main thread does not answer a request in time: audio_give_up_request */
	AUDIO_COMMAND_PASS_THROUGH = 128, /* as AUDIO_COMMAND_SUSPEND, but answer blocks with their inputs */
};
/* From this age on, counted from its wake, a request is given up: its client waits 5 s. */
#define AUDIO_REQUEST_MS_MAX 4000u

/* [audio-thread] Name the thread, ask for real-time scheduling, block foreign signals. base and block are the audio
   core's. Returns the scheduling got: enum audio_scheduling. */
enum audio_scheduling { AUDIO_SCHEDULING_NORMAL = 0, AUDIO_SCHEDULING_FIFO = 1, AUDIO_SCHEDULING_RTKIT = 2 };
OS_API int32_t audio_enter(void *base, struct block *block);
/* [audio-thread] Wait on a pipe of our own whose two ends are joined, so that each reply is the next wake: for the
 * warm-up. */
OS_API int32_t audio_use_loopback(void);
/* [audio-thread] From now on the DAW's pipes. */
OS_API int32_t audio_use_pipes(int32_t daw_to_host, int32_t host_to_daw);
/* [main-thread] The plugin that audio_process runs; NULL: none, outputs are left alone. Only while the audio thread is
   not in its cycle or before its first real block. */
OS_API void audio_set_plugin(struct plugin *plugin);
/* [audio-thread] Write replies bytes to the DAW, then wait for the next wake byte or an interruption. Sets
   block->wake_ms. Returns an enum audio_event. Never blocks on a full reply pipe. */
OS_API int32_t audio_reply_and_wait(int32_t replies);
/* [audio-thread] Once, whatever happens before: end a wait with AUDIO_TIME when ms milliseconds from now are over. */
OS_API void audio_wait_at_most(int32_t ms);
/* [audio-thread] Read all queued wake bytes away but the last keep: their blocks were given up. Returns their number.
 */
OS_API int32_t audio_skip_stale_wakes(int32_t keep);
/* [audio-thread] Run the plugin with FTZ and DAZ set, put the floating-point mode back, set block->done_ms. */
OS_API int32_t audio_process(void);
/* [audio-thread] No block will come for a while, or ever: the plugin's rest. */
OS_API void audio_rest(void);
/* [audio-thread] Commands collected since the last call: a set of enum audio_command. */
OS_API int32_t audio_take_commands(void);
OS_API int32_t audio_errno(void);
/* [audio-thread] The next reply answers a request, whose client may take half a second to read it, or never does: then
   unread replies are stale. */
OS_API void audio_note_request_reply(void);
/* [audio-thread] 1 if a wake byte is there, or comes within 50 us: its writer is between two instructions. */
OS_API int32_t audio_wake_is_coming(void);
/* [audio-thread] Something happened after which replies may be left unread (late block, editor request): look for them.
 */
OS_API void audio_be_suspicious(void);
/* [audio-thread] The wake just read brought a request, not a block. If it came while a reply was held back, that reply
   is due after all. */
OS_API void audio_note_request_wake(void);
/* [audio-thread] Give the main thread a notice (never waits; dropped if the queue is full). */
OS_API void audio_post(int32_t kind, int32_t value);
/* [audio-thread] The same for a request that is to be answered, whose byte was read at wake_ms: it is outstanding until
    audio_take_done or audio_give_up_request. Returns 0 if there is no room: the main thread takes nothing any more,
   and will not hear of this one. */
OS_API int32_t audio_post_request(int32_t kind, int32_t type, uint32_t wake_ms);
/* [main-thread] Take one notice: its kind (> 0) or 0; then its value. */
OS_API int32_t audio_take_notice(void);
OS_API int32_t audio_notice_value(void);
/* [main-thread] clock_ms() at which that notice was posted; of a request to be answered: at which its byte was read. */
OS_API uint32_t audio_notice_ms(void);
/* [any-thread] Milliseconds, monotonic, wrapping at 2^32. */
OS_API uint32_t clock_ms(void);
/* [any-thread] Tell the audio thread something, now: a set of enum audio_command. */
OS_API void audio_command(int32_t commands);
/* [main-thread] The oldest outstanding request is finished; reply = 1 if a reply byte is due. Exactly one call per
 * request notice. */
OS_API void audio_request_done(int32_t reply);
/* [main-thread] Before anything of the oldest outstanding request's answer is written, and after the plugin has done
   its part: 1 if it may be; 0 if it was answered for us meanwhile (with an error), because we were long about it. Then
   neither write nor call audio_request_done: it is settled. Exactly one call per request notice. */
OS_API int32_t audio_request_claim(void);
/* [main-thread] 0 if the next request to be claimed has been given up already: look before its work is begun. */
OS_API int32_t audio_request_is_awaited(void);
/* [audio-thread] Upon AUDIO_COMMAND_GIVE_UP: the type of the outstanding request if it is ours to answer now, 0 if the
   main thread has claimed it, or it is younger than AUDIO_REQUEST_MS_MAX (the command was for another one). */
OS_API uint32_t audio_give_up_request(void);
/* [audio-thread] Before the cycle, after audio_use_pipes: act as if this many wake bytes had just come (their readers
   died before the answer). If the life before had a request with its main thread, they came when that one's byte did.
 */
OS_API void audio_owe_wakes(int32_t count);
/* [any-thread] Changes by hand or by automation since the start: block->edits. The watch wakes the main thread when it
   has changed. */
OS_API uint32_t audio_edits(void);
/* [audio-thread] The reply argument of the next finished request; AUDIO_DONE_SETTLED: the main thread has done with one
   that was given up; -1: nothing more. */
#define AUDIO_DONE_SETTLED 2
OS_API int32_t audio_take_done(void);
/* [any-thread] Milliseconds since the last wake. */
OS_API uint32_t audio_quiet_ms(void);
/* [main-thread] What audio_enter was given. */
OS_API void *audio_base(void);
OS_API struct block *audio_block(void);

/* ---- notify.c ---- */

/* [main-thread] The read end of the pipe that wakes the main thread's event loop; non-blocking, close-on-exec. */
OS_API os_fd notify_open(void);
/* [any-thread] Wake the main thread. Async-signal-safe, never waits. */
OS_API void notify_main(void);

/* ---- watch.c ---- */

/* [main-thread] Start the watch: every 100 ms look whether the parent still lives, whether shutdown was requested
   without a byte, advance the heartbeat while the audio thread is alive, and read away stale reply bytes when idle.
   Words are addresses in the window. */
OS_API int32_t watch_start(const void *shutdown_word, void *heartbeat_word, int32_t daw_to_host);

/* ---- process.c ---- */

/* [main-thread] Write text to stderr. A reader that stopped reading costs 100 ms and the line, never the host. */
OS_API void process_say(const char *text);
/* [main-thread] Sleep until the parent process ends (`__hang__`). */
OS_API void process_wait_for_parent_end(void);
/* [any-thread] Text of an errno value (positive or negative). */
OS_API const char *process_error_text(int32_t error);

/* [main-thread] Name of the process in ps and top. */
OS_API void process_name(const char *name);
/* [main-thread] End the process now: no atexit handlers, no destructors of plugins still loaded. */
OS_API _Noreturn void process_exit(int32_t exit_code);

/* ---- undertaker.c: telling the DAW of a host that dies before it is ready ---- */

/* [main-thread] From now on our death sets *error_word to error_code (if that is not 0) and *ready_word to 1: words of
   the mapped segment. ready_word may be NULL: later DAWs take a host that is never ready for a failed load. -errno if
   the kernel cannot do that; then only undertaker_exit tells. */
OS_API int32_t undertaker_start(void *ready_word, void *error_word, uint32_t error_code);
/* [main-thread] From now on a death is the DAW's to notice. */
OS_API void undertaker_dismiss(void);
/* [main-thread] End the process now, with no teardown, and have the DAW told when it is dead. */
OS_API _Noreturn void undertaker_exit(int32_t exit_code, uint32_t error_code);
/* [main-thread] The same by SIGABRT: how `__crash__` dies. */
OS_API _Noreturn void undertaker_abort(void);

/* ---- pipe.c: for those who play the DAW ---- */

/* [any-thread] A pipe, both ends closed on exec. fds[0] read end, fds[1] write end. */
OS_API int32_t pipe_open(int32_t *fds);
/* [any-thread] Write one byte: 0 or -errno. */
OS_API int32_t pipe_signal(int32_t fd);
/* [any-thread] Wait up to timeout_ms for a byte and read it: 1; 0 on time-out; -EPIPE at end of file; -errno. */
OS_API int32_t pipe_wait(int32_t fd, int32_t timeout_ms);
/* [any-thread] Bytes waiting to be read. */
OS_API int32_t pipe_unread(int32_t fd);

/* ---- log.c: lines from plugins, from any thread, without waiting ---- */

/* [any-thread] Queue a line for stderr (cut at 500 bytes) and wake the main thread. Real-time safe. Weakly linked by
 * the formats. */
OS_API void log_line(const char *text);
/* [main-thread] Copy the next line into text (at least 512 bytes), NUL-terminated: its length, or 0 if there is none.
 */
OS_API int32_t log_take(char *text);

/* ---- run-loop.c: file descriptors and timers of plugins, served on the main thread ---- */

/* [main-thread] user as registered; fd as registered, -1 for a timer. */
typedef void (*run_loop_callback)(void *user, int32_t fd);
/* [main-thread] Call back whenever fd is readable or broken, until removed; one that stays broken is not asked after
   for ever. Returns the registration's id (> 0), or -errno. The main thread is woken (notify_main) when something is
   due. */
OS_API int32_t run_loop_add_fd(int32_t fd, run_loop_callback ready, void *user);
/* [main-thread] Call back every period_ms milliseconds (0 counts as 1), until removed; periods missed are not made up
   for. Returns an id, or -errno. */
OS_API int32_t run_loop_add_timer(uint32_t period_ms, run_loop_callback due, void *user);
/* [main-thread] Unknown ids are ignored. Allowed inside a callback, for any id, its own included: it is not called
 * again. */
OS_API void run_loop_remove(int32_t id);
/* [main-thread] Call back all that is due. Returns the number of calls made. */
OS_API int32_t run_loop_dispatch(void);

#endif
