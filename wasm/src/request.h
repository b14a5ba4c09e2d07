/*
 * What a request's number says about how it is served.
 */
#ifndef CORE_REQUEST_H
#define CORE_REQUEST_H

#include <stdint.h>

#include "protocol.h"

/* Show and hide: the client expects neither status nor reply. */
static inline int request_is_for_editor(uint32_t type)
{
	return type == PROTOCOL_REQUEST_GUI_SHOW || type == PROTOCOL_REQUEST_GUI_HIDE;
}

/* Version 1: the client waits for a byte after save and restore only. A byte after any other would answer its next
 * block. */
static inline int request_expects_reply(uint32_t type)
{
	return type == PROTOCOL_REQUEST_SAVE_STATE || type == PROTOCOL_REQUEST_RESTORE_STATE;
}

#endif
