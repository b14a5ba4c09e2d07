/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A writer claims a cell by its ticket; the cell's turn says who may use it: twice the round number for a writer, one
 * more for the reader.
 */
#include "gestures.h"

static uint32_t writers_turn(uint32_t ticket)
{
	return ticket / GESTURES_MAX * 2;
}

bool gestures_put(struct gestures *gestures, struct gesture gesture)
{
	uint32_t ticket = atomic_load_explicit(&gestures->next_put, memory_order_relaxed);
	struct gesture_cell *cell;
	do {
		cell = &gestures->cells[ticket % GESTURES_MAX];
		if (atomic_load_explicit(&cell->turn, memory_order_acquire) != writers_turn(ticket)) {
			const uint32_t newest = atomic_load_explicit(&gestures->next_put, memory_order_relaxed);
			if (newest == ticket)
				return false;
			ticket = newest;
			continue;
		}
		if (atomic_compare_exchange_weak_explicit(
		        &gestures->next_put, &ticket, ticket + 1, memory_order_relaxed, memory_order_relaxed))
			break;
	} while (true);
	cell->gesture = gesture;
	atomic_store_explicit(&cell->turn, writers_turn(ticket) + 1, memory_order_release);
	return true;
}

bool gestures_take(struct gestures *gestures, struct gesture *gesture)
{
	struct gesture_cell *cell = &gestures->cells[gestures->next_take % GESTURES_MAX];
	const uint32_t turn = writers_turn(gestures->next_take);
	if (atomic_load_explicit(&cell->turn, memory_order_acquire) != turn + 1)
		return false;
	*gesture = cell->gesture;
	atomic_store_explicit(&cell->turn, turn + 2, memory_order_release);
	gestures->next_take++;
	return true;
}
