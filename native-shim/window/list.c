/* SPDX-License-Identifier: BSD-2-Clause */
/* The list of all containers. */
#include "container.h"

static struct window *windows;

void containers_add(struct window *window)
{
	window->next = windows;
	windows = window;
}

void containers_remove(const struct window *window)
{
	struct window **at = &windows;
	while (*at && *at != window)
		at = &(*at)->next;
	if (*at)
		*at = window->next;
}

struct window *containers_find(Window id)
{
	struct window *window = id == None ? NULL : windows;
	while (window && window->id != id)
		window = window->next;
	return window;
}

bool containers_live(void)
{
	for (const struct window *window = windows; window; window = window->next)
		if (window->id != None)
			return true;
	return false;
}

struct window *containers_first(void)
{
	return windows;
}
