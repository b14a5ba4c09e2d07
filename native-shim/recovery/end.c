/*
 * The end of a life, and with it the start of the next. All of this may run in a signal handler, on any thread, in a
 * process whose memory is damaged: system calls and stores only, and no address that is not ours is read but by the
 * kernel, who answers EFAULT.
 */
#include "../audio/observe.h"
#include "life.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

/* The thread that ends the process; 0: none. */
static _Atomic pid_t ender;

static bool copy(uint32_t at, const void *from, size_t bytes)
{
	return pwrite(life.fd, from, bytes, at) == (ssize_t)bytes;
}

/* The block record may be damaged like everything else: its numbers are looked at in the copy. */
static void write_table(void)
{
	struct block block;
	const uint8_t *base = audio_base();
	if (audio_block() == NULL || base == NULL || !copy(RECORD_BLOCK_AT, audio_block(), sizeof block) ||
	    pread(life.fd, &block, sizeof block, RECORD_BLOCK_AT) != (ssize_t)sizeof block)
		return;
	const uint32_t count = block.parameter_count, events = block.event_count;
	if (block.record_bytes != sizeof block || count > BLOCK_PARAMETERS_MAX || events > BLOCK_EVENTS_MAX)
		return;
	if (!copy(RECORD_IDS_AT, base + block.parameter_ids_at, count * sizeof(uint32_t)) ||
	    !copy(RECORD_VALUES_AT, base + block.parameter_values_at, count * sizeof(float)))
		return;
	record_set(life.record, RECORD_TABLE_COUNT, count);
	record_set(life.record, RECORD_EVENT_COUNT, 0);
	const int is_processing = audio_processing() != 0;
	if (is_processing && copy(RECORD_EVENTS_AT, base + block.events_at, events * sizeof(struct event)))
		record_set(life.record, RECORD_EVENT_COUNT, events);
}

static void write_record(enum recovery_cause cause, int32_t detail, enum recovery_thread thread)
{
	struct record *record = life.record;
	const uint32_t now = clock_ms();
	record_set(record, RECORD_SIGNAL, (uint32_t)detail);
	record_set(record, RECORD_END_MS, now);
	record_set(record, RECORD_THREAD, (uint32_t)thread);
	record_set(record, RECORD_CAUSE, (uint32_t)cause);
	const int in_restore = record_get(record, RECORD_PHASE) == RECOVERY_RESTORE;
	if (in_restore && record_get(record, RECORD_TRIED) != 0) {
		record_set(record, RECORD_TABLE_COUNT, 0); /* that was about another state */
		record_set(record, RECORD_EVENT_COUNT, 0);
	} else if (record_get(record, RECORD_SETTLED) || record_get(record, RECORD_ACTIVE) == 0)
		write_table();
	if (cause != RECOVERY_AGAIN) {
		const uint32_t count = record_get(record, RECORD_DEATH_COUNT);
		record_set(record, (enum record_word)(RECORD_FIRST_DEATH_MS + count % RECORD_DEATHS), now);
		record_set(record, RECORD_DEATH_COUNT, count + 1);
	}
}

static void say(const char *text)
{
	struct pollfd item = {.fd = STDERR_FILENO, .events = POLLOUT};
	if (poll(&item, 1, 0) == 1 && write(STDERR_FILENO, text, strlen(text)) < 0)
		return; /* nobody to tell */
}

/* Only the thread that ends the process comes back from here. Returns how often it has been here before: if it dies of
   what it does there, it goes on with the next thing. */
static int enter(void)
{
	static int visits;
	const pid_t self = (pid_t)syscall(SYS_gettid);
	pid_t nobody = 0;
	if (!atomic_compare_exchange_strong(&ender, &nobody, self))
		while (atomic_load(&ender) != self)
			poll(NULL, 0, -1);
	return visits++;
}

void life_end(enum recovery_cause cause, int32_t detail, enum recovery_thread thread)
{
	const int visit = enter();
	if (visit == 0) {
		if (record_get(life.record, RECORD_PHASE) == RECOVERY_CLOSE) {
			say("[plugin-host] The plugin died while it was being closed; nothing is lost by that\n");
			process_end(0);
		}
		write_record(cause, detail, thread);
	}
	if (visit <= 1) {
		undertaker_dismiss();
		image_become();
		say("[plugin-host] The plugin died, and the host cannot start again in its place\n");
	}
}

void life_core_stopped(const char *where, const char *what)
{
	say("[plugin-host] The host's core stopped in ");
	say(where);
	say(": ");
	say(what);
	say("\n");
	if (life.armed != 0 && getpid() == life.armed)
		life_end(RECOVERY_CORE, 0, life_thread());
}

int32_t recovery_restart(void)
{
	if (life.armed == 0)
		return -ENOTSUP;
	life_end(RECOVERY_AGAIN, 0, life_thread());
	return -ECANCELED;
}
