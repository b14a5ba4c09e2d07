/* SPDX-License-Identifier: BSD-2-Clause */
/* A JSON writer to a file descriptor that accepts any text and any number. */
#include "json.h"

#include <errno.h>
#include <float.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- bytes ---- */

static void flush(struct json *json)
{
	for (uint32_t at = 0; at < json->used && !json->failed;) {
		const ssize_t written = write(json->fd, json->buffer + at, json->used - at);
		if (written > 0)
			at += (uint32_t)written;
		else if (written == 0 || errno != EINTR)
			json->failed = true;
	}
	json->used = 0;
}

static void put(struct json *json, const char *bytes, size_t count)
{
	while (count > 0) {
		if (json->used == sizeof(json->buffer))
			flush(json);
		const size_t room = sizeof(json->buffer) - json->used;
		const size_t part = count < room ? count : room;
		memcpy(json->buffer + json->used, bytes, part);
		json->used += (uint32_t)part;
		bytes += part;
		count -= part;
	}
}

static void put_string(struct json *json, const char *text)
{
	put(json, text, strlen(text));
}

/* ---- text ---- */

/* Length of the well-formed UTF-8 character at text (RFC 3629: no overlong forms, no surrogates), or 0. left > 0. */
static size_t character_bytes(const uint8_t *text, size_t left)
{
	const uint8_t lead = text[0];
	if (lead < 0x80)
		return 1;
	const size_t bytes = lead >= 0xc2 && lead < 0xe0 ? 2 : lead >= 0xe0 && lead < 0xf0 ? 3 : lead >= 0xf0 ? 4 : 0;
	if (bytes == 0 || lead > 0xf4 || left < bytes)
		return 0;
	const uint8_t low = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
	const uint8_t high = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
	if (text[1] < low || text[1] > high)
		return 0;
	for (size_t i = 2; i < bytes; i++)
		if ((text[i] & 0xc0) != 0x80)
			return 0;
	return bytes;
}

static void put_character(struct json *json, const uint8_t *text, size_t bytes)
{
	char escape[8];
	if (bytes == 0) {
		put_string(json, "\xef\xbf\xbd");
	} else if (text[0] == '"' || text[0] == '\\') {
		put(json, "\\", 1);
		put(json, (const char *)text, 1);
	} else if (text[0] < 0x20 || text[0] == 0x7f) {
		snprintf(escape, sizeof(escape), "\\u%04x", text[0]);
		put_string(json, escape);
	} else {
		put(json, (const char *)text, bytes);
	}
}

static void put_quoted(struct json *json, const char *text, size_t bytes)
{
	const uint8_t *at = (const uint8_t *)text;
	put(json, "\"", 1);
	for (size_t left = text ? strnlen(text, bytes) : 0; left > 0;) {
		const size_t count = character_bytes(at, left);
		put_character(json, at, count);
		at += count ? count : 1;
		left -= count ? count : 1;
	}
	put(json, "\"", 1);
}

/* ---- values ---- */

void json_init(struct json *json, int32_t fd)
{
	json->fd = fd;
	json->used = 0;
	json->comma = false;
	json->failed = false;
}

static void start_value(struct json *json, const char *key)
{
	if (json->comma)
		put(json, ",", 1);
	json->comma = true;
	if (!key)
		return;
	put_quoted(json, key, SIZE_MAX);
	put(json, ":", 1);
}

static void open_with(struct json *json, const char *key, const char *bracket)
{
	start_value(json, key);
	put_string(json, bracket);
	json->comma = false;
}

static void close_with(struct json *json, const char *bracket)
{
	put_string(json, bracket);
	json->comma = true;
}

void json_open_object(struct json *json, const char *key)
{
	open_with(json, key, "{");
}

void json_close_object(struct json *json)
{
	close_with(json, "}");
}

void json_open_array(struct json *json, const char *key)
{
	open_with(json, key, "[");
}

void json_close_array(struct json *json)
{
	close_with(json, "]");
}

void json_text(struct json *json, const char *key, const char *text, size_t bytes)
{
	start_value(json, key);
	put_quoted(json, text, bytes);
}

/* Prints the shortest text that reads back as the same number. */
static void print_shortest(char text[32], double value)
{
	for (int digits = 15; digits <= 17; digits++) {
		snprintf(text, 32, "%.*g", digits, value);
		if (strtod(text, NULL) == value)
			return;
	}
}

void json_number(struct json *json, const char *key, double value)
{
	char text[32];
	if (isnan(value))
		value = 0;
	if (isinf(value))
		value = copysign(DBL_MAX, value);
	/* A plugin may have set another locale, but JSON needs the decimal point. */
	const locale_t plain = newlocale(LC_NUMERIC_MASK, "C", (locale_t)0);
	const locale_t before = plain ? uselocale(plain) : (locale_t)0;
	print_shortest(text, value);
	if (plain) {
		uselocale(before);
		freelocale(plain);
	}
	start_value(json, key);
	put_string(json, text);
}

void json_integer(struct json *json, const char *key, int64_t value)
{
	char text[32];
	snprintf(text, sizeof(text), "%lld", (long long)value);
	start_value(json, key);
	put_string(json, text);
}

void json_boolean(struct json *json, const char *key, bool value)
{
	start_value(json, key);
	put_string(json, value ? "true" : "false");
}

bool json_end_line(struct json *json)
{
	put(json, "\n", 1);
	flush(json);
	json->comma = false;
	return !json->failed;
}
