/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Invariant: a set bit means that values[number] was stored before (release) and has not been taken since. waiting is
 * set after any bit and cleared before the bits are read, so that no value is missed.
 */
#include "board.h"

#include <stdatomic.h>
#include <stdlib.h>

#define WORD_BITS 64u

struct board {
	uint32_t word_count;
	atomic_bool waiting;
	_Atomic uint64_t *bits;
	_Atomic double *values;
	uint32_t next_word; /* consumer: the words below it have been checked since waiting was cleared; 0: not started */
	uint64_t taken;     /* consumer: bits of word next_word - 1 that have not been returned yet */
};

struct board *board_new(uint32_t count)
{
	struct board *board = calloc(1, sizeof(*board));
	if (!board)
		return NULL;
	board->word_count = count / WORD_BITS + 1;
	board->bits = calloc(board->word_count, sizeof(*board->bits));
	board->values = calloc(count ? count : 1, sizeof(*board->values));
	if (board->bits && board->values)
		return board;
	board_free(board);
	return NULL;
}

void board_free(struct board *board)
{
	if (!board)
		return;
	free(board->bits);
	free(board->values);
	free(board);
}

bool board_post(struct board *board, uint32_t number, double value)
{
	atomic_store_explicit(&board->values[number], value, memory_order_relaxed);
	atomic_fetch_or_explicit(
	    &board->bits[number / WORD_BITS], UINT64_C(1) << (number % WORD_BITS), memory_order_release);
	return !atomic_exchange_explicit(&board->waiting, true, memory_order_seq_cst);
}

bool board_waiting(const struct board *board)
{
	return atomic_load_explicit(&board->waiting, memory_order_relaxed);
}

/* Advance to a word that has bits set. */
static bool find_word(struct board *board)
{
	if (board->next_word == 0 && !atomic_exchange_explicit(&board->waiting, false, memory_order_seq_cst))
		return false;
	while (board->next_word < board->word_count) {
		_Atomic uint64_t *word = &board->bits[board->next_word++];
		board->taken = atomic_exchange_explicit(word, 0, memory_order_acquire);
		if (board->taken != 0)
			return true;
	}
	board->next_word = 0;
	return false;
}

bool board_take(struct board *board, uint32_t *number, double *value)
{
	if (board->taken == 0 && !find_word(board))
		return false;
	const uint32_t bit = (uint32_t)__builtin_ctzll(board->taken);
	board->taken &= board->taken - 1;
	*number = (board->next_word - 1) * WORD_BITS + bit;
	*value = atomic_load_explicit(&board->values[*number], memory_order_relaxed);
	return true;
}

double board_value(const struct board *board, uint32_t number)
{
	return atomic_load_explicit(&board->values[number], memory_order_relaxed);
}

void board_clear(struct board *board)
{
	uint32_t number;
	double value;
	while (board_take(board, &number, &value))
		;
}
