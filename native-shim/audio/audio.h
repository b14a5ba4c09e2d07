/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * All that the audio thread may touch: one thread per process, so one object. Fields are grouped by who writes them.
 */
#ifndef MAOLAN_AUDIO_H
#define MAOLAN_AUDIO_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "audio-thread.h"
#include "core-aot.h"
#include "observe.h"
#include "os.h"
#include "shared.h"

struct audio {
	/* Written once, before the thread runs. */
	struct core core;
	void *base; /* of the core's memory */
	struct block *block;
	int wake_fd;       /* DAW -> host */
	int reply_fd;      /* host -> DAW */
	int sees_replies;  /* poll tells when the DAW has read all replies; see pipes.c */
	int needs_replies; /* a reply that cannot be written means that the DAW is gone */
	const struct audio_hooks *hooks;
	pid_t thread_id;

	struct plugin *_Atomic plugin;

	/* Never NULL: without a supervisor it is in our own memory. */
	struct audio_shared *shared;
	void *core_memory; /* that the supervisor shares; NULL: the core has private memory */
	int also_fd;       /* readable: AUDIO_INTERRUPTED. -1: there is none */

	/* Audio thread only. */
	int error;

	/* Others write, the audio thread takes. */
	_Atomic int32_t commands;
};

extern struct audio audio;

/* ---- audio.c ---- */

/* [audio-thread] The time now, to the block record's now_us and done_ms. Returns milliseconds. */
uint32_t audio_note_time(void);

/* ---- cycle.c ---- */

/* [audio-thread] Answer wake bytes until the end. Returns an enum audio_end, + errno where it says so. */
int32_t audio_cycle(void);
/* [audio-thread] A request that is outstanding since before this process goes to its main thread. */
void audio_take_request(void);
/* [audio-thread] While suspended the main thread has the plugin for itself. mode: enum host_mode. */
void audio_set_mode(int32_t mode);

/* ---- wait.c ---- */

enum audio_event {
	AUDIO_WAKE = 1,         /* a byte was read from the wake pipe */
	AUDIO_INTERRUPTED = 2,  /* a command: audio.commands, or also_fd is readable */
	AUDIO_CLOSED = 3,       /* end of file: the DAW is gone */
	AUDIO_FAILED = 4,       /* waiting failed: audio.error */
	AUDIO_REPLY_FAILED = 5, /* replying failed: audio.error */
	AUDIO_TIME = 6,         /* what host_wait_us said is over */
};
/* [audio-thread] Write the replies that are due, then wait for the next wake byte, a command, or for time to pass. Sets
   the block record's clocks and counts. */
enum audio_event audio_wait(void);
/* [audio-thread] Upon a wake: requests' bytes, at the moment when no thread of the DAW would take them for a block's.
 */
void audio_reply_at_wake(void);

/* ---- process.c ---- */

/* [audio-thread] Run the plugin with FTZ and DAZ set; the thread's modes are put back. Sets the block record's clocks.
   Returns its status. */
int32_t audio_process(void);
/* 1 if the plugin has changes that wait for a process call: see plugin.h. */
int32_t audio_plugin_has_changes(void);
/* [audio-thread] No block will come for a while, or ever: the plugin's rest. */
void audio_rest(void);

/* ---- pipes.c ---- */

/* [main-thread] Before the thread runs. */
void pipes_use(int daw_to_host, int host_to_daw);
/* [audio-thread] Bytes that lie in the pipe. */
uint32_t pipes_unread(int fd);
/* [audio-thread] Wake bytes read and not acted upon, without the one in hand. */
uint32_t wakes_ahead(void);
/* [audio-thread] Take the next one in hand; and the core has acted upon it. */
void wake_take(void);
void wake_done(void);
/* [audio-thread] Forget so many that have been read, and are not in hand. */
void wakes_drop(uint32_t count);
/* [audio-thread] One more has been read. */
void wakes_add(void);
/* [audio-thread] What the last owner of the pipes, which died with them, had read and its core does not know of, is
   ours; nothing if that is more than most. Returns true if it had read them when it died, and not noted when. */
