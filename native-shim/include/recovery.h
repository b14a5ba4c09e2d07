/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Recovery, as seen by the host process (libmaolan-os.so). When this process ends unexpectedly, the supervisor
 * (native-shim/supervisor/, its parent) answers the DAW in its place and starts another one. The DAW sees blocks that
 * are passed through, and then its plugin again.
 *
 * The recovery record holds what the next process needs. It is an anonymous file that belongs to the supervisor; the
 * environment variable MAOLAN_RECOVERY_FD has its number, and is removed when it is read. Its first pages are mapped
 * and written in place; states follow in two halves, one of which is always complete. Plugin code shares the address
 * space, so the contents are not trusted and are validated when read.
 *
 * With MAOLAN_RECOVERY=0 in the environment the supervisor does not start another process: a crash in the plugin ends
 * the host.
 */
#ifndef MAOLAN_RECOVERY_H
#define MAOLAN_RECOVERY_H

#include <stdint.h>

#include "audio-thread.h"
#include "os.h"

#define RECOVERY_STATE_BYTES_MAX 67108864u

/* What the main thread is doing. */
enum recovery_phase {
	RECOVERY_IDLE = 0, /* the host's own code */
	RECOVERY_LOAD = 1,
	RECOVERY_SAVE = 2, /* requested by the DAW. Here and in the next one, the state's parameter table is saved when the
	                      phase begins */
	RECOVERY_CAPTURE = 3, /* unrequested: taking the last good state */
	RECOVERY_RESTORE = 4,
	RECOVERY_EDITOR = 5,
	RECOVERY_SERVE = 6,   /* timers, file descriptors, parameter lists */
	RECOVERY_CLOSE = 7,   /* the DAW has requested the end: a crash now only ends the process, with exit code 0 */
	RECOVERY_RESTART = 8, /* the plugin has requested a restart (deactivate and activate); blocks pass without it */
};

enum recovery_cause {
	RECOVERY_NONE = 0,     /* this is the first process */
	RECOVERY_SIGNAL = 1,   /* recovery_signal */
	RECOVERY_EXIT = 2,     /* the plugin called exit, _exit or similar; recovery_signal is the exit code */
	RECOVERY_HANG = 3,     /* plugin code did not return; recovery_thread tells which thread */
	RECOVERY_AGAIN = 4,    /* intended: recovery_restart */
	RECOVERY_CORE = 5,     /* the host's own core trapped */
	RECOVERY_PIPES = 6,    /* plugin code closed the pipes to the DAW */
	RECOVERY_REPLACED = 7, /* the plugin replaced the process with another program (exec) */
	RECOVERY_ENDED = 8,    /* a thread ended: pthread_exit, pthread_cancel */
};

enum recovery_thread { RECOVERY_MAIN = 1, RECOVERY_AUDIO = 2, RECOVERY_OTHER = 3 };

/* ---- the start ---- */

/* [main-thread] Find the record. Returns the number of previous processes, or -errno: then recovery does nothing
   (-ECANCELED: it is turned off; -ENOENT: there is no supervisor). The pipe ends are closed on exec and in forked
   children. */
OS_API int32_t recovery_open(int32_t daw_to_host, int32_t host_to_daw);
/* [main-thread] The supervisor's segment fd (the DAW may have unlinked its name since), or -1. */
OS_API int32_t recovery_segment_fd(void);
/* [main-thread] From now on an unexpected end is a crash, after which the supervisor starts another process. Installs
   handlers for fatal signals, which record thread and address and then let the signal take effect (for SIGSEGV, behind
   the engine's own, which WebAssembly needs), and records exit(). Plugins may replace the handlers. */
OS_API int32_t recovery_arm(void);
/* [any-thread] Set up an alternate signal stack for the calling thread, and have its end reported to the supervisor. */
OS_API int32_t recovery_enter_thread(void);

/* ---- how the previous process ended; constant ---- */

/* [main-thread] enum recovery_cause */
OS_API int32_t recovery_cause(void);
OS_API int32_t recovery_signal(void);
/* [main-thread] enum recovery_thread of that process. */
OS_API int32_t recovery_thread(void);
/* [main-thread] enum recovery_phase of its main thread. */
OS_API int32_t recovery_phase_then(void);
/* [main-thread] Crashes in the last 60 s, including the last one; RECOVERY_AGAIN does not count. */
OS_API int32_t recovery_crashes(void);
/* [main-thread] Milliseconds since it ended. */
OS_API uint32_t recovery_age_ms(void);
/* [main-thread] The unanswered request of the main thread: its type, or 0 if none, and the clock_ms() when its byte was
   read. */
