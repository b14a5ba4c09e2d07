/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Writing JSON to a file descriptor as it comes, for scans: each value at the top level is a line. Text may be anything
 * that a plugin says (what is not UTF-8 becomes U+FFFD), numbers may be anything, too. All [main-thread].
 */
#ifndef MAOLAN_COMMON_JSON_H
#define MAOLAN_COMMON_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct json {
	int32_t fd;
	uint32_t used;
	bool comma;  /* a value stands before, in the same object or array */
	bool failed; /* nothing more is written */
	char buffer[4096];
};

void json_init(struct json *json, int32_t fd);

/* A value. key: of the member, NULL in an array and at the top level. */
void json_open_object(struct json *json, const char *key);
void json_close_object(struct json *json);
void json_open_array(struct json *json, const char *key);
void json_close_array(struct json *json);
/* bytes: size of the field the text stands in, which may lack a NUL; SIZE_MAX if it does not. NULL is an empty text. */
void json_text(struct json *json, const char *key, const char *text, size_t bytes);
/* JSON has no other numbers than finite ones: infinities become the largest double, NaN becomes 0. */
void json_number(struct json *json, const char *key, double value);
void json_integer(struct json *json, const char *key, int64_t value);
void json_boolean(struct json *json, const char *key, bool value);

/* End of a value at the top level: the line goes out. False if anything could not be written. */
bool json_end_line(struct json *json);

#endif
