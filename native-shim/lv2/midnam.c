/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reads <Note Number="36" Name="Kick"/> at any level and skips everything else. Not an XML parser: the documents are
 * written by plugins, often by hand, and errors elsewhere in a document must not lose its names.
 */
#include "midnam.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "message.h"

#define SPACES " \t\r\n"
#define TEXT_BYTES 1024

struct span {
	const char *at;
	const char *end;
};

static bool span_is(struct span span, const char *text)
{
	const size_t bytes = (size_t)(span.end - span.at);
	return strlen(text) == bytes && memcmp(span.at, text, bytes) == 0;
}

static const char *skip_spaces(const char *at, const char *end)
{
	while (at < end && strchr(SPACES, *at))
		at++;
	return at;
}

/* ---- tags ---- */

/* The position after markup that starts at "<" and is not an element, or NULL if it is unterminated. */
static const char *skip_markup(const char *at)
{
	static const struct {
		const char *start, *stop;
	} kinds[] = {{"<!--", "-->"}, {"<![CDATA[", "]]>"}, {"<?", "?>"}, {"<!", ">"}, {"</", ">"}};
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (strncmp(at, kinds[i].start, strlen(kinds[i].start)) != 0)
			continue;
		const char *stop = strstr(at + strlen(kinds[i].start), kinds[i].stop);
		return stop ? stop + strlen(kinds[i].stop) : NULL;
	}
	return at;
}

/* The ">" of a start tag, ignoring quoted ones. */
static const char *tag_end(const char *at)
{
	while (*at && *at != '>') {
		if (*at == '"' || *at == '\'')
			at = strchr(at + 1, *at);
		if (!at)
			return NULL;
		at++;
	}
	return *at ? at : NULL;
}

/* The next start tag from *at on: its name and the rest. Moves *at past it. */
static bool next_tag(const char **at, struct span *name, struct span *attributes)
{
	const char *start = *at;
	while ((start = strchr(start, '<'))) {
		const char *behind = skip_markup(start);
		if (!behind)
			return false;
		if (behind == start)
			break;
		start = behind;
	}
	const char *end = start ? tag_end(start) : NULL;
	if (!end)
		return false;
	*name = (struct span){start + 1, start + 1 + strcspn(start + 1, SPACES "/>")};
	*attributes = (struct span){name->end, end};
	*at = end + 1;
	return true;
}

static bool find_attribute(struct span attributes, const char *wanted, struct span *value)
{
	const char *at = attributes.at;
	while ((at = skip_spaces(at, attributes.end)) < attributes.end) {
		const struct span name = {at, at + strcspn(at, SPACES "=>")};
		at = skip_spaces(name.end, attributes.end);
		if (at >= attributes.end || *at != '=')
			continue; /* no value: perhaps the final "/" */
		at = skip_spaces(at + 1, attributes.end);
		if (at >= attributes.end || (*at != '"' && *at != '\''))
			return false;
		*value = (struct span){at + 1, memchr(at + 1, *at, (size_t)(attributes.end - at - 1))};
		if (!value->end)
			return false;
		if (span_is(name, wanted))
			return true;
		at = value->end + 1;
	}
	return false;
}

/* ---- text ---- */

static uint32_t put_utf8(char *to, uint32_t code)
{
	if (code < 0x80) {
		to[0] = (char)code;
		return 1;
	}
	const uint32_t bytes = code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
	for (uint32_t i = bytes - 1; i > 0; i--, code >>= 6)
		to[i] = (char)(0x80 | (code & 0x3f));
	to[0] = (char)((0xf00u >> bytes) | code);
	return bytes;
}

/* The character of the "&...;" at the start of text, and its length there in bytes. 0: not a reference. */
static uint32_t read_reference(struct span text, uint32_t *bytes)
{
	static const struct {
		const char *name;
		char character;
	} entities[] = {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&apos;", '\''}};
	const size_t left = (size_t)(text.end - text.at);
	for (size_t i = 0; i < sizeof(entities) / sizeof(entities[0]); i++) {
		*bytes = (uint32_t)strlen(entities[i].name);
		if (*bytes <= left && memcmp(text.at, entities[i].name, *bytes) == 0)
			return (uint8_t)entities[i].character;
	}
	if (left < 4 || text.at[1] != '#')
		return 0;
	const bool hexadecimal = text.at[2] == 'x';
	char *end;
	const unsigned long code = strtoul(text.at + 2 + hexadecimal, &end, hexadecimal ? 16 : 10);
	*bytes = (uint32_t)(end - text.at) + 1;
	const bool surrogate = code >= 0xd800 && code < 0xe000;
	return end < text.end && *end == ';' && code < 0x110000 && !surrogate ? (uint32_t)code : 0;
}

/* Length of the UTF-8 character at the start of text, or 0 if it is not one: a document may use another encoding. */
static uint32_t utf8_bytes(struct span text)
{
	const uint8_t first = (uint8_t)text.at[0];
	const uint32_t bytes = first < 0x80   ? 1
	                       : first < 0xc2 ? 0
	                       : first < 0xe0 ? 2
	                       : first < 0xf0 ? 3
	                       : first < 0xf5 ? 4
	                                      : 0;
	if (bytes > (size_t)(text.end - text.at))
		return 0;
	for (uint32_t i = 1; i < bytes; i++)
		if (((uint8_t)text.at[i] & 0xc0) != 0x80)
			return 0;
	const uint8_t second = bytes > 1 ? (uint8_t)text.at[1] : 0;
	const bool overlong = (first == 0xe0 && second < 0xa0) || (first == 0xf0 && second < 0x90);
	const bool outside = (first == 0xed && second > 0x9f) || (first == 0xf4 && second > 0x8f);
	return overlong || outside ? 0 : bytes;
}

/* Decode the value of an attribute. */
static void decode(struct span value, char *text, size_t bytes)
{
	char decoded[TEXT_BYTES + 4];
	size_t length = 0;
	while (value.at < value.end && length < TEXT_BYTES) {
		uint32_t taken = 0;
		const uint32_t code = *value.at == '&' ? read_reference(value, &taken) : 0;
		if (code != 0) {
			length += put_utf8(decoded + length, code);
		} else if ((taken = utf8_bytes(value)) > 0) {
			memcpy(decoded + length, value.at, taken);
			length += taken;
		} else {
			taken = 1;
			decoded[length++] = '?';
		}
		value.at += taken;
	}
	text_copy(text, bytes, decoded, length);
}

static bool decode_number(struct span value, uint32_t *note)
{
	char text[16], *end;
	decode(value, text, sizeof(text));
	const long number = strtol(text, &end, 10);
	*note = (uint32_t)number;
	return end != text && *end == '\0' && number >= 0 && number < (long)MIDNAM_NOTES;
}

uint32_t midnam_read(const char *document, struct plugin_note_name *names)
{
	bool named[MIDNAM_NOTES] = {false};
	uint32_t count = 0;
	struct span tag, attributes, number, name;
	while (next_tag(&document, &tag, &attributes)) {
		uint32_t note;
		if (!span_is(tag, "Note") || !find_attribute(attributes, "Number", &number) ||
		    !find_attribute(attributes, "Name", &name) || !decode_number(number, &note) || named[note])
			continue;
		names[count].note = note;
		decode(name, names[count].name, sizeof(names[count].name));
		named[note] = names[count].name[0] != '\0';
		count += named[note];
	}
	return count;
}
