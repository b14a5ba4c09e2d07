/*
 * Two real threads on the rings: one plays the DAW, one the host. The DAW pushes numbered events, the host sends each
 * back through the echo ring, the DAW checks their order and contents. Built with ThreadSanitizer, which proves that a
 * slot is never touched without the index that hands it over. Starts just below 2^32, so that the indices wrap.
 */
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>

#include "core.h"
#include "ring.h"

#define EVENTS 400000u
#define START (UINT32_MAX - 100000u)

static struct protocol_parameter_event numbered(uint32_t number)
{
	return (struct protocol_parameter_event){number, (float)(number % 1000), ~number, number & 3};
}

static void *host(void *unused)
{
	struct ring from = ring_of_parameters();
	struct ring to = ring_of_echo();
	for (uint32_t done = 0; done < EVENTS;) {
		uint32_t read, write;
		uint32_t used = ring_used(&from, &read);
		uint32_t free = ring_free(&to, &write);
		uint32_t count = minimum(used, free);
		for (uint32_t i = 0; i < count; i++) {
			struct protocol_parameter_event event;
			ring_read(&from, read + i, &event);
			ring_write(&to, write + i, &event);
		}
		ring_consumed(&from, read + count);
		ring_produced(&to, write + count);
		done += count;
		if (count == 0)
			sched_yield();
	}
	return unused;
}

static void check_echo(uint32_t number)
{
	struct protocol_parameter_event expected = numbered(number);
	if (daw_echo_id() == expected.param_index && daw_echo_value() == expected.value &&
	    daw_echo_sample_offset() == expected.sample_offset && daw_echo_kind() == expected.event_kind)
		return;
	fprintf(stderr, "event %u came back as %u\n", number, daw_echo_id());
	exit(1);
}

static void daw(void)
{
	uint32_t pushed = 0;
	for (uint32_t popped = 0; popped < EVENTS;) {
		uint32_t before = pushed + popped;
		struct protocol_parameter_event event = numbered(pushed);
		if (pushed < EVENTS &&
		    daw_push_parameter(event.param_index, event.value, event.sample_offset, event.event_kind) == 1)
			pushed++;
		if (daw_pop_echo() == 1)
			check_echo(popped++);
		if (pushed + popped == before)
			sched_yield();
	}
}

int main(void)
{
	daw_initialize(1);
	word_store(window_layout->parameter_write, START);
	word_store(window_layout->parameter_read, START);
	word_store(window_layout->echo_write, START);
	word_store(window_layout->echo_read, START);
	pthread_t thread;
	if (pthread_create(&thread, NULL, host, NULL) != 0)
		return 1;
	daw();
	pthread_join(thread, NULL);
	printf("passed %u events each way\n", EVENTS);
	return 0;
}
