/* SPDX-License-Identifier: BSD-2-Clause */
/* Hides a container. */
#include "container.h"

#include <X11/Xutil.h>

void container_hide(struct window *window)
{
	if (!is_usable(window) || !window->shown)
		return;
	place_remember(window);
	if (window->ancestor_count == 0)
		XWithdrawWindow(connection.display, window->id, DefaultScreen(connection.display));
	else
		XUnmapWindow(connection.display, window->id);
	window->shown = false;
	connection_flush();
}
