/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The audio thread's signal mask, with a plugin that blocks all signals.
 *
 *   mask <first block in which the plugin blocks them>
 *
 * Prints "<blocks until it is restored the first time> <how many of the next 200 leave it blocked>".
 */
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "audio.h"

enum { BLOCKS = 200 };

static void block_all(void)
{
	sigset_t all;
	sigfillset(&all);
	pthread_sigmask(SIG_BLOCK, &all, NULL);
}

static bool is_blocked(void)
{
	sigset_t now;
	pthread_sigmask(SIG_SETMASK, NULL, &now);
	return sigismember(&now, AUDIO_INTERRUPT_SIGNAL) == 1;
}

int main(int argc, char **argv)
{
	const int first = argc > 1 ? atoi(argv[1]) : 0;
	if (audio_mask_set() != 0)
		return 1;
	for (int i = 0; i < first; i++)
		audio_mask_keep();
	int until_restored = 0, left = 0;
	block_all();
	do {
		until_restored++;
		audio_mask_keep();
	} while (is_blocked() && until_restored < BLOCKS);
	for (int i = 0; i < BLOCKS; i++) {
		block_all();
		audio_mask_keep();
		left += is_blocked();
	}
	printf("%d %d\n", until_restored, left);
	return 0;
}
