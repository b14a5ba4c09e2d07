/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Starts and ends the audio thread, and lets the main thread control it. The thread exists before the plugin does: a
 * plugin may load for longer than the DAW waits, and after a crash the DAW waits for its blocks.
 */
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "audio.h"
#include "handover.h"

/* As much as plugins get in other hosts; only the used part takes memory. */
#define STACK_BYTES (8u << 20)
/* The part of it that is locked in memory. */
#define LOCKED_STACK_BYTES 65536u
#define PAGE_BYTES_MIN 4096u
#ifndef MADV_POPULATE_WRITE
#define MADV_POPULATE_WRITE 23 /* since Linux 5.14 */
#endif

static struct audio_options options;

/* ---- memory ---- */

static void lock_stack(void)
{
	uint8_t here;
	mlock2((void *)((uintptr_t)&here - LOCKED_STACK_BYTES), LOCKED_STACK_BYTES, 0);
}

/* No page of the window is missing when the first block comes, also where nothing may be locked. */
static void populate(uint8_t *window)
{
	if (madvise(window, PROTOCOL_SEGMENT_BYTES, MADV_POPULATE_WRITE) == 0)
		return;
	for (size_t at = 0; at < PROTOCOL_SEGMENT_BYTES; at += PAGE_BYTES_MIN)
		__atomic_fetch_or((uint32_t *)(window + at), 0, __ATOMIC_RELAXED);
}

/* What exceeds the limit is not locked; a swapped page costs one late block. */
static void lock_memory(void)
{
	uint8_t *window = core_window(&audio.core);
	uint8_t *behind = window + PROTOCOL_SEGMENT_BYTES;
	const uint8_t *base = audio.base;
	populate(window);
	mlock2(window, PROTOCOL_SEGMENT_BYTES, 0);
	/* The core's pages, in the order of their first use. */
	mlock2(audio.base, (size_t)(window - base), MLOCK_ONFAULT);
	mlock2(behind, CORE_MEMORY_BYTES - (size_t)(behind - base), MLOCK_ONFAULT);
	mlock2(&audio, sizeof audio, 0);
}

/* ---- audio thread ---- */

static void set_client(void)
{
	host_set_client(&audio.core, options.client);
	host_set_answers_show(&audio.core, (uint32_t)options.answers_show);
	host_set_sees_replies(&audio.core, (uint32_t)audio.sees_replies);
}

/* The supervisor may own the pipes: after a crash, or because the plugin took longer to load than a DAW waits. */
static bool take_pipes(void)
{
	int error = pthread_mutex_trylock(&audio.shared->pipes);
	const bool has_waited = error == EBUSY;
	if (has_waited) {
		atomic_store(&audio.shared->wants, 1);
		audio.hooks->call_supervisor();
		error = pthread_mutex_lock(&audio.shared->pipes);
		atomic_store(&audio.shared->wants, 0);
	}
	if (error == EOWNERDEAD) /* then this process ends as well */
		pthread_mutex_consistent(&audio.shared->pipes);
	return has_waited;
}

/* Called once the plugin is loaded. Where the supervisor has answered before, this thread continues from its state, so
 * that the DAW gets the current values and the answers to its requests. */
static void begin(void)
{
	handover_wait_for_plugin();
	if (take_pipes()) {
		set_client();
		host_report_all(&audio.core);
	}
	host_suspend(&audio.core, HOST_RUN); /* the plugin's parameter table exists */
	handover_set_begun();
	audio_take_request();
}

static void *run(void *unused)
{
	(void)unused;
	lock_stack();
	lock_memory();
	if (audio_enter() < 0)
		log_line("The audio thread cannot set up its signals: commands reach it late");
	begin();
	audio.needs_replies = host_needs_replies(&audio.core);
	const int32_t end = audio_cycle();
	if (!fd_is_pipe(audio.wake_fd) || !fd_is_pipe(audio.reply_fd))
		audio.hooks->pipes_lost();
	audio_rest();
	handover_set_suspended(true); /* this thread never touches the plugin again */
	notice_post(AUDIO_NOTICE_ENDED, end);
	/* Never return: an ended thread can be mistaken for a running one. */
	for (;;)
		pause();
	return NULL;
}

/* ---- start ---- */

static int32_t attach(void)
{
	struct core *core = &audio.core;
	audio.block = host_block(core);
	const int32_t version = core_attach(core);
	if (version < 0)
		return -EINVAL;
	atomic_store(&audio.shared->version, (uint32_t)version);
	atomic_store(&audio.shared->client, options.client);
	atomic_store(&audio.shared->answers_show, (uint32_t)options.answers_show);
	set_client();
	atomic_store(&audio.shared->block_at, (uint32_t)((uint8_t *)audio.block - (uint8_t *)audio.base));
	return 0;
}

static int32_t open_core(bool goes_on)
{
	struct core *core = &audio.core;
	if ((goes_on ? core_resume(core, audio.core_memory) : core_open(core, audio.core_memory)) != 0)
		return -errno;
	audio.base = core_base(core);
	const int32_t mapped = segment_map(options.segment_fd, core_window(core), PROTOCOL_SEGMENT_BYTES);
	if (mapped < 0)
		return mapped;
	if (!goes_on)
		return attach();
	/* Everything else exists, and belongs to the supervisor for now. */
	audio.block = core_address(core, atomic_load(&audio.shared->block_at));
	return 0;
}

/* While the supervisor answers, the core is in use. If it starts answering meanwhile, it waits. */
static int32_t prepare_core(void)
{
	const int error = pthread_mutex_trylock(&audio.shared->pipes);
	if (error == EOWNERDEAD)
		pthread_mutex_consistent(&audio.shared->pipes);
	const bool is_used = error == EBUSY && atomic_load(&audio.shared->block_at) != 0;
	const int32_t result = open_core(is_used);
	if (error != EBUSY)
		pthread_mutex_unlock(&audio.shared->pipes);
	return result;
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
	pipes_use(options.daw_to_host, options.host_to_daw);
	order_open();
	const int32_t error = prepare_core();
	if (error < 0)
		return error;
	handover_init();
	return create();
}

/* ---- main thread ---- */

void audio_run_plugin(struct plugin *plugin)
{
	atomic_store(&audio.plugin, plugin);
	if (handover_give_plugin())
		handover_wait_until_begun();
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
