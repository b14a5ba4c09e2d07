/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The second core of the fuzzer of the host role: the module ahead of time, driven like the native one. Every call goes
 * to both and returns the same; what the fuzzer's DAW and plugin write is written to both; both hold the same bytes.
 */
#ifndef FUZZ_HOST_TWIN_H
#define FUZZ_HOST_TWIN_H

#include <string.h>

#include "core-instance.h"
#include "core.h"
#include "expect.h"
#include "window.h"

static struct core twin;
/* The native record after the last call: what differs from it since was written by the fuzzer. */
static struct block agreed;

_Noreturn void core_trap(const char *what)
{
	fprintf(stderr, "the core ahead of time stopped at %s\n", what);
	abort();
}

static struct block *twin_record(void)
{
	return core_address(&twin, w2c_core_host_block(&twin.module));
}

static uint8_t *twin_window(void)
{
	return core_address(&twin, w2c_core_core_window(&twin.module));
}

/* Of the record: words that say where something lies, which differs from form to form. */
static int is_place(size_t word)
{
	const size_t at = 4 * word;
	return (at >= offsetof(struct block, events_at) && at <= offsetof(struct block, parameter_values_at)) ||
	       at == offsetof(struct block, output_events_at) || at == offsetof(struct block, data_at) ||
	       at == offsetof(struct block, output_data_at) ||
	       (at >= offsetof(struct block, inputs_at) && at < offsetof(struct block, midi_inputs));
}

static void twin_open(void)
{
	if (twin.own_memory == NULL)
		EXPECT(core_open(&twin, NULL) == 0);
	agreed = *host_block();
	uint32_t native[sizeof agreed / 4];
	memcpy(native, &agreed, sizeof native);
	for (size_t i = 0; i < sizeof native / 4; i++) {
		if (!is_place(i))
			memcpy((uint8_t *)twin_record() + 4 * i, &native[i], 4);
	}
}

/* Before a call. */
static void twin_follow_record(void)
{
	const uint8_t *now = (const uint8_t *)host_block();
	for (size_t i = 0; i < sizeof agreed / 4; i++) {
		if (memcmp(now + 4 * i, (const uint8_t *)&agreed + 4 * i, 4) != 0)
			memcpy((uint8_t *)twin_record() + 4 * i, now + 4 * i, 4);
	}
}

/* After a call. */
static void twin_check_record(const char *function)
{
	agreed = *host_block();
	for (size_t i = 0; i < sizeof agreed / 4; i++) {
		if (is_place(i) || memcmp((const uint8_t *)&agreed + 4 * i, (uint8_t *)twin_record() + 4 * i, 4) == 0)
			continue;
		fprintf(stderr, "after %s, word %zu of the record differs\n", function, i);
		abort();
	}
}

/* Take over what the fuzzer wrote to the window, or to a table of the record. */
static void twin_follow_window(uint32_t offset, uint32_t bytes)
{
	memcpy(twin_window() + offset, window_bytes + offset, bytes);
}

static void twin_follow_table(uint32_t native_at, uint32_t twin_at, uint32_t offset, uint32_t bytes)
{
	memcpy(
	    (uint8_t *)core_address(&twin, twin_at) + offset, (const uint8_t *)(MEMORY_BASE + native_at) + offset, bytes);
}

static void twin_check_table(uint32_t native_at, uint32_t twin_at, uint32_t bytes)
{
	EXPECT(memcmp((const void *)(MEMORY_BASE + native_at), core_address(&twin, twin_at), bytes) == 0);
}

static void twin_check(void)
{
	const struct block *one = host_block();
	const struct block *other = twin_record();
	EXPECT(memcmp(window_bytes, twin_window(), PROTOCOL_SEGMENT_BYTES) == 0);
	twin_check_table(one->events_at, other->events_at, BLOCK_EVENTS_MAX * sizeof(struct event));
	twin_check_table(one->output_events_at, other->output_events_at, BLOCK_EVENTS_MAX * sizeof(struct event));
	for (uint32_t channel = 0; channel < BLOCK_CHANNELS_MAX; channel++)
		twin_check_table(one->inputs_at[channel], other->inputs_at[channel], BLOCK_PLANE_FRAMES * sizeof(float));
}

/* ---- a call of both: from here on, the core's functions are these ---- */

