/* SPDX-License-Identifier: BSD-2-Clause */
/* Whether the plugin's window affects the audio: two hosts of the same plugin alternately, one of which constantly
   opens and closes its window. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

#include "driver.h"
#include "wire.h"

enum { SHOW = 3, HIDE = 4, BLOCKS_SHOWN = 250 };

struct player {
	struct peer peer;
	bool with_editor;
	uint32_t blocks, late, unanswered;
	uint32_t *latency_ns;
};

static void ask(const struct peer *peer, uint32_t request)
{
	const unsigned char byte = 1;
	wire_store(peer->segment, peer->layout->request_type, request);
	if (write(peer->wake_fd, &byte, 1) != 1)
		exit(1);
}

static void play(struct player *player, uint32_t frames, uint32_t blocks, uint64_t period_ns)
{
	uint64_t due_ns = now_ns() + period_ns;
	for (uint32_t i = 0; i < blocks; i++, due_ns += period_ns) {
		const struct timespec due = {(time_t)(due_ns / 1000000000u), (long)(due_ns % 1000000000u)};
		clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &due, NULL);
		if (player->with_editor && i % BLOCKS_SHOWN == 0)
			ask(&player->peer, i / BLOCKS_SHOWN % 2 ? HIDE : SHOW);
		const uint64_t start_ns = now_ns();
		player->unanswered += !peer_block(&player->peer, frames);
		const uint64_t took_ns = now_ns() - start_ns;
		player->latency_ns[player->blocks++] = (uint32_t)took_ns;
		player->late += took_ns > period_ns;
		peer_drop_echoes(&player->peer);
	}
	if (player->with_editor)
		ask(&player->peer, HIDE);
}

static void start(struct player *player, struct peer_options options, char *host, uint32_t blocks)
{
	options.executable = host;
	player->latency_ns = malloc(blocks * sizeof(uint32_t));
	if (!player->latency_ns)
		exit(1);
	peer_start(&player->peer, &options);
	peer_wait_ready(&player->peer);
}

static void print(const char *name, struct player *player)
{
	printf("\"%s\":", name);
	driver_print_latency(player->latency_ns, player->blocks, 0);
	printf(",\"%sLate\":%u,\"%sUnanswered\":%u", name, player->late, name, player->unanswered);
	free(player->latency_ns);
}

int command_editor(const struct peer_options *subject, char **arguments)
{
	const uint32_t frames = driver_number(arguments[0]), blocks = driver_number(arguments[1]),
	               chunk = driver_number(arguments[2]);
	const uint64_t period_ns = strtoull(arguments[3], NULL, 10);
	struct peer_options options = *subject;
	options.frames = frames;
	struct player with = {.with_editor = true}, without = {.with_editor = false};
	prctl(PR_SET_TIMERSLACK, 1);
	start(&with, options, arguments[4], blocks + chunk);
	start(&without, options, arguments[4], blocks + chunk);
	for (uint32_t turn = 0; with.blocks < blocks; turn++) {
		play(turn % 2 ? &without : &with, frames, chunk, period_ns);
		play(turn % 2 ? &with : &without, frames, chunk, period_ns);
	}
	driver_stop(&with.peer);
	driver_stop(&without.peer);
	printf("{");
	print("with", &with);
	printf(",");
	print("without", &without);
	printf("}\n");
	return 0;
}
