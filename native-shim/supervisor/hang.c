/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Detects plugin code that does not return, by counters, from outside. On the audio thread that is a crash at once; on
 * the main thread it is reported, and the host process is ended if it does not return. Time is counted in ticks in
 * which the process could run: not while it is stopped or traced by a debugger, nor while the machine sleeps.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "../audio/observe.h"
#include "supervisor.h"

#define BLOCK_MS 2000
#define REPORT_MS 4000
/* No block reaches the plugin meanwhile; but some plugins compute or load while they are activated. */
#define RESTART_FACTOR 5
#define MAIN_MS 60000
#define LOAD_MS_MAX 600000 /* however busy it is */

static struct {
	uint32_t processing; /* seen last */
	uint32_t phases;
	unsigned long cpu;
	long block_ms;
	long main_ms; /* in one call into the plugin */
	long idle_ms; /* consecutive ones without CPU time */
	bool was_reported;
	uint32_t ended; /* the process was ended because of a hang: enum recovery_thread; 0: it was not */
} hang;

/* Milliseconds; 0: no limit. */
static long limit(const char *variable, long usual)
{
	const char *text = getenv(variable);
	char *end = NULL;
	const long value = text != NULL ? strtol(text, &end, 10) : -1;
	return text != NULL && end != text && *end == '\0' && value >= 0 ? value : usual;
}

static bool can_run(void)
{
	char path[64], line[128], state = '?';
	int tracer = 0;
	snprintf(path, sizeof path, "/proc/%d/status", (int)supervisor.host);
	FILE *status = fopen(path, "re");
	while (status != NULL && fgets(line, sizeof line, status) != NULL) {
		sscanf(line, "State: %c", &state);
		if (sscanf(line, "TracerPid: %d", &tracer) == 1)
			break;
	}
	if (status != NULL)
		fclose(status);
	return state != 'T' && state != 't' && tracer == 0;
}

/* CPU time of the main thread. */
static unsigned long cpu_time(void)
{
	char path[64], text[1024];
	snprintf(path, sizeof path, "/proc/%d/task/%d/stat", (int)supervisor.host, (int)supervisor.host);
	FILE *stat = fopen(path, "re");
	const size_t length = stat != NULL ? fread(text, 1, sizeof text - 1, stat) : 0;
	if (stat != NULL)
		fclose(stat);
	text[length] = '\0';
	unsigned long user = 0, system = 0;
	const char *behind_name = strrchr(text, ')');
	if (behind_name != NULL)
		sscanf(behind_name + 1, " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &user, &system);
	return user + system;
}

/* The thread says where it is, and ends its process. If it cannot, that is killed at the next tick. */
static void end_host(uint32_t thread)
{
	struct audio_shared *shared = supervisor.shared;
	const pid_t id = thread == RECOVERY_AUDIO ? atomic_load(&shared->thread_id) : supervisor.host;
	hang.ended = thread;
	atomic_store(&shared->asks_hang, 1);
	if (id <= 0 || syscall(SYS_tgkill, supervisor.host, id, AUDIO_HANG_SIGNAL) != 0)
		host_kill();
}

static void look_at_audio(void)
{
	const uint32_t processing = atomic_load_explicit(&supervisor.shared->processing, memory_order_relaxed);
	hang.block_ms = processing != 0 && processing == hang.processing ? hang.block_ms + SUPERVISOR_TICK_MS : 0;
	hang.processing = processing;
	const long most = limit("MAOLAN_HANG_MS", BLOCK_MS);
	if (most != 0 && hang.block_ms >= most)
		end_host(RECOVERY_AUDIO);
}

static const char *words_for(uint32_t phase)
{
	switch (phase) {
	case RECOVERY_SAVE:
	case RECOVERY_CAPTURE:
		return "saving its state";
	case RECOVERY_RESTORE:
		return "restoring its state";
	case RECOVERY_EDITOR:
		return "its editor";
	case RECOVERY_RESTART:
		return "a restart that it requested";
	default:
		return "its own work";
	}
}

static void report(uint32_t phase)
{
	char line[256];
	const bool fails = record_get(supervisor.record, RECORD_REQUEST_TYPE) != 0;
	const char *meanwhile = phase == RECOVERY_RESTART ? "it is bypassed meanwhile" : "the sound goes on meanwhile";
	snprintf(line, sizeof line, "[plugin-host] The plugin has been busy with %s for %d s; %s\n", words_for(phase),
	    REPORT_MS / 1000, fails ? "the DAW's request was answered with an error" : meanwhile);
	supervisor_say(line);
	hang.was_reported = true;
}

/* Whether it will never return. An editor may show a dialog and wait for the user. */
static bool is_over(uint32_t phase)
{
	const bool restarts = phase == RECOVERY_RESTART;
	const long most =
	    restarts ? limit("MAOLAN_HANG_MS", BLOCK_MS) * RESTART_FACTOR : limit("MAOLAN_MAIN_HANG_MS", MAIN_MS);
	if (most == 0 || phase == RECOVERY_EDITOR || phase == RECOVERY_CLOSE)
		return false;
	if (phase == RECOVERY_LOAD)
		return hang.idle_ms >= most || hang.main_ms >= LOAD_MS_MAX;
	return hang.main_ms >= most;
}

static void look_at_main(void)
{
	const uint32_t phase = record_get(supervisor.record, RECORD_PHASE);
	const uint32_t phases = record_get(supervisor.record, RECORD_PHASES);
	const unsigned long cpu = phase == RECOVERY_LOAD ? cpu_time() : 0;
	const bool is_same = phase != RECOVERY_IDLE && phases == hang.phases;
	hang.main_ms = is_same ? hang.main_ms + SUPERVISOR_TICK_MS : 0;
	hang.idle_ms = is_same && cpu == hang.cpu ? hang.idle_ms + SUPERVISOR_TICK_MS : 0;
	hang.was_reported = is_same && hang.was_reported;
	hang.phases = phases;
	hang.cpu = cpu;
	/* Loading and closing may take long. */
	const bool is_reported = phase != RECOVERY_LOAD && phase != RECOVERY_CLOSE;
	if (is_reported && hang.main_ms >= REPORT_MS && !hang.was_reported)
		report(phase);
	if (supervisor.words[RECORD_IS_ON] && is_same && is_over(phase))
		end_host(RECOVERY_MAIN);
}

void hang_look(void)
{
	if (supervisor.host == 0 || !record_get(supervisor.record, RECORD_IS_ARMED))
		return;
	if (hang.ended != 0) {
		host_kill();
		return;
	}
	const bool is_busy = atomic_load(&supervisor.shared->processing) != 0 ||
	                     record_get(supervisor.record, RECORD_PHASE) != RECOVERY_IDLE;
	if (is_busy && !can_run())
		return;
	if (supervisor.words[RECORD_IS_ON])
		look_at_audio();
	if (hang.ended == 0)
		look_at_main();
}

bool hang_ended(uint32_t *thread)
{
	const uint32_t ended = hang.ended;
	memset(&hang, 0, sizeof hang);
	if (ended != 0)
		*thread = ended;
	return ended != 0;
}
