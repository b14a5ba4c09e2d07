/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Recovery, as the host process sees it (libmaolan-os.so). When this process ends unasked, the supervisor
 * (native-shim/supervisor/, its parent) answers the DAW in its place and starts another one. The DAW sees blocks that
 * are passed through and then its plugin again.
 *
 * What the next process is to know is in the record: an anonymous file of the supervisor's (its number is in the
 * environment, MAOLAN_RECOVERY_FD, which the first look removes). Its first pages are mapped and written in place;
 * states are kept behind them in two halves, of which one is always whole. It is not trusted: plugin code shares the
 * address space, so everything is checked when it is read.
 *
 * With MAOLAN_RECOVERY=0 in the environment the supervisor starts no other process: a dying plugin ends the host.
 */
#ifndef MAOLAN_RECOVERY_H
#define MAOLAN_RECOVERY_H

#include <stdint.h>

#include "audio-thread.h"
#include "os.h"

#define RECOVERY_STATE_BYTES_MAX 67108864u

/* What the main thread was about when the plugin died. */
enum recovery_phase {
	RECOVERY_IDLE = 0, /* the host's own code */
	RECOVERY_LOAD = 1,
	RECOVERY_SAVE = 2,    /* the DAW asked. Here and in the next, the parameter table that belongs to the state is noted
	                         when the phase begins */
	RECOVERY_CAPTURE = 3, /* unrequested: the last good state is being taken */
	RECOVERY_RESTORE = 4,
	RECOVERY_EDITOR = 5,
	RECOVERY_SERVE = 6,   /* its timers, file descriptors, lists */
	RECOVERY_CLOSE = 7,   /* the DAW has asked for the end: a crash now only ends the process, with exit code 0 */
	RECOVERY_RESTART = 8, /* the plugin is deactivated and activated, as it has asked for; blocks pass without it */
};

enum recovery_cause {
	RECOVERY_NONE = 0,     /* this is the first process */
	RECOVERY_SIGNAL = 1,   /* recovery_signal */
	RECOVERY_EXIT = 2,     /* the plugin called exit, _exit or the like; recovery_signal is the exit code */
	RECOVERY_HANG = 3,     /* plugin code did not return; recovery_thread says where */
	RECOVERY_AGAIN = 4,    /* we asked for it ourselves: recovery_restart */
	RECOVERY_CORE = 5,     /* the host's own core trapped */
	RECOVERY_PIPES = 6,    /* plugin code closed the pipes to the DAW */
	RECOVERY_REPLACED = 7, /* the plugin put another program into the place of its process */
	RECOVERY_ENDED = 8,    /* the thread ended: pthread_exit, pthread_cancel */
};

enum recovery_thread { RECOVERY_MAIN = 1, RECOVERY_AUDIO = 2, RECOVERY_OTHER = 3 };

/* ---- the start ---- */

/* [main-thread] Find the record. Returns the number of processes before this one, or -errno: then nothing here does
   anything (-ECANCELED: it is turned off; -ENOENT: nobody supervises us). The pipe ends are closed on exec, and in
   children that are forked. */
OS_API int32_t recovery_open(int32_t daw_to_host, int32_t host_to_daw);
/* [main-thread] The supervisor's segment (the DAW may have removed its name since), or -1. */
OS_API int32_t recovery_segment_fd(void);
/* [main-thread] From now on an unrequested end is a crash, after which the supervisor starts another process.
   Installs handlers for the signals of faults (SIGSEGV: behind the engine's own, which needs it for WebAssembly) that
   note thread and address and let the signal take its course, and notes exit(). Plugins may put others in their
   place. */
OS_API int32_t recovery_arm(void);
/* [any-thread] An alternate stack for the calling thread's handlers; and the supervisor learns of the thread's end. */
OS_API int32_t recovery_enter_thread(void);

/* ---- how the process before ended; constant ---- */

