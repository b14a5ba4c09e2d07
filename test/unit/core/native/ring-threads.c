/*
 * Two real threads on each ring, one pushing numbered events, one taking them and checking order and contents. Built
 * with ThreadSanitizer, which proves that a slot is never touched without the index that hands it over. One ring at a
 * time: what one ring synchronizes would hide what the other fails to. Starts just below 2^32, so that the indices
 * wrap.
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

static void check(struct protocol_parameter_event found, uint32_t number)
{
	struct protocol_parameter_event expected = numbered(number);
	if (memcmp(&found, &expected, sizeof found) == 0)
		return;
	fprintf(stderr, "event %u came as %u\n", number, found.param_index);
	exit(1);
}

static void *daw_pushes(void *unused)
{
	for (uint32_t pushed = 0; pushed < EVENTS;) {
		struct protocol_parameter_event event = numbered(pushed);
		if (daw_push_parameter(event.param_index, event.value, event.sample_offset, event.event_kind) == 1)
			pushed++;
		else
			sched_yield();
	}
	return unused;
}

/* As a block does: all that is there, then one store of the index. */
static void host_drains(void)
{
	struct ring ring = ring_of_parameters();
	for (uint32_t taken = 0; taken < EVENTS;) {
		uint32_t index;
		uint32_t used = ring_used(&ring, &index);
		for (uint32_t i = 0; i < used; i++) {
			struct protocol_parameter_event event;
			ring_read(&ring, index + i, &event);
			check(event, taken++);
		}
		ring_consumed(&ring, index + used);
		if (used == 0)
			sched_yield();
	}
}

static void *host_echoes(void *unused)
{
	struct ring ring = ring_of_echo();
	for (uint32_t pushed = 0; pushed < EVENTS;) {
		uint32_t index;
		uint32_t count = minimum(ring_free(&ring, &index), EVENTS - pushed);
		for (uint32_t i = 0; i < count; i++) {
			struct protocol_parameter_event event = numbered(pushed++);
			ring_write(&ring, index + i, &event);
		}
		ring_produced(&ring, index + count);
		if (count == 0)
			sched_yield();
	}
	return unused;
}

static void daw_pops(void)
{
	for (uint32_t taken = 0; taken < EVENTS;) {
		if (daw_pop_echo() == 0) {
			sched_yield();
			continue;
		}
		struct protocol_parameter_event event = {
		    daw_echo_id(), daw_echo_value(), daw_echo_sample_offset(), daw_echo_kind()};
		check(event, taken++);
	}
}

static void run(void *(*producer)(void *), void (*consumer)(void))
{
	pthread_t thread;
	if (pthread_create(&thread, NULL, producer, NULL) != 0)
		exit(1);
	consumer();
	pthread_join(thread, NULL);
}

int main(void)
{
	daw_initialize(1);
	word_store(window_layout->parameter_write, START);
	word_store(window_layout->parameter_read, START);
	word_store(window_layout->echo_write, START);
	word_store(window_layout->echo_read, START);
	run(daw_pushes, host_drains);
	run(host_echoes, daw_pops);
	printf("passed %u events each way\n", EVENTS);
	return 0;
}
