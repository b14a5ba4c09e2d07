/* Sessions of the 0.2.0 DAW; each prints one line of JSON. */
#include "scenarios.h"

#include <stdio.h>
#include <sys/wait.h>

#include "probe.h"

/* Control port of the slow-run plugin: duration of a block in milliseconds. */
enum { SLOW_RUN_MS = 2 };

static unsigned char state[65536];
static uint32_t state_bytes;

/* Exit code, or 128 + signal, of a host that ended; -1 while it runs. */
static int exit_code(const struct daw_client *daw)
{
	if (!daw->host_exited)
		return -1;
	return WIFEXITED(daw->host_status) ? WEXITSTATUS(daw->host_status) : 128 + WTERMSIG(daw->host_status);
}

/* The end of every scenario: unread bytes, whether the host exited normally, and how. */
static void finish(struct daw_client *daw)
{
	daw_pause_ms(100);
	const int unread = daw_unread_replies(daw);
	const bool left = daw_drop(daw);
	printf("\"unread\":%d,\"left\":%s,\"exitCode\":%d}\n", unread, left ? "true" : "false", exit_code(daw));
}

static bool begin(struct daw_client *daw, const struct daw_options *options)
{
	const enum daw_result opened = daw_open(daw, options);
	printf("{\"opened\":%d,", opened);
	if (opened != DAW_OK)
		printf("\"unread\":0,\"left\":false,\"exitCode\":-1}\n");
	return opened == DAW_OK;
}

void scenario_blocks(const struct daw_options *options)
{
	struct daw_client daw;
	struct probe probe = {0};
	if (!begin(&daw, options))
		return;
	probe_blocks(&probe, &daw, 500);
	probe_print(&probe, "probe");
	printf(",\"crashCount\":%u,", daw.crash_count);
	finish(&daw);
}

void scenario_saves(const struct daw_options *options)
{
	struct daw_client daw;
	struct probe probe = {0};
	uint32_t ok_idle = 0, ok_playing = 0;
	if (!begin(&daw, options))
		return;
	for (int i = 0; i < 100; i++) {
		ok_idle += daw_snapshot_state(&daw, state, &state_bytes) == DAW_OK;
		daw_pause_ms(37);
	}
	for (int i = 0; i < 100; i++) {
		probe_blocks(&probe, &daw, 3);
		ok_playing += daw_snapshot_state(&daw, state, &state_bytes) == DAW_OK;
	}
	probe_blocks(&probe, &daw, 200);
	printf("\"okIdle\":%u,\"okPlaying\":%u,\"bytes\":%u,", ok_idle, ok_playing, state_bytes);
	probe_print(&probe, "probe");
	printf(",");
	finish(&daw);
}

void scenario_restores(const struct daw_options *options)
{
	struct daw_client daw;
	struct probe probe = {0};
	uint32_t saved = 0, restored = 0;
	if (!begin(&daw, options))
		return;
	for (int i = 0; i < 50; i++) {
		saved += daw_snapshot_state(&daw, state, &state_bytes) == DAW_OK;
		restored += daw_restore_state(&daw, state, state_bytes) == DAW_OK;
		probe_blocks(&probe, &daw, 2);
	}
	probe_blocks(&probe, &daw, 200);
	printf("\"saved\":%u,\"restored\":%u,", saved, restored);
	probe_print(&probe, "probe");
	printf(",");
	finish(&daw);
}

void scenario_editor(const struct daw_options *options)
{
	struct daw_client daw;
	struct probe probe = {0};
	if (!begin(&daw, options))
		return;
	probe_blocks(&probe, &daw, 100);
	daw_gui_show(&daw);
	probe_blocks(&probe, &daw, 100);
	daw_gui_hide(&daw);
	probe_blocks(&probe, &daw, 100);
	probe_print(&probe, "separate");
	probe_clear(&probe);

	/* Show and hide at once: two bytes, one request word. The second byte looks like a block's; the host must recover
	   from that. */
	daw_gui_show(&daw);
	daw_gui_hide(&daw);
	daw_pause_ms(400);
	probe_blocks(&probe, &daw, 100);
	printf(",");
	probe_print(&probe, "together");
	printf(",");
	finish(&daw);
}

void scenario_late(const struct daw_options *options)
{
	struct daw_client daw;
	struct probe probe = {0};
	if (!begin(&daw, options))
		return;
	daw_set_parameter(&daw, SLOW_RUN_MS, 150.0f);
	probe_blocks(&probe, &daw, 10);
	probe_print(&probe, "slow");
	probe_clear(&probe);
	/* The host is still processing the bytes of blocks that were given up. */
	daw_set_parameter(&daw, SLOW_RUN_MS, 0.0f);
	daw_pause_ms(2000);
	probe_blocks(&probe, &daw, 1);
	daw_pause_ms(300);
	probe_clear(&probe);
	probe_blocks(&probe, &daw, 200);
	printf(",");
	probe_print(&probe, "after");
	printf(",");
	finish(&daw);
}

void scenario_on_the_edge(const struct daw_options *options)
{
	struct daw_client daw;
	struct probe probe = {0};
	if (!begin(&daw, options))
		return;
	for (uint32_t i = 0; i < 40; i++) {
		daw_set_parameter(&daw, SLOW_RUN_MS, (float)(90 + i % 21));
		probe_block(&probe, &daw);
	}
	daw_set_parameter(&daw, SLOW_RUN_MS, 0.0f);
	daw_pause_ms(1000);
	probe_blocks(&probe, &daw, 1);
	daw_pause_ms(300);
	probe_clear(&probe);
	probe_blocks(&probe, &daw, 200);
	probe_print(&probe, "after");
	printf(",");
	finish(&daw);
}

void scenario_crashes(const struct daw_options *options)
{
	uint32_t opened = 0, bypassed = 0, counted = 0;
	int code = -1;
	for (int i = 0; i < 20; i++) {
		struct daw_client daw;
		struct probe probe = {0};
		if (daw_open(&daw, options) != DAW_OK)
			continue;
		opened++;
		probe_block(&probe, &daw);
		bypassed += probe.bypassed;
		counted += daw.crash_count;
		daw_drop(&daw);
		code = exit_code(&daw);
	}
	printf("{\"opened\":%u,\"bypassed\":%u,\"crashCount\":%u,\"exitCode\":%d}\n", opened, bypassed, counted, code);
}
