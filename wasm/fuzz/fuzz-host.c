/*
 * Any segment of any version, any sequence of calls: the input is a version and a program of steps, in which the DAW
 * scribbles on the segment, the plugin's side on its record and tables, and the host role is called. After it, no byte
 * of the segment may have changed but those that are the host's to write; in between, every result is within its
 * bounds, and there is never more than one reply for a wake. The core ahead of time is driven alongside, and agrees.
 */
#include <stdint.h>
#include <string.h>

#include "core.h"
#include "expect.h"
#include "host-check.h"
#include "host-daw.h"
#include "host-plugin.h"
#include "host-twin.h"
#include "input.h"
#include "request.h"
#include "window.h"

static uint32_t wakes;
static uint32_t replies;

/* What the main thread has, as far as the calls tell. */
static struct {
	uint32_t outstanding; /* type of its request, 0: none */
	uint32_t given_up;    /* requests that it has not done with */
	int restore_given_up; /* one of them is a restore */
	int suspended;
} main_thread;

/* ---- the host ---- */

static void count_replies(int32_t count)
{
	EXPECT(count >= 0);
	replies += (uint32_t)count;
	EXPECT(replies <= wakes);
}

static int main_thread_restores(void)
{
	return main_thread.outstanding == PROTOCOL_REQUEST_RESTORE_STATE || main_thread.restore_given_up;
}

static void hand_over(void)
{
	if (host_hand_over() != HOST_BLOCK)
		return;
	EXPECT(!main_thread.suspended && !main_thread.restore_given_up);
	check_events(host_block());
	write_events();
	host_flush_end();
}

static void follow(int32_t action)
{
	EXPECT(action >= HOST_NOTHING && action <= HOST_SHUTDOWN);
	if (action == HOST_REQUEST && !request_is_for_editor(host_request_type())) {
		main_thread.outstanding = host_request_type();
		hand_over();
	}
	int32_t put_off_ms = host_put_off_ms();
	EXPECT(put_off_ms >= 0 && put_off_ms <= (int32_t)PROTOCOL_PUT_OFF_MS_MAX_ANY_REPLY);
	if (action != HOST_BLOCK) {
		count_replies(host_replies());
		return;
	}
	struct block *block = host_block();
	EXPECT(!main_thread.suspended && !main_thread_restores() && block->frames >= 1);
	check_events(block);
	if (take(1) % 2 == 0)
		write_events();
	block->done_ms = block->wake_ms + take(1);
	const int32_t due = host_block_end(take(1) < 250 ? 0 : -1);
	if (due != HOST_LOOK)
		count_replies(due);
	else if (take(1) % 2 == 0)
		count_replies(host_release());
}

static void wake(void)
{
	host_block()->wake_ms += take(1) % 16 == 0 ? take(2) : take(1);
	host_block()->read_ms = host_block()->wake_ms + (take(1) % 16 == 0 ? take(1) : 0);
	wakes++;
	follow(host_wake());
}

static void request_done(void)
{
	host_block()->wake_ms += take(1);
	int32_t size = (int32_t)take_number();
	int32_t reply = host_request_finish(host_request_type(), take(1) % 3, size, take(2));
	EXPECT(reply == 0 || reply == 1);
	/* The shim's queue hands over one reply for each request. */
	reply = main_thread.outstanding != PROTOCOL_REQUEST_NONE && reply;
	main_thread.outstanding = PROTOCOL_REQUEST_NONE;
	int32_t action = host_request_done(reply);
	EXPECT(action != HOST_SHUTDOWN);
	follow(action);
}

static void give_up_request(void)
{
	host_block()->wake_ms += take(1);
	int with_main = take(1) % 2;
	if (with_main && main_thread.outstanding != PROTOCOL_REQUEST_NONE) {
		main_thread.given_up++;
		main_thread.restore_given_up |= main_thread.outstanding == PROTOCOL_REQUEST_RESTORE_STATE;
	}
	main_thread.outstanding = PROTOCOL_REQUEST_NONE;
	int32_t action = host_request_give_up(with_main);
	EXPECT(action != HOST_SHUTDOWN);
	follow(action);
}

static void settle_request(void)
{
	host_request_settled();
	if (main_thread.given_up != 0 && --main_thread.given_up == 0)
		main_thread.restore_given_up = 0;
}

static void end_put_off(void)
{
	host_block()->wake_ms += take(1);
	int32_t action = host_put_off_end();
	EXPECT(action == HOST_NOTHING || action == HOST_BLOCK);
	follow(action);
}

/* Main thread's ways with requests, apart from finishing them. */
static void change_request(void)
{
	switch (take(1) % 4) {
	case 0:
		give_up_request();
		break;
	case 1:
		settle_request();
		break;
	case 2:
		host_set_client(take(1) % 3);
		break;
	default:
		end_put_off();
	}
}

static void change_mode(void)
{
	int32_t mode = take(1) % 4;
	if (mode == 3) {
		host_tell_all();
		return;
	}
	main_thread.suspended = mode != HOST_RUN;
	host_suspend(mode);
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
	double rate = host_transport_sample_rate();
	EXPECT(rate == 0 || (rate >= 1000 && rate <= 1e7));
}

static void flush(void)
{
	if (host_flush() != HOST_BLOCK)
		return;
	EXPECT(!main_thread.suspended && !main_thread_restores());
	write_events();
	host_flush_end();
}

static void attach(void)
{
	check_segment(); /* while the row says what is the host's to write */
	if (core_attach() < 0)
		return;
	wakes = 0;
	replies = 0;
	main_thread.outstanding = PROTOCOL_REQUEST_NONE;
	main_thread.given_up = 0;
	main_thread.restore_given_up = 0;
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
		daw_store_slot();
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
	static const uint32_t versions[] = {1, 3, 4, 5, 6};
	uint32_t version = versions[take(1) % 5];
	struct block *block = host_block();
	twin_open();
	host_suspend(HOST_RUN);
	host_set_client(HOST_CLIENT_OF_VERSION);
	memset(&main_thread, 0, sizeof main_thread);
	block->parameter_count = 4;
	block->input_channels = block->output_channels = 2;
	block->midi_inputs = block->midi_outputs = 2;
	block->output_event_count = 0;
	block->wake_ms = 0xFFFFFF00u;
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
	wakes = 0;
	replies = 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	input = data;
	input_left = size;
	start();
	while (input_left != 0)
		step();
	check_segment();
	twin_check();
	return 0;
}
