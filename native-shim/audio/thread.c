/*
 * The main thread's hand on the audio thread: starting it, giving it a plugin, suspending it.
 *
 * The thread exists before the plugin does: a plugin may load for longer than the DAW waits, and after a crash the DAW
 * waits for its blocks. What the two agree on is one word (stage) and whether the plugin is left alone (suspended);
 * whoever changes one of them posts the other's semaphore.
 */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <semaphore.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "audio.h"
#include "recovery.h"

/* As much as plugins have on a thread of other hosts; it takes no memory but where it is used. */
#define STACK_BYTES (8u << 20)
/* Of it, what is locked into memory. */
#define LOCKED_STACK_BYTES 65536u

enum stage { WAITING, RUNNING, EARLY };

static struct {
	_Atomic int stage;
	_Atomic int suspended;
	sem_t to_audio;
	sem_t to_main;
	int start;
	uint32_t ready_ms;
	uint32_t owed_wakes;
} thread;

/* ---- audio thread ---- */

static struct timespec from_now(uint32_t ms)
{
	struct timespec time;
	clock_gettime(CLOCK_MONOTONIC, &time);
	time.tv_sec += ms / 1000;
	time.tv_nsec += (long)(ms % 1000) * 1000000;
	time.tv_sec += time.tv_nsec / 1000000000;
	time.tv_nsec %= 1000000000;
	return time;
}

/* 0 or -ETIMEDOUT. */
static int wait_for(sem_t *semaphore, const struct timespec *until)
{
	while (sem_clockwait(semaphore, CLOCK_MONOTONIC, until) != 0)
		if (errno != EINTR)
			return -errno;
	return 0;
}

void audio_tell_mode(int32_t is_suspended)
{
	atomic_store(&thread.suspended, is_suspended);
	sem_post(&thread.to_main);
}

/* There is no plugin yet. A new host says that it is ready all the same; one that starts again has said so, or its main
   thread will. */
static void begin_early(void)
{
	audio_set_mode(thread.start == AUDIO_START_AGAIN ? HOST_PASS_THROUGH : HOST_SILENT);
	if (thread.start == AUDIO_START_NEW)
		host_set_ready(&audio.core);
}

static void wait_for_plugin(void)
{
	const struct timespec until = from_now(thread.ready_ms);
	while (thread.start == AUDIO_START_NEW && atomic_load(&thread.stage) == WAITING)
		if (wait_for(&thread.to_audio, &until) != 0)
			break;
	int waiting = WAITING;
	if (atomic_compare_exchange_strong(&thread.stage, &waiting, EARLY))
		begin_early();
	else
		host_suspend(&audio.core, HOST_RUN); /* its parameter table is there */
}

/* What the process before left undone: the DAW shall hear the values that are true now, and what it waits for. */
static void take_over(void)
{
	struct core *core = &audio.core;
	host_tell_all(core);
	/* It may have given up a block between its wake, which we read first thing, and our reply. */
	host_doubt(core);
	const int announced = host_request_announced(core);
	if (thread.owed_wakes > 0 && !announced) {
		/* The request was answered in the segment, and its byte was not written any more. */
		recovery_note_request(0, 0);
		host_owe_replies(core, thread.owed_wakes);
		thread.owed_wakes = 0;
	} else if (announced && !wake_is_coming())
		thread.owed_wakes = 1; /* the process before died with a byte in its hand */
	const uint32_t now_ms = clock_ms();
	const uint32_t owed_ms = recovery_request_type() != 0 ? recovery_request_ms() : now_ms;
	audio_inherit_wakes(thread.owed_wakes, owed_ms, now_ms - recovery_age_ms());
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
	const int32_t error = audio_enter();
	if (error < 0)
		process_say("[plugin-host] the audio thread cannot handle signals; commands reach it late\n");
	wait_for_plugin();
	if (thread.start == AUDIO_START_AGAIN)
		take_over();
	const int32_t end = audio_cycle();
	audio_rest();
	audio_tell_mode(1); /* it leaves the plugin alone for good */
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
	void *window = core_window(&audio.core);
	mlock2(window, PROTOCOL_SEGMENT_BYTES, 0);
	/* Pages of the core as they are first used. */
	mlock2(audio.base, (size_t)((uint8_t *)window - (uint8_t *)audio.base), MLOCK_ONFAULT);
	uint8_t *behind = (uint8_t *)window + PROTOCOL_SEGMENT_BYTES;
	mlock2(behind, CORE_MEMORY_BYTES - (size_t)(behind - (uint8_t *)audio.base), MLOCK_ONFAULT);
	mlock2(&audio, sizeof audio, 0);
}

static int32_t prepare(int32_t segment_fd)
{
	struct core *core = &audio.core;
	if (core_open(core, NULL) != 0)
		return -errno;
	audio.base = core_base(core);
	const int32_t mapped = segment_map(segment_fd, core_window(core), PROTOCOL_SEGMENT_BYTES);
	if (mapped < 0)
		return mapped;
	audio.block = host_block(core);
	lock_memory();
	return core_attach(core) < 0 ? -EINVAL : 0;
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

int32_t audio_start(int32_t start, int32_t segment_fd, int32_t daw_to_host, int32_t host_to_daw, int32_t client,
    int32_t answers_show, uint32_t ready_ms, uint32_t owed_wakes)
{
	struct core *core = &audio.core;
	const int32_t error = prepare(segment_fd);
	if (error < 0)
		return error;
	pipes_use(daw_to_host, host_to_daw);
	host_set_client(core, client);
	host_set_answers_show(core, (uint32_t)answers_show);
	host_set_sees_replies(core, (uint32_t)audio.sees_replies);
	audio.needs_replies = host_needs_replies(core);
	thread.start = start;
	thread.ready_ms = ready_ms;
	thread.owed_wakes = owed_wakes;
	sem_init(&thread.to_audio, 0, 0);
	sem_init(&thread.to_main, 0, 0);
	return create();
}

/* ---- main thread ---- */

/* Returns 0 or -ETIMEDOUT. */
static int32_t wait_until_suspended(int is_suspended, int32_t timeout_ms)
{
	const struct timespec until = from_now((uint32_t)timeout_ms);
	while (atomic_load(&thread.suspended) != is_suspended)
		if (wait_for(&thread.to_main, &until) != 0)
			return -ETIMEDOUT;
	return 0;
}

int32_t audio_is_early(void)
{
	return atomic_load(&thread.stage) == EARLY;
}

int32_t audio_run_plugin(struct plugin *plugin)
{
	atomic_store(&audio.plugin, plugin);
	int waiting = WAITING;
	if (atomic_compare_exchange_strong(&thread.stage, &waiting, RUNNING)) {
		sem_post(&thread.to_audio);
		return 0;
	}
	audio_command(AUDIO_COMMAND_RESUME);
	return 1;
}

int32_t audio_suspend(int32_t timeout_ms)
{
	audio_command(AUDIO_COMMAND_SUSPEND);
	return wait_until_suspended(1, timeout_ms);
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
	recovery_core_stopped(audio.core.function, what);
}
