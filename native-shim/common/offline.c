/* SPDX-License-Identifier: BSD-2-Clause */
/* Passes the plugin from the audio thread to the main thread and back between offline blocks. */
#include "offline.h"

#include <linux/futex.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "message.h"
#include "os.h"

#define PARK_MS_MAX 1500u
#define ENTER_MS_MAX 500u
/* A plugin that requests a callback in every callback would stall the rendering forever. */
#define ROUNDS_MAX 16
#define SETTLE_REAL_MS 200
#define SETTLE_STEP_MS 10

static double now_ms(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

/* Wait until the word differs from value, at most ms milliseconds. */
static void wait_while(_Atomic uint32_t *word, uint32_t value, uint32_t ms)
{
	const double deadline = now_ms() + ms;
	for (double left = ms; left > 0 && atomic_load(word) == value; left = deadline - now_ms()) {
		const struct timespec timeout = {(time_t)(left / 1e3), (long)((uint64_t)(left * 1e6) % 1000000000u)};
		syscall(SYS_futex, word, FUTEX_WAIT_PRIVATE, value, &timeout, NULL, 0);
	}
}

static void set(_Atomic uint32_t *word, uint32_t value)
{
	atomic_store(word, value);
	syscall(SYS_futex, word, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0);
}

void offline_note(struct offline *offline)
{
	if (offline->on)
		atomic_store(&offline->pending, true);
}

void offline_begin_block(struct offline *offline)
{
	if (offline->on)
		atomic_store(&offline->playing, 1);
}

void offline_end_block(struct offline *offline, double ms, void (*wake)(void))
{
	if (!offline->on)
		return;
	offline->played_ms += ms;
	bool due = run_loop_advance(offline->played_ms + offline->settled_ms) != 0;
	for (int round = 0; round < ROUNDS_MAX; round++) {
		const bool pending = atomic_exchange(&offline->pending, false);
		if (pending)
			atomic_store(&offline->worked, true);
		if (!pending && !due)
			break;
		due = false;
		atomic_store(&offline->parked, 1);
		set(&offline->playing, 0);
		wake();
		wait_while(&offline->parked, 1, PARK_MS_MAX);
		atomic_store(&offline->parked, 0);
	}
	set(&offline->playing, 0);
}

/* Before the plugin is served: waits, at most half a second, until the current block has parked or ended; in that time
   it is served that waits for the main thread inside its block. Returns whether the audio thread is parked: then the
   plugin may be restarted. */
static bool enter(struct offline *offline)
{
	if (!offline->on)
		return false;
	wait_while(&offline->playing, 1, ENTER_MS_MAX);
	return atomic_load(&offline->parked) == 1;
}

/* The plugin has been served: the audio thread continues. */
static void leave(struct offline *offline)
{
	if (offline->on && atomic_load(&offline->parked) == 1)
		set(&offline->parked, 0);
}

/* Whether a block has queued work since the last call. */
static bool take_work(struct offline *offline)
{
	const bool pending = atomic_exchange(&offline->pending, false);
	return atomic_exchange(&offline->worked, false) || pending;
}

/* Whether there are timers that have not been through yet. */
static bool pass_time(
    struct offline *offline, struct plugin *plugin, uint32_t ms, offline_serve *serve, int32_t *requests)
{
	const double start = now_ms();
	offline->settling_ms += ms;
	*requests |= serve(plugin);
	while (offline->settling_ms > 0 && run_loop_has_timers() == 1) {
		if (now_ms() - start > SETTLE_REAL_MS)
			return true;
		offline->settling_ms -= SETTLE_STEP_MS;
		offline->settled_ms += SETTLE_STEP_MS;
		run_loop_advance(offline->played_ms + offline->settled_ms);
		*requests |= serve(plugin);
	}
	offline->settling_ms = 0;
	return false;
}

static void restart(struct plugin *plugin)
{
	struct plugin_description description;
	if (plugin_restart(plugin) == PLUGIN_OK)
		return;
	plugin_describe(plugin, &description);
	log_text("\"%s\" requested a restart, and could not be activated again", description.name);
}

int32_t offline_idle(struct offline *offline, struct plugin *plugin, offline_serve *serve)
{
	const bool parked = enter(offline);
	int32_t requests = serve(plugin);
	if (requests & PLUGIN_REQUEST_RESTART) {
		requests &= ~PLUGIN_REQUEST_RESTART;
		if (parked)
			restart(plugin);
		else
			offline_note(offline); /* at the end of the next block: none is lost meanwhile */
	}
	leave(offline);
	return requests;
}

int32_t offline_settle(struct offline *offline, struct plugin *plugin, uint32_t ms, offline_serve *serve)
{
	if (!offline->on)
		return 0;
	const bool worked = take_work(offline);
	int32_t requests = 0;
	if (pass_time(offline, plugin, ms, serve, &requests))
		requests |= PLUGIN_ACTIVITY_LOADING;
	return requests | (worked ? PLUGIN_ACTIVITY_WORK : 0);
}
