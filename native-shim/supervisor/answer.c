/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Answers the DAW while no plugin is loaded, with the audio thread's wait and core, continuing where that thread was
 * when its process ended. Blocks are answered with their input. Requests wait for the next host process, or are given
 * up shortly before their client gives up.
 */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "../audio/audio.h"
#include "../audio/look.h"
#include "../os/clock.h"
#include "supervisor.h"

#define WAKES_MAX 4096u /* more are implausible */
#define READY_MS 8000u  /* a DAW waits 10 s */

static jmp_buf trapped;

/* If the core traps, the plugin has corrupted its memory: see start_anew. */
void core_trap(const char *what)
{
	(void)what;
	longjmp(trapped, 1);
}

/* While the supervisor answers blocks, no main thread answers requests. */
int request_is_claimed(void)
{
	return 0;
}

void request_replied(void)
{
	uint32_t wake_ms;
	if (answer_request(&wake_ms) == 0)
		record_set(supervisor.record, RECORD_REQUEST_TYPE, 0);
}

/* ---- the core ---- */

static bool is_attached; /* the segment is valid */

/* Discards what cannot be trusted. Which replies are due is then unknown. */
static int start_anew(void)
{
	fallocate(supervisor.record_fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, RECORD_CORE_AT, CORE_MEMORY_BYTES);
	if (core_open(&audio.core, supervisor.core_memory) != 0 ||
	    segment_map(supervisor.segment_fd, core_window(&audio.core), PROTOCOL_SEGMENT_BYTES) < 0)
		return -1;
	audio.base = core_base(&audio.core);
	audio.block = host_block(&audio.core);
	is_attached = core_attach(&audio.core) >= 0 ||
	              core_attach_as(&audio.core, atomic_load(&supervisor.shared->version)) != CORE_UNKNOWN_VERSION;
	host_set_client(&audio.core, (int32_t)atomic_load(&supervisor.shared->client));
	host_set_answers_show(&audio.core, atomic_load(&supervisor.shared->answers_show));
	host_set_sees_replies(&audio.core, (uint32_t)audio.sees_replies);
	atomic_store(&supervisor.shared->block_at, (uint32_t)((uint8_t *)audio.block - (uint8_t *)audio.base));
	host_suspend(&audio.core, HOST_PASS_THROUGH);
	return 0;
}

static bool open_core(void)
{
	const uint32_t block_at = atomic_load(&supervisor.shared->block_at);
	audio.shared = supervisor.shared;
	audio.also_fd = supervisor.events_fd;
	pipes_use(supervisor.wake_fd, supervisor.reply_fd);
	order_open();
	if (block_at == 0 || block_at > CORE_MEMORY_BYTES - sizeof(struct block))
		return start_anew() == 0;
	if (core_resume(&audio.core, supervisor.core_memory) != 0 ||
	    segment_map(supervisor.segment_fd, core_window(&audio.core), PROTOCOL_SEGMENT_BYTES) < 0)
		return false;
	audio.base = core_base(&audio.core);
	audio.block = core_address(&audio.core, block_at);
	is_attached = true;
	return true;
}

/* ---- the pipes ---- */

static void init_lock(void)
{
	pthread_mutexattr_t attributes;
	pthread_mutexattr_init(&attributes);
	pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
	pthread_mutexattr_setrobust(&attributes, PTHREAD_MUTEX_ROBUST);
	pthread_mutex_init(&supervisor.shared->pipes, &attributes);
	pthread_mutexattr_destroy(&attributes);
}

void answer_init(void)
{
	delay_open();
	init_lock();
}

static bool is_ours(int error)
{
	if (error == EOWNERDEAD)
		pthread_mutex_consistent(&supervisor.shared->pipes);
	return error == 0 || error == EOWNERDEAD;
}

void answer_free_pipes(void)
{
	init_lock();
}

