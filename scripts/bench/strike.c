/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * SIGKILL in the instant of a block's wake: the host process ends while its audio thread reads the byte, and neither
 * byte nor process can say so. Each block must be answered, and none twice.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>

#include "driver.h"
#include "wire.h"

enum { LIMIT_NS = 100000000, AT_ERROR_CODE = 20, SETTLE_BLOCKS = 20 };

static struct {
	uint32_t blocks;
	uint32_t unanswered; /* of the struck blocks */
	uint32_t others;     /* unanswered, of all others */
} results;

static bool play(const struct peer *peer, uint64_t period_ns)
{
	driver_sleep_ns(period_ns);
	uint32_t before;
	results.blocks++;
	const bool is_answered = peer_announce(peer, DRIVER_FRAMES, &before) && peer_await(peer, before, LIMIT_NS);
	peer_drop_echoes(peer);
	return is_answered;
}

static void strike(const struct peer *peer, uint64_t after_ns, uint64_t period_ns)
{
	for (int i = 0; i < SETTLE_BLOCKS; i++)
		results.others += !play(peer, period_ns);
	const pid_t host = peer_host(peer);
	driver_sleep_ns(period_ns);
	uint32_t before;
	results.blocks++;
	peer_announce(peer, DRIVER_FRAMES, &before);
	for (const uint64_t until_ns = now_ns() + after_ns; now_ns() < until_ns;)
		;
	kill(host, SIGKILL);
	results.unanswered += !peer_await(peer, before, LIMIT_NS);
	while (peer_host(peer) == host || wire_load(peer->segment, AT_ERROR_CODE) != 0)
		results.others += !play(peer, period_ns);
}

int command_strike(const struct peer_options *subject, char **arguments)
{
	const uint32_t count = driver_number(arguments[1]), spread_us = driver_number(arguments[2]);
	const uint64_t period_ns = strtoull(arguments[3], NULL, 10);
	static const char *const never[] = {"MAOLAN_RECOVERY_CRASHES=1000000", NULL};
	struct peer_options options = *subject;
	struct peer peer;
	options.executable = arguments[4];
	options.environment = never;
	if (!peer_protocol_of(arguments[0], &options.protocol))
		return 2;
	prctl(PR_SET_TIMERSLACK, 1);
	peer_start(&peer, &options);
	peer_wait_ready(&peer);
	for (uint32_t i = 0; i < count; i++)
		strike(&peer, (uint64_t)spread_us * 1000u * i / count, period_ns);
	driver_sleep_ns(300000000); /* what comes twice has come */
	const bool counts = peer_counter(&peer) != 0;
	const int32_t surplus = counts ? (int32_t)(peer_counter(&peer) - results.blocks) : (int32_t)peer_unread(&peer);
	printf("{\"strikes\":%u,\"blocks\":%u,\"unanswered\":%u,\"others\":%u,\"surplus\":%d}\n", count, results.blocks,
	    results.unanswered, results.others, surplus);
	driver_stop(&peer);
	return 0;
}
