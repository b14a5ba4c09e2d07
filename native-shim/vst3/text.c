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
