/*
 * What the files of the audio thread share: one audio thread per process, so one object. Fields are grouped by who
 * writes them.
 */
#ifndef MAOLAN_OS_AUDIO_H
#define MAOLAN_OS_AUDIO_H

#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <sys/types.h>

#include "os.h"

/* Ends the audio thread's wait. */
#define AUDIO_INTERRUPT_SIGNAL (SIGRTMIN + 5)

struct audio {
	/* Written once, before the cycle. */
	void *base;
	struct block *block;
	pid_t thread_id;
	int wake_fd;  /* DAW -> host */
	int reply_fd; /* host -> DAW */
	struct plugin *_Atomic plugin;

	/* Audio thread only. */
	int is_loopback;        /* the pipe is our own: replies are the next wakes */
	int unread_wakes;       /* wake bytes read ahead */
	int stale_replies;      /* replies to hold back, because the DAW has as many unread ones */
	int suspicious;         /* wakes left in which stale replies are looked for */
	int next_wake_is_fresh; /* no wake byte was queued when the last reply was written */
	int error;

	/* Audio thread writes, everybody reads. */
	_Atomic uint32_t waiting;     /* 1 while in the wait */
	_Atomic uint32_t cycles;      /* events so far */
	_Atomic uint32_t last_ms;     /* time of the last wake or reply */
	_Atomic uint32_t request_ms;  /* time of the last reply to a request */
	_Atomic uint32_t has_request; /* request_ms is valid */
	_Atomic uint32_t processing;  /* not 0 while the plugin's code runs: another number each time */

	/* Others write, the audio thread takes. */
	_Atomic int32_t commands;
	_Atomic uint32_t heal; /* 1: the watch has found replies that nobody waits for: read them away */
};

extern struct audio audio;

/* [any-thread] If the audio thread waits, end its wait. May miss by a hair (see audio-wait.c): callers repeat it. */
void audio_interrupt(void);

/* [any-thread] Look for stale reply bytes while nothing goes on, and read them away. Called by the watch. */
void audio_heal_idle(void);

/* [audio-thread] Real-time scheduling through the rtkit service: 0 or -errno. */
int32_t rtkit_make_realtime(pid_t thread_id, int priority);

#endif
