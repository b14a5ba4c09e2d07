/* SPDX-License-Identifier: BSD-2-Clause */
/* The host role as its threads call it, in virtual time: each step makes one call, in an order and with values from the
 * input. */
#ifndef FUZZ_HOST_CALLS_H
#define FUZZ_HOST_CALLS_H

#include <stdint.h>
#include <string.h>

#include "core.h"
#include "expect.h"
#include "host-check.h"
#include "host-daw.h"
#include "host-model.h"
#include "host-plugin.h"
#include "host-twin.h"
#include "input.h"
#include "request.h"
#include "window.h"

/* ---- time ---- */

static uint64_t clock_us;

static uint32_t clock_ms(void)
{
	return (uint32_t)(clock_us / 1000);
}

/* Something has happened. */
static void note_time(void)
{
	struct block *block = host_block();
	block->now_us = (uint32_t)clock_us;
	block->wake_ms = block->read_ms = block->done_ms = clock_ms();
}

static void pass_time(void)
{
	static const uint32_t units_us[] = {1, 20, 100, 500, 1000, 1000, 5000, 65535};
	clock_us += (uint64_t)units_us[take(1) % 8] * take(1);
	note_time();
}

/* ---- the host ---- */

static void reply(void)
{
	model_look();
	model_write(host_replies());
	if (host_expects_unread() && take(1) % 2 == 0) {
		pass_time();
		host_replies_taken();
	}
}

static void flush_before_request(void)
{
	if (host_flush_begin(take(1) % 2) != HOST_BLOCK)
		return;
	EXPECT(!model.suspended && !model.restore_given_up);
	check_events(host_block());
	write_events();
	host_flush_end();
}

static void skip_given_up(uint32_t unread)
{
	const uint32_t given_up = host_wakes_given_up(unread);
	EXPECT(given_up <= unread && (given_up == 0 || !answers_by_counter()));
	model.unanswered += given_up;
}

static void run_block(void)
{
	struct block *block = host_block();
	EXPECT(!model.suspended && !main_thread_restores() && block->frames >= 1);
	check_events(block);
	if (take(1) % 2 == 0)
		write_events();
	if (take(1) % 4 == 0)
		daw_store_word();
	pass_time();
	block->wakes_unread = host_counts_wakes() ? take(1) % 4 : 0;
	model_look();
	host_block_end(take(1) < 250 ? 0 : -1);
	if (host_holds_reply() && take(1) % 2 == 0)
		host_release();
	model_check_counter();
	if (host_lost_blocks())
		skip_given_up(take(1) % 8);
}

static void follow(int32_t action)
{
	EXPECT(action >= HOST_NOTHING && action <= HOST_SHUTDOWN);
	model_check_counter();
	if (action == HOST_REQUEST && host_request_is_answered()) {
		model_start_request(host_request_type(), host_request_wake_ms());
		flush_before_request();
	}
	const int32_t us = host_wait_us();
	const uint32_t lay_ms = host_block()->read_ms - host_block()->wake_ms;
	EXPECT(us >= -1 && us <= (int32_t)(PROTOCOL_PUT_OFF_MS_MAX_ANY_REPLY + lay_ms) * 1000);
	if (action == HOST_BLOCK)
		run_block();
	reply();
}

static void wake(void)
{
	struct block *block = host_block();
	pass_time();
	block->wake_ms -= take(1) % 16 == 0 ? take(1) : 0;
	block->wakes_unread = take(1) % 4 == 0 ? take(1) : 0;
	block->replies_unread = host_counts_replies() ? take(1) % 4 : 0;
	block->wake_waited = take(1) % 2;
	skip_given_up(block->wakes_unread);
	model_look();
	model_write(host_replies_at_wake());
	if (host_reader_us() > 0)
		host_reader_came(take(1) % 2);
	model_wake(block->wake_ms);
	follow(host_wake());
}

