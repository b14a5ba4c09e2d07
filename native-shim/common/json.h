/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A streaming JSON writer for scans: each top-level value is one line. Text and numbers come from plugins and may be
 * anything; invalid UTF-8 becomes U+FFFD. All [main-thread].
 */
#ifndef MAOLAN_COMMON_JSON_H
#define MAOLAN_COMMON_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct json {
	int32_t fd;
	uint32_t used;
	bool comma;  /* a value precedes in the same object or array */
	bool failed; /* a write failed: nothing more is written */
	char buffer[4096];
};

void json_init(struct json *json, int32_t fd);

/* Write a value. key: of the member; NULL in an array and at the top level. */
void json_open_object(struct json *json, const char *key);
void json_close_object(struct json *json);
void json_open_array(struct json *json, const char *key);
void json_close_array(struct json *json);
/* bytes: size of the field that holds text, which may lack a NUL; SIZE_MAX for a NUL-terminated text. NULL is written
   as an empty text. */
void json_text(struct json *json, const char *key, const char *text, size_t bytes);
/* JSON has only finite numbers: infinities become the largest double, NaN becomes 0. */
void json_number(struct json *json, const char *key, double value);
void json_integer(struct json *json, const char *key, int64_t value);
void json_boolean(struct json *json, const char *key, bool value);

/* End a top-level value and write the line. False if anything could not be written. */
bool json_end_line(struct json *json);

#endif
