/* SPDX-License-Identifier: BSD-2-Clause */
/* The parameters that editors may change, by id, and the destination of the values. */
#include "directory.h"

#include <stdlib.h>

struct directory *directory_new(const v3_param_id *ids, uint32_t count)
{
	struct directory *directory = calloc(1, sizeof(*directory) + count * sizeof(*directory->keys));
	if (!directory)
		return NULL;
	directory->edits = mailbox_new(count);
	if (!directory->edits) {
		free(directory);
		return NULL;
	}
	directory->count = count;
	for (uint32_t i = 0; i < count; i++)
		directory->keys[i] = (struct parameter_key){ids[i], i};
	parameter_index_sort(directory->keys, count);
	return directory;
}

static void free_retired(struct directory_access *access)
{
	while (access->retired) {
		struct directory *directory = access->retired;
		access->retired = directory->next;
		mailbox_free(directory->edits);
		free(directory);
	}
}

void directory_publish(struct directory_access *access, struct directory *directory)
{
	struct directory *before = atomic_exchange(&access->current, directory);
	if (before) {
		before->next = access->retired;
		access->retired = before;
	}
	/* A thread that enters from now on gets the new one. */
	if (atomic_load(&access->inside) == 0)
		free_retired(access);
}

void directory_close(struct directory_access *access)
{
	directory_publish(access, NULL);
	free_retired(access);
}

const struct directory *directory_enter(struct directory_access *access)
{
	atomic_fetch_add(&access->inside, 1);
	return atomic_load(&access->current);
}

void directory_leave(struct directory_access *access)
{
	atomic_fetch_sub(&access->inside, 1);
}

uint32_t directory_find(const struct directory *directory, v3_param_id id)
{
	return parameter_index_find(directory->keys, directory->count, id);
}
