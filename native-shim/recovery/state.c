/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The last good state. While one half of the file is written, the other one stays intact, and a single word selects the
 * half that counts. So a complete state exists whenever the process ends.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "audio-thread.h"
#include "process.h"

/* The parameter table for the state that is being requested. */
static struct saved_table noted;
static bool is_noted;
/* The last good state was damaged. */
static bool is_earlier;

static off_t half_at(uint32_t half)
{
	return (off_t)RECORD_HALVES_AT + (off_t)half * RECORD_HALF_BYTES;
}

int32_t record_file_read(off_t at, void *to, size_t bytes)
{
	for (size_t done = 0; done < bytes;) {
		const ssize_t got = pread(own_process.fd, (uint8_t *)to + done, bytes - done, at + (off_t)done);
		if (got <= 0)
			return got < 0 ? -errno : -EBADMSG;
		done += (size_t)got;
	}
	return 0;
}

static int32_t write_at(off_t at, const void *from, size_t bytes)
{
	for (size_t done = 0; done < bytes;) {
		const ssize_t put = pwrite(own_process.fd, (const uint8_t *)from + done, bytes - done, at + (off_t)done);
		if (put <= 0)
			return put < 0 ? -errno : -EIO;
		done += (size_t)put;
	}
	return 0;
}

void state_note_table(void)
{
	const struct block *block = audio_block();
	const uint8_t *base = audio_base();
	is_noted = true;
	noted.count = 0;
	if (block == NULL || base == NULL || block->parameter_count > BLOCK_PARAMETERS_MAX)
		return;
	noted.count = block->parameter_count;
	memcpy(noted.ids, base + block->parameter_ids_at, noted.count * sizeof noted.ids[0]);
	memcpy(noted.values, base + block->parameter_values_at, noted.count * sizeof noted.values[0]);
}

static bool read_head(uint32_t half, struct record_half *head)
{
	return own_process.fd >= 0 && record_file_read(half_at(half), head, sizeof *head) == 0 &&
	       record_half_is_plausible(head);
}

/* ---- saving ---- */

static int32_t write_table(uint32_t half)
{
	const int32_t error = write_at(half_at(half) + RECORD_HALF_IDS_AT, noted.ids, noted.count * sizeof noted.ids[0]);
	if (error < 0)
		return error;
	return write_at(half_at(half) + RECORD_HALF_VALUES_AT, noted.values, noted.count * sizeof noted.values[0]);
}

/* The half that does not contain the last good state. */
static uint32_t free_half(void)
{
	return record_get(own_process.record, RECORD_ACTIVE) == 1 ? 1 : 0;
}

static uint32_t next_generation(uint32_t half)
{
	struct record_half other;
	return read_head(1 - half, &other) ? other.generation + 1 : 1;
}

/* The header is written last: without it the half is invalid. */
static int32_t write_half(uint32_t half, const void *state, uint32_t bytes, bool has_table)
{
	static const struct record_half none;
	struct record_half head;
	const struct record_table table = saved_table_view(&noted);
	record_half_init(&head, next_generation(half), state, bytes);
	if (has_table)
		record_half_set_table(&head, &table);
	int32_t error = write_at(half_at(half), &none, sizeof none);
	if (error == 0 && has_table)
		error = write_table(half);
	if (error == 0)
		error = write_at(half_at(half) + RECORD_HALF_STATE_AT, state, bytes);
	if (error == 0)
		error = write_at(half_at(half), &head, sizeof head);
	/* Free the memory that the half's previous state used beyond this one. */
	const off_t end = half_at(half) + RECORD_HALF_STATE_AT + (off_t)bytes;
	if (end < half_at(half + 1))
		fallocate(own_process.fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, end, half_at(half + 1) - end);
	return error;
}

static int32_t check(const void *state, uint32_t bytes)
{
	if (own_process.fd < 0)
		return -ENOTSUP;
	if (state == NULL && bytes > 0)
		return -EINVAL;
	return bytes > RECOVERY_STATE_BYTES_MAX ? -EFBIG : 0;
}

/* Make this half the last good state, and discard earlier changes. */
static void settle(uint32_t half)
{
	is_earlier = false;
	record_set(own_process.record, RECORD_ACTIVE, half + 1);
	record_set(own_process.record, RECORD_TRIED, 0);
	record_set(own_process.record, RECORD_SETTLED, 1);
}

