/* SPDX-License-Identifier: BSD-2-Clause */
/* The host's main thread: status words, and the answers to requests. */
#include "core.h"
#include "request.h"
#include "state.h"
#include "window.h"

uint32_t request_answers_show;

void host_set_answers_show(uint32_t answers)
{
	request_answers_show = answers;
}

void host_set_ready(void)
{
	word_store(PROTOCOL_HEADER_READY, 1);
}

uint32_t host_shutdown_requested(void)
{
	return word_load(PROTOCOL_HEADER_SHUTDOWN_REQUEST);
}

void *host_ready_word(void)
{
	return window_bytes + PROTOCOL_HEADER_READY;
}

void *host_error_word(void)
{
	return window_bytes + PROTOCOL_HEADER_ERROR_CODE;
}

void *host_shutdown_word(void)
{
	return window_bytes + PROTOCOL_HEADER_SHUTDOWN_REQUEST;
}

void *host_heartbeat_word(void)
{
	return window_bytes + PROTOCOL_HEADER_HEARTBEAT;
}

void host_write_test_mark(void)
{
	word_store(window_layout->scratch, 0xDEADBEEFu);
}

int32_t host_request_read(void)
{
	uint32_t size = word_load(window_layout->scratch_size);
	if (size > PROTOCOL_SCRATCH_BYTES)
		return -1;
	memcpy(state_bytes, window_bytes + window_layout->scratch, size);
	return (int32_t)size;
}

/* The location of an answer in scratch. */
struct place {
	uint32_t at;
	uint32_t room;
	int sized; /* scratch_size holds its length */
};

static struct place place_of(uint32_t type)
{
	if (type == window_layout->file_list)
		return (struct place){PROTOCOL_SCRATCH_FILE_REFERENCES, PROTOCOL_FILE_REFERENCES_BYTES, 0};
	if (type == PROTOCOL_REQUEST_AUDIO_PORTS)
		return (struct place){PROTOCOL_SCRATCH_PORTS, sizeof(struct protocol_ports), 0};
	return (struct place){0, PROTOCOL_SCRATCH_BYTES, 1};
}

static void store(struct place place, uint32_t size)
{
	memcpy(window_bytes + window_layout->scratch + place.at, state_bytes, size);
	if (place.sized)
		word_store(window_layout->scratch_size, size);
}

/* The type is cleared last, by compare-and-swap: until then the client sees an unfinished answer as pending, and a
   request that it has stored meanwhile is not erased. Where the counter answers blocks, the type stays until the byte
   is written or the client clears it. Returns 1, or 0 if the client has withdrawn its request. */
static int answer(uint32_t type, uint32_t status, int32_t size)
{
	if (word_load(window_layout->request_type) != type)
		return 0;
	struct place place = place_of(type);
	int fits = size <= (int32_t)place.room;
	if (fits && size >= 0)
		store(place, (uint32_t)size);
	word_store(window_layout->request_status, fits ? status : PROTOCOL_STATUS_ERROR);
	if (answers_by_counter())
		return word_load(window_layout->request_type) == type;
	return word_exchange(window_layout->request_type, type, PROTOCOL_REQUEST_NONE);
}

int32_t host_request_finish(uint32_t type, uint32_t status, int32_t size, uint32_t age_ms)
{
	if (type == PROTOCOL_REQUEST_NONE || request_is_taken_at_once(type) || age_ms >= PROTOCOL_REQUEST_MS_MAX)
		return 0;
	int awaited = answer(type, status, size);
	if (answers_by_counter() && !awaited)
		return 0;
	return request_expects_reply(type);
}