/* [main-thread] enum recovery_cause */
OS_API int32_t recovery_cause(void);
OS_API int32_t recovery_signal(void);
/* [main-thread] enum recovery_thread: which thread it was. */
OS_API int32_t recovery_thread(void);
/* [main-thread] enum recovery_phase of the main thread then. */
OS_API int32_t recovery_phase_then(void);
/* [main-thread] Crashes in the last 60 s (RECOVERY_AGAIN does not count), this last one included. */
OS_API int32_t recovery_deaths(void);
/* [main-thread] Milliseconds since it ended. */
OS_API uint32_t recovery_age_ms(void);
/* [main-thread] The request that was with the main thread, not answered: its type, 0 if none, and when its byte was
 * read (clock_ms). */
OS_API uint32_t recovery_request_type(void);
OS_API uint32_t recovery_request_ms(void);

/* ---- while it runs ---- */

/* [main-thread] What it is about now. Returns what it was about. */
OS_API int32_t recovery_set_phase(int32_t phase);
/* [any-thread] A request was handed to the main thread at wake_ms; type 0: it has been answered. */
OS_API void recovery_note_request(uint32_t type, uint32_t wake_ms);
/* [main-thread] Words of the host's own, kept from process to process; 9 of them, 0 in the first one. The supervisor
   knows RECOVERY_WORD_EDITOR: what the DAW asks for while no process is there. The last one belongs to the plugin's
   format: CLAP keeps there for how many frames the plugin was activated. */
enum { RECOVERY_WORD_EDITOR = 1, RECOVERY_FORMAT_WORD = 8 };
OS_API int32_t recovery_word(int32_t index);
OS_API void recovery_set_word(int32_t index, int32_t value);
/* [main-thread] Have another process started in our place, on purpose. Returns only if there is no supervisor. */
OS_API int32_t recovery_restart(void);

/* ---- the last good state ---- */

/* [main-thread] Keep bytes as the last good state, and the parameter table noted at RECOVERY_SAVE or _CAPTURE with it.
   The one before is replaced only when this one is whole. 0 or -errno (no memory: the one before stays). */
OS_API int32_t recovery_keep_state(const void *state, uint32_t bytes);
/* [main-thread] A state about to be handed to the plugin: becomes the last good one by recovery_commit_state, or by our
   end in RECOVERY_RESTORE (the DAW's data must survive a plugin that dies of it). */
OS_API int32_t recovery_try_state(const void *state, uint32_t bytes);
OS_API void recovery_commit_state(void);
/* [main-thread] Bytes of the last good state; 0: none; and a copy of it: the number of bytes, or -errno (-EBADMSG: it
   is damaged). */
OS_API uint32_t recovery_state_bytes(void);
OS_API int32_t recovery_take_state(void *state, uint32_t room);

/* Parameters that had another value at the end than in the last good state, plus those that the block under way was
   to change: what to set after that state was restored. [main-thread], from the process before. */
OS_API uint32_t recovery_change_count(void);
OS_API uint32_t recovery_change_id(uint32_t index);
OS_API double recovery_change_value(uint32_t index);

/* ---- windows ---- */

/* [main-thread] Where the editor's own window stands (root coordinates of its outer frame's client area). Weakly linked
   by the window library, which asks before it maps a floating window for the first time in a process. Returns 1 if
   there is a place. */
OS_API void recovery_note_window(int32_t x, int32_t y);
OS_API int32_t recovery_window(int32_t *x, int32_t *y);

/* ---- what plugins leave behind ---- */

/* [main-thread] After a plugin's code ran on the calling thread: floating-point mode, LC_NUMERIC, signal mask and the
   working directory are what they were at recovery_arm; what was changed is put back. Returns a set of enum environment
   that had to be put back, for a line in the log. */
enum environment { ENVIRONMENT_FP = 1, ENVIRONMENT_LOCALE = 2, ENVIRONMENT_MASK = 4, ENVIRONMENT_DIRECTORY = 8 };
OS_API int32_t recovery_restore_environment(void);

#endif