int32_t recovery_keep_state(const void *state, uint32_t bytes)
{
	int32_t error = check(state, bytes);
	if (error < 0)
		return error;
	if (!is_noted)
		state_note_table();
	is_noted = false;
	record_set(own_process.record, RECORD_TRIED, 0);
	const uint32_t half = free_half();
	error = write_half(half, state, bytes, true);
	if (error == 0)
		settle(half);
	return error;
}

int32_t recovery_try_state(const void *state, uint32_t bytes)
{
	int32_t error = check(state, bytes);
	if (error < 0)
		return error;
	record_set(own_process.record, RECORD_TRIED, 0);
	const uint32_t half = free_half();
	error = write_half(half, state, bytes, false);
	if (error == 0)
		record_set(own_process.record, RECORD_TRIED, half + 1);
	return error;
}

void recovery_commit_state(void)
{
	const uint32_t tried = record_get(own_process.record, RECORD_TRIED);
	struct record_half head;
	if (tried == 0 || !read_head(tried - 1, &head))
		return;
	state_note_table();
	is_noted = false;
	const struct record_table table = saved_table_view(&noted);
	record_half_set_table(&head, &table);
	if (write_table(tried - 1) == 0)
		write_at(half_at(tried - 1), &head, sizeof head);
	settle(tried - 1);
}

/* ---- reading what the previous process saved ---- */

static int32_t read_state(uint32_t half, void *state, uint32_t room)
{
	struct record_half head;
	if (!read_head(half, &head))
		return -EBADMSG;
	if (head.state_bytes > room)
		return -ENOBUFS;
	const int32_t error = record_file_read(half_at(half) + RECORD_HALF_STATE_AT, state, head.state_bytes);
	if (error < 0)
		return error;
	return record_half_fits_state(&head, state) ? (int32_t)head.state_bytes : -EBADMSG;
}

/* Its generation; 0: it is not intact. */
static uint32_t whole_generation(uint32_t half)
{
	struct record_half head;
	uint8_t *state = read_head(half, &head) ? malloc(head.state_bytes + 1u) : NULL;
	const bool is_whole = state != NULL && read_state(half, state, head.state_bytes) >= 0;
	free(state);
	return is_whole ? head.generation : 0;
}

/* The more recent intact half, + 1; 0: none. */
static uint32_t find_whole(void)
{
	const uint32_t generations[] = {whole_generation(0), whole_generation(1)};
	if (generations[0] == 0 && generations[1] == 0)
		return 0;
	return generations[1] > generations[0] ? 2 : 1;
}

void state_inherit(void)
{
	uint32_t active = own_process.before[RECORD_ACTIVE];
	if (own_process.before[RECORD_PHASE] == RECOVERY_RESTORE && own_process.before[RECORD_TRIED] != 0)
		active = own_process.before[RECORD_TRIED];
	const bool is_lost = active != 0 && whole_generation(active - 1) == 0;
	const uint32_t whole = own_process.is_damaged || is_lost ? find_whole() : active;
	is_earlier = is_lost && whole != 0;
	record_set(own_process.record, RECORD_ACTIVE, is_lost && whole == 0 ? active : whole);
}

int32_t recovery_state_is_earlier(void)
{
	return is_earlier;
}

bool state_table(struct saved_table *table)
{
	const uint32_t active = record_get(own_process.record, RECORD_ACTIVE);
	struct record_half head;
	if (active == 0 || !read_head(active - 1, &head) || head.table_count == RECORD_NO_TABLE)
		return false;
	table->count = head.table_count;
	const off_t at = half_at(active - 1);
	if (record_file_read(at + RECORD_HALF_IDS_AT, table->ids, table->count * sizeof table->ids[0]) != 0 ||
	    record_file_read(at + RECORD_HALF_VALUES_AT, table->values, table->count * sizeof table->values[0]) != 0)
		return false;
	const struct record_table view = saved_table_view(table);
	return record_half_fits_table(&head, &view);
}

uint32_t recovery_state_bytes(void)
{
	const uint32_t active = record_get(own_process.record, RECORD_ACTIVE);
	struct record_half head;
	return active != 0 && read_head(active - 1, &head) ? head.state_bytes : 0;
}

int32_t recovery_take_state(void *state, uint32_t room)
{
	const uint32_t active = record_get(own_process.record, RECORD_ACTIVE);
	return active == 0 ? 0 : read_state(active - 1, state, room);
}