static bool lock(uint32_t timeout_ms)
{
	struct timespec until;
	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_nsec += (long)timeout_ms * 1000000L;
	until.tv_sec += until.tv_nsec / 1000000000L;
	until.tv_nsec %= 1000000000L;
	if (is_ours(pthread_mutex_clocklock(&supervisor.shared->pipes, CLOCK_MONOTONIC, &until)))
		return true;
	if (supervisor.host != 0)
		return false;
	init_lock(); /* no other process exists: it was corrupted */
	return pthread_mutex_lock(&supervisor.shared->pipes) == 0;
}

void answer_renew_lock(void)
{
	if (!supervisor.answers)
		return;
	pthread_mutex_unlock(&supervisor.shared->pipes);
	init_lock();
	pthread_mutex_lock(&supervisor.shared->pipes);
}

static bool take_pipes(void);

bool answer_owner_ended(void)
{
	const int error = supervisor.answers ? EBUSY : pthread_mutex_trylock(&supervisor.shared->pipes);
	if (error == 0)
		pthread_mutex_unlock(&supervisor.shared->pipes); /* none has begun */
	return error == EOWNERDEAD && is_ours(error) && take_pipes();
}

/* ---- what comes ---- */

static void note_editor(uint32_t type)
{
	const enum record_word word = (enum record_word)(RECORD_FIRST_HOST_WORD + RECOVERY_WORD_EDITOR);
	record_set(supervisor.record, word, type == PROTOCOL_REQUEST_GUI_SHOW);
}

/* Requests that need an answer are outstanding in the core, and remain so. */
static void act(int32_t action)
{
	if (action == HOST_REQUEST && !host_request_is_answered(&audio.core))
		note_editor(host_request_type(&audio.core));
}

static void set_word(void *word, uint32_t value)
{
	atomic_store((_Atomic uint32_t *)word, value);
}

/* Bytes that came while no one was reading. Where bytes answer, a client gives up a block after 100 ms, and the answer
 * to such a block would become the next one's. */
static struct {
	uint32_t read; /* by the previous process */
	uint32_t read_ms;
	uint32_t left; /* in the pipe */
	uint32_t left_ms;
} inherited;

static uint32_t end_ms(uint32_t now_ms)
{
	const bool is_noted = record_get(supervisor.record, RECORD_NOTED) != 0;
	return is_noted ? record_get(supervisor.record, RECORD_NOTED_MS) : now_ms;
}

static void count_wakes(void)
{
	const bool is_just_read = wakes_inherit(WAKES_MAX);
	audio.block->wake_ms = audio.block->read_ms = audio_note_time();
	inherited.read_ms = is_just_read ? end_ms(audio.block->read_ms) : atomic_load(&supervisor.shared->last_ms);
	/* A request's word without its byte: the process had read the byte but not noted it. */
	if (wakes_unread() == 0 && host_request_announced(&audio.core) && !wake_is_coming()) {
		wakes_add();
		inherited.read_ms = end_ms(audio.block->read_ms);
	}
	audio.block->wakes_unread = wakes_unread();
	inherited.read = wakes_ahead();
	inherited.left = pipes_unread(supervisor.wake_fd);
	inherited.left_ms = end_ms(audio.block->read_ms);
}

static void note_when_it_came(void)
{
	if (inherited.read > 0) {
		inherited.read--;
		audio.block->wake_ms = inherited.read_ms;
	} else if (inherited.left > 0) {
		inherited.left--;
		audio.block->wake_ms = inherited.left_ms;
	}
}

bool answer_take_over(uint32_t timeout_ms)
{
	return supervisor.answers || (lock(timeout_ms) && take_pipes());
}

/* Reported to our client library, if it is the DAW. */
static void notify_client(void)
{
	const char *area = getenv("MAOLAN_CLIENT_AREA");
	if (area != NULL && strcmp(area, "1") == 0)
		set_word((uint8_t *)core_window(&audio.core) + PROTOCOL_PLUGIN_IS_AWAY, 1);
}

