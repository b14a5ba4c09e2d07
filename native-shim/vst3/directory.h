/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The parameters, for edits: which exist, and the queue for their values. Editors call on any thread at any time, so a
 * directory is immutable. A plugin that is reloaded gets a new one, and the old one stays until no thread uses it.
 */
#ifndef MAOLAN_VST3_DIRECTORY_H
#define MAOLAN_VST3_DIRECTORY_H

#include <stdatomic.h>
#include <stdint.h>

#include "api.h"
#include "mailbox.h"
#include "parameter-index.h"

struct directory {
	struct directory *next; /* in the list of retired ones */
	struct mailbox *edits;  /* any thread -> audio: values changed in the plugin's editor */
	uint32_t count;
	struct parameter_key keys[]; /* sorted */
};

/* All zero: no directory. */
struct directory_access {
	_Atomic(struct directory *) current;
	_Atomic uint32_t inside;   /* threads between enter and leave */
	struct directory *retired; /* main thread: retired, but possibly still in use */
};

/* [main-thread] For the parameters with these ids, in table order. NULL when out of memory. */
struct directory *directory_new(const v3_param_id *ids, uint32_t count);
/* [main-thread] Replace the current directory; NULL: by none. */
void directory_publish(struct directory_access *access, struct directory *directory);
/* [main-thread] No thread may enter after this call. */
void directory_close(struct directory_access *access);

/* [any-thread] The current directory, valid until leave; NULL: none. leave must be called in either case. */
const struct directory *directory_enter(struct directory_access *access);
void directory_leave(struct directory_access *access);

/* [any-thread] Position of a parameter in the table, or count if unknown. */
uint32_t directory_find(const struct directory *directory, v3_param_id id);

#endif
