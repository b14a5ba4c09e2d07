/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Blocks lost with version 7: the client reads the counter after writing its wake byte, so a faster host may have
 * answered by then, and the client waits in vain. Which runs first depends on the scheduler.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <time.h>

#include "driver.h"

enum { HOST_PRIORITY = 5, LIMIT_NS = 5333333 };

static pid_t audio_thread(const struct peer *peer)
{
	const pid_t thread = peer_thread(peer, "maolan-audio");
	return thread != 0 ? thread : peer->pid; /* the floor has only one thread */
}

/* Back to back, or one per period. Stops early after that time: a lost block takes 5 ms. */
int command_lost(const struct peer_options *subject, char **arguments)
{
	const uint32_t frames = driver_number(arguments[0]), blocks = driver_number(arguments[1]);
	const uint64_t period_ns = strtoull(arguments[2], NULL, 10), seconds = strtoull(arguments[3], NULL, 10);
	const bool daw_is_real_time = strcmp(arguments[4], "fifo") == 0,
	           host_is_real_time = strcmp(arguments[5], "fifo") == 0;
	struct peer_options options = *subject;
	struct peer peer;
	options.executable = arguments[6];
	options.frames = frames;
	options.protocol = PEER_7;
	uint32_t *latency_ns = malloc(blocks * sizeof *latency_ns);
	uint32_t played = 0, counts[3] = {0};
	if (!latency_ns)
		return 1;
	prctl(PR_SET_TIMERSLACK, 1);
	peer_start(&peer, &options);
	peer_wait_ready(&peer);
	driver_sleep_ns(200000000); /* until the host is idle */
	driver_schedule(audio_thread(&peer), host_is_real_time, HOST_PRIORITY);
	driver_schedule(0, daw_is_real_time, DRIVER_DAW_PRIORITY);
	const uint64_t cpu_before_ns = peer_cpu_ns(&peer), end_ns = now_ns() + seconds * 1000000000u;
	uint64_t due_ns = now_ns();
	while (played < blocks && now_ns() < end_ns) {
		if (period_ns > 0)
			driver_sleep_until(due_ns += period_ns);
		const uint64_t start_ns = now_ns();
		counts[peer_play(&peer, frames, LIMIT_NS)]++;
		latency_ns[played++] = (uint32_t)(now_ns() - start_ns);
		peer_drop_echoes(&peer);
	}
	driver_schedule(0, false, 0);
	printf("{\"blocks\":%u,\"lost\":%u,\"late\":%u,\"latency\":", played, counts[PEER_LOST], counts[PEER_LATE]);
	driver_print_latency(latency_ns, played, peer_cpu_ns(&peer) - cpu_before_ns);
	printf("}\n");
	driver_stop(&peer);
	free(latency_ns);
	return 0;
}
