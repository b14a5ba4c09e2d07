/* SPDX-License-Identifier: BSD-2-Clause */
/* How each request type is handled. */
#ifndef CORE_REQUEST_H
#define CORE_REQUEST_H

#include <stdint.h>

#include "window.h"

/* host-request.c: host_set_answers_show */
extern uint32_t request_answers_show;

/* Whether the client expects neither status nor reply, so that the request is cleared as soon as its byte is read:
   hide, and show unless its client waits for an answer. */
static inline int request_is_taken_at_once(uint32_t type)
{
	if (type == PROTOCOL_REQUEST_GUI_SHOW)
		return !window_layout->answers_show || !request_answers_show;
	return type == PROTOCOL_REQUEST_GUI_HIDE;
}

/* From version 7 on the DAW sets whether the counter alone answers blocks. It may change this between two blocks. */
static inline int answers_by_counter(void)
{
	return window_layout->block_response_eventless != 0 && word_load(window_layout->block_response_eventless) != 0;
}

/* In version 1 only save and restore are answered: the client waits for no other byte, and one would answer its next
   block. In other versions it always waits, and would block for seconds without a byte, so even an unknown request gets
   one. */
static inline int request_expects_reply(uint32_t type)
{
	if (window_layout->answers_requests)
		return type != PROTOCOL_REQUEST_NONE && !request_is_taken_at_once(type);
	return type == PROTOCOL_REQUEST_SAVE_STATE || type == PROTOCOL_REQUEST_RESTORE_STATE;
}

#endif
