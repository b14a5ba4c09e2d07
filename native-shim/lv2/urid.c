/* SPDX-License-Identifier: BSD-2-Clause */
/* Maps URIs to numbers that are the same in every process (lv2/urid). */
#include "urid.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#define BUCKETS 1024u

struct entry {
	struct entry *next; /* constant once the entry is visible */
	LV2_URID urid;
	char uri[];
};

struct urids {
	_Atomic(struct entry *) buckets[BUCKETS]; /* by urid; entries are only added, at the head */
	pthread_mutex_t add_lock;
};

struct urids *urids_new(void)
{
	struct urids *urids = calloc(1, sizeof(*urids));
	if (urids)
		pthread_mutex_init(&urids->add_lock, NULL);
	return urids;
}

void urids_free(struct urids *urids)
{
	if (!urids)
		return;
	for (uint32_t i = 0; i < BUCKETS; i++) {
		struct entry *entry = atomic_load(&urids->buckets[i]);
		while (entry) {
			struct entry *next = entry->next;
			free(entry);
			entry = next;
		}
	}
	pthread_mutex_destroy(&urids->add_lock);
	free(urids);
}

/* 31 bits, for plugins that keep a URID in an int; 0 means "no URID". */
static LV2_URID urid_of(uint32_t number)
{
	number &= 0x7fffffff;
	return number ? number : 1;
}

/* FNV-1a. Part of the state format: see urid.h. */
static LV2_URID hash(const char *uri)
{
	uint32_t value = 2166136261u;
	for (const unsigned char *at = (const unsigned char *)uri; *at; at++)
		value = (value ^ *at) * 16777619u;
	return urid_of(value ^ value >> 31);
}

static const struct entry *find(const struct urids *urids, LV2_URID urid)
{
	const struct entry *entry = atomic_load_explicit(&urids->buckets[urid % BUCKETS], memory_order_acquire);
	while (entry && entry->urid != urid)
		entry = entry->next;
	return entry;
}

/* The URI's entry, or NULL and, in *free_urid, the number that it would get. On a collision the next number is tried.
 */
static const struct entry *probe(const struct urids *urids, const char *uri, LV2_URID *free_urid)
{
	for (LV2_URID urid = hash(uri);; urid = urid_of(urid + 1)) {
		const struct entry *entry = find(urids, urid);
		if (!entry)
			*free_urid = urid;
		if (!entry || strcmp(entry->uri, uri) == 0)
			return entry;
	}
}

static const struct entry *add(struct urids *urids, const char *uri, LV2_URID urid)
{
	const size_t bytes = strlen(uri) + 1;
	struct entry *entry = malloc(sizeof(*entry) + bytes);
	if (!entry)
		return NULL;
	_Atomic(struct entry *) *bucket = &urids->buckets[urid % BUCKETS];
	entry->next = atomic_load_explicit(bucket, memory_order_relaxed);
	entry->urid = urid;
	memcpy(entry->uri, uri, bytes);
	atomic_store_explicit(bucket, entry, memory_order_release);
	return entry;
}

LV2_URID urids_map(LV2_URID_Map_Handle handle, const char *uri)
{
	struct urids *urids = handle;
	if (!uri)
		return 0;
	LV2_URID urid;
	const struct entry *entry = probe(urids, uri, &urid);
	if (!entry) {
		pthread_mutex_lock(&urids->add_lock);
		entry = probe(urids, uri, &urid); /* another thread may have added it */
		if (!entry)
			entry = add(urids, uri, urid);
		pthread_mutex_unlock(&urids->add_lock);
	}
	return entry ? entry->urid : 0;
}

void urids_learn(struct urids *urids, const char *lines, uint32_t bytes)
{
	char *copy = strndup(lines, bytes), *rest = NULL;
	for (char *uri = copy ? strtok_r(copy, "\n", &rest) : NULL; uri; uri = strtok_r(NULL, "\n", &rest))
		urids_map(urids, uri);
	free(copy);
}

const char *urids_unmap(LV2_URID_Unmap_Handle handle, LV2_URID urid)
{
	const struct entry *entry = find(handle, urid);
	return entry ? entry->uri : NULL;
}