OS_API uint32_t recovery_request_type(void);
OS_API uint32_t recovery_request_ms(void);

/* Where it crashed, if it could say: by a signal, or by a call of exit. Frames are addresses on the stack of the thread
   that crashed, the innermost first; the others are return addresses, behind the call. */
/* [main-thread] Of the thread, 0: not known; and its name. */
OS_API int32_t recovery_crash_thread_id(void);
OS_API const char *recovery_crash_thread_name(void);
/* [main-thread] The address that could not be accessed; -1: the signal has none. */
OS_API double recovery_crash_address(void);
/* [main-thread] At most 24. */
OS_API uint32_t recovery_frame_count(void);
/* [main-thread] The innermost frame that is not the C library's (or C++'s): whom to blame. */
OS_API uint32_t recovery_frame_blamed(void);
/* [main-thread] Its address; the path of the file that this lies in (empty: none); and from where that file was loaded.
   Addresses are below 2^53. */
OS_API double recovery_frame_address(uint32_t index);
OS_API const char *recovery_frame_module(uint32_t index);
OS_API double recovery_frame_offset(uint32_t index);

/* ---- while it runs ---- */

/* [main-thread] Set the current phase. Returns the previous one. */
OS_API int32_t recovery_set_phase(int32_t phase);
/* [any-thread] A request was handed to the main thread at wake_ms; type 0: it has been answered. */
OS_API void recovery_note_request(uint32_t type, uint32_t wake_ms);
/* [main-thread] 9 words for the host's own use, preserved from process to process; 0 in the first one. The supervisor
   reads RECOVERY_WORD_EDITOR, for requests of the DAW while no process is running. The last word belongs to the
   plugin's format: CLAP keeps the maximum block length of the last activation there. */
enum { RECOVERY_WORD_EDITOR = 1, RECOVERY_FORMAT_WORD = 8 };
OS_API int32_t recovery_word(int32_t index);
OS_API void recovery_set_word(int32_t index, int32_t value);
/* [main-thread] Intentionally restart in a new process. Returns only if there is no supervisor. */
OS_API int32_t recovery_restart(void);

/* ---- the last good state ---- */

/* [main-thread] Keep bytes as the last good state, with the parameter table saved at RECOVERY_SAVE or _CAPTURE. It
   replaces the previous state only once it is complete. Returns 0 or -errno (out of memory: the previous state stays).
 */
OS_API int32_t recovery_keep_state(const void *state, uint32_t bytes);
/* [main-thread] A state that is about to be handed to the plugin. It becomes the last good one by
   recovery_commit_state, or when this process ends in RECOVERY_RESTORE: the DAW's data must survive a plugin that
   crashes on it. */
OS_API int32_t recovery_try_state(const void *state, uint32_t bytes);
OS_API void recovery_commit_state(void);
/* [main-thread] Size in bytes of the last good state, 0 if none; and a copy of it: the number of bytes, or -errno
   (-EBADMSG: it is corrupted). */
OS_API uint32_t recovery_state_bytes(void);
OS_API int32_t recovery_take_state(void *state, uint32_t room);
/* [main-thread] 1: that is the one before the last good state, whose copy in memory was damaged. */
OS_API int32_t recovery_state_is_earlier(void);

/* Parameters whose value at the end differed from the last good state, plus those that the unfinished block was going
   to change: set these after restoring that state. [main-thread], left by the previous process. */
OS_API uint32_t recovery_change_count(void);
OS_API uint32_t recovery_change_id(uint32_t index);
OS_API double recovery_change_value(uint32_t index);

/* ---- editor windows ---- */

/* [main-thread] Position of the editor's own window (root coordinates of its frame's client area). Linked weakly by the
   window library, which reads it before it first maps a floating window in a process. Returns 1 if a position is known.
 */
OS_API void recovery_note_window(int32_t x, int32_t y);
OS_API int32_t recovery_window(int32_t *x, int32_t *y);

/* ---- process settings that plugins change ---- */

/* [main-thread] Call this after plugin code has run on the calling thread: restores the floating-point mode,
   LC_NUMERIC, the signal mask and the working directory to their values at recovery_arm. Returns the set of those that
   were changed, for a log line. */
enum environment { ENVIRONMENT_FP = 1, ENVIRONMENT_LOCALE = 2, ENVIRONMENT_MASK = 4, ENVIRONMENT_DIRECTORY = 8 };
OS_API int32_t recovery_restore_environment(void);

#endif
