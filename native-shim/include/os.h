/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The OS half of the shim (libmaolan-os.so): segment, pipes, threads. Plain C ABI; knows the OS, but no plugin and no
 * protocol. Each function is tagged with the threads that may call it. Functions returning int32_t: >= 0 success,
 * -errno on failure.
 */
#ifndef MAOLAN_OS_H
#define MAOLAN_OS_H

#include <stdint.h>

#define OS_API __attribute__((visibility("default")))

/* An open file descriptor, or -errno. */
typedef int32_t os_fd;

/* ---- segment.c ---- */

/* [main-thread] Open a POSIX shared-memory object for reading and writing. Returns a close-on-exec fd, or
   -errno; segment_map checks its size. */
OS_API os_fd segment_open(const char *name);
/* [main-thread] Create (or take over) the object with this many bytes, as a DAW does: mode 0644, no O_EXCL. Reserves
   all of its memory, to fail with -ENOSPC now rather than SIGBUS later. Returns an fd. */
OS_API os_fd segment_create(const char *name, uint32_t bytes);
OS_API int32_t segment_unlink(const char *name);
/* [any-thread] Map bytes bytes of fd over the page-aligned window (MAP_SHARED | MAP_FIXED). Returns
   -EINVAL, and maps nothing, if the object is smaller or the window is not aligned. */
OS_API int32_t segment_map(int32_t fd, void *window, uint32_t bytes);
/* [any-thread] Map private zero pages over the window again. */
OS_API int32_t segment_unmap(void *window, uint32_t bytes);
/* [any-thread] */
OS_API int32_t fd_close(int32_t fd);
/* [main-thread] 1 if fd is an open pipe or socket, else 0. */
OS_API int32_t fd_is_pipe(int32_t fd);

/* ---- notify.c ---- */

/* [main-thread] The read end of the pipe that wakes the main thread's event loop; non-blocking, close-on-exec. */
OS_API os_fd notify_open(void);
/* [main-thread] In a forked process: put a pipe of its own in the place of the one that it shares. Returns 0 or -errno.
 */
OS_API int32_t notify_renew(void);
/* [any-thread] Wake the main thread. Async-signal-safe, never waits. */
OS_API void notify_main(void);

/* ---- watch.c ---- */

/* [main-thread] Start the watch thread: every 100 ms it checks whether the parent is still running and whether shutdown
   was requested without a wake byte, and advances the heartbeat while the audio thread makes progress. The words are
   addresses in the window. */
OS_API int32_t watch_start(const void *shutdown_word, void *heartbeat_word, int32_t daw_to_host);

/* ---- clock.c ---- */

/* [any-thread] Milliseconds, monotonic, wrapping at 2^32. */
OS_API uint32_t clock_ms(void);

/* ---- demangle.c ---- */

/* [main-thread] A symbol's name as it is in the source, cut at 511 bytes: of C++, or name itself. Valid until the next
   call. */
OS_API const char *symbol_demangle(const char *name);

/* ---- process.c ---- */

/* [any-thread] Write text to stderr. If its reader has stopped reading, this waits 100 ms once and drops lines, but
   never blocks the host. */
OS_API void process_say(const char *text);
/* [main-thread] */
OS_API void process_sleep(uint32_t sleep_ms);
/* [main-thread] Sleep until the parent process ends (`__hang__`). */
OS_API void process_wait_for_parent_end(void);
/* [any-thread] Error text for an errno value (positive or negative). */
OS_API const char *process_error_text(int32_t error);

/* [main-thread] Call this first: sets the process name for ps and top, and ignores SIGUSR1. */
OS_API void process_begin(const char *name);
/* [any-thread] End the process immediately by a system call; no exit handlers run. Async-signal-safe. */
_Noreturn OS_API void process_end(int exit_code);

/* ---- recovery/intended-end.c: intended ends ---- */

