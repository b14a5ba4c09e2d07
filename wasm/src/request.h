/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a request's number says about how it is served.
 */
#ifndef CORE_REQUEST_H
#define CORE_REQUEST_H

#include <stdint.h>

#include "window.h"

/* host-request.c: host_set_answers_show */
extern uint32_t request_answers_show;

/* Hide, and show unless its client waits for an answer: the client expects neither status nor reply, and the request is
   taken back as soon as its byte is read. */
static inline int request_is_taken_at_once(uint32_t type)
{
	if (type == PROTOCOL_REQUEST_GUI_SHOW)
		return !window_layout->answers_show || !request_answers_show;
	return type == PROTOCOL_REQUEST_GUI_HIDE;
}

/* From version 7 on the DAW says whether blocks are answered by the counter alone. It may change its mind between two
   blocks. */
static inline int answers_by_counter(void)
{
	return window_layout->block_response_eventless != 0 && word_load(window_layout->block_response_eventless) != 0;
}

/* Where only save and restore are answered (version 1), the client waits for no other byte, and one would answer its
   next block. Elsewhere it waits for any, and silence would block it for seconds: an unknown number gets a byte, too.
 */
static inline int request_expects_reply(uint32_t type)
{
	if (window_layout->answers_requests)
		return type != PROTOCOL_REQUEST_NONE && !request_is_taken_at_once(type);
	return type == PROTOCOL_REQUEST_SAVE_STATE || type == PROTOCOL_REQUEST_RESTORE_STATE;
}

#endif