bool wakes_inherit(uint32_t most);
/* [audio-thread] Wake bytes that have come and are not acted upon. */
uint32_t wakes_unread(void);
/* [audio-thread] 1 if a wake byte is there, or comes within 50 us: its writer is between two instructions. */
int wake_is_coming(void);
/* [audio-thread] So many bytes were read, and when is noted. */
void wakes_count(uint32_t count);
/* [audio-thread] Read wake bytes, when all that were read have been acted upon: > 0, 0 at end of file, -errno. Waits
   for the first. */
int32_t wakes_read(void);
/* [audio-thread] Read so many away that are there, or have been read ahead. */
void wakes_skip(uint32_t count);
/* [audio-thread] 0 or -errno. What a full pipe does not take is lost. */
int32_t replies_write(int32_t count);

/* [audio-thread] 1 as soon as the DAW has read all replies; 0 if it has not within that time, or it cannot be known. */
int replies_are_read(int32_t us);

/* ---- order.c ---- */

/* Once the pipes are in use, by the thread that has them or before it runs: anew for other pipes. */
void order_open(void);
/* [audio-thread] Follow the order, or no longer. */
void order_follow(int follows);
/* [audio-thread] Readable when something may have come; -1: it is not followed. */
int order_fd(void);
/* [audio-thread] Replies are about to be written, and have been. */
void order_before_reply(void);
void order_replied(uint32_t count);
/* [audio-thread] 1 if the DAW has read all replies, and had written no wake byte before it read the last. */
int order_look(void);
/* [audio-thread] A wake byte has been read, and count replies are unread: how many were when the DAW wrote it? */
uint32_t order_unread_at_wake(uint32_t count);

/* ---- queues.c ---- */

/* [audio-thread] Give the main thread a notice. Never waits; dropped if the queue is full. */
void notice_post(enum audio_notice notice, int32_t value);

/* ---- requests.c ---- */

/* [audio-thread] The same for a request that is to be answered, whose byte was read at wake_ms: it is outstanding until
   request_take_done or request_give_up. Returns 0 if there is no room: the main thread takes nothing any more, and will
   not hear of this one. */
int32_t request_post(uint32_t type, uint32_t wake_ms);
/* [audio-thread] The reply argument of the next finished request; REQUEST_SETTLED: the main thread has done with one
   that was given up; -1: nothing more. */
#define REQUEST_SETTLED 2
int32_t request_take_done(void);
/* [audio-thread] 1 if the main thread is answering the newest request, or has answered it. */
int request_is_claimed(void);
/* [audio-thread] 1 if the outstanding request is ours to answer now; 0 if the main thread has claimed it, or it is
   younger than AUDIO_REQUEST_MS_MAX (the command was for another one). */
int32_t request_give_up(void);
/* [audio-thread] All replies that were due are written: one of them may have answered a request. */
void request_replied(void);

/* ---- delay.c ---- */

/* [audio-thread] Once, before it waits. */
void delay_open(void);
/* [audio-thread] Microseconds for which this thread has been ready to run and had no processor; wraps. 0 where the
   kernel does not tell. */
uint32_t delay_us(void);

/* ---- enter.c, mask.c, rtkit.c ---- */

/* [audio-thread] Name, real-time scheduling, signals. Returns 0 or -errno. */
int32_t audio_enter(void);
/* [audio-thread] Open for the interruption and its own faults; every other signal goes to threads that expect it. */
int32_t audio_mask_set(void);
/* [audio-thread] After plugin code has run: put it back. */
void audio_mask_keep(void);
/* [audio-thread] Real-time scheduling through the rtkit service: 0 or -errno. */
int32_t rtkit_make_realtime(pid_t thread_id, int priority);

#endif
