/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Any segment of any version, any sequence of calls: the input is a version and a program of steps, in which the DAW
 * scribbles on the segment, the plugin's side on its record and tables, and the host role is called. After it, no byte
 * of the segment may have changed but those that are the host's to write; in between, every result is within its
 * bounds, there is never more than one reply for a wake, and the counter advances for block wakes only. In the end
 * every block has been answered, and nothing is held back. The core ahead of time is driven alongside, and agrees.
 */
#include <stdint.h>
#include <string.h>

#include "core.h"
#include "expect.h"
#include "host-calls.h"
#include "host-check.h"
#include "host-daw.h"
#include "host-model.h"
#include "host-plugin.h"
#include "host-twin.h"
#include "input.h"
#include "request.h"
#include "window.h"

static void attach(void)
{
	check_segment(); /* while the row says what is the host's to write */
	if (core_attach() >= 0)
		model_attach();
}

static void step(void)
{
	switch (take(1) % 20) {
	case 0:
	case 1:
	case 2:
		daw_store_word();
		break;
	case 3:
		if (take(1) % 2 == 0)
			daw_store_slot();
		else
			daw_store_mode();
		break;
	case 4:
		daw_store_transport();
		break;
	case 5:
		change_record();
		break;
	case 6:
		change_parameter();
		break;
	case 7:
		request_done();
		break;
	case 8:
		read_request();
		break;
	case 9:
		tell();
		break;
	case 10:
		attach();
		break;
	case 11:
		daw_store_midi();
		break;
	case 12:
		change_mode();
		break;
	case 13:
		flush();
		break;
	case 14:
		daw_store_scratch();
		break;
	case 15:
	case 16:
		change_request();
		break;
	case 17:
		if (take(1) % 8 == 0)
			daw_take_over();
		else
			daw_fill();
		break;
	default:
		wake();
	}
}

static void start(void)
{
	static const uint32_t versions[] = {1, 3, 4, 5, 6, 7, 7, 7};
	uint32_t version = versions[take(1) % 8];
	struct block *block = host_block();
	twin_open();
	host_set_client(HOST_CLIENT_OF_VERSION);
	host_set_sees_replies(take(1) % 8 != 0);
	host_set_answers_show(take(1) % 2);
	clock_us = 0xFFFFFF00u * 1000ull;
	note_time();
	host_suspend(HOST_RUN);
	memset(&model, 0, sizeof model);
	block->parameter_count = 4;
	block->input_channels = block->output_channels = 2;
	block->midi_inputs = block->midi_outputs = 2;
	block->output_event_count = 0;
	memset(table(block->parameter_ids_at), 0, 4 * BLOCK_PARAMETERS_MAX);
	memset(table(block->parameter_values_at), 0, 4 * BLOCK_PARAMETERS_MAX);
	for (uint32_t i = 0; i < 4; i++)
		((uint32_t *)table(block->parameter_ids_at))[i] = i;
	const struct block *other = twin_record();
	twin_follow_table(block->parameter_ids_at, other->parameter_ids_at, 0, 4 * BLOCK_PARAMETERS_MAX);
	twin_follow_table(block->parameter_values_at, other->parameter_values_at, 0, 4 * BLOCK_PARAMETERS_MAX);
	EXPECT(daw_initialize(version) == 0);
	daw_set_block(64, 2, 2);
	memcpy(expected, window_bytes, sizeof expected);
	EXPECT(core_attach() == (int32_t)version);
	model_attach();
}

/* ---- the end ---- */

/* What waits for a time only is over after a few of them. */
static void let_time_pass(void)
{
	for (int i = 0; i < 8; i++) {
		const int32_t us = host_wait_us();
		if (us < 0)
			return;
		clock_us += (uint32_t)us;
		note_time();
		model_look();
		follow(host_time());
	}
	EXPECT(host_wait_us() < 0);
}

/* The input has ended: all that the fuzzer takes is 0. */
static void settle(void)
{
	daw_store(PROTOCOL_HEADER_SHUTDOWN_REQUEST, 0);
	daw_store(window_layout->request_type, PROTOCOL_REQUEST_NONE);
	daw_store(PROTOCOL_HEADER_BLOCK_SIZE, 64);
	suspend(HOST_RUN);
	while (model.outstanding != PROTOCOL_REQUEST_NONE)
		finish_request(0);
	let_time_pass();
	wake(); /* what a further block was announced for is answered with that one */
	let_time_pass();
	EXPECT(!host_replies_pending());
	EXPECT(window_layout->response_counter == 0 || model.unanswered == 0);
	EXPECT(model.blocks_had_bytes || model.bytes_were_lost || model.words_remained ||
	       model.replies == model.request_bytes);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	input = data;
	input_left = size;
	start();
	while (input_left != 0)
		step();
	settle();
	check_segment();
	twin_check();
	return 0;
}
