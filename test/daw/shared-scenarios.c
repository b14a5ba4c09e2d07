/* Scenarios with sharing: one host used by two threads, one segment used by two hosts. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "probe.h"
#include "scenarios.h"

/* ---- one host, two threads ---- */

struct player {
	struct daw_client *daw;
	struct probe probe;
	atomic_bool stop;
};

static void *play(void *context)
{
	struct player *player = context;
	while (!atomic_load(&player->stop)) {
		probe_block(&player->probe, player->daw);
		daw_pause_ms(1);
	}
	return NULL;
}

/* A failed save counts as robbed if, before it began, the answer to a block was unread in the pipe that both threads
   read: the saving thread took it for its own, which no host could have prevented. Other failures are the host's. */
void scenario_concurrent(const struct daw_options *options)
{
	static unsigned char state[65536];
	struct daw_client daw;
	struct player player = {.daw = &daw};
	uint32_t bytes, failed = 0, robbed = 0;
	pthread_t thread;
	if (daw_open(&daw, options) != DAW_OK || pthread_create(&thread, NULL, play, &player) != 0)
		return;
	for (int i = 0; i < 400; i++) {
		const bool answer_unread = daw_unread_replies(&daw) > 0;
		const bool ok = daw_snapshot_state(&daw, state, &bytes) == DAW_OK;
		failed += !ok;
		robbed += !ok && answer_unread;
		daw_pause_ms(3);
	}
	atomic_store(&player.stop, true);
	pthread_join(thread, NULL);
	printf("{\"saves\":400,\"failed\":%u,\"robbed\":%u,", failed, robbed);
	probe_print(&player.probe, "during");
	probe_clear(&player.probe);

	daw_pause_ms(300);
	probe_blocks(&player.probe, &daw, 200);
	printf(",");
	probe_print(&player.probe, "after");
	daw_pause_ms(100);
	const int unread = daw_unread_replies(&daw);
	printf(",\"unread\":%d,\"left\":%s}\n", unread, daw_drop(&daw) ? "true" : "false");
}

/* ---- one segment, two hosts ---- */

static bool ended_cleanly(struct daw_client *daw)
{
	for (int waited_ms = 0; waited_ms < 2000; waited_ms += 10) {
		if (waitpid(daw->pid, &daw->host_status, WNOHANG) == daw->pid)
			return WIFEXITED(daw->host_status) && WEXITSTATUS(daw->host_status) == 0;
		daw_pause_ms(10);
	}
	return false;
}

void scenario_twins(const struct daw_options *options)
{
	struct daw_client first, second;
	struct probe heard_first = {0}, heard_second = {.block = 100000};
	if (daw_open(&first, options) != DAW_OK)
		return;
	probe_blocks(&heard_first, &first, 50);
	/* Zeroes the segment under the first host, which is waiting. */
	if (daw_open(&second, options) != DAW_OK)
		return;
	for (int i = 0; i < 100; i++) {
		probe_block(&heard_first, &first);
		probe_block(&heard_second, &second);
	}
	printf("{");
	probe_print(&heard_first, "first");
	printf(",");
	probe_print(&heard_second, "second");
	/* Both hosts read the same shutdown flag. */
	const bool first_left = daw_drop(&first);
	const bool second_left = ended_cleanly(&second);
	printf(",\"firstLeft\":%s,\"secondLeft\":%s}\n", first_left ? "true" : "false", second_left ? "true" : "false");
}

/* ---- one DAW, three hosts, an unrelated process ---- */

/* Any program that the DAW starts inherits the pipe ends, too. */
static pid_t start_stranger(void)
{
	const pid_t pid = fork();
	if (pid == 0) {
		execlp("sleep", "sleep", "600", (char *)NULL);
		_exit(127);
	}
	return pid;
}

void scenario_wait_for_end(const struct daw_options *options)
{
	struct daw_client daws[3];
	for (int i = 0; i < 3; i++)
		if (daw_open(&daws[i], options) != DAW_OK)
			return;
	printf("{\"segment\":\"%s\",\"pids\":[%d,%d,%d],\"stranger\":%d}\n", daws[0].segment_name, (int)daws[0].pid,
	    (int)daws[1].pid, (int)daws[2].pid, (int)start_stranger());
	fflush(stdout);
	for (;;)
		pause();
}
