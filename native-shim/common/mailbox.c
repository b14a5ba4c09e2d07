/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Invariant: a set bit means that values[number] was stored before (release) and has not been taken since. waiting is
 * set after any bit and cleared before the bits are read, so that no value is missed.
 */
#include "mailbox.h"

#include <stdatomic.h>
#include <stdlib.h>

#define WORD_BITS 64u

struct mailbox {
	uint32_t word_count;
	atomic_bool waiting;
	_Atomic uint64_t *bits;
	_Atomic double *values;
	uint32_t next_word; /* consumer: the words below it have been checked since waiting was cleared; 0: not started */
	uint64_t taken;     /* consumer: bits of word next_word - 1 that have not been returned yet */
};

struct mailbox *mailbox_new(uint32_t count)
{
	struct mailbox *mailbox = calloc(1, sizeof(*mailbox));
	if (!mailbox)
		return NULL;
	mailbox->word_count = count / WORD_BITS + 1;
	mailbox->bits = calloc(mailbox->word_count, sizeof(*mailbox->bits));
	mailbox->values = calloc(count ? count : 1, sizeof(*mailbox->values));
	if (mailbox->bits && mailbox->values)
		return mailbox;
	mailbox_free(mailbox);
	return NULL;
}

void mailbox_free(struct mailbox *mailbox)
{
	if (!mailbox)
		return;
	free(mailbox->bits);
	free(mailbox->values);
	free(mailbox);
}

bool mailbox_post(struct mailbox *mailbox, uint32_t number, double value)
{
	atomic_store_explicit(&mailbox->values[number], value, memory_order_relaxed);
	atomic_fetch_or_explicit(
	    &mailbox->bits[number / WORD_BITS], UINT64_C(1) << (number % WORD_BITS), memory_order_release);
	return !atomic_exchange_explicit(&mailbox->waiting, true, memory_order_seq_cst);
}

bool mailbox_waiting(const struct mailbox *mailbox)
{
	return atomic_load_explicit(&mailbox->waiting, memory_order_relaxed);
}

/* Advance to a word that has bits set. */
static bool find_word(struct mailbox *mailbox)
{
	if (mailbox->next_word == 0 && !atomic_exchange_explicit(&mailbox->waiting, false, memory_order_seq_cst))
		return false;
	while (mailbox->next_word < mailbox->word_count) {
		_Atomic uint64_t *word = &mailbox->bits[mailbox->next_word++];
		mailbox->taken = atomic_exchange_explicit(word, 0, memory_order_acquire);
		if (mailbox->taken != 0)
			return true;
	}
	mailbox->next_word = 0;
	return false;
}

bool mailbox_take(struct mailbox *mailbox, uint32_t *number, double *value)
{
	if (mailbox->taken == 0 && !find_word(mailbox))
		return false;
	const uint32_t bit = (uint32_t)__builtin_ctzll(mailbox->taken);
	mailbox->taken &= mailbox->taken - 1;
	*number = (mailbox->next_word - 1) * WORD_BITS + bit;
	*value = atomic_load_explicit(&mailbox->values[*number], memory_order_relaxed);
	return true;
}

double mailbox_value(const struct mailbox *mailbox, uint32_t number)
{
	return atomic_load_explicit(&mailbox->values[number], memory_order_relaxed);
}

void mailbox_clear(struct mailbox *mailbox)
{
	uint32_t number;
	double value;
	while (mailbox_take(mailbox, &number, &value))
		;
}
