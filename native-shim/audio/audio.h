/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Everything that the audio thread may touch. There is one such thread per process, so one object. Fields are grouped
 * by writer.
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
	int sees_replies;  /* poll reports when the DAW has read all replies; see pipes.c */
	int needs_replies; /* a reply that cannot be written means that the DAW has exited */
	const struct audio_hooks *hooks;
	pid_t thread_id;

	struct plugin *_Atomic plugin;

	/* Never NULL: without a supervisor it points to our own memory. */
	struct audio_shared *shared;
	void *core_memory; /* shared with the supervisor; NULL: the core has private memory */
	int also_fd;       /* readable: AUDIO_INTERRUPTED. -1: none */

	/* Audio thread only. */
	int error;

	/* Written by other threads, taken by the audio thread. */
	_Atomic int32_t commands;
};

extern struct audio audio;

/* ---- audio.c ---- */

/* [audio-thread] Write the current time to the block record's now_us and done_ms. Returns milliseconds. */
uint32_t audio_note_time(void);

/* ---- cycle.c ---- */

/* [audio-thread] Answer wake bytes until the DAW ends the host. Returns an enum audio_end, + errno where it says so. */
int32_t audio_cycle(void);
/* [audio-thread] Post a request that was outstanding before this process started to its main thread. */
void audio_take_request(void);
/* [audio-thread] While suspended, the main thread has exclusive use of the plugin. mode: enum host_mode. */
void audio_set_mode(int32_t mode);

/* ---- wait.c ---- */

enum audio_event {
	AUDIO_WAKE = 1,         /* a byte was read from the wake pipe */
	AUDIO_INTERRUPTED = 2,  /* a command: audio.commands, or also_fd is readable */
	AUDIO_CLOSED = 3,       /* end of file: the DAW has exited */
	AUDIO_FAILED = 4,       /* waiting failed: audio.error */
	AUDIO_REPLY_FAILED = 5, /* replying failed: audio.error */
	AUDIO_TIME = 6,         /* the time given by host_wait_us has passed */
};
/* [audio-thread] Write the replies that are due, then wait for the next wake byte, a command, or a timeout. Sets the
 * block record's clocks and counts. */
enum audio_event audio_wait(void);
/* [audio-thread] Call this at a wake: writes the bytes of requests, at the moment when no thread of the DAW takes them
 * for a block's. */
void audio_reply_at_wake(void);

/* ---- process.c ---- */

/* [audio-thread] Run the plugin with FTZ and DAZ set, then restore the thread's modes. Sets the block record's clocks.
 * Returns the plugin's status. */
int32_t audio_process(void);
/* 1 if the plugin has changes that need a process call: see plugin.h. */
int32_t audio_plugin_has_changes(void);
/* [audio-thread] Call the plugin's rest: no block will come for a while, or ever. */
void audio_rest(void);

/* ---- helpers.c ---- */

/* [audio-thread] Behind a block: wait until the threads given to audio_watch_thread have done their work. */
void helpers_wait(void);

/* ---- pipes.c ---- */

/* [main-thread] Call this before the thread runs. */
void pipes_use(int daw_to_host, int host_to_daw);
/* [audio-thread] Unread bytes in the pipe. */
uint32_t pipes_unread(int fd);
/* [audio-thread] Wake bytes read but not handled, without the current one. */
uint32_t wakes_ahead(void);
/* [audio-thread] Make the next wake byte the current one; and report that the core has handled it. */
void wake_take(void);
void wake_done(void);
/* [audio-thread] Discard count bytes that were read and are not the current one. */
void wakes_drop(uint32_t count);
/* [audio-thread] Count one more byte as read. */
void wakes_add(void);
/* [audio-thread] Take over what the previous owner of the pipes had read when it ended, and its core does not know;
 * nothing if that is more than most. Returns true if it had not yet noted when it read them. */
bool wakes_inherit(uint32_t most);
/* [audio-thread] Wake bytes that have arrived and are not handled. */
uint32_t wakes_unread(void);
/* [audio-thread] 1 if a wake byte is available, or arrives within 50 us: its writer is between two instructions. */
int wake_is_coming(void);
/* [audio-thread] Count bytes that were read, once their time is noted. */
void wakes_count(uint32_t count);
/* [audio-thread] Read wake bytes, after all that were read have been handled: > 0, 0 at end of file, -errno. Blocks
 * until the first one. */
int32_t wakes_read(void);
/* [audio-thread] Discard that many bytes that are available or were read ahead. */
void wakes_skip(uint32_t count);
/* [audio-thread] Returns 0 or -errno. What does not fit a full pipe is lost. */
int32_t replies_write(int32_t count);

/* [audio-thread] 1 as soon as the DAW has read all replies; 0 if it has not within that time, or this cannot be known.
 */
int replies_are_read(int32_t us);

/* ---- order.c ---- */

/* Call this when the pipes are in use, on the thread that owns them or before it runs, and again for other pipes. */
void order_open(void);
/* [audio-thread] Start or stop following the order. */
void order_follow(int follows);
/* [audio-thread] Readable when something may have arrived; -1: the order is not followed. */
int order_fd(void);
/* [audio-thread] Call these before and after writing replies. */
void order_before_reply(void);
void order_replied(uint32_t count);
/* [audio-thread] 1 if the DAW has read all replies, and wrote no wake byte before it read the last one. */
int order_look(void);
/* [audio-thread] After a wake byte was taken: how many replies were unread when the DAW wrote it. */
uint32_t order_unread_at_wake(void);

/* ---- queues.c ---- */

/* [audio-thread] Post a notice to the main thread. Never waits; dropped if the queue is full. */
void notice_post(enum audio_notice notice, int32_t value);

/* ---- requests.c ---- */

/* [audio-thread] The same for a request that needs an answer, whose byte was read at wake_ms: it is outstanding until
 * request_take_done or request_give_up. Returns 0 if the queue is full: the main thread hangs, and will not get this
 * one. */
int32_t request_post(uint32_t type, uint32_t wake_ms);
/* [audio-thread] The reply argument of the next finished request; REQUEST_SETTLED: the main thread has finished one
 * that was given up; -1: none. */
#define REQUEST_SETTLED 2
int32_t request_take_done(void);
/* [audio-thread] 1 if the main thread is answering or has answered the newest request. */
int request_is_claimed(void);
/* [audio-thread] 1 if this thread must now answer the outstanding request; 0 if the main thread has claimed it, or it
 * is younger than AUDIO_REQUEST_MS_MAX (the command was for another one). */
int32_t request_give_up(void);
/* [audio-thread] Call this after writing all replies that were due: one of them may have answered a request. */
void request_replied(void);

/* ---- delay.c ---- */

/* [audio-thread] Call this once, before the first wait. */
void delay_open(void);
/* [audio-thread] Microseconds for which this thread was runnable without a processor; wraps. 0 where the kernel does
 * not report it. */
uint32_t delay_us(void);

/* ---- enter.c, mask.c, rtkit.c ---- */

/* [audio-thread] Set name, real-time scheduling and signals. Returns 0 or -errno. */
int32_t audio_enter(void);
/* [audio-thread] Unblock the interrupt signal and the thread's own faults; all other signals go to threads that expect
 * them. */
int32_t audio_mask_set(void);
/* [audio-thread] Restore the mask after plugin code has run. */
void audio_mask_keep(void);
/* [audio-thread] Real-time scheduling through the rtkit service: 0 or -errno. */
int32_t rtkit_make_realtime(pid_t thread_id, int priority);

#endif
