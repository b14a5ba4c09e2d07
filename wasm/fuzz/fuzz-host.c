/*
 * Any segment, any sequence of calls: the input is a program of steps, in which the DAW scribbles on the segment, the
 * plugin's side on its record and tables, and the host role is called. After it, no byte of the segment may have
 * changed but those that are the host's to write; in between, every result is within its bounds, and there is never
 * more than one reply for a wake.
 */
#include <math.h>
#include <stdint.h>
#include <string.h>

#include "core.h"
#include "expect.h"
#include "window.h"

static uint8_t expected[PROTOCOL_SEGMENT_BYTES]; /* the segment as the DAW alone would have made it */
static uint32_t wakes;
static uint32_t replies;

/* ---- the input ---- */

static const uint8_t *input;
static size_t input_left;

static uint32_t take(uint32_t bytes)
{
	uint32_t value = 0;
	for (uint32_t i = 0; i < bytes && input_left != 0; i++, input_left--)
		value |= (uint32_t)*input++ << (8 * i);
	return value;
}

/* Small numbers, numbers at the edges, and any number. */
static uint32_t take_number(void)
{
	static const uint32_t edges[] = {
	    0, 1, 31, 32, 33, 64, 4095, 4096, 4097, 65535, 65536, 65537, 0x7FFFFFFF, 0xFFFFFFFF};
	uint32_t kind = take(1);
	if (kind < 128)
		return kind % 8;
	if (kind < 192)
		return edges[kind % (sizeof edges / sizeof edges[0])];
	return take(4);
}

/* ---- the DAW ---- */

static void daw_store(uint32_t offset, uint32_t value)
{
	word_store(offset, value);
	memcpy(expected + offset, &value, sizeof value);
}

/* Header and control words; more often those that mean something. */
static void daw_store_word(void)
{
	static const uint32_t words[] = {36, 40, 44, 48, 48, 48, 56, 256, 260, 272, 276};
	uint32_t which = take(1);
	daw_store(which < 200 ? words[which % (sizeof words / sizeof words[0])] : (take(1) % 128) * 4, take_number());
}

static void daw_store_slot(void)
{
	uint32_t slot = window_layout->parameter_slots + (take_number() % PROTOCOL_RING_SLOTS) * 16;
	for (uint32_t word = 0; word < 4; word++)
		daw_store(slot + 4 * word, take_number());
}

static void daw_store_transport(void)
{
	daw_store(window_layout->transport + (take(1) % 10) * 4, take_number());
}

/* ---- the plugin's side ---- */

static void *table(uint32_t at)
{
	return (void *)(MEMORY_BASE + at);
}

static void change_record(void)
{
	struct block *block = host_block();
	uint32_t *fields[] = {&block->parameter_count, &block->input_channels, &block->output_channels, &block->frames,
	    &block->event_count, &block->latency_samples};
	*fields[take(1) % 6] = take_number();
}

static void change_parameter(void)
{
	const struct block *block = host_block();
	uint32_t tables[] = {block->parameter_ids_at, block->parameter_minimums_at, block->parameter_maximums_at,
	    block->parameter_values_at};
	uint32_t at = tables[take(1) % 4];
	((uint32_t *)table(at))[take_number() % BLOCK_PARAMETERS_MAX] = take_number();
}

/* ---- the host ---- */

static void check_events(const struct block *block)
{
	const struct event *events = table(block->events_at);
	const float *minimums = table(block->parameter_minimums_at);
	const float *maximums = table(block->parameter_maximums_at);
	EXPECT(block->frames >= 1 && block->frames <= BLOCK_FRAMES_MAX);
	EXPECT(block->event_count <= PROTOCOL_RING_SLOTS);
	for (uint32_t i = 0; i < block->event_count; i++) {
		EXPECT(events[i].sample_offset < block->frames);
		EXPECT(i == 0 || events[i - 1].sample_offset <= events[i].sample_offset);
		EXPECT(events[i].kind == EVENT_PARAMETER);
		EXPECT(events[i].index < block->parameter_count && events[i].index < BLOCK_PARAMETERS_MAX);
		float minimum = minimums[events[i].index], maximum = maximums[events[i].index];
		EXPECT(!isnan(events[i].value) || isnan(minimum) || isnan(maximum));
		if (minimum <= maximum)
			EXPECT(events[i].value >= minimum && events[i].value <= maximum);
	}
	EXPECT(isfinite(block->transport.tempo) && block->transport.tempo >= 0);
	EXPECT(block->transport.playing <= 1);
}

