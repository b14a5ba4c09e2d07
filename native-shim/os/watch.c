/*
 * The watch: a small thread that looks after what must not depend on JavaScript, the audio thread or a plugin.
 */
#include <poll.h>
#include <stdlib.h>
#include <unistd.h>

#include "audio.h"
#include "life.h"
#include "small-thread.h"
#include "watch-hang.h"

#define TICK_MS 100
/* A DAW waits 2 s for its host to end, then kills it; and nobody waits for an orphan. */
#define LEAVE_MS 1700

static struct {
	const _Atomic uint32_t *shutdown;
	_Atomic uint32_t *heartbeat;
	pid_t parent;
	int daw_to_host;
} watch;

/* The audio thread is alive if it waits or has gone round since the last tick; a plugin that hangs stops the heartbeat.
 */
static void beat(void)
{
	static uint32_t seen;
	const uint32_t cycles = atomic_load_explicit(&audio.cycles, memory_order_relaxed);
	if (cycles != seen || atomic_load(&audio.waiting))
		atomic_fetch_add_explicit(watch.heartbeat, 1, memory_order_relaxed);
	seen = cycles;
}

/* The parent has died, or closed its end of the pipe. The audio thread sees the latter first, unless it does not read
 * yet. */
static int daw_is_gone(void)
{
	struct pollfd item = {.fd = watch.daw_to_host};
	return getppid() != watch.parent || (poll(&item, 1, 0) == 1 && (item.revents & (POLLHUP | POLLERR)));
}

/* Whoever keeps the plugin's state wants to know. */
static void look_for_edits(void)
{
	static uint32_t seen;
	const uint32_t edits = audio_edits();
	if (edits != seen)
		notify_main();
	seen = edits;
}

/* What a plugin's audio has changed is put back by the main thread, when nobody can mean it to be so. */
static void look_for_manners(void)
{
	const int is_idle = atomic_load_explicit(&audio.processing, memory_order_relaxed) == 0 &&
	                    record_get(life.record, RECORD_PHASE) == RECOVERY_IDLE;
	if (is_idle && manners_are_off())
		notify_main();
}

static void leave_if_over(void)
{
	static int leaving_ms;
	const int gone = daw_is_gone();
	if (!gone && atomic_load_explicit(watch.shutdown, memory_order_acquire) == 0)
		return;
	if (leaving_ms == 0)
		audio_command(gone ? AUDIO_COMMAND_DAW_GONE : AUDIO_COMMAND_SHUTDOWN);
	leaving_ms += TICK_MS;
	/* The ordinary way out has not led out: a plugin hangs. */
	if (leaving_ms > LEAVE_MS)
		life_exit(0);
}

static void *run(void *argument)
{
	(void)argument;
	for (;;) {
		usleep(TICK_MS * 1000);
		leave_if_over();
		if (atomic_load(&audio.commands) != 0)
			audio_interrupt();
		beat();
		audio_heal_idle();
		look_for_edits();
		look_for_manners();
		hang_look(TICK_MS);
	}
	return NULL;
}

/* As the launcher saw it: by now the parent may have died. */
static pid_t parent(void)
{
	const char *text = getenv("MAOLAN_HOST_PARENT");
	return text != NULL ? (pid_t)strtol(text, NULL, 10) : getppid();
}

int32_t watch_start(const void *shutdown_word, void *heartbeat_word, int32_t daw_to_host)
{
	watch.shutdown = shutdown_word;
	watch.heartbeat = heartbeat_word;
	watch.parent = parent();
	watch.daw_to_host = daw_to_host;
	hang_start();
	return small_thread_start(run);
}
