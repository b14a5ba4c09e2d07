/*
 * What a request's number says about how it is served.
 */
#ifndef CORE_REQUEST_H
#define CORE_REQUEST_H

#include <stdint.h>

#include "window.h"

/* Show and hide: the client expects neither status nor reply. */
static inline int request_is_for_editor(uint32_t type)
{
	return type == PROTOCOL_REQUEST_GUI_SHOW || type == PROTOCOL_REQUEST_GUI_HIDE;
}

/* Where only save and restore are answered (version 1), the client waits for no other byte, and one would answer its
   next block. Elsewhere it waits for any, and silence would block it for seconds: an unknown number gets a byte, too.
 */
static inline int request_expects_reply(uint32_t type)
{
	if (window_layout->answers_requests)
		return type != PROTOCOL_REQUEST_NONE && !request_is_for_editor(type);
	return type == PROTOCOL_REQUEST_SAVE_STATE || type == PROTOCOL_REQUEST_RESTORE_STATE;
}

#endif
