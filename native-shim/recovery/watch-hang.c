/*
 * Plugin code that does not return. On the audio thread it is a death: the next life begins. So it is in a restart, for
 * no block reaches the plugin meanwhile. Else on the main thread it is told, and answered for: the sound goes on.
 *
 * Time is counted in ticks of the watch, not read from a clock: when the process was stopped, or the machine was asleep
 * or busy with others, the watch did not tick either.
 */
#include "watch-hang.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../audio/observe.h"
#include "audio-thread.h"
#include "life.h"

#define HANG_MS 2000
#define TOLD_MS ((int)AUDIO_REQUEST_MS_MAX)
/* Some plugins compute or load while they are activated: a restart may take so many times as long as a block. */
#define RESTART_FACTOR 5

/* For how long a block may take; 0: for ever. */
static long hang_ms = HANG_MS;

void hang_start(void)
{
	const char *text = getenv("MAOLAN_HANG_MS");
	char *end = NULL;
	const long value = text != NULL ? strtol(text, &end, 10) : -1;
	hang_ms = text != NULL && end != text && *end == '\0' && value >= 0 ? value : HANG_MS;
}

/* A debugger holds the plugin, not the plugin itself. */
static int is_traced(void)
{
	char line[128];
	int tracer = 0;
	FILE *status = fopen("/proc/self/status", "re");
	while (status != NULL && fgets(line, sizeof line, status) != NULL)
		if (sscanf(line, "TracerPid: %d", &tracer) == 1)
			break;
	if (status != NULL)
		fclose(status);
	return tracer != 0;
}

static int may_end(void)
{
	return hang_ms != 0 && life.armed != 0 && !is_traced();
}

static void look_at_audio(int tick_ms)
{
	static uint32_t seen;
	static long stuck_ms;
	const uint32_t processing = audio_processing();
	stuck_ms = processing != 0 && processing == seen ? stuck_ms + tick_ms : 0;
	seen = processing;
	if (hang_ms == 0 || stuck_ms < hang_ms)
		return;
	stuck_ms = 0;
	if (may_end())
		life_end(RECOVERY_HANG, 0, RECOVERY_AUDIO);
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
		return "a restart that it asked for";
	default:
		return "work of its own";
	}
}

static void tell(const char *what_of_it)
{
	char line[256];
	const char *words = words_for(record_get(life.record, RECORD_PHASE));
	snprintf(line, sizeof line, "[plugin-host] The plugin has been busy with %s for %d s; %s\n", words, TOLD_MS / 1000,
	    what_of_it);
	process_say(line); /* at once: the main thread, which prints the log, is the one that is busy */
}

/* The client of a request waits 5 s: before they are over the audio thread answers it, with an error. */
static int give_up_request(void)
{
	static uint32_t given_up_ms;
	static int has_given_up;
	const uint32_t type = record_get(life.record, RECORD_REQUEST_TYPE);
	const uint32_t wake_ms = record_get(life.record, RECORD_REQUEST_MS);
	if (type == 0 || (has_given_up && wake_ms == given_up_ms) || clock_ms() - wake_ms < AUDIO_REQUEST_MS_MAX)
		return 0;
	has_given_up = 1;
	given_up_ms = wake_ms;
	audio_command(AUDIO_COMMAND_GIVE_UP);
	return 1;
}

static void look_at_main(int tick_ms)
{
	static uint32_t seen;
	static int busy_ms;
	const uint32_t phases = atomic_load_explicit(&life.phases, memory_order_relaxed);
	const uint32_t phase = record_get(life.record, RECORD_PHASE);
	/* What is loaded or closed may take its time. */
	const int is_busy = phase != RECOVERY_IDLE && phase != RECOVERY_LOAD && phase != RECOVERY_CLOSE;
	const int was_told = busy_ms >= TOLD_MS;
	busy_ms = is_busy && phases == seen ? busy_ms + tick_ms : 0;
	seen = phases;
	if (phase == RECOVERY_RESTART && busy_ms >= hang_ms * RESTART_FACTOR && may_end())
		life_end(RECOVERY_HANG, 0, RECOVERY_MAIN);
	if (give_up_request())
		tell("the DAW was told that its request failed");
	else if (busy_ms >= TOLD_MS && !was_told)
		tell(phase == RECOVERY_RESTART ? "it is not heard meanwhile" : "the sound goes on meanwhile");
}

void hang_look(int tick_ms)
{
	look_at_audio(tick_ms);
	look_at_main(tick_ms);
}
