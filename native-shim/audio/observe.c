/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What other threads may observe of the audio thread. Any thread, async-signal-safe.
 */
#include <sys/syscall.h>
#include <unistd.h>

#include "audio.h"

int32_t audio_thread_id(void)
{
	return audio.thread_id;
}

int32_t audio_has_commands(void)
{
	return atomic_load(&audio.commands) != 0;
}

uint32_t audio_processing(void)
{
	return atomic_load_explicit(&audio.shared->processing, memory_order_relaxed);
}

int32_t audio_is_waiting(void)
{
	return (int32_t)atomic_load(&audio.shared->waiting);
}

uint32_t audio_cycles(void)
{
	return atomic_load_explicit(&audio.shared->cycles, memory_order_relaxed);
}

uint32_t audio_quiet_ms(void)
{
	return clock_ms() - atomic_load_explicit(&audio.shared->last_ms, memory_order_relaxed);
}

uint32_t audio_edits(void)
{
	/* The core counts it with ordinary additions; a slightly old number is good enough. */
	return audio.block != NULL ? __atomic_load_n(&audio.block->edits, __ATOMIC_RELAXED) : 0;
}

void audio_set_daw_realtime(int32_t is_realtime)
{
	atomic_store_explicit(&audio.shared->daw_is_realtime, (uint32_t)is_realtime, memory_order_relaxed);
}

void audio_let_go(void)
{
	if (audio_thread_id() == (pid_t)syscall(SYS_gettid))
		pthread_mutex_unlock(&audio.shared->pipes);
}

int32_t audio_daw_is_gone(void)
{
	return (int32_t)atomic_load_explicit(&audio.shared->daw_is_gone, memory_order_relaxed);
}

int32_t audio_may_be_behind(void)
{
	return pipes_unread(audio.reply_fd) != 0 || (audio_processing() != 0 && pipes_unread(audio.wake_fd) != 0);
}