#define BOTH(type, name, parameters, arguments, twin_arguments)                                                        \
	static inline type both_##name parameters                                                                          \
	{                                                                                                                  \
		twin_follow_record();                                                                                          \
		const type result = name arguments;                                                                            \
		EXPECT((type)w2c_core_##name twin_arguments == result);                                                        \
		twin_check_record(#name);                                                                                      \
		return result;                                                                                                 \
	}
#define BOTH_DO(name, parameters, arguments, twin_arguments)                                                           \
	static inline void both_##name parameters                                                                          \
	{                                                                                                                  \
		twin_follow_record();                                                                                          \
		name arguments;                                                                                                \
		w2c_core_##name twin_arguments;                                                                                \
		twin_check_record(#name);                                                                                      \
	}
#define BOTH_0(type, name) BOTH(type, name, (void), (), (&twin.module))
#define BOTH_1(type, name, t) BOTH(type, name, (t a), (a), (&twin.module, (u32)a))
#define BOTH_DO_0(name) BOTH_DO(name, (void), (), (&twin.module))
#define BOTH_DO_1(name, t) BOTH_DO(name, (t a), (a), (&twin.module, (u32)a))

BOTH_0(int32_t, core_attach)
BOTH_0(int32_t, host_wake)
BOTH_0(int32_t, host_wait_us)
BOTH_0(int32_t, host_time)
BOTH_0(uint32_t, host_request_type)
BOTH_0(int32_t, host_request_is_answered)
BOTH_0(int32_t, host_holds_reply)
BOTH_1(int32_t, host_request_done, int32_t)
BOTH_1(int32_t, host_request_give_up, int32_t)
BOTH_0(int32_t, host_flush)
BOTH_1(int32_t, host_flush_begin, int32_t)
BOTH_0(int32_t, host_replies)
BOTH_0(int32_t, host_replies_at_wake)
BOTH_0(int32_t, host_replies_pending)
BOTH_0(int32_t, host_needs_replies)
BOTH_0(int32_t, host_expects_unread)
BOTH_0(int32_t, host_counts_replies)
BOTH_0(int32_t, host_reader_us)
BOTH_0(int32_t, host_counts_wakes)
BOTH_0(int32_t, host_lost_blocks)
BOTH_1(uint32_t, host_wakes_given_up, uint32_t)
BOTH_1(int32_t, host_suspend, int32_t)
BOTH_0(uint32_t, host_refused_parameters)
BOTH_0(double, host_transport_sample_rate)
BOTH_0(int32_t, host_request_read)
BOTH(int32_t, host_request_finish, (uint32_t a, uint32_t b, int32_t c, uint32_t d), (a, b, c, d),
    (&twin.module, a, b, (u32)c, d))
BOTH_1(int32_t, request_read_path, uint32_t)
BOTH_1(int32_t, state_lv2_read, uint32_t)
BOTH_1(int32_t, state_vst3_read, uint32_t)
BOTH_1(int32_t, state_parameters_read, uint32_t)
BOTH_1(int32_t, daw_initialize, uint32_t)
BOTH_DO_1(host_block_end, int32_t)
BOTH_DO_0(host_release)
BOTH_DO_0(host_request_settled)
BOTH_DO_0(host_replies_taken)
BOTH_DO_1(host_reader_came, int32_t)
BOTH_DO_0(host_expect_unread)
BOTH_DO_1(host_add_replies, uint32_t)
BOTH_DO_1(host_set_sees_replies, uint32_t)
BOTH_DO_1(host_set_answers_show, uint32_t)
BOTH_DO_0(host_report_all)
BOTH_DO_0(host_flush_end)
BOTH_DO_0(host_set_ready)
BOTH_DO_0(host_set_state_dirty)
BOTH_DO_1(host_set_client, int32_t)
BOTH_DO(host_announce_midi_ports, (uint32_t a, uint32_t b), (a, b), (&twin.module, a, b))
BOTH_DO(host_announce, (uint32_t a, uint32_t b, uint32_t c, uint32_t d, uint32_t e, uint32_t f, uint32_t g),
    (a, b, c, d, e, f, g), (&twin.module, a, b, c, d, e, f, g))
BOTH_DO(daw_set_block, (uint32_t a, uint32_t b, uint32_t c), (a, b, c), (&twin.module, a, b, c))

#define core_attach both_core_attach
#define host_wake both_host_wake
#define host_wait_us both_host_wait_us
#define host_time both_host_time
#define host_request_is_answered both_host_request_is_answered
#define host_holds_reply both_host_holds_reply
#define host_replies_at_wake both_host_replies_at_wake
#define host_replies_pending both_host_replies_pending
#define host_needs_replies both_host_needs_replies
#define host_expects_unread both_host_expects_unread
#define host_counts_replies both_host_counts_replies
#define host_counts_wakes both_host_counts_wakes
#define host_lost_blocks both_host_lost_blocks
#define host_wakes_given_up both_host_wakes_given_up
#define host_replies_taken both_host_replies_taken
#define host_reader_came both_host_reader_came
#define host_reader_us both_host_reader_us
#define host_expect_unread both_host_expect_unread
#define host_add_replies both_host_add_replies
#define host_set_sees_replies both_host_set_sees_replies
#define host_set_answers_show both_host_set_answers_show
#define host_request_type both_host_request_type
#define host_block_end both_host_block_end
#define host_release both_host_release
#define host_request_done both_host_request_done
#define host_request_give_up both_host_request_give_up
#define host_flush both_host_flush
#define host_flush_begin both_host_flush_begin
#define host_replies both_host_replies
#define host_refused_parameters both_host_refused_parameters
#define host_transport_sample_rate both_host_transport_sample_rate
#define host_request_read both_host_request_read
#define host_request_finish both_host_request_finish
#define request_read_path both_request_read_path
#define state_lv2_read both_state_lv2_read
#define state_vst3_read both_state_vst3_read
#define state_parameters_read both_state_parameters_read
#define daw_initialize both_daw_initialize
#define host_request_settled both_host_request_settled
#define host_report_all both_host_report_all
#define host_flush_end both_host_flush_end
#define host_set_ready both_host_set_ready
#define host_set_state_dirty both_host_set_state_dirty
#define host_set_client both_host_set_client
#define host_suspend both_host_suspend
#define host_announce_midi_ports both_host_announce_midi_ports
#define host_announce both_host_announce
#define daw_set_block both_daw_set_block

#endif
