/*
 * Any segment of any version, any sequence of calls: the input is a version and a program of steps, in which the DAW
 * scribbles on the segment, the plugin's side on its record and tables, and the host role is called. After it, no byte
 * of the segment may have changed but those that are the host's to write; in between, every result is within its
 * bounds, and there is never more than one reply for a wake.
 */
#include <stdint.h>
#include <string.h>

#include "core.h"
#include "expect.h"
#include "host-check.h"
#include "input.h"
#include "window.h"

static uint32_t wakes;
static uint32_t replies;

/* ---- the DAW ---- */

static void daw_store(uint32_t offset, uint32_t value)
{
	word_store(offset, value);
	memcpy(expected + offset, &value, sizeof value);
}

/* Header and control words; more often those that mean something. */
static void daw_store_word(void)
{
	const struct protocol_layout *row = window_layout;
	uint32_t words[] = {PROTOCOL_HEADER_BLOCK_SIZE, PROTOCOL_HEADER_NUM_INPUT_CHANNELS,
	    PROTOCOL_HEADER_NUM_OUTPUT_CHANNELS, row->request_type, row->request_type, row->request_type, row->scratch_size,
	    row->parameter_write, row->parameter_read, row->echo_write, row->echo_read, PROTOCOL_HEADER_VERSION};
	uint32_t which = take(1);
	daw_store(which < 200 ? words[which % (sizeof words / sizeof words[0])] : (take(1) % 128) * 4, take_number());
}

static void daw_store_slot(void)
{
	uint32_t slot = window_layout->parameter_slots + (take_number() % PROTOCOL_RING_SLOTS) * 16;
	for (uint32_t word = 0; word < 4; word++)
		daw_store(slot + 4 * word, take_number());
}

static uint32_t some_port(uint32_t ports)
{
	return ports == 0 ? 0 : take(1) % ports * window_layout->midi_stride;
}

/* A port's indices, whose place is known in every layout. */
static void daw_store_midi_index(void)
{
	const struct protocol_layout *row = window_layout;
	uint32_t which = take(1);
	if (row->midi_out_ports != 0 && which % 4 == 0)
		daw_store(row->midi_out_write + some_port(row->midi_out_ports) + which / 4 % 2 * 4, take_number());
	else
		daw_store(row->midi_in_write + some_port(row->midi_in_ports) + which / 4 % 2 * 4, take_number());
}

/* Some slots of a port, or all of them. */
static void daw_store_midi_slots(void)
{
	uint32_t slots = window_layout->midi_in_slots + some_port(window_layout->midi_in_ports);
	uint32_t count = take(1) % 8 == 0 ? PROTOCOL_RING_SLOTS : 1;
	uint32_t first = count == 1 ? take_number() % PROTOCOL_RING_SLOTS : 0;
	uint32_t sample_offset = take_number();
	uint32_t data = take(4);
	for (uint32_t i = first; i < first + count; i++) {
		daw_store(slots + i * 16, sample_offset);
		daw_store(slots + i * 16 + 4, data);
	}
}

static void daw_store_midi(void)
{
	if (take(1) % 2 == 0)
		daw_store_midi_index();
	else
		daw_store_midi_slots();
}

static void daw_store_transport(void)
{
	daw_store(window_layout->transport + (take(1) % 10) * 4, take_number());
}

static void daw_store_scratch(void)
{
	daw_store(window_layout->scratch + (take_number() % (PROTOCOL_SCRATCH_BYTES / 4)) * 4, take_number());
}

/* ---- the plugin's side ---- */

static void change_record(void)
{
	struct block *block = host_block();
	uint32_t *fields[] = {&block->parameter_count, &block->input_channels, &block->output_channels, &block->frames,
	    &block->event_count, &block->latency_samples, &block->midi_inputs, &block->midi_outputs,
	    &block->output_event_count};
	*fields[take(1) % 9] = take_number();
}

static void change_parameter(void)
{
	const struct block *block = host_block();
	uint32_t tables[] = {block->parameter_ids_at, block->parameter_minimums_at, block->parameter_maximums_at,
	    block->parameter_values_at};
	uint32_t at = tables[take(1) % 4];
	((uint32_t *)table(at))[take_number() % BLOCK_PARAMETERS_MAX] = take_number();
}

/* The plugin runs: it writes some events, or claims to have. */
static void write_events(void)
{
	struct block *block = host_block();
	struct event *events = table(block->output_events_at);
	uint32_t count = take(1) % 8;
	for (uint32_t i = 0; i < count; i++) {
		events[i] = (struct event){.sample_offset = take_number(),
		    .kind = (uint16_t)(take(1) % 8),
		    .port = (uint16_t)take_number(),
		    .index = take_number(),
		    .value = take(1) / 255.0};
	}
	block->output_event_count = take(1) < 240 ? count : take_number();
}

/* ---- the host ---- */

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
		tell();
		break;
	case 10:
		attach();
		break;
	case 11:
		daw_store_midi();
		break;
	case 12:
		host_suspend(take(1) % 2);
		break;
	case 13:
		flush();
		break;
	case 14:
		daw_store_scratch();
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
	host_suspend(0);
	block->parameter_count = 4;
	block->input_channels = block->output_channels = 2;
	block->midi_inputs = block->midi_outputs = 2;
	block->output_event_count = 0;
	block->wake_ms = 0xFFFFFF00u;
	memset(table(block->parameter_ids_at), 0, 4 * BLOCK_PARAMETERS_MAX);
	memset(table(block->parameter_values_at), 0, 4 * BLOCK_PARAMETERS_MAX);
	for (uint32_t i = 0; i < 4; i++)
		((uint32_t *)table(block->parameter_ids_at))[i] = i;
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
	return 0;
}
