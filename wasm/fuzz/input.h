/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The fuzzer's input as a program: numbers are taken from it until it ends.
 */
#ifndef FUZZ_INPUT_H
#define FUZZ_INPUT_H

#include <stddef.h>
#include <stdint.h>

static const uint8_t *input;
static size_t input_left;

/* The next bytes as a number; zeros once the input has ended. */
static inline uint32_t take(uint32_t bytes)
{
	uint32_t value = 0;
	for (uint32_t i = 0; i < bytes && input_left != 0; i++, input_left--)
		value |= (uint32_t)*input++ << (8 * i);
	return value;
}

/* Small numbers, numbers at the edges, and any number. */
static inline uint32_t take_number(void)
{
	static const uint32_t edges[] = {
	    0, 1, 31, 32, 33, 64, 4095, 4096, 4097, 65535, 65536, 65537, 0x7FFFFFFF, 0xFFFFFFFF};
	uint32_t kind = take(1);
	if (kind < 128)
		return kind % 8;
	if (kind < 192)
		return edges[kind % (sizeof edges / sizeof edges[0])];
	return take(4);
}

#endif