static void finish_request(int32_t reply_bytes)
{
	const int stands = model_done(reply_bytes, clock_ms());
	const int32_t action = host_request_done(reply_bytes);
	EXPECT(action != HOST_SHUTDOWN && stands == (action == HOST_REQUEST));
	follow(action);
}

static void request_done(void)
{
	pass_time();
	int32_t size = (int32_t)take_number();
	int32_t reply_bytes = host_request_finish(host_request_type(), take(1) % 3, size, take(2));
	EXPECT(reply_bytes == 0 || reply_bytes == 1);
	model_look();
	/* The shim's queue hands over one reply for each request. */
	finish_request(model.outstanding != PROTOCOL_REQUEST_NONE && reply_bytes);
}

static void give_up_request(void)
{
	pass_time();
	model_look();
	const uint32_t type = model.outstanding;
	const int stood = word_load(window_layout->request_type) == type;
	const int is_young = clock_ms() - model.outstanding_ms < PROTOCOL_REQUEST_MS_MAX;
	const int with_main = take(1) % 2;
	if (with_main)
		model_give_up();
	const int reply_bytes = is_young && request_expects_reply(type) && (stood || !answers_by_counter());
	const int32_t action = host_request_give_up(with_main);
	const int stands = model_done(reply_bytes, clock_ms());
	EXPECT(action != HOST_SHUTDOWN && stands == (action == HOST_REQUEST));
	follow(action);
}

static void time_passes(void)
{
	pass_time();
	model_look();
	const int32_t action = host_time();
	EXPECT(action == HOST_NOTHING || action == HOST_BLOCK);
	follow(action);
}

/* Main thread's ways with requests, apart from finishing them, and what is known of the client. */
static void change_request(void)
{
	switch (take(1) % 8) {
	case 0:
	case 1:
		give_up_request();
		break;
	case 2:
		host_request_settled();
		model_settled();
		break;
	case 3:
		host_set_client(take(1) % 3);
		break;
	case 4:
		host_expect_unread();
		break;
	case 5: {
		const uint32_t count = take(1) % 3;
		model_add_replies(count);
		host_add_replies(count);
		reply();
		break;
	}
	default:
		time_passes();
	}
}

static void suspend(int32_t mode)
{
	pass_time();
	model.suspended = mode != HOST_RUN;
	model_look();
	const int32_t action = host_suspend(mode);
	EXPECT(action == HOST_NOTHING || action == HOST_BLOCK);
	follow(action);
}

static void change_mode(void)
{
	int32_t mode = take(1) % 5;
	if (mode > HOST_HOLD)
		host_report_all();
	else
		suspend(mode);
}

static void read_request(void)
{
	static const uint32_t with_path[] = {
	    PROTOCOL_REQUEST_SET_RESOURCE_DIRECTORY, PROTOCOL_REQUEST_UPDATE_FILE_REFERENCE, 99};
	EXPECT(request_read_path(with_path[take(1) % 3]) <= (int32_t)PROTOCOL_SCRATCH_BYTES - 8);
	int32_t size = host_request_read();
	EXPECT(size >= -1 && size <= (int32_t)PROTOCOL_SCRATCH_BYTES);
	if (size < 0)
		return;
	state_lv2_read((uint32_t)size);
	state_vst3_read((uint32_t)size);
	state_parameters_read((uint32_t)size);
}

static void tell(void)
{
	host_refused_parameters();
	host_set_ready();
	host_set_state_dirty();
	if (take(1) % 2 == 0)
		host_announce_midi_ports(take_number(), take_number());
	else
		host_announce(
		    take_number(), take_number(), take_number(), take_number(), take_number(), take_number(), take(1) % 2);
	host_needs_replies();
	double rate = host_transport_sample_rate();
	EXPECT(rate == 0 || (rate >= 1000 && rate <= 1e7));
}

static void flush(void)
{
	if (host_flush() != HOST_BLOCK)
		return;
	EXPECT(!model.suspended && !main_thread_restores());
	write_events();
	host_flush_end();
}

#endif
