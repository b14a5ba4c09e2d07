/*
 * Recovery in place (libmaolan-os.so): when plugin code dies or hangs, this process becomes a new image of itself by
 * execve: same pid, same pipes, same segment. The DAW sees bypassed blocks and then its plugin again.
 *
 * What survives lies in the record: an anonymous file that the new image inherits (its number is in the environment,
 * MAOLAN_RECOVERY_FD, which the first look removes). Its first pages are mapped and written in place, by signal
 * handlers too; states are kept behind them in two halves, of which one is always whole. Nobody trusts it: plugin code
 * shared the address space, so everything is checked when it is read. A damaged record counts as the end of a plugin
 * that died too often (else it would be loaded for ever, or its defaults saved over the project); its state is taken
 * from the newest half whose checksum is right.
 *
 * MAOLAN_RECOVERY=0 in the environment turns all of it off: a dying plugin then ends the process.
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
	RECOVERY_CAPTURE = 3, /* nobody asked: the last good state is being taken */
	RECOVERY_RESTORE = 4,
	RECOVERY_EDITOR = 5,
	RECOVERY_SERVE = 6,   /* its timers, file descriptors, lists */
	RECOVERY_CLOSE = 7,   /* the DAW has said goodbye: a death now only ends the process, with exit code 0 */
	RECOVERY_RESTART = 8, /* deactivate and activate, while no block reaches the plugin */
};

enum recovery_cause {
	RECOVERY_NONE = 0,   /* this is no second life */
	RECOVERY_SIGNAL = 1, /* recovery_signal */
	RECOVERY_EXIT = 2,   /* the plugin called exit, _exit or the like; recovery_signal is the exit code */
	RECOVERY_HANG = 3,   /* a block did not return (RECOVERY_AUDIO), or a restart (RECOVERY_MAIN) */
	RECOVERY_AGAIN = 4,  /* we asked for it ourselves: recovery_restart */
	RECOVERY_CORE = 5,   /* the host's own core trapped */
};

enum recovery_thread { RECOVERY_MAIN = 1, RECOVERY_AUDIO = 2, RECOVERY_OTHER = 3 };

/* ---- first thing in a life ---- */

/* [main-thread] Find the record of the life before, or make one. Remembers argv, environment, working directory and the
   pipe ends: spare copies of these lie above 500, where a plugin that closes what it does not know seldom reaches, and
   are put back before execve. segment is our own open segment, or -1: the inherited one is recovery_segment_fd. Returns
   the number of lives before this one, or -errno: then nothing here does anything. */
OS_API int32_t recovery_open(int32_t daw_to_host, int32_t host_to_daw);
/* [main-thread] The segment that the life before had mapped (the DAW may have removed its name since), or -1. */
OS_API int32_t recovery_segment_fd(void);
/* [main-thread] Keep fd (the segment's) for the lives to come. */
OS_API void recovery_keep_segment(int32_t fd);
/* [main-thread] From now on a death of plugin code starts a new life: handlers for SIGSEGV (behind the engine's own,
   which needs it for WebAssembly), SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGSYS on a stack of their own, and exit(). Not in
   a forked child. Threads made later have no such stack: there, a stack that overflows still ends the process. */
OS_API int32_t recovery_arm(void);
/* [any-thread] An alternate stack for the calling thread's handlers. */
OS_API int32_t recovery_enter_thread(void);

/* ---- how the life before ended; constant ---- */

/* [main-thread] enum recovery_cause */
OS_API int32_t recovery_cause(void);
OS_API int32_t recovery_signal(void);
/* [main-thread] enum recovery_thread: who died. RECOVERY_AUDIO: in process(). */
OS_API int32_t recovery_thread(void);
/* [main-thread] enum recovery_phase of the main thread then. */
OS_API int32_t recovery_phase_then(void);
/* [main-thread] Deaths in the last 60 s (RECOVERY_AGAIN does not count), this last one included. */
OS_API int32_t recovery_deaths(void);
/* [main-thread] Milliseconds since it died. */
OS_API uint32_t recovery_age_ms(void);
/* [main-thread] The request that was with the main thread, not answered: its type, 0 if none, and when its byte was
 * read (clock_ms). */
OS_API uint32_t recovery_request_type(void);
OS_API uint32_t recovery_request_ms(void);

/* ---- while living ---- */

/* [main-thread] What it is about now. Returns what it was about. */
OS_API int32_t recovery_set_phase(int32_t phase);
/* [any-thread] A request was handed to the main thread at wake_ms; type 0: it has been answered. */
OS_API void recovery_note_request(uint32_t type, uint32_t wake_ms);
/* [main-thread] Words of the host's own, kept from life to life; 8 of them, 0 in the first life. The last one belongs
   to the plugin's format: CLAP keeps there for how many frames the plugin was activated. */
enum { RECOVERY_FORMAT_WORD = 7 };
OS_API int32_t recovery_word(int32_t index);
OS_API void recovery_set_word(int32_t index, int32_t value);
/* [main-thread] Start a new life on purpose. Returns only if that failed. */
OS_API int32_t recovery_restart(void);

/* ---- the last good state ---- */

/* [main-thread] Keep bytes as the last good state, and the parameter table noted at RECOVERY_SAVE or _CAPTURE with it.
   The one before is replaced only when this one is whole. 0 or -errno (no memory: the one before stays). */
OS_API int32_t recovery_keep_state(const void *state, uint32_t bytes);
/* [main-thread] A state about to be handed to the plugin: becomes the last good one by recovery_commit_state, or by our
   death in RECOVERY_RESTORE (the DAW's data must survive a plugin that dies of it). */
OS_API int32_t recovery_try_state(const void *state, uint32_t bytes);
OS_API void recovery_commit_state(void);
/* [main-thread] Bytes of the last good state; 0: none; and a copy of it: the number of bytes, or -errno (-EBADMSG: it
   is damaged). */
OS_API uint32_t recovery_state_bytes(void);
OS_API int32_t recovery_take_state(void *state, uint32_t room);

/* Parameters that had another value at the death than in the last good state, plus those that the block under way was
   to change: what to set after that state was restored. [main-thread], from the life before. */
OS_API uint32_t recovery_change_count(void);
OS_API uint32_t recovery_change_id(uint32_t index);
OS_API double recovery_change_value(uint32_t index);

/* ---- windows ---- */

/* [main-thread] Where the editor's own window stands (root coordinates of its outer frame's client area). Weakly linked
   by the window library, which asks before it maps a floating window for the first time in a life. Returns 1 if there
   is a place. */
OS_API void recovery_note_window(int32_t x, int32_t y);
OS_API int32_t recovery_window(int32_t *x, int32_t *y);

/* ---- guests' manners ---- */

/* [main-thread] After a plugin's code ran on the calling thread: floating-point mode, LC_NUMERIC, signal mask, our
   handlers and the working directory are what they were at recovery_arm; what was changed is put back. Returns a set of
   enum manners that had to be put back, for a line in the log. */
enum manners { MANNERS_FP = 1, MANNERS_LOCALE = 2, MANNERS_MASK = 4, MANNERS_HANDLERS = 8, MANNERS_DIRECTORY = 16 };
OS_API int32_t recovery_restore_manners(void);

#endif