/* The last owner may have been in the middle of anything. */
static bool take_pipes(void)
{
	table_save();
	supervisor.was_processing = atomic_exchange(&supervisor.shared->processing, 0) != 0;
	supervisor.answers = true;
	if (!open_core())
		end_now(1); /* no memory: nothing can be done */
	if (setjmp(trapped) != 0) {
		start_anew();
		return true;
	}
	set_word(host_error_word(&audio.core), PROTOCOL_ERROR_PROCESS_FAILED);
	notify_client();
	count_wakes();
	act(host_take_over(&audio.core));
	audio.needs_replies = host_needs_replies(&audio.core);
	return true;
}

bool answer_step(void)
{
	if (setjmp(trapped) != 0) {
		start_anew();
		return true;
	}
	/* Unlike the audio thread (recovery/watch.c), this process is not watched for being late. */
	host_expect_unread(&audio.core);
	switch (audio_wait()) {
	case AUDIO_WAKE: {
		note_when_it_came();
		let_daw_look();
		audio_reply_at_wake();
		const int32_t action = host_wake(&audio.core);
		wake_done();
		act(action);
		return action != HOST_SHUTDOWN;
	}
	case AUDIO_TIME:
		act(host_time(&audio.core));
		return true;
	case AUDIO_INTERRUPTED:
		return true;
	default:
		return false;
	}
}

bool answer_until(int fd)
{
	audio.also_fd = fd;
	const bool goes_on = answer_step();
	audio.also_fd = supervisor.events_fd;
	return goes_on;
}

/* ---- time ---- */

static void give_up_request(void)
{
	uint32_t wake_ms;
	if (answer_request(&wake_ms) != 0 && clock_ms() - wake_ms >= AUDIO_REQUEST_MS_MAX)
		act(host_request_give_up(&audio.core, 0));
}

/* A client that expects slow plugins says how long it waits. */
static uint32_t ready_ms(void)
{
	const char *text = getenv("MAOLAN_READY_MS");
	const long value = text != NULL ? strtol(text, NULL, 10) : 0;
	return value > 0 ? (uint32_t)value : READY_MS;
}

/* Whether the first process does not play yet. False also if the segment is invalid. */
static bool begin_instead(void)
{
	const int error = pthread_mutex_trylock(&supervisor.shared->pipes);
	if (!is_ours(error))
		return false;
	if (!open_core() || !is_attached) {
		atomic_store(&supervisor.shared->block_at, 0);
		pthread_mutex_unlock(&supervisor.shared->pipes);
		return false;
	}
	supervisor.answers = true;
	host_suspend(&audio.core, HOST_PASS_THROUGH);
	audio.needs_replies = host_needs_replies(&audio.core);
	return true;
}

/* The plugin is not loaded yet, and the DAW waits: answer everything without it. */
static void say_ready(void)
{
	if (supervisor.has_said_ready || (uint32_t)(clock_us() / 1000u) - supervisor.start_ms < ready_ms())
		return;
	supervisor.has_said_ready = true;
	if (supervisor.answers || (supervisor.segment_fd >= 0 && begin_instead()))
		host_set_ready(&audio.core);
}

void answer_tick(void)
{
	if (setjmp(trapped) != 0) {
		start_anew();
		return;
	}
	say_ready();
	if (!supervisor.answers)
		return;
	give_up_request();
	_Atomic uint32_t *heartbeat = host_heartbeat_word(&audio.core);
	atomic_fetch_add(heartbeat, 1);
}

uint32_t answer_request(uint32_t *wake_ms)
{
	*wake_ms = supervisor.answers ? host_request_wake_ms(&audio.core) : 0;
	return supervisor.answers ? host_request_outstanding(&audio.core) : 0;
}

/* Due replies are in the core's memory, and pass on with it. */
void answer_hand_over(void)
{
	supervisor.answers = false;
	pthread_mutex_unlock(&supervisor.shared->pipes);
}
