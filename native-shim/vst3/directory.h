/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What edits need to know of the parameters: which exist, and the queue that takes their values. Editors call from
 * any thread and at any time, so a directory never changes. A plugin that is reloaded gets another one, and the old one
 * stays until no thread is inside.
 */
#ifndef MAOLAN_VST3_DIRECTORY_H
#define MAOLAN_VST3_DIRECTORY_H

#include <stdatomic.h>
#include <stdint.h>

#include "api.h"
#include "board.h"

/* One position of the parameter table, found by id. */
struct directory_key {
	v3_param_id id;
	uint32_t index;
};

struct directory {
	struct directory *next; /* of those that are out of use */
	struct board *edits;    /* any thread -> audio: values that the plugin's editor changed */
	uint32_t count;
	struct directory_key keys[]; /* sorted */
};

/* All zero: there is none. */
struct directory_door {
	_Atomic(struct directory *) current;
	_Atomic uint32_t inside;   /* threads between enter and leave */
	struct directory *retired; /* main thread: out of use, perhaps not for all who are inside */
};

/* [main-thread] Of the parameters with these ids, in the order of the table. NULL when out of memory. */
struct directory *directory_new(const v3_param_id *ids, uint32_t count);
/* [main-thread] Let it take the place of the one before; NULL: there is none. */
void directory_publish(struct directory_door *door, struct directory *directory);
/* [main-thread] No thread enters any more. */
void directory_close(struct directory_door *door);

/* [any-thread] The directory, which stays until leave; NULL: there is none. leave must follow in any case. */
const struct directory *directory_enter(struct directory_door *door);
void directory_leave(struct directory_door *door);

/* [any-thread] Position of a parameter in the table, or count. */
uint32_t directory_find(const struct directory *directory, v3_param_id id);

#endif
