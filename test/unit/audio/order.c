/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Plays a DAW between the steps of the host, on real pipes, and compares what the host concludes with what happened.
 *
 *   order <seed> <rounds>
 *
 * Prints "<in step> <unread>": how often the DAW was found to be in step, and how often replies were found to have been
 * unread at a wake. Exit code 1 with a sentence if one of these was wrong.
 */
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "audio.h"

enum { STEPS = 40, WAKES_MAX = 8 };

struct audio audio;
static struct audio_shared shared;
static struct block block;

/* The DAW, and what is true of it. */
static struct {
	int wake_fd, reply_fd;
	uint32_t unread;               /* replies */
	uint32_t wakes;                /* written, not handled by the host */
	uint32_t unread_at[WAKES_MAX]; /* when it wrote each of these, or written since */
	bool is_single;                /* the last one was written while no other waited to be handled */
	bool acted_in_reply;           /* it did something in the midst of the last reply */
	bool in_step;                  /* it has read all replies, and had no wake under way when it read the last one */
} daw;

static struct {
	uint32_t in_step, unread;
} found;

static uint64_t state;

static uint32_t below(uint32_t limit)
{
	state = state * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(state >> 33) % limit;
}

static void fail(uint32_t round, const char *what)
{
	fprintf(stderr, "order: round %u: %s\n", round, what);
	exit(1);
}

static void daw_steps(uint32_t round)
{
	uint8_t byte = 1;
	for (uint32_t steps = below(3); steps > 0; steps--) {
		if (below(2) == 0 && daw.unread > 0) {
			if (read(daw.reply_fd, &byte, 1) != 1)
				fail(round, "a reply is not there");
			daw.in_step = --daw.unread == 0 && daw.wakes == 0;
		} else if (daw.wakes == 0 || (daw.wakes < WAKES_MAX && below(6) == 0)) {
			daw.is_single = daw.wakes == 0;
			daw.unread_at[daw.wakes++] = daw.unread;
			if (write(daw.wake_fd, &byte, 1) != 1)
				fail(round, "a wake cannot be written");
		}
	}
}

static void look(uint32_t round)
{
	if (!order_look())
		return;
	if (!daw.in_step)
		fail(round, "the DAW is said to have read all replies before its wake, and has not");
	found.in_step++;
}

/* The host takes one wake. */
static void take_wake(uint32_t round)
{
	if (wakes_ahead() == 0) {
		look(round);
		daw_steps(round);
		wakes_count((uint32_t)wakes_read());
	}
	wake_take();
	const bool is_last = daw.wakes == 1;
	const uint32_t unread_then = daw.unread_at[0];
	for (uint32_t i = 1; i < daw.wakes; i++)
		daw.unread_at[i - 1] = daw.unread_at[i];
	daw.wakes--;
	const uint32_t unread = order_unread_at_wake();
	if (is_last && unread != 0 && unread_then == 0)
		fail(round, "a reply is said to have been unread at a wake, and was read");
	/* With several wakes or reads, the kernel does not tell which of them followed which: the next wake makes up for
	   it. */
	if (is_last && daw.is_single && !daw.acted_in_reply && unread == 0 && unread_then != 0)
		fail(round, "a reply was unread at a wake, and is said to have been read");
	found.unread += unread != 0;
	wake_done();
}

static void reply(uint32_t round)
{
	order_before_reply();
	const uint32_t unread = daw.unread, wakes = daw.wakes;
	daw_steps(round);
	order_replied(1);
	daw_steps(round);
	daw.acted_in_reply = daw.unread != unread || daw.wakes != wakes;
	if (replies_write(1) != 0)
		fail(round, "a reply cannot be written");
	daw.unread++;
	for (uint32_t i = 0; i < daw.wakes; i++)
		daw.unread_at[i]++;
	daw.in_step = false;
}

static void open_pipes(void)
{
	int wakes[2], replies[2];
	if (pipe2(wakes, O_CLOEXEC) != 0 || pipe2(replies, O_CLOEXEC) != 0)
		exit(2);
	daw.wake_fd = wakes[1];
	daw.reply_fd = replies[0];
	pipes_use(wakes[0], replies[1]);
	order_open();
}

static void close_pipes(void)
{
	close(daw.wake_fd);
	close(daw.reply_fd);
	close(audio.wake_fd);
	close(audio.reply_fd);
}

static void play(uint32_t round)
{
	daw.unread = daw.wakes = 0;
	daw.in_step = false;
	shared.wakes = 0;
	open_pipes();
	order_follow(1);
	for (uint32_t i = 0; i < STEPS; i++) {
		daw_steps(round);
		if (below(2) == 0)
			look(round);
		daw_steps(round);
		if (daw.wakes > 0) {
			take_wake(round);
			daw_steps(round);
			if (below(4) != 0)
				reply(round);
		}
	}
	close_pipes();
}

int main(int argc, char **argv)
{
	if (argc != 3)
		return 2;
	audio.shared = &shared;
	audio.block = &block;
	state = strtoull(argv[1], NULL, 10);
	const uint32_t rounds = (uint32_t)strtoul(argv[2], NULL, 10);
	for (uint32_t round = 0; round < rounds; round++)
		play(round);
	printf("%u %u\n", found.in_step, found.unread);
	return 0;
}
