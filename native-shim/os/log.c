/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A bounded queue of log lines with many writers and one reader. Writers never wait: a writer claims a cell by its
 * ticket, and the cell's sequence number says whose turn it is (even: writer, odd: reader). When the queue is full, the
 * line is dropped.
 */
#include "os.h"

#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

#include "notify.h"

#define LOG_CELLS 128u
#define LOG_BYTES 512u

struct cell {
	_Atomic uint32_t turn; /* the ticket's turn; + 1 once the cell is filled */
	char text[LOG_BYTES];
};

static struct cell cells[LOG_CELLS];
static _Atomic uint32_t next_write;
static uint32_t next_read;

/* Turns start at 0, so that zeroed memory is a valid empty queue. */
static uint32_t turn_of(uint32_t ticket)
{
	return ticket / LOG_CELLS * 2u;
}

void log_line(const char *text)
{
	if (text[0] == '\0')
		return;
	if (!notify_is_open()) { /* a scanner: nobody reads the queue */
		fprintf(stderr, "%s\n", text);
		return;
	}
	uint32_t ticket = atomic_load_explicit(&next_write, memory_order_relaxed);
	struct cell *cell;
	for (;;) {
		cell = &cells[ticket % LOG_CELLS];
		if (atomic_load_explicit(&cell->turn, memory_order_acquire) == turn_of(ticket)) {
			if (atomic_compare_exchange_weak_explicit(
			        &next_write, &ticket, ticket + 1, memory_order_relaxed, memory_order_relaxed))
				break;
			continue;
		}
		const uint32_t newest = atomic_load_explicit(&next_write, memory_order_relaxed);
		if (newest == ticket)
			return; /* full */
		ticket = newest;
	}
	const size_t bytes = strnlen(text, LOG_BYTES - 1);
	memcpy(cell->text, text, bytes);
	cell->text[bytes] = '\0';
	atomic_store_explicit(&cell->turn, turn_of(ticket) + 1, memory_order_release);
	notify_main();
}

int32_t log_take(char *text)
{
	struct cell *cell = &cells[next_read % LOG_CELLS];
	if (atomic_load_explicit(&cell->turn, memory_order_acquire) != turn_of(next_read) + 1)
		return 0;
	const size_t bytes = strlen(cell->text);
	memcpy(text, cell->text, bytes + 1);
	atomic_store_explicit(&cell->turn, turn_of(next_read) + 2, memory_order_release);
	next_read++;
	return (int32_t)bytes;
}
