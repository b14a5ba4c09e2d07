/* SPDX-License-Identifier: BSD-2-Clause */
/* From a plugin's name to its shared object. All [main-thread]. */
#ifndef MAOLAN_VST3_BUNDLE_H
#define MAOLAN_VST3_BUNDLE_H

#include "api.h"
#include "message.h"

#define CLASS_DIGITS_BYTES 33 /* size of class_id_digits' result, including the NUL */
#define CLASS_TEXT_BYTES 65   /* size of class_id_text's result, including the NUL */

/* The parts of a spec: `bundle`, `bundle#CLASS` or `bundle::CLASS`; CLASS is 32 hexadecimal digits, or the result of
   class_id_text. If the whole text is an existing path, it is taken as a path. */
struct bundle_spec {
	char *path;
	bool has_class; /* false: the first audio class */
	v3_tuid class_id;
};

/* False when out of memory. */
bool bundle_parse(const char *spec, struct bundle_spec *result);
/* Path of the shared object for the running machine, to be freed; or NULL and a sentence. path: a bundle folder, or a
   shared object. */
char *bundle_find_binary(const char *path, const struct message *message);

/* The class id as in specs and scans: in memory order, upper case. */
void class_id_digits(const v3_tuid class_id, char digits[CLASS_DIGITS_BYTES]);
/* Parse either text form of a class id. False if it is neither. */
bool class_id_read(const char *text, v3_tuid class_id);
/* The class id as in state blobs: `[6E, 33, ...]`, upper case, in memory order. */
void class_id_text(const v3_tuid class_id, char text[CLASS_TEXT_BYTES]);

#endif
