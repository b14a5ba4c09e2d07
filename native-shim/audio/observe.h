/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the watch and recovery may observe of the audio thread, and the commands that they may send. [any-thread],
 * async-signal-safe.
 */
#ifndef MAOLAN_AUDIO_OBSERVE_H
#define MAOLAN_AUDIO_OBSERVE_H

#include <signal.h>
#include <stdint.h>

enum audio_command {
	AUDIO_COMMAND_DONE = 1, /* requests were finished */
	AUDIO_COMMAND_SUSPEND = 2,
	AUDIO_COMMAND_DAW_GONE = 4, /* the parent process ended */
	AUDIO_COMMAND_SHUTDOWN = 8, /* shutdown_request was seen without a wake byte */
	AUDIO_COMMAND_RESUME = 16,
	AUDIO_COMMAND_FLUSH = 32,
	AUDIO_COMMAND_GIVE_UP = 64,        /* the main thread does not answer a request in time */
	AUDIO_COMMAND_EXPECT_UNREAD = 128, /* replies may be unread: host_expect_unread */
};
/* Interrupts its wait. */
#define AUDIO_INTERRUPT_SIGNAL (SIGRTMIN + 5)
/* From the supervisor, for a thread that does not return: it says where it is, and the process ends. */
#define AUDIO_HANG_SIGNAL (SIGRTMIN + 6)
/* Send the audio thread a command now. */
void audio_command(int32_t commands);
/* If commands are pending, interrupt its wait, which may have begun without seeing them. */
void audio_remind(void);
/* 0 while there is no thread. */
int32_t audio_thread_id(void);
/* 1 if a command was not seen yet. */
int32_t audio_has_commands(void);
/* Not 0 while the plugin's code runs; a different number each time. */
uint32_t audio_processing(void);
/* 1 if it waits for the DAW. */
int32_t audio_is_waiting(void);
/* Events handled so far. */
uint32_t audio_cycles(void);
/* 1 if a reply is unread, or a block is announced while another one runs: with any DAW for a moment, but always with
 * one that has given up a block and is one reply behind. */
int32_t audio_may_be_behind(void);

/* [audio-thread] The thread has crashed and will not return to its cycle: a waiter may take the pipes. */
void audio_let_go(void);
/* 1: the supervisor has seen that the DAW has exited. */
int32_t audio_daw_is_gone(void);
/* 1: the DAW's audio threads have real-time scheduling. */
void audio_set_daw_realtime(int32_t is_realtime);

/* Callbacks from the audio thread to crash recovery. All members except core_stopped are set. */
struct audio_hooks {
	/* [audio-thread] The thread begins. Returns 0 or -errno. */
	int32_t (*enter)(void);
	/* [audio-thread] A request was handed to the main thread at wake_ms; type 0: it has been answered. Real-time. */
	void (*note_request)(uint32_t type, uint32_t wake_ms);
	/* [audio-thread] Alert the supervisor: the thread wants the pipes. */
	void (*call_supervisor)(void);
	/* [any-thread] Something begins while others sleep (audio_shared.sleepers): wake them. Async-signal-safe. */
	void (*wake_sleepers)(void);
	/* [audio-thread] The descriptors of the pipes are no longer those of the pipes: plugin code has closed them. */
	void (*pipes_lost)(void);
	/* [audio-thread] The core trapped in one of its functions. Ends the process; if it returns, abort is called. */
	void (*core_stopped)(const char *where, const char *what);
};
struct audio_shared;
/* [main-thread] Call this before audio_start: the memory that the supervisor reads, and CORE_MEMORY_BYTES for the core.
 */
void audio_share(struct audio_shared *shared, void *core_memory);
/* [main-thread] Call this before audio_start. The hooks are constant. */
void audio_set_hooks(const struct audio_hooks *hooks);

#endif
