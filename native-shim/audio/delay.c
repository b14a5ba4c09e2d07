/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How long the audio thread was runnable without a processor, as counted by the kernel. It distinguishes a wake byte
 * that was read late from one that has just been written.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "audio.h"

static int schedstat = -1;

void delay_open(void)
{
	schedstat = open("/proc/thread-self/schedstat", O_RDONLY | O_CLOEXEC);
}

/* The file has three numbers: time on a processor, time without one (both ns), turns. */
uint32_t delay_us(void)
{
	char text[80];
	const ssize_t bytes = pread(schedstat, text, sizeof text - 1, 0);
	if (bytes <= 0)
		return 0;
	text[bytes] = '\0';
	char *rest = text;
	strtoull(text, &rest, 10);
	return (uint32_t)(strtoull(rest, NULL, 10) / 1000u);
}
