/* SPDX-License-Identifier: BSD-2-Clause */
/* UTF-8 validation. */
#include "utf8.h"

/* Number of continuation bytes after a lead byte, and the range of the first one, which alone excludes overlong forms,
   surrogates and values that are too large. */
struct sequence {
	uint32_t following;
	uint8_t lowest;
	uint8_t highest;
};

static int sequence_of(uint8_t lead, struct sequence *sequence)
{
	*sequence = (struct sequence){0, 0x80, 0xBF};
	if (lead < 0x80)
		return 1;
	if (lead < 0xC2 || lead > 0xF4)
		return 0;
	sequence->following = lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3;
	if (lead == 0xE0)
		sequence->lowest = 0xA0;
	if (lead == 0xED)
		sequence->highest = 0x9F;
	if (lead == 0xF0)
		sequence->lowest = 0x90;
	if (lead == 0xF4)
		sequence->highest = 0x8F;
	return 1;
}

/* Length of the well-formed UTF-8 character at the start, or 0. count >= 1. */
static uint32_t character_bytes(const uint8_t *bytes, uint32_t count)
{
	struct sequence sequence;
	if (!sequence_of(bytes[0], &sequence) || sequence.following >= count)
		return 0;
	for (uint32_t i = 1; i <= sequence.following; i++) {
		if (bytes[i] < sequence.lowest || bytes[i] > sequence.highest)
			return 0;
		sequence.lowest = 0x80;
		sequence.highest = 0xBF;
	}
	return sequence.following + 1;
}

uint32_t utf8_prefix(const uint8_t *bytes, uint32_t count)
{
	uint32_t at = 0;
	while (at < count) {
		uint32_t character = character_bytes(bytes + at, count - at);
		if (character == 0)
			break;
		at += character;
	}
	return at;
}

int utf8_valid(const uint8_t *bytes, uint32_t count)
{
	return utf8_prefix(bytes, count) == count;
}
