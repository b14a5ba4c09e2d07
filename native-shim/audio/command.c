/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Commands to the audio thread, which may be blocked in its wait. Any thread.
 */
#include <sys/syscall.h>
#include <unistd.h>

#include "audio.h"

static void interrupt(void)
{
	if (atomic_load(&audio.shared->waiting))
		syscall(SYS_tgkill, getpid(), audio.thread_id, AUDIO_INTERRUPT_SIGNAL);
}

void audio_remind(void)
{
	if (audio_has_commands())
		interrupt();
}

void audio_command(int32_t commands)
{
	atomic_fetch_or(&audio.commands, commands);
	audio.hooks->wake_sleepers();
	/* The signal can arrive just before the read: repeat it. The watch repeats what is still missed. */
	for (int i = 0; i < 20; i++) {
		interrupt();
		if (atomic_load(&audio.commands) == 0 || !atomic_load(&audio.shared->waiting))
			return;
		usleep(20);
	}
}
