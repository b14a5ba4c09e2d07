/* SPDX-License-Identifier: BSD-2-Clause */
/* Implements Linux::IRunLoop. */
#include "run-loop.h"

#include <stdlib.h>

#include "instance.h"
#include "os.h"

/* One registration. Exactly one of the handlers is set, with a reference held. */
struct run_loop_entry {
	struct run_loop_entry *next;
	const struct facets *through; /* the host object through which it was registered */
	struct v3_event_handler **event_handler;
	struct v3_timer_handler **timer_handler;
	int32_t id; /* of the OS library */
};

/* A handler may unregister and release itself during its call, so a reference is held until it returns. */
static void fd_is_set(void *user, int32_t fd)
{
	struct v3_event_handler **handler = ((struct run_loop_entry *)user)->event_handler;
	(*handler)->ref(handler);
	(*handler)->on_fd_is_set(handler, fd);
	(*handler)->unref(handler);
}

static void timer_is_due(void *user, int32_t fd)
{
	(void)fd;
	struct v3_timer_handler **handler = ((struct run_loop_entry *)user)->timer_handler;
	(*handler)->ref(handler);
	(*handler)->on_timer(handler);
	(*handler)->unref(handler);
}

static void free_entry(struct run_loop_entry *entry)
{
	if (entry->event_handler)
		(*entry->event_handler)->unref(entry->event_handler);
	if (entry->timer_handler)
		(*entry->timer_handler)->unref(entry->timer_handler);
	free(entry);
}

/* In VST3 the run loop is limited to the main thread. */
static bool is_allowed(const struct vst3_instance *instance)
{
	return pthread_equal(pthread_self(), instance->main_thread);
}

static struct run_loop_entry *new_entry(void *self)
{
	struct run_loop_entry *entry = calloc(1, sizeof(*entry));
	if (entry)
		entry->through = ((struct facet *)self)->facets;
	return entry;
}

static v3_result keep(struct run_loop *loop, struct run_loop_entry *entry)
{
	if (entry->id <= 0) {
		free(entry);
		return V3_INTERNAL_ERR;
	}
	if (entry->event_handler)
		(*entry->event_handler)->ref(entry->event_handler);
	if (entry->timer_handler)
		(*entry->timer_handler)->ref(entry->timer_handler);
	entry->next = loop->first;
	loop->first = entry;
	return V3_OK;
}

static v3_result register_event_handler(void *self, struct v3_event_handler **handler, int fd)
{
	struct vst3_instance *instance = facet_instance(self);
	if (!handler || !is_allowed(instance))
		return V3_INVALID_ARG;
	struct run_loop_entry *entry = new_entry(self);
	if (!entry)
		return V3_NOMEM;
	entry->event_handler = handler;
	entry->id = run_loop_add_fd(fd, fd_is_set, entry);
	return keep(&instance->run_loop, entry);
}

static v3_result register_timer(void *self, struct v3_timer_handler **handler, uint64_t period_ms)
{
	struct vst3_instance *instance = facet_instance(self);
	if (!handler || period_ms > INT32_MAX || !is_allowed(instance))
		return V3_INVALID_ARG;
	struct run_loop_entry *entry = new_entry(self);
	if (!entry)
		return V3_NOMEM;
	entry->timer_handler = handler;
	entry->id = run_loop_add_timer((uint32_t)period_ms, timer_is_due, entry);
	return keep(&instance->run_loop, entry);
}

static bool belongs_to(const struct run_loop_entry *entry, const struct facets *through, const void *handler)
{
	return (!through || entry->through == through) &&
	       (!handler || entry->event_handler == handler || entry->timer_handler == handler);
}

/* Remove all registrations of a handler through a host object; NULL: of all handlers, through all objects. */
static v3_result drop(struct run_loop *loop, const struct facets *through, const void *handler)
{
	v3_result result = V3_FALSE;
	for (struct run_loop_entry **at = &loop->first; *at;) {
		struct run_loop_entry *entry = *at;
		if (!belongs_to(entry, through, handler)) {
			at = &entry->next;
			continue;
		}
		*at = entry->next;
		run_loop_remove(entry->id);
		free_entry(entry);
		result = V3_OK;
	}
	return result;
}

static v3_result unregister(void *self, const void *handler)
{
	struct vst3_instance *instance = facet_instance(self);
	if (!handler || !is_allowed(instance))
		return V3_INVALID_ARG;
	/* Plugins see a single run loop, whichever object they got it from. */
	const v3_result result = drop(&instance->run_loop, ((struct facet *)self)->facets, handler);
	return result == V3_OK ? V3_OK : drop(&instance->run_loop, NULL, handler);
}

static v3_result unregister_event_handler(void *self, struct v3_event_handler **handler)
{
	return unregister(self, handler);
}

static v3_result unregister_timer(void *self, struct v3_timer_handler **handler)
{
	return unregister(self, handler);
}

const struct v3_run_loop run_loop_table = {
    FACET_UNKNOWN,
    .register_event_handler = register_event_handler,
    .unregister_event_handler = unregister_event_handler,
    .register_timer = register_timer,
    .unregister_timer = unregister_timer,
};

void run_loop_clear(struct run_loop *loop, const struct facets *through)
{
	drop(loop, through, NULL);
}