static void count_replies(int32_t count)
{
	EXPECT(count >= 0);
	replies += (uint32_t)count;
	EXPECT(replies <= wakes);
}

static void follow(int32_t action)
{
	EXPECT(action >= HOST_NOTHING && action <= HOST_SHUTDOWN);
	if (action != HOST_BLOCK) {
		count_replies(host_replies());
		return;
	}
	struct block *block = host_block();
	check_events(block);
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
	wakes++;
	follow(host_wake());
}

static void request_done(void)
{
	host_block()->wake_ms += take(1);
	int32_t size = (int32_t)take_number();
	int32_t reply = host_request_finish(host_request_type(), take(1) % 3, size, take(2));
	EXPECT(reply == 0 || reply == 1);
	int32_t action = host_request_done(reply);
	EXPECT(action != HOST_SHUTDOWN);
	follow(action);
}

static void read_request(void)
{
	int32_t size = host_request_read();
	EXPECT(size >= -1 && size <= (int32_t)PROTOCOL_SCRATCH_BYTES);
	if (size < 0)
		return;
	state_lv2_read((uint32_t)size);
	state_vst3_read((uint32_t)size);
}

static void attach(void)
{
	if (core_attach() < 0)
		return;
	wakes = 0;
	replies = 0;
}

static void step(void)
{
	switch (take(1) % 16) {
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
		host_forget_changes();
		break;
	case 10:
		attach();
		break;
	case 11:
		host_refused_parameters();
		host_set_ready();
		break;
	case 12:
		host_suspend(take(1) % 2);
		break;
	case 13:
		if (host_flush() == HOST_BLOCK)
			host_flush_end();
		break;
	default:
		wake();
	}
}

/* ---- the check ---- */

/* Take over what is the host's to write; everything else must be as the DAW left it. */
static void accept(uint32_t offset, uint32_t bytes)
{
	memcpy(expected + offset, window_bytes + offset, bytes);
}

static void check_segment(void)
{
	static const uint32_t words[] = {
	    PROTOCOL_HEADER_READY, PROTOCOL_HEADER_HEARTBEAT, PROTOCOL_HEADER_ERROR_CODE, 48, 52, 56, 260, 272};
	for (uint32_t i = 0; i < sizeof words / sizeof words[0]; i++)
		accept(words[i], 4);
	for (uint32_t channel = 0; channel < PROTOCOL_CHANNELS_MAX; channel++)
		accept(protocol_plane(channel, PROTOCOL_HOST_TO_DAW), PROTOCOL_PLANE_BYTES);
	accept(window_layout->echo_slots, PROTOCOL_RING_SLOTS * 16);
	accept(window_layout->scratch, PROTOCOL_SCRATCH_BYTES);
	EXPECT(memcmp(expected, window_bytes, sizeof expected) == 0);
}

static void start(void)
{
	struct block *block = host_block();
	block->parameter_count = 4;
	block->input_channels = block->output_channels = 2;
	block->wake_ms = 0xFFFFFF00u;
	memset(table(block->parameter_ids_at), 0, 4 * BLOCK_PARAMETERS_MAX);
	memset(table(block->parameter_values_at), 0, 4 * BLOCK_PARAMETERS_MAX);
	for (uint32_t i = 0; i < 4; i++)
		((uint32_t *)table(block->parameter_ids_at))[i] = i;
	daw_initialize(1);
	daw_set_block(64, 2, 2);
	memcpy(expected, window_bytes, sizeof expected);
	EXPECT(core_attach() == 1);
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
	return 0;
}
