/* SPDX-License-Identifier: BSD-2-Clause */
/* Where the DAW wants to show the plugin's editor. Main thread. */
#include "core.h"
#include "window.h"

uint32_t host_editor_parent(void)
{
	const struct protocol_layout *layout = window_layout;
	if (layout->gui_mode == 0 || word_load(layout->gui_mode) == PROTOCOL_GUI_FLOATING)
		return 0;
	if (layout->gui_parent_api != 0 && word_load(layout->gui_parent_api) != PROTOCOL_GUI_PARENT_X11)
		return 0;
	/* 64 bits on the wire, but X11 ids have only 29. */
	uint32_t parent = word_load(layout->parent_window);
	return word_load(layout->parent_window + 4) == 0 ? parent : 0;
}
