/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Blocks whose wake bytes have been read but which have not been answered, oldest first: those deferred during a
 * request, and the current one. The header describes only the newest of them, so one run answers all.
 */
#include <string.h>

#include "core.h"
#include "host.h"

#define BLOCKS_MAX 16u

static struct {
	uint32_t wakes[BLOCKS_MAX]; /* ms */
	uint32_t count;
	uint32_t run; /* number of blocks, from the first, that have been run */
} waiting;

void waiting_forget(void)
{
	waiting.count = 0;
	waiting.run = 0;
}

void waiting_add(uint32_t wake_ms)
{
	if (waiting.count == BLOCKS_MAX) {
		waiting.count--;
		waiting.run -= waiting.run != 0;
		memmove(waiting.wakes, waiting.wakes + 1, waiting.count * sizeof waiting.wakes[0]);
	}
	waiting.wakes[waiting.count++] = wake_ms;
}

/* A late reply would answer the wrong block. */
uint32_t waiting_drop_late(uint32_t now_ms)
{
	uint32_t kept = 0;
	uint32_t kept_run = 0;
	for (uint32_t i = 0; i < waiting.count; i++) {
		if ((int32_t)(now_ms - waiting.wakes[i]) >= (int32_t)PROTOCOL_REPLY_MS_MAX)
			continue;
		kept_run += i < waiting.run;
		waiting.wakes[kept++] = waiting.wakes[i];
	}
	uint32_t dropped = waiting.count - kept;
	waiting.count = kept;
	waiting.run = kept_run;
	return dropped;
}

uint32_t waiting_age_ms(uint32_t now_ms)
{
	return now_ms - waiting.wakes[0];
}

void waiting_have_run(void)
{
	waiting.run = waiting.count;
}

uint32_t waiting_count(void)
{
	return waiting.count;
}

uint32_t waiting_to_run(void)
{
	return waiting.count - waiting.run;
}

uint32_t waiting_take(void)
{
	uint32_t count = waiting.count;
	waiting_forget();
	return count;
}