/* [main-thread] End the process now, without atexit handlers and without destructors of plugins that are still loaded.
   The supervisor exits with the same code. */
OS_API _Noreturn void process_exit(int32_t exit_code);
/* [main-thread] The same with SIGABRT: how `__crash__` ends. */
OS_API _Noreturn void process_abort(void);
/* [main-thread] What the supervisor writes to the segment after this host has ended: error_code (if not 0), and ready
   if sets_ready is not 0. A DAW that sees ready checks at once whether its host is still running, so ready is set only
   after the end. */
OS_API void process_report_at_end(int32_t sets_ready, uint32_t error_code);

/* ---- pipe.c: for clients that act as the DAW ---- */

/* [any-thread] Create a pipe with both ends close-on-exec. fds[0]: read end; fds[1]: write end. */
OS_API int32_t pipe_open(int32_t *fds);
/* [any-thread] Write one byte: 0 or -errno. */
OS_API int32_t pipe_signal(int32_t fd);
/* [any-thread] Wait up to timeout_ms for a byte and read it: 1; 0 on timeout; -EPIPE at end of file; -errno. */
OS_API int32_t pipe_wait(int32_t fd, int32_t timeout_ms);
/* [any-thread] Bytes waiting to be read. */
OS_API int32_t pipe_unread(int32_t fd);

/* ---- orphans.c: for threads that may be terminated ---- */

/* [any-thread] This thread has started a child, and takes its status. If the thread ends before it says child_ended,
   the child is waited for all the same, and killed after 5 s, so that neither it nor a zombie is left. Returns 0 or
   -errno. */
OS_API int32_t child_started(int32_t pid);
/* [the same thread] The status has been taken. Returns 0 or -errno. */
OS_API int32_t child_ended(int32_t pid);

/* ---- log.c: log lines from plugins, from any thread, without waiting ---- */

/* [any-thread] Queue a line for stderr (cut at 500 bytes) and wake the main thread. Real-time safe. Where notify_open
   was not called (a scanner), the line is written at once. */
OS_API void log_line(const char *text);
/* [main-thread] Copy the next line into text (at least 512 bytes), NUL-terminated. Returns its length, or 0 if there is
   none. */
OS_API int32_t log_take(char *text);

/* ---- run-loop.c: file descriptors and timers of plugins, served on the main thread ---- */

/* [main-thread] user and fd as registered; fd is -1 for a timer. */
typedef void (*run_loop_callback)(void *user, int32_t fd);
/* [main-thread] Call back whenever fd is readable or broken, until removed; an fd that stays broken is dropped. Returns
   the registration's id (> 0) or -errno. When something is due, the main thread is woken (notify_main). */
OS_API int32_t run_loop_add_fd(int32_t fd, run_loop_callback ready, void *user);
/* [main-thread] Call back every period_ms milliseconds (0 counts as 1), until removed; missed periods are skipped.
   Returns an id or -errno. */
OS_API int32_t run_loop_add_timer(uint32_t period_ms, run_loop_callback due, void *user);
/* [main-thread] Unknown ids are ignored. Allowed inside any callback, for any id including its own, which is then not
   called again. */
OS_API void run_loop_remove(int32_t id);
/* [main-thread] Call back everything that is due. Returns the number of calls made. */
OS_API int32_t run_loop_dispatch(void);

/* ---- run-loop-clock.c: timers of a plugin that renders offline ---- */

/* [main-thread] Call this before adding the first timer: from then on timers follow run_loop_advance instead of the
   machine's clock, and missed periods are made up for. */
OS_API void run_loop_go_offline(void);
/* [audio-thread, or main-thread while no block runs] Set the time to ms milliseconds since the plugin was opened; it
   never goes back. Returns 1 if a timer is due or a file descriptor is ready, so that run_loop_dispatch has work. */
OS_API int32_t run_loop_advance(double ms);
/* [main-thread] 1 if there is a timer. */
OS_API int32_t run_loop_has_timers(void);

#endif
