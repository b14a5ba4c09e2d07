/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The watch: a helper thread for checks that must not depend on JavaScript, the audio thread or a plugin. Ten times a
 * second, four times while the DAW only plays, and once while nothing happens.
 */
#include <dirent.h>
#include <poll.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "../audio/observe.h"
#include "../os/small-thread.h"
#include "audio-thread.h"
#include "process.h"

#define TICK_MS 100
/* While blocks are played and nothing else happens: waking this thread costs more than its checks. */
#define PLAYING_MS 250
/* A tick this late means that the process was stopped, or that the machine was suspended or overloaded. */
#define STANDSTILL_MS 50u
#define LOOK_AT_DAW_MS 1000u
/* Nothing has happened for so many ticks: it sleeps until something does, or, for a shutdown flag without a byte, so
   long. */
#define IDLE_TICKS 10
#define IDLE_MS 1000
/* A DAW kills its host after waiting 2 s for it to exit, and an orphan must not stay either. */
#define LEAVE_MS 1550

static struct {
	const _Atomic uint32_t *shutdown;
	_Atomic uint32_t *heartbeat;
	pid_t daw;
	int daw_to_host;
	int leaving_ms;
} watch;

/* Advance the heartbeat while the audio thread waits or has completed a cycle since the last tick. A plugin that hangs
   stops it. */
static void beat(void)
{
	static uint32_t seen;
	const uint32_t cycles = audio_cycles();
	if (cycles != seen || audio_is_waiting())
		atomic_fetch_add_explicit(watch.heartbeat, 1, memory_order_relaxed);
	seen = cycles;
}

/* Whether the DAW has ended or closed its end of the pipe. The audio thread notices the latter first, if it is reading.
 */
static int daw_is_gone(void)
{
	struct pollfd item = {.fd = watch.daw_to_host};
	return audio_daw_is_gone() || (poll(&item, 1, 0) == 1 && (item.revents & (POLLHUP | POLLERR)));
}

/* Replies that the DAW may have given up on: this process was stopped for a while, or it looks like it. slept_ms: as
   long as was intended; 0: it is not known. */
static void check_for_unread(uint32_t slept_ms)
{
	static uint32_t last_ms;
	static int was_reported;
	const uint32_t now = clock_ms();
	const int was_stopped = last_ms != 0 && slept_ms != 0 && now - last_ms > slept_ms + STANDSTILL_MS;
	const int is_behind = audio_may_be_behind();
	if (was_stopped || (is_behind && !was_reported))
		audio_command(AUDIO_COMMAND_EXPECT_UNREAD);
	was_reported = is_behind;
	last_ms = now;
}

/* Check whether the DAW has a thread with real-time scheduling. Repeated, because the DAW opens and closes its audio
   device. slept_ms: as in check_for_unread. */
static void look_at_daw(uint32_t slept_ms)
{
	static uint32_t since_ms;
	since_ms += slept_ms;
	if (slept_ms != 0 && since_ms < LOOK_AT_DAW_MS)
		return;
	since_ms = 0;
	char path[64];
	snprintf(path, sizeof path, "/proc/%d/task", (int)watch.daw);
	DIR *threads = opendir(path);
	int is_realtime = 0;
	for (const struct dirent *entry; threads != NULL && (entry = readdir(threads)) != NULL;) {
		const int policy = sched_getscheduler((pid_t)strtol(entry->d_name, NULL, 10)) & ~SCHED_RESET_ON_FORK;
		is_realtime |= entry->d_name[0] != '.' && (policy == SCHED_FIFO || policy == SCHED_RR);
	}
	if (threads != NULL)
		closedir(threads);
	audio_set_daw_realtime(is_realtime);
}

/* Wake the main thread, which then captures the plugin's state. Returns true if something was edited. */
static bool look_for_edits(void)
{
	static uint32_t seen;
	const uint32_t edits = audio_edits();
	const bool is_edited = edits != seen;
	if (is_edited)
		notify_main();
	seen = edits;
	return is_edited;
}

/* The main thread restores what process has changed, but not while the change may be intended. */
static void look_for_changes(void)
{
	const int is_idle = audio_processing() == 0 && record_get(own_process.record, RECORD_PHASE) == RECOVERY_IDLE;
	if (is_idle && environment_is_changed())
		notify_main();
}

/* Clients wait 5 s for a request. Before that, the audio thread answers it with an error. */
static void give_up_request(void)
{
	const uint32_t type = record_get(own_process.record, RECORD_REQUEST_TYPE);
	const uint32_t wake_ms = record_get(own_process.record, RECORD_REQUEST_MS);
	if (type != 0 && clock_ms() - wake_ms >= AUDIO_REQUEST_MS_MAX)
		audio_command(AUDIO_COMMAND_GIVE_UP);
}

static void end_intended(void)
{
	record_set(own_process.record, RECORD_INTENDED_END, 1);
	process_end(0);
}

static void leave_if_over(void)
{
	const int gone = daw_is_gone();
	if (!gone && atomic_load_explicit(watch.shutdown, memory_order_acquire) == 0)
		return;
	if (watch.leaving_ms == 0)
		audio_command(gone ? AUDIO_COMMAND_DAW_GONE : AUDIO_COMMAND_SHUTDOWN);
	watch.leaving_ms += TICK_MS;
	/* The normal shutdown did not complete: a plugin hangs. */
	if (watch.leaving_ms > LEAVE_MS)
		end_intended();
}

/* ---- the thread ---- */

static bool is_calm(void)
{
	return watch.leaving_ms == 0 && !audio_has_commands() &&
	       record_get(own_process.record, RECORD_PHASE) == RECOVERY_IDLE &&
	       record_get(own_process.record, RECORD_REQUEST_TYPE) == 0;
}

static bool is_idle(void)
{
	return audio_is_waiting() && is_calm();
}

/* Wait for the next look. Returns the time that it was to take, in ms; 0: it was cut short. */
static uint32_t rest(bool is_edited)
{
	static bool has_slept;
	static uint32_t cycles;
	static int idle_ticks;
	const bool has_played = audio_cycles() != cycles;
	cycles = audio_cycles();
	idle_ticks = is_idle() && !has_played ? idle_ticks + 1 : 0;
	const bool may_sleep = idle_ticks >= (has_slept ? 1 : IDLE_TICKS);
	has_slept = may_sleep && !idle_sleep(is_idle, IDLE_MS);
	if (has_slept)
		return IDLE_MS;
	const uint32_t ms = has_played && is_calm() && !is_edited ? PLAYING_MS : TICK_MS;
	usleep(ms * 1000);
	return may_sleep ? 0 : ms;
}

static void *run(void *argument)
{
	(void)argument;
	bool is_edited = false;
	look_at_daw(0);
	for (;;) {
		const uint32_t slept_ms = rest(is_edited);
		leave_if_over();
		audio_remind();
		beat();
		check_for_unread(slept_ms);
		look_at_daw(slept_ms);
		is_edited = look_for_edits();
		look_for_changes();
		give_up_request();
	}
	return NULL;
}

/* The supervisor is this process's parent, and passes the DAW's process id on. */
static pid_t daw(void)
{
	const char *text = getenv("MAOLAN_HOST_PARENT");
	return text != NULL ? (pid_t)strtol(text, NULL, 10) : getppid();
}

int32_t watch_start(const void *shutdown_word, void *heartbeat_word, int32_t daw_to_host)
{
	watch.shutdown = shutdown_word;
	watch.heartbeat = heartbeat_word;
	watch.daw = daw();
	watch.daw_to_host = daw_to_host;
	return small_thread_start(run, NULL);
}
