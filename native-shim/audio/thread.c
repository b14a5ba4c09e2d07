/*
 * The audio thread's beginning and end, and the main thread's hand on it.
 *
 * The thread exists before the plugin does: a plugin may load for longer than the DAW waits, and after a crash the DAW
 * waits for its blocks.
 */
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "audio.h"
#include "handover.h"

/* As much as plugins have on a thread of other hosts; it takes no memory but where it is used. */
#define STACK_BYTES (8u << 20)
/* Of it, what is locked into memory. */
#define LOCKED_STACK_BYTES 65536u

static struct audio_options options;

/* ---- audio thread ---- */

/* A new host that has no plugin yet says that it is ready all the same; one that starts again has said so, or its main
   thread will. */
static void begin_early(void)
{
	audio_set_mode(options.start == AUDIO_START_AGAIN ? HOST_PASS_THROUGH : HOST_SILENT);
	if (options.start == AUDIO_START_NEW)
		host_set_ready(&audio.core);
}

static void wait_for_plugin(void)
{
	if (handover_wait_for_plugin(options.start == AUDIO_START_NEW ? options.ready_ms : 0))
		host_suspend(&audio.core, HOST_RUN); /* its parameter table is there */
	else
		begin_early();
}

/* What the process before left undone: the DAW shall hear the values that are true now, and what it waits for. */
static void take_over(void)
{
	struct core *core = &audio.core;
	uint32_t owed_wakes = options.owed_wakes;
	host_tell_all(core);
	/* It may have given up a block between its wake, which we read first thing, and our reply. */
	host_doubt(core);
	const int announced = host_request_announced(core);
	if (owed_wakes > 0 && !announced) {
		/* The request was answered in the segment, and its byte was not written any more. */
		audio.hooks->note_request(0, 0);
		host_owe_replies(core, owed_wakes);
		owed_wakes = 0;
	} else if (announced && !wake_is_coming())
		owed_wakes = 1; /* the process before died with a byte in its hand */
	audio_inherit_wakes(owed_wakes, options.owed_ms, options.left_ms);
}

static void lock_stack(void)
{
	uint8_t here;
	mlock2((void *)((uintptr_t)&here - LOCKED_STACK_BYTES), LOCKED_STACK_BYTES, 0);
}

static void *run(void *unused)
{
	(void)unused;
	lock_stack();
	if (audio_enter() < 0)
		log_line("The audio thread cannot set up its signals: commands reach it late");
	wait_for_plugin();
	if (options.start == AUDIO_START_AGAIN)
		take_over();
	const int32_t end = audio_cycle();
	audio_rest();
	handover_set_suspended(true); /* it leaves the plugin alone for good */
	notice_post(AUDIO_NOTICE_ENDED, end);
	/* Never return: a thread that has ended can be mistaken for one that runs. */
	for (;;)
		pause();
	return NULL;
}

/* ---- start ---- */

/* What does not fit the limit is not locked; a page that was swapped out costs one late block. */
static void lock_memory(void)
{
	uint8_t *window = core_window(&audio.core);
	uint8_t *behind = window + PROTOCOL_SEGMENT_BYTES;
	const uint8_t *base = audio.base;
	mlock2(window, PROTOCOL_SEGMENT_BYTES, 0);
	/* Pages of the core as they are first used. */
	mlock2(audio.base, (size_t)(window - base), MLOCK_ONFAULT);
	mlock2(behind, CORE_MEMORY_BYTES - (size_t)(behind - base), MLOCK_ONFAULT);
	mlock2(&audio, sizeof audio, 0);
}

static int32_t prepare_core(void)
{
	struct core *core = &audio.core;
	if (core_open(core, NULL) != 0)
		return -errno;
	audio.base = core_base(core);
	const int32_t mapped = segment_map(options.segment_fd, core_window(core), PROTOCOL_SEGMENT_BYTES);
	if (mapped < 0)
		return mapped;
	audio.block = host_block(core);
	lock_memory();
	if (core_attach(core) < 0)
		return -EINVAL;
	host_set_client(core, options.client);
	host_set_answers_show(core, (uint32_t)options.answers_show);
	audio.needs_replies = host_needs_replies(core);
	return 0;
}

static int32_t create(void)
{
	pthread_attr_t attributes;
	pthread_attr_init(&attributes);
	pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
	pthread_attr_setstacksize(&attributes, STACK_BYTES);
	pthread_t id;
	const int error = pthread_create(&id, &attributes, run, NULL);
	pthread_attr_destroy(&attributes);
	return -error;
}

int32_t audio_start(const struct audio_options *wanted)
{
	options = *wanted;
	const int32_t error = prepare_core();
	if (error < 0)
		return error;
	pipes_use(options.daw_to_host, options.host_to_daw);
	host_set_sees_replies(&audio.core, (uint32_t)audio.sees_replies);
	handover_init();
	return create();
}

/* ---- main thread ---- */

int32_t audio_is_early(void)
{
	return handover_is_early();
}

int32_t audio_run_plugin(struct plugin *plugin)
{
	atomic_store(&audio.plugin, plugin);
	if (!handover_give_plugin())
		return 0;
	audio_command(AUDIO_COMMAND_RESUME);
	return 1;
}

int32_t audio_suspend(int32_t timeout_ms)
{
	audio_command(AUDIO_COMMAND_SUSPEND);
	return handover_wait_until_suspended(timeout_ms);
}

void audio_resume(void)
{
	audio_command(AUDIO_COMMAND_RESUME);
}

void audio_flush(void)
{
	audio_command(AUDIO_COMMAND_FLUSH);
}

void *audio_base(void)
{
	return audio.base;
}

struct block *audio_block(void)
{
	return audio.block;
}

/* ---- the core ---- */

void core_trap(const char *what)
{
	if (audio.hooks->core_stopped != NULL)
		audio.hooks->core_stopped(audio.core.function, what);
	process_say("[plugin-host] The host's core stopped in ");
	process_say(audio.core.function);
	process_say(": ");
	process_say(what);
	process_say("\n");
	abort();
}
