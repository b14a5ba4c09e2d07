/* SPDX-License-Identifier: BSD-2-Clause */
/* Converts between UTF-16 and UTF-8. */
#include "text.h"

#include <string.h>

static uint32_t next_code_point(const int16_t *source, size_t units, size_t *at)
{
	const uint32_t high = (uint16_t)source[(*at)++];
	if (high < 0xd800 || high > 0xdfff)
		return high;
	const uint32_t low = *at < units ? (uint16_t)source[*at] : 0;
	if (high > 0xdbff || low < 0xdc00 || low > 0xdfff)
		return 0xfffd;
	(*at)++;
	return 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
}

static size_t encode(char *target, uint32_t code_point)
{
	if (code_point < 0x80) {
		target[0] = (char)code_point;
		return 1;
	}
	const size_t bytes = code_point < 0x800 ? 2 : code_point < 0x10000 ? 3 : 4;
	static const uint8_t leads[] = {0, 0, 0xc0, 0xe0, 0xf0};
	for (size_t i = bytes - 1; i > 0; i--, code_point >>= 6)
		target[i] = (char)(0x80 | (code_point & 0x3f));
	target[0] = (char)(leads[bytes] | code_point);
	return bytes;
}

void text_from_utf16(char *target, size_t bytes, const int16_t *source, size_t source_units)
{
	size_t length = 0;
	for (size_t at = 0; at < source_units && source[at] != 0;) {
		char character[4];
		const size_t count = encode(character, next_code_point(source, source_units, &at));
		if (length + count >= bytes)
			break;
		memcpy(target + length, character, count);
		length += count;
	}
	target[length] = '\0';
}

/* Decodes one character; 0 at the end and at invalid UTF-8, where *source stays. */
static uint32_t decode(const char **source)
{
	static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
	const uint8_t *bytes = (const uint8_t *)*source;
	const size_t count = bytes[0] < 0x80 ? 1 : bytes[0] >= 0xf0 ? 4 : bytes[0] >= 0xe0 ? 3 : 2;
	uint32_t code_point = count == 1 ? bytes[0] : bytes[0] & (0x7fu >> count);
	for (size_t i = 1; i < count; i++) {
		if ((bytes[i] & 0xc0) != 0x80)
			return 0;
		code_point = code_point << 6 | (bytes[i] & 0x3f);
	}
	if (code_point < least[count] || code_point > 0x10ffff || (code_point >= 0xd800 && code_point <= 0xdfff) ||
	    (count > 1 && (bytes[0] & 0xc0) != 0xc0))
		return 0;
	*source += count;
	return code_point;
}

bool text_to_utf16(int16_t *target, size_t target_units, const char *source)
{
	size_t length = 0;
	while (*source) {
		const uint32_t code_point = decode(&source);
		const size_t units = code_point > 0xffff ? 2 : 1;
		if (code_point == 0 || length + units >= target_units)
			return false;
		if (units == 2)
			target[length++] = (int16_t)(0xd800 + ((code_point - 0x10000) >> 10));
		target[length++] = (int16_t)(units == 2 ? 0xdc00 + (code_point & 0x3ff) : code_point);
	}
	target[length] = 0;
	return true;
}
